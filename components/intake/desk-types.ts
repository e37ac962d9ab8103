import type { packetDesk } from '@/lib/intake/queries'
import type { Wire } from '@/lib/platform/wire'

/** The packet desk as the browser gets it: money as yuan text, dates ISO. */
export type Desk = Wire<Awaited<ReturnType<typeof packetDesk>>>
export type DeskItem = Desk['items'][number]
export type TrayPaper = Desk['tray'][number]

/** Slots that an operator may fill by hand besides the required ones. */
export const OTHER_SLOTS = [
  'DATA_SHARING_CONSENT',
  'CREDIT_REPORTING_CONSENT',
  'SPOUSE_DOCS',
  'RENT_RECEIPTS',
  'BANK_STATEMENTS',
  'FIN_STATEMENTS',
  'TAX_RECORDS',
  'PURPOSE_EVIDENCE',
  'HOUSEHOLD_BS',
] as const

/** Fields that can be mended in the grid, in the order of a list; how each is typed. */
export const GRID_FIELDS = [
  ['name', 'text'],
  ['uscc', 'code'],
  ['ownerName', 'text'],
  ['ownerIdNo', 'code'],
  ['phone', 'code'],
  ['stallNo', 'text'],
  ['mainGoods', 'text'],
  ['marketEntryDate', 'date'],
  ['annualTurnover', 'money'],
  ['annualRent', 'money'],
  ['requestedAmount', 'money'],
  ['requestedTermMonths', 'number'],
  ['purpose', 'text'],
  ['feePayment', 'text'],
  ['rank', 'number'],
] as const
export type GridField = (typeof GRID_FIELDS)[number][0]

/** The value of a field as it is typed. */
export function fieldText(item: DeskItem, field: GridField): string {
  const value = field === 'requestedAmount' ? item.requested : item[field]
  return value === null || value === undefined ? '' : String(value)
}
