import type { packetDesk } from '@/lib/intake/queries'
import type { SlotStanding } from '@/lib/intake/slot-standing'
import type { Wire } from '@/lib/platform/wire'

/** The packet desk as the browser gets it: money as yuan text, dates ISO. */
export type Desk = Wire<Awaited<ReturnType<typeof packetDesk>>>
export type DeskItem = Desk['items'][number]
export type DeskFilter = keyof Desk['counts']
export type TrayPaper = Desk['tray'][number]

/** What this person may do with this batch now. */
export type DeskRights = {
  /** change rows and papers, upload again */
  edit: boolean
  submit: boolean
  withdraw: boolean
  /** of a merchant's consents: write down the day of signing, take one back */
  consents: { record: boolean; withdraw: boolean }
}

export const FILTERS: DeskFilter[] = ['all', 'errors', 'warnings', 'missing', 'ready', 'returned', 'removed']

export const SLOT_TONE = {
  PRESENT: 'ok',
  BUNDLED: 'info',
  HALF: 'warn',
  MISSING: 'warn',
  REFUSED: 'danger',
} as const satisfies Record<SlotStanding, string>
export const STANDINGS = Object.keys(SLOT_TONE) as SlotStanding[]

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

/** Papers of the operator itself, for the whole batch (§4.1). */
export const OPERATOR_PAPERS = ['OP_LIST', 'OP_LICENSE', 'OP_RESOLUTION', 'OP_STALL_LEDGER', 'OP_STATISTICS'] as const

/** Fields that can be mended in the grid, in the order of a list; how each is typed. */
export const GRID_FIELDS = [
  ['name', 'text'],
  ['uscc', 'code'],
  ['ownerName', 'text'],
  ['ownerIdNo', 'code'],
  ['phone', 'code'],
  ['stallNo', 'text'],
  ['requestedAmount', 'money'],
  ['requestedTermMonths', 'number'],
  ['annualTurnover', 'money'],
  ['annualRent', 'money'],
  ['marketEntryDate', 'date'],
  ['staffCount', 'number'],
  ['mainGoods', 'text'],
  ['purpose', 'text'],
  ['feePayment', 'text'],
  ['groupName', 'text'],
  ['rank', 'number'],
] as const
export type GridField = (typeof GRID_FIELDS)[number][0]

/** The value of a field as it is typed. */
export function fieldText(item: DeskItem, field: GridField): string {
  const value = field === 'requestedAmount' ? item.requested : item[field]
  return value === null || value === undefined ? '' : String(value)
}

/** Papers as the viewer shows them. */
export function viewerFile(paper: { id: string; fileId: string; mediaType: string }, name: string) {
  return {
    id: paper.id,
    name,
    type: paper.mediaType,
    href: `/api/files/${paper.fileId}`,
    downloadHref: `/api/files/${paper.fileId}?download`,
  }
}

export const fileName = (path: string): string => path.split('/').at(-1) ?? path
