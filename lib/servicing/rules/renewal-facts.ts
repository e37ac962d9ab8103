/** What is known about a loan and its borrower when its annual review is concluded (§8.7). */
import type { CustomerGrade, MarketGrade } from '@/lib/plans/rules/grades'
import type { PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'

/** Three lawful ways to go on: the next note of a facility, a new loan that repays the old one, an extension. */
export const RENEWAL_METHODS = ['FACILITY_36M', 'ROLLOVER_NEW_LOAN', 'EXTENSION'] as const
export type RenewalMethod = (typeof RENEWAL_METHODS)[number]

/** An absent figure is not known yet: the test that needs it does not pass. */
export type RenewalFacts = {
  method: RenewalMethod
  firstDisbursementDate: PlainDate
  /** maturity before the review; without it the first review date */
  currentMaturityDate?: PlainDate
  renewalsSoFar: number
  /** the maturity asked for; without it currentMaturity + termMonths, within the cap */
  newMaturityDate?: PlainDate
  /** months of the next note or of the extension */
  termMonths: number
  /** months of the first note: an EXTENSION may not be longer than it */
  originalTermMonths: number

  verifiedTurnoverFen?: Fen
  lastTurnoverFen?: Fen
  stallInUse?: boolean
  marketGradeBefore?: MarketGrade
  marketGrade?: MarketGrade
  /** open ORANGE or RED signals */
  openWarnings?: number
  gradeBefore?: CustomerGrade
  grade?: CustomerGrade
  score?: number
  scoreThreshold?: number

  requestedFen?: Fen
  currentLimitFen?: Fen
  principalFen?: Fen
  revolving?: boolean

  marginBalanceFen?: Fen
  marginRatioPpm?: Ppm
  /** written consents of members, guarantors, insurer and fund that are still missing */
  missingConsents?: number
  guarantorCapacityOk?: boolean
  /** only where there is collateral */
  ltvPpm?: Ppm
  ltvCapPpm?: Ppm
  frozenAccounts?: number

  maxDpd12m?: number
  overdueCount12m?: number
  /** points of scorecard row CC1 on the new credit report */
  creditRecordPoints?: number
  rentOnTimePpm?: Ppm
}
