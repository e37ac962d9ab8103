/** The admitted market as other stages need it: its grade, terms and whether they may be used today. */

import type { Mode } from '@/lib/plans/rules/grades'
import type { Share } from '@/lib/plans/rules/plan-limit'
import { fromDb, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Ppm } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { isMarketScoreValid } from '@/lib/scoring/rules/validity'
import { hasExpired } from './rules/admission'

export type AdmittedMarket = {
  id: string
  code: string
  name: string
  state: string
  operatorPartyId: string
  grade: string
  scoreTotal: number
  scoreResultId: string
  /** limit coefficient, 1.00 = 1,000,000 */
  coefficientPpm: Ppm
  /** least score of a merchant */
  threshold: number
  share: Share
  modes: Mode[]
  merchantCount: number | null
  turnoverFen: bigint | null
  gradedOn: PlainDate
  validUntil: PlainDate
  expiresOn: PlainDate
  /** the score may be used today: its term runs and no ORANGE or RED warning ended it (§3.0-9) */
  scoreValid: boolean
  /** the grade was changed by hand: plans of this market go one level up (§6.1) */
  overridden: boolean
  /** no new approvals and draws */
  frozen: boolean
}

/**
 * The market of this id with the terms of its admission, inside the caller's transaction (bank staff or SYSTEM: gradings
 * are closed to partners). Refuses E_NOT_FOUND, and E_MARKET_NOT_ADMITTED for one that has never been graded.
 * Whether the market may take new business today is `scoreValid && !frozen` and the state; running work still needs
 * the grade of a market that is suspended or has expired.
 */
export async function marketFor(tx: Tx, bankId: string, marketId: string, today: PlainDate): Promise<AdmittedMarket> {
  const market = await tx.market.findFirst({ where: { bankId, id: marketId }, include: { marketGrading: true } })
  if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
  const grading = market.marketGrading
  if (!grading || market.shareNum === null || market.shareDen === null || !market.expiresOn)
    throw refuse('E_MARKET_NOT_ADMITTED', { market: market.code, state: market.state })
  const score = await tx.scoreResult.findFirst({
    where: { bankId, id: grading.scoreResultId },
    select: { sources: true },
  })
  const validUntil = fromDb(grading.validUntil)
  const expiresOn = fromDb(market.expiresOn)
  return {
    id: market.id,
    code: market.code,
    name: market.name,
    state: market.state,
    operatorPartyId: market.operatorPartyId,
    grade: grading.grade,
    scoreTotal: grading.scoreTotal,
    scoreResultId: grading.scoreResultId,
    coefficientPpm: grading.coefficientPpm,
    threshold: grading.threshold,
    share: { num: market.shareNum, den: market.shareDen },
    modes: (market.allowedModes as Mode[] | null) ?? [],
    merchantCount: market.merchantCount,
    turnoverFen: market.turnoverFen,
    gradedOn: fromDb(grading.gradedOn),
    validUntil,
    expiresOn,
    scoreValid:
      isMarketScoreValid(
        { validUntil, invalidSince: grading.invalidSince ? fromDb(grading.invalidSince) : null },
        today,
      ) && !hasExpired(expiresOn, today),
    overridden: (score?.sources as { override?: unknown } | null)?.override !== undefined,
    frozen: market.frozen,
  }
}
