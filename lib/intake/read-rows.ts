import { type ColumnContext, cleanValue } from './clean-values'
import { type Field, isMoneyField, type MerchantValues, type ReadMerchant, valueKey } from './fields'
import type { Header } from './find-header'
import { plainText } from './header-text'
import { type Issue, merchantIssue } from './issue'
import type { Column, MoneyUnits } from './map-columns'
import { MergedColumns } from './merged-columns'
import type { Cell, Sheet, SheetRow } from './sheet-rows'
import { type SkipReason, skipReason } from './skip-row'

export type RowsRead = {
  merchants: ReadMerchant[]
  issues: Issue[]
  /** rows that are no merchants, and why: shown, never silently lost */
  skipped: { sheet: string; line: number; reason: SkipReason }[]
}

type MappedColumn = { at: number; field: Field; context: ColumnContext }

/** What a vertically merged cell means for the rows under its first: the same for all of them. Amounts never spread. */
const SPREAD_DOWN: Field[] = ['groupName', 'mainGoods', 'purpose', 'feePayment', 'requestedTermMonths']

/**
 * Turns the rows under a header into merchants. A row whose name and code are merged with the row above is that
 * merchant's further stall. `startIndex` and numbering go on over several sheets of one list.
 */
export function readRows(
  sheet: Sheet,
  header: Header,
  columns: Column[],
  units: MoneyUnits,
  { startIndex = 0, hiddenRows = 'read' }: { startIndex?: number; hiddenRows?: 'read' | 'skip' } = {},
): RowsRead {
  const mapped = columns.flatMap(({ at, field, header }) =>
    field ? [{ at, field, context: { header, unit: isMoneyField(field) ? units[field].unit : ('元' as const) } }] : [],
  )
  const merged = new MergedColumns(sheet.merges, mapped)
  const out: RowsRead = { merchants: [], issues: [], skipped: [] }
  for (const row of sheet.rows.slice(header.from + header.depth)) {
    merged.enter(row)
    const reason = row.hidden && hiddenRows === 'skip' ? 'hidden' : skipReason(row, header, mapped)
    if (isContinuation(row, mapped, merged, out.merchants.at(-1))) addStall(row, mapped, out)
    else if (reason) out.skipped.push({ sheet: sheet.name, line: row.line, reason })
    else readMerchant(row, sheet.name, mapped, merged, startIndex + out.merchants.length, out)
  }
  return out
}

function isContinuation(
  row: SheetRow,
  mapped: MappedColumn[],
  merged: MergedColumns,
  previous: ReadMerchant | undefined,
): boolean {
  if (!previous) return false
  const covered = (field: Field) => mapped.some((c) => c.field === field && merged.covers(c.at, row))
  return covered('name') || covered('uscc')
}

function addStall(row: SheetRow, mapped: MappedColumn[], out: RowsRead): void {
  const column = mapped.find((c) => c.field === 'stallNo')
  const merchant = out.merchants.at(-1)!
  const stall = column
    ? (cleanValue('stallNo', row.cells[column.at] ?? null, column.context).value as string | null)
    : null
  if (!stall || merchant.values.stallNo?.split('、').includes(stall)) return
  merchant.values.stallNo = merchant.values.stallNo ? `${merchant.values.stallNo}、${stall}` : stall
  out.issues.push(merchantIssue(merchant, 'W_CLEANED:stallNo', 'stallNo', { value: merchant.values.stallNo }))
}

function readMerchant(
  row: SheetRow,
  sheet: string,
  mapped: MappedColumn[],
  merged: MergedColumns,
  index: number,
  out: RowsRead,
): void {
  const values = emptyValues()
  const findings: { code: string; field: Field; shown: string }[] = []
  const unreadable: Field[] = []
  for (const { at, field, context } of mapped) {
    const cell = row.cells[at] ?? (SPREAD_DOWN.includes(field) ? merged.above(at, row) : null)
    const { value, cleaned, code } = cleanValue(field, cell, context)
    assign(values, field, value)
    if (code) {
      unreadable.push(field)
      findings.push({ code, field, shown: shownText(field, cell) })
    } else if (cleaned) findings.push({ code: `W_CLEANED:${field}`, field, shown: shownText(field, cell) })
  }
  const merchant: ReadMerchant = {
    index,
    row: ownNumber(values.no) ?? index + 1,
    sheet,
    line: row.line,
    hidden: row.hidden,
    values,
    unreadable,
  }
  out.merchants.push(merchant)
  if (row.hidden) out.issues.push(merchantIssue(merchant, 'W_HIDDEN_ROW', null, { line: row.line }))
  for (const { code, field, shown } of findings) out.issues.push(merchantIssue(merchant, code, field, { value: shown }))
}

/** What the operator wrote, short enough for a message. Of an ID number only the end: messages travel further than lists. */
function shownText(field: Field, cell: Cell): string {
  const text = plainText(cell)
  if (field === 'ownerIdNo') return `…${text.slice(-4)}`
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function ownNumber(no: string | null): number | string | null {
  if (no === null) return null
  return /^\d{1,9}$/.test(no) && String(Number(no)) === no ? Number(no) : no
}

function assign(values: MerchantValues, field: Field, value: MerchantValues[keyof MerchantValues]): void {
  ;(values as Record<keyof MerchantValues, unknown>)[valueKey(field)] = value
}

function emptyValues(): MerchantValues {
  return {
    no: null,
    rank: null,
    stallNo: null,
    name: null,
    uscc: null,
    ownerName: null,
    ownerIdNo: null,
    phone: null,
    mainGoods: null,
    marketEntryDate: null,
    annualTurnoverFen: null,
    annualRentFen: null,
    stallArea: null,
    staffCount: null,
    requestedAmountFen: null,
    requestedTermMonths: null,
    purpose: null,
    feePayment: null,
    groupName: null,
  }
}
