/**
 * Prospects of a market (§9 row 11): the stages from a name to a customer, why one is lost, and when two names are one.
 */
export const PROSPECT_STATES = ['LEAD', 'CONTACTED', 'NEED_FOUND', 'RECOMMENDED', 'APPLIED', 'FUNDED', 'LOST'] as const
export type ProspectState = (typeof PROSPECT_STATES)[number]
export const LOST_PROSPECT = ['NO_NEED', 'OTHER_BANK', 'PRICE', 'NOT_ELIGIBLE', 'CLOSED_BUSINESS', 'UNREACHABLE'] as const // biome-ignore format: one line

/** A name as it is compared: width, case and spaces make no difference. */
export const nameKey = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
