/** Self-discipline groups (§9 row 4): their size, their elections, their meetings, and what a charter must not say. */
import { addMonths, isAfter, type PlainDate } from '@/lib/platform/dates'

const SIZE = { least: 15, most: 20, merge: 12, split: 24 } as const
export type SizeAdvice = 'FITS' | 'SMALL' | 'LARGE' | 'MERGE' | 'SPLIT'

/** 15 to 20 is right; under 12 it should be merged, over 24 split; between, it is told and stays. */
export function sizeAdvice(members: number): SizeAdvice {
  if (members < SIZE.merge) return 'MERGE'
  if (members < SIZE.least) return 'SMALL'
  if (members > SIZE.split) return 'SPLIT'
  return members > SIZE.most ? 'LARGE' : 'FITS'
}

export type ElectionFault = 'PRESENT' | 'VOTES' | 'NOT_MEMBER'

/** Two thirds of the members present, more than half of those present for the leader, who is a member. */
export function electionFault(e: {
  members: number
  present: number
  votes: number
  isMember: boolean
}): ElectionFault | null {
  // biome-ignore format: one line
  if (!e.isMember) return 'NOT_MEMBER'
  if (3 * e.present < 2 * e.members) return 'PRESENT'
  return 2 * e.votes > e.present && e.votes <= e.present ? null : 'VOTES'
}

const TERM_MONTHS = 12
export const leaderUntil = (electedOn: PlainDate): PlainDate => addMonths(electedOn, TERM_MONTHS)

/** A meeting in each quarter of a year: three months after the last one, or after the founding, one is overdue. */
export function meetingOverdue(last: PlainDate, on: PlainDate): boolean {
  return isAfter(on, addMonths(last, 3))
}

const PRICE_WORDS = ['统一价格', '统一定价', '价格联盟', '最低限价', '不得低于', '联合涨价', '限制产量', '划分市场', '固定价格', 'price floor', 'fixed price', 'minimum price', 'uniform price'] // biome-ignore format: one line

/** Competitors must not agree on prices: a charter that does is refused, with the words that say it. */
export function priceTalk(charter: string): string | null {
  const text = charter.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
  return PRICE_WORDS.find((w) => text.includes(w)) ?? null
}
