/** Document slots of §4.1, in the order in which a packet is put together. OP_* are the operator's own papers. */
export const SLOTS = [
  'APPLICATION',
  'BUSINESS_LICENSE',
  'ANNUAL_REPORT_CHECK',
  'ORG_CODE_CERT',
  'TAX_REG_CERT',
  'ZHONGZHENG_CODE',
  'ID_LEGAL_REP',
  'CREDIT_QUERY_CONSENT',
  'DATA_SHARING_CONSENT',
  'CREDIT_REPORTING_CONSENT',
  'SPOUSE_DOCS',
  'STALL_TENURE',
  'RENT_RECEIPTS',
  'BANK_STATEMENTS',
  'FIN_STATEMENTS',
  'TAX_RECORDS',
  'PURPOSE_EVIDENCE',
  'HOUSEHOLD_BS',
  'PUBLIC_CHECKS',
  'UBO_AML',
  'OP_LICENSE',
  'OP_RESOLUTION',
  'OP_STALL_LEDGER',
  'OP_STATISTICS',
  'OP_LIST',
  'BUNDLE',
] as const

/** BUNDLE is one file with several papers of a merchant in it: its pages are given their slots by hand. */
export type Slot = (typeof SLOTS)[number]

/** Slots that the operator must fill (api-contract "Packets"); a bank may ask for more of a merchant's slots. */
export const OPERATOR_SLOTS: readonly Slot[] = [
  'APPLICATION',
  'BUSINESS_LICENSE',
  'ID_LEGAL_REP',
  'CREDIT_QUERY_CONSENT',
  'STALL_TENURE',
]

export type Side = 'FRONT' | 'BACK' | 'BOTH'

/** What the bank gathers itself. */
const BANK_SLOTS: readonly Slot[] = ['PUBLIC_CHECKS', 'UBO_AML', 'BUNDLE']
/** Slots of a merchant, from which a bank chooses what its operators must fill. */
export const MERCHANT_SLOTS: readonly Slot[] = SLOTS.filter((s) => !s.startsWith('OP_') && !BANK_SLOTS.includes(s))

/** What the operator must fill in a batch: as it was asked when the batch was opened (§12). */
export function requiredSlotsOf(batch: { requiredSlots: unknown }): readonly Slot[] {
  return (batch.requiredSlots as Slot[] | null) ?? OPERATOR_SLOTS
}
