/**
 * The tables of the twelve sections (§5.1), drafted from the same facts as their texts: distributions, the derivation of L,
 * the groups, earlier business, income and capital. Pure; frozen with the plan.
 */
import { type Fen, sumFen, toPercent, toYuan } from '@/lib/platform/money'
import type { SectionKey, SectionTable } from './basis'
import type { DocumentFacts, DocumentLine } from './document-facts'
import type { IncomeResult } from './rules/income'

type Type = SectionTable['columns'][number]['type']
type Col = [key: string, type: Type]

function table(key: string, columns: readonly Col[], rows: string[][], chart?: string): SectionTable[] {
  if (rows.length === 0) return []
  return [{ key, columns: columns.map(([k, type]) => ({ key: k, type })), rows, ...(chart ? { chart } : {}) }]
}

const share = (part: Fen, whole: Fen): string => (whole > 0n ? toPercent(Number((part * 1_000_000n) / whole)) : '0.00')
const SPREAD: readonly Col[] = [
  ['item', 'text'],
  ['merchants', 'count'],
  ['limit', 'money'],
  ['share', 'percent'],
]

/** Merchants, Σ of limits and share by a property, in the given order or by number. */
function spread(key: string, f: DocumentFacts, of: (l: DocumentLine) => string, order?: readonly string[], most = 12) {
  const groups = [...Map.groupBy(f.lines, of)]
  const sorted = order
    ? groups.sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]))
    : groups.sort((a, b) => b[1].length - a[1].length)
  const rows = sorted.slice(0, most).map(([name, lines]) => {
    const sum = sumFen(lines.map((l) => l.limitFen))
    return [name, String(lines.length), toYuan(sum), share(sum, f.sumFen)]
  })
  return table(key, SPREAD, rows, 'merchants')
}

/** Upper ends in ten thousands, each included; above the last there is one more band. */
function band(fen: Fen, ends: readonly number[]): string {
  const at = ends.findIndex((end) => fen <= BigInt(end) * 1_000_000n)
  if (at < 0) return `>${ends.at(-1)}`
  return at === 0 ? `≤${ends[0]}` : `${ends[at - 1]}–${ends[at]}`
}
const bands = (ends: readonly number[]) => [
  ...ends.map((e, i) => (i === 0 ? `≤${e}` : `${ends[i - 1]}–${e}`)),
  `>${ends.at(-1)}`,
]
const LIMITS = [10, 20, 30, 50, 80, 100, 200, 300, 500]
const TURNOVER = [50, 100, 200, 300, 500, 1000, 2000]

export function draftTables(f: DocumentFacts, income: IncomeResult): Partial<Record<SectionKey, SectionTable[]>> {
  return {
    summary: summary(f),
    market: market(f),
    operator: business(f),
    partners: partners(f),
    customers: [
      ...spread('grades', f, (l) => l.grade, ['A1', 'A2', 'B1', 'B2', 'C']),
      ...spread('turnover', f, (l) => band(l.turnoverFen, TURNOVER), bands(TURNOVER)),
      ...spread('goods', f, (l) => l.goods || '—'),
    ],
    demand: demand(f),
    scheme: [
      ...spread('tenors', f, (l) => String(l.tenorMonths), months(f)),
      ...spread('methods', f, (l) => l.method),
      ...spread('rates', f, (l) => toPercent(l.ratePpm), rates(f)),
    ],
    merchants: [
      ...spread('limits', f, (l) => band(l.limitFen, LIMITS), bands(LIMITS)),
      ...spread('caps', f, (l) => l.binding || '—'),
    ],
    risks: risks(f),
    postLoan: table(
      'people',
      [
        ['duty', 'text'],
        ['person', 'text'],
      ],
      f.history.people.map((p) => [p.duty, p.name || '—']),
    ),
    income: incomeTable(f, income),
  }
}

const months = (f: DocumentFacts) => [...new Set(f.lines.map((l) => l.tenorMonths))].sort((a, b) => a - b).map(String)
const rates = (f: DocumentFacts) => [...new Set(f.lines.map((l) => l.ratePpm))].sort((a, b) => a - b).map(toPercent)

function summary(f: DocumentFacts): SectionTable[] {
  const applied = sumFen(f.lines.map((l) => l.appliedFen))
  return table(
    'totals',
    [
      ['item', 'text'],
      ['amount', 'money'],
    ],
    [
      ['aggregate', toYuan(f.limit.limitFen)],
      ['sumLimits', toYuan(f.sumFen)],
      ['sumApplied', toYuan(applied)],
      ['sumMargin', toYuan(sumFen(f.lines.map((l) => l.marginFen)))],
    ],
  )
}

function market(f: DocumentFacts): SectionTable[] {
  return table(
    'scorecard',
    [
      ['indicator', 'text'],
      ['value', 'text'],
      ['points', 'count'],
      ['max', 'count'],
    ],
    f.history.score.map((s) => [s.name, s.value, String(s.points), String(s.max)]),
  )
}

function business(f: DocumentFacts): SectionTable[] {
  return table(
    'business',
    [
      ['batch', 'text'],
      ['merchants', 'count'],
      ['approved', 'money'],
      ['balance', 'money'],
      ['late', 'money'],
    ],
    f.history.business.map((b) => [
      b.batch,
      String(b.merchants),
      toYuan(b.approvedFen),
      toYuan(b.balanceFen),
      toYuan(b.lateFen),
    ]),
  )
}

function partners(f: DocumentFacts): SectionTable[] {
  const s = f.history.scheme
  return [
    ...table(
      'groups',
      [
        ['group', 'text'],
        ['merchants', 'count'],
        ['limit', 'money'],
        ['share', 'percent'],
      ],
      f.groups.map((g) => [g.name, String(g.members), toYuan(g.limitFen), share(g.limitFen, f.sumFen)]),
    ),
    ...table(
      'agreement',
      [
        ['partner', 'text'],
        ['total', 'money'],
        ['single', 'money'],
        ['from', 'text'],
        ['until', 'text'],
      ],
      s ? [[s.partner, toYuan(s.totalFen ?? 0n), toYuan(s.singleFen ?? 0n), s.startsOn || '—', s.endsOn || '—']] : [],
    ),
  ]
}

function demand(f: DocumentFacts): SectionTable[] {
  const l = f.limit
  const rows: [string, Fen | null][] = [
    ['demand', l.demandFen],
    ['adjustedDemand', l.adjustedDemandFen],
    ['turnoverCap', l.turnoverCapFen],
    ['modeCapacity', l.modeCapacityFen],
    ['bankCap', l.bankCapFen],
    ['planLimit', l.limitFen],
  ]
  return table(
    'limit',
    [
      ['item', 'text'],
      ['amount', 'money'],
      ['binding', 'text'],
    ],
    rows.flatMap(([key, fen]) => (fen === null ? [] : [[key, toYuan(fen), key === l.binding ? '●' : '']])),
  )
}

function risks(f: DocumentFacts): SectionTable[] {
  const ranked = [...f.lines].sort((a, b) => (a.limitFen < b.limitFen ? 1 : a.limitFen > b.limitFen ? -1 : 0))
  const top = (n: number) => sumFen(ranked.slice(0, n).map((l) => l.limitFen))
  const largest = [...f.groups].sort((a, b) => (a.limitFen < b.limitFen ? 1 : -1))[0]
  return table(
    'concentration',
    [
      ['item', 'text'],
      ['amount', 'money'],
      ['share', 'percent'],
    ],
    [
      ['largestMerchant', top(1)],
      ['topTen', top(10)],
      ...(largest ? ([['largestGroup', largest.limitFen]] as [string, Fen][]) : []),
    ].map(([key, fen]) => [key as string, toYuan(fen as Fen), share(fen as Fen, f.limit.limitFen)]),
  )
}

function incomeTable(f: DocumentFacts, i: IncomeResult): SectionTable[] {
  if (f.lines.length === 0) return []
  return table(
    'income',
    [
      ['item', 'text'],
      ['amount', 'money'],
    ],
    (
      [
        ['drawn', i.drawnFen],
        ['interestIncome', i.interestFen],
        ['fundingCost', -i.fundingFen],
        ['operatingCost', -i.operatingFen],
        ['expectedLoss', -i.expectedLossFen],
        ['netIncome', i.netFen],
        ['riskAssets', i.riskAssetsFen],
        ['capital', i.capitalFen],
      ] as [string, Fen][]
    ).map(([key, fen]) => [key, toYuan(fen)]),
  )
}
