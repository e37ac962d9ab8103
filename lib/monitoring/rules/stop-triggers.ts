/** When new business stops, for whom, and what still goes on (§8.3). */
import { type Fen, mulRate, type Ppm } from '@/lib/platform/money'

export const STOP_CODES = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S10'] as const
export type StopCode = (typeof STOP_CODES)[number]
export type StopScope = 'market' | 'scheme' | 'group' | 'insurer' | 'guarantor' | 'plan' | 'tenant'

/** FREEZE_UNDRAWN stops drawdowns too; NEW_CONTRACTS only new business. Drawn loans always go on. */
export type StopForce = 'FREEZE_UNDRAWN' | 'NEW_CONTRACTS'

/** What lifts a stop, and who agrees. */
export type Lift =
  | 'RATIOS_AND_L2'
  | 'TOP_UP'
  | 'PAID'
  | 'RATIO'
  | 'RENEGOTIATED'
  | 'CURED'
  | 'L2'
  | 'NEW_SCORE'
  | 'NEW_PLAN'
  | 'ADMIN_AND_AUDITOR'

/** The table of §8.3 as data. S10 is the regulator's word and stops everything that is not yet drawn. */
export const STOP_TRIGGERS: Record<StopCode, { scope: StopScope; force: StopForce; lift: Lift }> = {
  S1: { scope: 'market', force: 'FREEZE_UNDRAWN', lift: 'RATIOS_AND_L2' },
  S2: { scope: 'scheme', force: 'FREEZE_UNDRAWN', lift: 'TOP_UP' },
  S3: { scope: 'group', force: 'FREEZE_UNDRAWN', lift: 'PAID' },
  S4: { scope: 'scheme', force: 'NEW_CONTRACTS', lift: 'RATIO' },
  S5: { scope: 'insurer', force: 'NEW_CONTRACTS', lift: 'RENEGOTIATED' },
  S6: { scope: 'guarantor', force: 'FREEZE_UNDRAWN', lift: 'CURED' },
  S7: { scope: 'market', force: 'FREEZE_UNDRAWN', lift: 'L2' },
  S8: { scope: 'market', force: 'FREEZE_UNDRAWN', lift: 'NEW_SCORE' },
  S9: { scope: 'plan', force: 'NEW_CONTRACTS', lift: 'NEW_PLAN' },
  S10: { scope: 'tenant', force: 'FREEZE_UNDRAWN', lift: 'ADMIN_AND_AUDITOR' },
}

export type StopParameters = {
  marketNplPpm: Ppm
  marketOverduePpm: Ppm
  marketNplLiftPpm: Ppm
  marketOverdueLiftPpm: Ppm
  liftMonths: number
  poolMinimumPpm: Ppm
  replenishWorkingDays: number
  groupsToMarket: number
  poolOverduePpm: Ppm
  poolOverdueLiftPpm: Ppm
  insurerLossRatioPpm: Ppm
  insurerOverduePpm: Ppm
  guarantorClaimWorkingDays: number
  lateReturns: number
}

/** What is known of one market with its plan and partners; parts that do not apply are left out. */
export type StopFacts = {
  market?: {
    nplPpm: Ppm
    overduePpm: Ppm
    grade: string
    vetoed: boolean
    lateReturns: number
    falseList: boolean
    refusedStallFreeze: boolean
  }
  assistFund?: {
    enterpriseFundFen: Fen
    requiredFen: Fen
    outstandingFen: Fen
    capFen: Fen
    poolOverduePpm: Ppm
  }
  groups?: readonly { id: string; replenishOverdueWorkingDays: number }[]
  insurer?: { lossRatioPpm: Ppm | null; overduePpm: Ppm }
  guarantor?: {
    multipleBreached: boolean
    singleClientBreached: boolean
    claimUnpaidWorkingDays: number
    compensationCapReached: boolean
  }
  plan?: { expired: boolean; headroomFen: Fen }
  regulatoryStop?: boolean
}

export type ActiveStop = {
  code: StopCode
  scope: StopScope
  force: StopForce
  /** the groups of S3; empty otherwise */
  groupIds: string[]
}

/** Every trigger that is met now (§8.3); evaluated daily and at each approval and drawdown. */
export function stopTriggers(f: StopFacts, p: StopParameters): ActiveStop[] {
  const found: ActiveStop[] = []
  const hit = (code: StopCode, scope: StopScope = STOP_TRIGGERS[code].scope, groupIds: string[] = []) =>
    found.push({ code, scope, force: STOP_TRIGGERS[code].force, groupIds })
  const { market, assistFund, insurer, guarantor, plan } = f

  if (market && (market.nplPpm >= p.marketNplPpm || market.overduePpm >= p.marketOverduePpm)) hit('S1')
  if (assistFund) {
    const depleted = assistFund.enterpriseFundFen < mulRate(assistFund.requiredFen, p.poolMinimumPpm)
    if (depleted || assistFund.outstandingFen > assistFund.capFen) hit('S2')
  }
  const late = (f.groups ?? []).filter((g) => g.replenishOverdueWorkingDays > p.replenishWorkingDays).map((g) => g.id)
  if (late.length > 0) hit('S3', late.length >= p.groupsToMarket ? 'market' : 'group', late)
  if (assistFund && assistFund.poolOverduePpm >= p.poolOverduePpm) hit('S4')
  if (insurer) {
    const loss = insurer.lossRatioPpm !== null && insurer.lossRatioPpm >= p.insurerLossRatioPpm
    if (loss || insurer.overduePpm >= p.insurerOverduePpm) hit('S5')
  }
  if (
    guarantor &&
    (guarantor.multipleBreached ||
      guarantor.singleClientBreached ||
      guarantor.compensationCapReached ||
      guarantor.claimUnpaidWorkingDays > p.guarantorClaimWorkingDays)
  ) {
    hit('S6')
  }
  if (market && (market.lateReturns >= p.lateReturns || market.falseList || market.refusedStallFreeze)) hit('S7')
  if (market && (market.grade === 'C' || market.vetoed)) hit('S8')
  if (plan && (plan.expired || plan.headroomFen <= 0n)) hit('S9')
  if (f.regulatoryStop) hit('S10')
  return found
}

export type StoppedAct = 'NEW_APPROVAL' | 'NEW_CONTRACT' | 'DRAWDOWN'

/** The stops that forbid an act; drawdowns under old contracts go on unless the undrawn part is frozen (§8.3). */
export function stopsAgainst(act: StoppedAct, active: readonly ActiveStop[]): ActiveStop[] {
  return active.filter((s) => act !== 'DRAWDOWN' || s.force === 'FREEZE_UNDRAWN')
}

/** S1 lifts after NPL < 2 % and overdue < 4 % at two month ends running, and an L2 approval (§8.3). */
export function marketStopMayLift(
  monthEnds: readonly { nplPpm: Ppm; overduePpm: Ppm }[],
  approvedByL2: boolean,
  p: StopParameters,
): boolean {
  const last = monthEnds.slice(-p.liftMonths)
  return (
    approvedByL2 &&
    last.length === p.liftMonths &&
    last.every((m) => m.nplPpm < p.marketNplLiftPpm && m.overduePpm < p.marketOverdueLiftPpm)
  )
}
