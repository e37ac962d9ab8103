/** The columns of a merchant list, in the order of the API (§4, api-contract "Packets"). */
export const FIELDS = [
  'no',
  'rank',
  'stallNo',
  'name',
  'uscc',
  'ownerName',
  'ownerIdNo',
  'phone',
  'mainGoods',
  'marketEntryDate',
  'annualTurnover',
  'annualRent',
  'stallArea',
  'staffCount',
  'requestedAmount',
  'requestedTermMonths',
  'purpose',
  'feePayment',
  'groupName',
] as const
export type Field = (typeof FIELDS)[number]

export const MONEY_FIELDS = ['annualTurnover', 'annualRent', 'requestedAmount'] as const
export type MoneyField = (typeof MONEY_FIELDS)[number]

export function isMoneyField(field: Field): field is MoneyField {
  return (MONEY_FIELDS as readonly string[]).includes(field)
}

/** One merchant as the list gives it: null where the list says nothing or what it says could not be read. */
export type MerchantValues = {
  no: string | null
  rank: number | null
  stallNo: string | null
  name: string | null
  uscc: string | null
  ownerName: string | null
  ownerIdNo: string | null
  phone: string | null
  mainGoods: string | null
  /** ISO date */
  marketEntryDate: string | null
  annualTurnoverFen: bigint | null
  annualRentFen: bigint | null
  /** square metres, at most two decimals */
  stallArea: number | null
  staffCount: number | null
  requestedAmountFen: bigint | null
  requestedTermMonths: number | null
  purpose: string | null
  feePayment: string | null
  groupName: string | null
}

/** The key under which a field's value stands: money fields carry their unit. */
export function valueKey(field: Field): keyof MerchantValues {
  return isMoneyField(field) ? `${field}Fen` : field
}

export type ReadMerchant = {
  /** 0-based place in the list: the key by which rows, documents and issues find each other */
  index: number
  /** the operator's own number where the list has one, else the 1-based data row */
  row: number | string
  sheet: string
  /** 1-based row of the sheet (or line of the text) */
  line: number
  hidden: boolean
  values: MerchantValues
  /** fields that say something which is no value of theirs: already an issue, and not missing */
  unreadable: Field[]
}

/** What tells merchants of a list apart and says whose a paper is: as much of each as stays in memory of a whole market. */
export type ListedMerchant = Pick<ReadMerchant, 'index' | 'row' | 'line'> & {
  values: Pick<
    ReadMerchant['values'],
    'no' | 'rank' | 'stallNo' | 'name' | 'uscc' | 'ownerName' | 'ownerIdNo' | 'phone'
  >
}

export function listed({ index, row, line, values }: ReadMerchant): ListedMerchant {
  const { no, rank, stallNo, name, uscc, ownerName, ownerIdNo, phone } = values
  return { index, row, line, values: { no, rank, stallNo, name, uscc, ownerName, ownerIdNo, phone } }
}
