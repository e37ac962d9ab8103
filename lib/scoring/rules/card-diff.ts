/** What two versions of a card differ in, item by item, as a checker reads it before publishing. */
import { stretchesOf } from './axis'
import { binText } from './bins'
import type { Card, CardScope, Indicator } from './card'

export const DIFF_SECTIONS = ['card', 'indicator', 'grade', 'threshold', 'veto'] as const
export type CardChange = {
  section: (typeof DIFF_SECTIONS)[number]
  /** code of the indicator, grade, market grade or veto; '' for the card itself */
  code: string
  /** the field, or 'added' / 'removed' for a whole item */
  field: string
  before: string | null
  after: string | null
}

/** Changes in the card's order: the card itself, indicators, grades, thresholds, vetoes. Empty: the same card. */
export function cardChanges(before: Card, after: Card): CardChange[] {
  return [
    ...fieldChanges('card', '', cardFields(before), cardFields(after)),
    ...itemChanges('indicator', before.indicators, after.indicators, (i) => i.code, indicatorFields),
    ...orderChange(before, after),
    ...itemChanges<GradeRow>('grade', before.grades, after.grades, (g) => g.grade, gradeFields),
    ...itemChanges(
      'threshold',
      thresholds(before),
      thresholds(after),
      (t) => t.marketGrade,
      (t) => ({ threshold: String(t.threshold) }),
    ),
    ...itemChanges(
      'veto',
      before.vetoes,
      after.vetoes,
      (v) => v.code,
      (v) => ({
        nameZh: v.nameZh,
        nameEn: v.nameEn,
        waivable: String(v.waivable),
        test: v.test ? JSON.stringify(v.test) : null,
      }),
    ),
  ]
}

type Fields = Record<string, string | null>
type GradeRow = Card['grades'][number]

function fieldChanges(section: CardChange['section'], code: string, before: Fields, after: Fields): CardChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => (before[field] ?? null) !== (after[field] ?? null))
    .map((field) => ({ section, code, field, before: before[field] ?? null, after: after[field] ?? null }))
}

function itemChanges<T>(
  section: CardChange['section'],
  before: readonly T[],
  after: readonly T[],
  codeOf: (item: T) => string,
  fieldsOf: (item: T) => Fields,
): CardChange[] {
  const old = new Map(before.map((b) => [codeOf(b), b]))
  const now = new Set(after.map(codeOf))
  return [
    ...after.flatMap((a) => {
      const code = codeOf(a)
      const was = old.get(code)
      return was
        ? fieldChanges(section, code, fieldsOf(was), fieldsOf(a))
        : [{ section, code, field: 'added', before: null, after: summary(fieldsOf(a)) }]
    }),
    ...before
      .filter((b) => !now.has(codeOf(b)))
      .map((b) => ({ section, code: codeOf(b), field: 'removed', before: summary(fieldsOf(b)), after: null })),
  ]
}

const summary = (fields: Fields): string =>
  Object.values(fields)
    .filter((v) => v !== null && v !== '')
    .join(' · ')

function orderChange(before: Card, after: Card): CardChange[] {
  const kept = (card: Card, other: Card): string =>
    card.indicators
      .map((i) => i.code)
      .filter((c) => other.indicators.some((o) => o.code === c))
      .join(' ')
  const [was, is] = [kept(before, after), kept(after, before)]
  return was === is ? [] : [{ section: 'indicator', code: '', field: 'order', before: was, after: is }]
}

function cardFields(card: Card): Fields {
  return {
    titleZh: card.titleZh,
    titleEn: card.titleEn,
    effectiveFrom: card.effectiveFrom,
    missingPointsAllowed: String(card.missingPointsAllowed),
    appliesTo: scopeText(card.appliesTo),
    dimensions: card.dimensions.map((d) => `${d.code} ${d.nameZh} / ${d.nameEn}`).join('; '),
  }
}

/** "*" everywhere, "—" nowhere, else the lists. */
export function scopeText(scope: CardScope | null): string {
  if (scope === null) return '—'
  const lists = [scope.markets, scope.trades, scope.modes].filter((l) => l !== null)
  return lists.length === 0 ? '*' : lists.map((l) => l.join(', ')).join(' + ')
}

function indicatorFields(i: Indicator): Fields {
  const common = {
    nameZh: i.nameZh,
    nameEn: i.nameEn,
    dimension: i.dimension,
    maxPoints: String(i.maxPoints),
    required: String(i.required),
    evidence: i.evidence.join(', '),
    derivedFrom: i.derivedFrom.join(', '),
    type: i.type,
    bins: binLines(i),
  }
  return i.type === 'ENUM'
    ? common
    : { ...common, unit: i.unit, integer: String(i.integer), domain: `${i.min ?? '−∞'} – ${i.max ?? '+∞'}` }
}

/** "≥ 100 → 8; [50, 100) → 7": every bin with its points. */
export function binLines(i: Indicator): string {
  if (i.type === 'ENUM') return i.bins.map((b) => `${b.value} ${b.nameZh} / ${b.nameEn} → ${b.points}`).join('; ')
  const readable = stretchesOf(i) !== null
  return i.bins.map((b, n) => `${readable ? binText(i, n) : `${b.lower} … ${b.upper}`} → ${b.points}`).join('; ')
}

function gradeFields(row: GradeRow): Fields {
  const { grade: _, ...fields } = row
  return Object.fromEntries(
    Object.entries(fields).map(([k, v]) => [
      k,
      v === null ? null : typeof v === 'object' ? JSON.stringify(v) : String(v),
    ]),
  )
}

const thresholds = (card: Card): readonly { marketGrade: string; threshold: number }[] =>
  card.kind === 'CUSTOMER' ? card.thresholds : []
