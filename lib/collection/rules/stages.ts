/** What a late loan asks for by its days past due, and what became of a promise. */
import { isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'

/** REMIND by telephone, VISIT the stall, DUN in writing, LEGAL. Days past due at which each begins (DEFAULT, design choice). */
export const STAGES = ['REMIND', 'VISIT', 'DUN', 'LEGAL'] as const
export type CollectionStage = (typeof STAGES)[number]
export const STAGE_FROM: Record<CollectionStage, number> = { REMIND: 1, VISIT: 8, DUN: 31, LEGAL: 91 }

export function stageOf(dpd: number): CollectionStage {
  return STAGES.findLast((s) => dpd >= STAGE_FROM[s]) ?? 'REMIND'
}

/** In a stage the borrower is spoken to again after so many days. */
const AGAIN_DAYS: Record<CollectionStage, number> = { REMIND: 3, VISIT: 5, DUN: 10, LEGAL: 30 }

/** When the next contact is due: on the day of an open promise, else some days after the last contact, else today. */
export function nextContact(
  on: PlainDate,
  dpd: number,
  last: PlainDate | null,
  promisedOn: PlainDate | null,
): PlainDate {
  if (promisedOn && !isBefore(promisedOn, on)) return promisedOn
  return last ? last.add({ days: AGAIN_DAYS[stageOf(dpd)] }) : on
}

export type PromiseOutcome = 'KEPT' | 'PARTLY' | 'BROKEN'

/** Judged the morning after its day, by what came in from the day it was made up to the promised day. */
export function promiseOutcome(amountFen: Fen, paidFen: Fen): PromiseOutcome {
  if (paidFen >= amountFen) return 'KEPT'
  return paidFen > 0n ? 'PARTLY' : 'BROKEN'
}
