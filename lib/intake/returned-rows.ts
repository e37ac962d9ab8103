/** A list that comes while a batch is returned changes only what was returned (§10.2 B4, §10.3): the rest stays as it was submitted. */
import type { Field } from './fields'
import type { Returned } from './slot-standing'
import { type ApplicationRow, merchantOf, type RowSource, rowColumns, sourceOf } from './stored-rows'

export type RowColumns = ReturnType<typeof rowColumns>

/** Where each field of the list is stored; the words to search by follow the name, the kind of borrower name and code. */
const COLUMNS: Partial<Record<Field, (keyof RowColumns)[]>> = {
  name: ['name', 'py_full', 'py_initials', 'borrower_type'],
  uscc: ['uscc', 'borrower_type'],
  ownerName: ['owner_name'],
  ownerIdNo: ['owner_id_no'],
  phone: ['phone'],
  stallNo: ['stall_no'],
  stallArea: ['stall_area_tenths'],
  mainGoods: ['main_goods'],
  marketEntryDate: ['market_entry_date'],
  annualTurnover: ['annual_turnover_fen'],
  annualRent: ['annual_rent_fen'],
  staffCount: ['staff_count'],
  requestedAmount: ['requested_fen'],
  requestedTermMonths: ['requested_term_months'],
  purpose: ['purpose'],
  feePayment: ['fee_payment'],
  rank: ['rank'],
  groupName: ['group_name'],
}

/** The row as it is stored, with the returned fields as the new list gives them. */
export function onlyReturnedFields(item: ApplicationRow, next: RowColumns): RowColumns {
  const asked = ((item.returned as Returned | null)?.fields ?? []) as Field[]
  const source = sourceOf(item)
  const kept: RowColumns = {
    ...rowColumns(merchantOf(item, item.position), source?.readIssues ?? [], source?.rankByOrder ?? false),
    rank: item.rank,
    borrower_type: item.borrowerType as RowColumns['borrower_type'],
  }
  const taken = asked.flatMap((field) => COLUMNS[field] ?? [])
  const raw: RowSource = {
    ...kept.raw,
    unreadable: merged(kept.raw.unreadable, next.raw.unreadable, (f) => asked.includes(f)),
    readIssues: merged(kept.raw.readIssues, next.raw.readIssues, (i) => asked.includes(i.field as Field)),
  }
  return { ...kept, ...Object.fromEntries(taken.map((column) => [column, next[column]])), raw }
}

function merged<T>(kept: T[], next: T[], asked: (of: T) => boolean): T[] {
  return [...kept.filter((k) => !asked(k)), ...next.filter(asked)]
}

/** A paper for a returned merchant's returned slot, or one whose place a person must say. */
export function mayTakePaper(item: Pick<ApplicationRow, 'state' | 'returned'> | null, slot: string | null): boolean {
  if (item === null || slot === null) return true
  return item.state === 'RETURNED' && ((item.returned as Returned | null)?.slots ?? []).includes(slot)
}
