/** Applications as the reading engine's merchants and back: what the list said, field by field, and what could not be read. */
import { pinyin } from 'pinyin-pro'
import { fromDb } from '@/lib/platform/dates'
import type { Prisma } from '@/lib/platform/tenant'
import { borrowerTypeOf } from './check-merchants'
import type { Field, ReadMerchant } from './fields'
import type { Issue } from './issue'

/** Kept in application.raw: where the row stood, and the reading issues that no stored value shows. */
export type RowSource = {
  row: number | string
  sheet: string
  line: number
  unreadable: Field[]
  readIssues: Issue[]
  rankByOrder?: boolean
}

export type ApplicationRow = Prisma.ApplicationGetPayload<object>

/** Pinyin with the surname's own reading first: 单 is Shan, 曾 is Zeng. */
export function pinyinOf(name: string): { full: string; initials: string } {
  const options = { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' } as const
  const full = pinyin(name, options).join('').toLowerCase().replace(/\s+/g, '')
  const initials = pinyin(name, { ...options, pattern: 'first' })
    .join('')
    .toLowerCase()
    .replace(/\s+/g, '')
  return { full, initials }
}

/** The columns of one read merchant, JSON for `jsonb_to_recordset`: money as text of fen, dates ISO. */
export function rowColumns(m: ReadMerchant, readIssues: Issue[], rankByOrder: boolean) {
  const v = m.values
  const py = pinyinOf(v.name ?? '')
  const source: RowSource = {
    row: m.row,
    sheet: m.sheet,
    line: m.line,
    unreadable: m.unreadable,
    readIssues,
    ...(rankByOrder ? { rankByOrder } : {}),
  }
  return {
    row_no: String(m.row),
    position: m.index,
    name: v.name,
    borrower_type: borrowerTypeOf(m),
    uscc: v.uscc,
    owner_name: v.ownerName,
    owner_id_no: v.ownerIdNo,
    phone: v.phone,
    stall_no: v.stallNo,
    stall_area_tenths: v.stallArea === null ? null : Math.round(v.stallArea * 10),
    main_goods: v.mainGoods,
    market_entry_date: v.marketEntryDate,
    annual_turnover_fen: v.annualTurnoverFen?.toString() ?? null,
    annual_rent_fen: v.annualRentFen?.toString() ?? null,
    staff_count: v.staffCount,
    requested_fen: v.requestedAmountFen?.toString() ?? null,
    requested_term_months: v.requestedTermMonths,
    purpose: v.purpose,
    fee_payment: v.feePayment,
    rank: v.rank ?? (rankByOrder ? m.index + 1 : null),
    group_name: v.groupName,
    raw: source,
    py_full: py.full,
    py_initials: py.initials,
  }
}

/** What the rules read of a stored application; a whole market is read by these columns alone. */
export const MERCHANT_COLUMNS = {
  id: true,
  state: true,
  returned: true,
  position: true,
  rowNo: true,
  raw: true,
  rank: true,
  stallNo: true,
  name: true,
  uscc: true,
  ownerName: true,
  ownerIdNo: true,
  phone: true,
  mainGoods: true,
  marketEntryDate: true,
  annualTurnoverFen: true,
  annualRentFen: true,
  stallAreaTenths: true,
  staffCount: true,
  requestedFen: true,
  requestedTermMonths: true,
  purpose: true,
  feePayment: true,
  groupName: true,
} as const satisfies Prisma.ApplicationSelect
export type MerchantRow = Pick<ApplicationRow, keyof typeof MERCHANT_COLUMNS>

/** The stored application as the rules want it. */
export function merchantOf(a: MerchantRow, index: number): ReadMerchant {
  const source = (a.raw ?? { row: a.rowNo, sheet: '', line: 0, unreadable: [], readIssues: [] }) as unknown as RowSource
  return {
    index,
    row: source.row ?? a.rowNo,
    sheet: source.sheet ?? '',
    line: source.line ?? 0,
    hidden: false,
    unreadable: source.unreadable ?? [],
    values: {
      no: a.rowNo,
      rank: source.rankByOrder ? null : a.rank,
      stallNo: a.stallNo,
      name: a.name,
      uscc: a.uscc,
      ownerName: a.ownerName,
      ownerIdNo: a.ownerIdNo,
      phone: a.phone,
      mainGoods: a.mainGoods,
      marketEntryDate: a.marketEntryDate ? fromDb(a.marketEntryDate).toString() : null,
      annualTurnoverFen: a.annualTurnoverFen,
      annualRentFen: a.annualRentFen,
      stallArea: a.stallAreaTenths === null ? null : a.stallAreaTenths / 10,
      staffCount: a.staffCount,
      requestedAmountFen: a.requestedFen,
      requestedTermMonths: a.requestedTermMonths,
      purpose: a.purpose,
      feePayment: a.feePayment,
      groupName: a.groupName,
    },
  }
}

export function sourceOf(a: Pick<ApplicationRow, 'raw'>): RowSource | null {
  return (a.raw as unknown as RowSource | null) ?? null
}
