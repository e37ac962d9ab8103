/** The fields of an investigation sheet as grid columns and form fields: how each is read, checked and shown. */
import type { Card, Indicator } from '@/lib/scoring/rules/card'
import { readInput } from '@/lib/scoring/rules/input'

export type SheetView = {
  id: string
  rowNo: string
  name: string
  stallNo: string | null
  state: string
  visitedOn: string | null
  place: string | null
  values: Record<string, string>
  sources: Record<string, { kinds: string[]; by?: string; note?: string }>
  financials: Record<string, unknown>
  household: Record<string, string>
  vetoes: { code: string; note?: string }[]
  rmSigned: boolean
  evaluatorSigned: boolean
  decision: string | null
}

export type Section = 'visit' | 'value' | 'financials' | 'turnover' | 'household'
export type FieldKind = 'text' | 'date' | 'yuan' | 'signedYuan' | 'percent' | 'decimal' | 'indicator'
export type SheetField = { section: Section; key: string; kind: FieldKind; indicator?: Indicator; required?: boolean }

export const FIELD_ID = (f: Pick<SheetField, 'section' | 'key'>): string => `${f.section}.${f.key}`

const money = (section: Section, keys: string[], required = false): SheetField[] =>
  keys.map((key) => ({ section, key, kind: 'yuan' as const, required }))

export const VISIT_FIELDS: SheetField[] = [
  { section: 'visit', key: 'visitedOn', kind: 'date', required: true },
  { section: 'visit', key: 'place', kind: 'text', required: true },
]

export const FIGURE_FIELDS: SheetField[] = [
  ...money('financials', ['lastYearSales'], true),
  { section: 'financials', key: 'lastYearSalesProfitMargin', kind: 'percent', required: true },
  { section: 'financials', key: 'expectedSalesGrowth', kind: 'percent', required: true },
  ...money('financials', ['costOfSales']),
  ...['inventoryDays', 'receivableDays', 'payableDays'].map(
    (key): SheetField => ({ section: 'financials', key, kind: 'decimal', required: true }),
  ),
  ...['prepaymentDays', 'advanceReceiptDays'].map(
    (key): SheetField => ({ section: 'financials', key, kind: 'decimal' }),
  ),
  { section: 'financials', key: 'ownFunds', kind: 'signedYuan', required: true },
  ...money(
    'financials',
    [
      'existingWorkingCapitalLoans',
      'otherSources',
      'householdNetAssets',
      'otherExposure',
      'monthlyNetCashFlow',
      'outsideGuarantees',
    ],
    true,
  ),
  { section: 'financials', key: 'mainSupplier', kind: 'text' },
  { section: 'financials', key: 'settlementAccount', kind: 'text' },
  ...money('financials', ['annualRent']),
]

/** A year of a firm's books, asked of who buys or builds in a park. */
export const PURCHASE_FIELDS: SheetField[] = [
  { section: 'financials', key: 'netProfit', kind: 'signedYuan' },
  ...money('financials', ['depreciation', 'annualInterest', 'annualPrincipal', 'totalDebt', 'totalAssets']),
]

export const TURNOVER_FIELDS = money('turnover', ['settlement', 'receipts', 'reconstructed'])
export const HOUSEHOLD_FIELDS = money('household', [
  'cash',
  'receivables',
  'stock',
  'property',
  'vehicles',
  'otherAssets',
  'bankLoans',
  'privateLoans',
  'payables',
  'otherDebts',
])

export const indicatorFields = (card: Card): SheetField[] =>
  card.indicators.map((indicator) => ({ section: 'value', key: indicator.code, kind: 'indicator', indicator }))

/** What stands in the cell now. */
export function fieldText(row: SheetView, f: Pick<SheetField, 'section' | 'key'>): string {
  const of = (v: unknown): string => (typeof v === 'string' ? v : '')
  switch (f.section) {
    case 'visit':
      return of(row[f.key as 'visitedOn'])
    case 'value':
      return row.values[f.key] ?? ''
    case 'financials':
      return of(row.financials[f.key])
    case 'turnover':
      return of((row.financials.turnoverSources as Record<string, unknown> | undefined)?.[f.key])
    case 'household':
      return row.household[f.key] ?? ''
  }
}

const PATTERN: Partial<Record<FieldKind, RegExp>> = {
  yuan: /^\d{1,15}(\.\d{1,2})?$/,
  signedYuan: /^-?\d{1,15}(\.\d{1,2})?$/,
  percent: /^-?\d{1,7}(\.\d{1,4})?$/,
  decimal: /^\d{1,15}(\.\d{1,12})?$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
}

export type FieldRead =
  | { ok: true; value: string | null }
  | { ok: false; code: string; params: Record<string, string | string[]> }

/** Typed or pasted text → what is stored, or why not. Separators, 元, % and full-width digits of a workbook go. */
export function readField(f: SheetField, raw: string): FieldRead {
  const text = raw.normalize('NFKC').trim()
  if (text === '') return { ok: true, value: null }
  if (f.kind === 'text') return { ok: true, value: text.slice(0, 60) }
  if (f.indicator?.type === 'ENUM') {
    const option = f.indicator.bins.find((b) => [b.value, b.nameZh.normalize('NFKC'), b.nameEn].includes(text))
    const read = readInput(f.indicator, option?.value ?? text)
    return read.ok ? read : { ok: false, code: read.problem.code, params: read.problem.params }
  }
  const plain = f.kind === 'date' ? text.replace(/[./年月]/g, '-').replace(/日$/, '') : text.replace(/[,\s元%]/g, '')
  if (f.indicator) {
    const read = readInput(f.indicator, plain)
    return read.ok ? read : { ok: false, code: read.problem.code, params: read.problem.params }
  }
  if (f.kind === 'date') {
    const iso = plain.replace(/-(\d)(?=-|$)/g, '-0$1')
    return PATTERN.date?.test(iso) && !Number.isNaN(Date.parse(iso))
      ? { ok: true, value: iso }
      : { ok: false, code: 'E_DATE', params: {} }
  }
  return PATTERN[f.kind]?.test(plain) ? { ok: true, value: plain } : { ok: false, code: 'E_NUMBER', params: {} }
}
