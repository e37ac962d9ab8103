/** Which changes of a plan void the opinions already given, and what a reviewer is shown as changed (§6.2, §10.6). */

/** The material fields of §6.2; everything else of a plan is not. */
export const MATERIAL_FIELDS = [
  'mode',
  'aggregateLimitFen',
  'tenorMonths',
  'ratePpm',
  'marginRatioPpm',
  'coveragePpm',
  'fundParameters',
  'waterfall',
  'guarantorId',
  'insurerId',
  'purpose',
  /** keyed by merchant: amount, tenor, rate, group, purpose; a key more or less is a change of the list */
  'merchants',
  /** keyed by group: its members */
  'groups',
] as const
export type MaterialField = (typeof MATERIAL_FIELDS)[number]

/** Plain data: text, numbers, fen, booleans, null, dates (anything with toString), lists and records of them. */
export type PlanContent = Readonly<Record<string, unknown>>

export type FieldChange = {
  path: string
  field: string
  before: string | null
  after: string | null
  material: boolean
}

/** Every difference of two versions of a plan, by path. Lists are compared in order: give a set as a sorted list. */
export function diffPlans(before: PlanContent, after: PlanContent): FieldChange[] {
  const changes: FieldChange[] = []
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const material = (MATERIAL_FIELDS as readonly string[]).includes(field)
    walk(field, before[field], after[field], (path, b, a) =>
      changes.push({ path, field, before: b, after: a, material }),
    )
  }
  return changes.sort((x, y) => (x.path < y.path ? -1 : x.path > y.path ? 1 : 0))
}

/** A change as people read it: which field, of whom (merchant or group, by name), which part of it. */
export type DescribedChange = FieldChange & { subject: string | null; part: string | null }

/** Every difference with its subject by name. A merchant who came or went is one change, not one for each figure. */
export function describeChanges(before: PlanContent, after: PlanContent): DescribedChange[] {
  const named = (content: PlanContent, key: string): string | null => {
    const found = (content.merchants as Record<string, { name?: unknown }> | undefined)?.[key]
    return typeof found?.name === 'string' ? found.name : null
  }
  const listed = (content: PlanContent, key: string) => Object.hasOwn((content.merchants ?? {}) as object, key)
  const changes = diffPlans(before, after).flatMap((c): DescribedChange[] => {
    const [, key, ...rest] = c.path.split('.')
    if (c.field === 'merchants' && key) {
      const name = named(after, key) ?? named(before, key) ?? key
      if (listed(before, key) && listed(after, key)) return [{ ...c, subject: name, part: rest.join('.') }]
      const came = listed(after, key)
      const whole = { ...c, path: `merchants.${key}`, before: came ? null : name, after: came ? name : null }
      return [{ ...whole, subject: name, part: null }]
    }
    if (c.field === 'groups' || c.field === 'sections') return [{ ...c, subject: key ?? null, part: null }]
    return [{ ...c, subject: null, part: key ?? null }]
  })
  const seen = new Set<string>()
  return changes.filter((c) => !seen.has(c.path) && seen.add(c.path))
}

/** After resubmission opinions are void when any material field changed, else kept (§6.2). */
export function opinionsAfter(changes: readonly FieldChange[]): 'VOID' | 'KEPT' {
  return changes.some((c) => c.material) ? 'VOID' : 'KEPT'
}

type Report = (path: string, before: string | null, after: string | null) => void

function walk(path: string, before: unknown, after: unknown, report: Report): void {
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      walk(`${path}.${key}`, before[key], after[key], report)
    }
    return
  }
  if (exact(before) !== exact(after)) report(path, text(before), text(after))
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype
}

/** What a reviewer reads; two different values may read alike, so they are compared by `exact`. */
function text(v: unknown): string | null {
  if (v === undefined || v === null) return null
  if (Array.isArray(v)) return v.map((x) => text(x) ?? '').join(', ')
  if (isRecord(v)) {
    return Object.keys(v)
      .sort()
      .map((k) => `${k}: ${text(v[k]) ?? ''}`)
      .join('; ')
  }
  return String(v)
}

function exact(v: unknown): string {
  if (v === undefined || v === null) return 'null'
  if (Array.isArray(v)) return `[${v.map(exact).join()}]`
  if (isRecord(v)) {
    const keys = Object.keys(v).sort()
    return `{${keys.map((k) => `${JSON.stringify(k)}:${exact(v[k])}`).join()}}`
  }
  return JSON.stringify(String(v))
}
