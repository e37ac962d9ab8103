/** Joint action with authorities in serious cases (§9 row 10): which papers go to whom. */

export const AUTHORITIES = ['POLICE', 'MARKET_REGULATOR', 'COURT'] as const
export type Authority = (typeof AUTHORITIES)[number]

export const REFERRAL_DOCUMENTS = ['REPORT', 'IDENTITY', 'CONTRACTS', 'VOUCHERS', 'FLOW', 'EVIDENCE', 'NOTICES', 'CLAIM'] as const // biome-ignore format: one line
export type ReferralDocument = (typeof REFERRAL_DOCUMENTS)[number]

const LISTS: Record<Authority, readonly ReferralDocument[]> = {
  // report, who it is about, contracts, where the money went, what proves it
  POLICE: ['REPORT', 'IDENTITY', 'CONTRACTS', 'FLOW', 'EVIDENCE'],
  MARKET_REGULATOR: ['REPORT', 'IDENTITY', 'EVIDENCE'],
  // statement of claim, contracts, vouchers of the loan, proof that notices were delivered
  COURT: ['CLAIM', 'IDENTITY', 'CONTRACTS', 'VOUCHERS', 'NOTICES', 'EVIDENCE'],
}
export const documentsFor = (authority: Authority): readonly ReferralDocument[] => LISTS[authority]

/** Papers of the list that are not at hand yet. */
export function missingDocuments(authority: Authority, at: Partial<Record<ReferralDocument, string>>) {
  return documentsFor(authority).filter((d) => (at[d] ?? '').trim() === '')
}
