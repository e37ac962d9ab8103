/** Loan performance insurance: premium, sum insured, loss ratio, and when a claim may be filed (§2.5). */
import { addMonths, daysBetween, isAfter, isBefore, type PlainDate } from '@/lib/platform/dates'
import { type Fen, mulDiv, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { ratio, roundRatio } from '@/lib/platform/ratio'
import { cny, count, months, percent, type Traced, type TraceStep, words } from '@/lib/platform/trace'

/** premium = round2(principal × rate × months ÷ 12) (§2.5). */
export function premium(principalFen: Fen, annualRatePpm: Ppm, termMonths: number): Traced<Fen> {
  const fen = mulDiv(principalFen, BigInt(annualRatePpm) * BigInt(termMonths), 12_000_000n)
  const step: TraceStep = {
    ...cny('premium', fen),
    rule: '§2.5',
    formula: 'principal × premiumRate × termMonths ÷ 12',
    inputs: [cny('principal', principalFen), percent('premiumRate', annualRatePpm), months('termMonths', termMonths)],
  }
  return { value: fen, trace: { rule: 'guarantees.premium', version: 1, result: cny('premium', fen), steps: [step] } }
}

/** sum insured = principal + full-term interest at issue (§2.5). */
export function sumInsured(principalFen: Fen, fullTermInterestFen: Fen): Fen {
  return principalFen + fullTermInterestFen
}

/** loss ratio = paid and reserved claims ÷ earned premium, two decimals of a percent; null without premium (§2.5). */
export function lossRatio(claimsFen: Fen, earnedPremiumFen: Fen): Ppm | null {
  if (earnedPremiumFen <= 0n) return null
  return Number(roundRatio(ratio(claimsFen * 10_000n, earnedPremiumFen))) * 100
}

export type InsurerStop = { stopLossRatioPpm: Ppm; stopOverdueRatePpm: Ppm }

/** The programme is suspended at a loss ratio of 120 % or an overdue rate of 10 % (§2.5, S5). */
export function insurerSuspended(lossRatioPpm: Ppm | null, overdueRatePpm: Ppm, p: InsurerStop): boolean {
  return (lossRatioPpm !== null && lossRatioPpm >= p.stopLossRatioPpm) || overdueRatePpm >= p.stopOverdueRatePpm
}

export type InsurerCapacityParameters = {
  retainedMultiple: number
  singleObligorPpm: Ppm
  singleObligorCapFen: Fen
}
export type InsurerCapacity = { retainedCapFen: Fen; headroomFen: Fen; singleObligorCapFen: Fen }

/** Retained credit-insurance balance ≤ 10 × net assets; one obligor ≤ 5 % of net assets and ≤ 500m (§2.5). */
export function insurerCapacity(
  netAssetsFen: Fen,
  retainedBalanceFen: Fen,
  p: InsurerCapacityParameters,
): InsurerCapacity {
  const retainedCapFen = netAssetsFen > 0n ? netAssetsFen * BigInt(p.retainedMultiple) : 0n
  const obligorFen = netAssetsFen > 0n ? mulRate(netAssetsFen, p.singleObligorPpm, 'FLOOR') : 0n
  return {
    retainedCapFen,
    headroomFen: retainedCapFen > retainedBalanceFen ? retainedCapFen - retainedBalanceFen : 0n,
    singleObligorCapFen: obligorFen < p.singleObligorCapFen ? obligorFen : p.singleObligorCapFen,
  }
}

export type Policy = {
  state: string
  beneficiary: 'BANK' | 'OTHER'
  sumInsuredFen: Fen
  validFrom: PlainDate
  validUntil: PlainDate
  purpose: string
}
export type PolicyNeed = {
  drawdownFen: Fen
  drawdownDate: PlainDate
  maturity: PlainDate
  purpose: string
  claimWaitingDays: number
  claimFileWindowDays: number
}
export type PolicyFault = 'STATE' | 'BENEFICIARY' | 'SUM' | 'PERIOD' | 'PURPOSE'

/** INV-LI1 and INV-LI2: in force, for the bank, large and long enough, for the same purpose. */
export function checkPolicy(policy: Policy, need: PolicyNeed): PolicyFault[] {
  const mustReach = need.maturity.add({ days: need.claimWaitingDays + need.claimFileWindowDays })
  const found: PolicyFault[] = []
  if (policy.state !== 'IN_FORCE') found.push('STATE')
  if (policy.beneficiary !== 'BANK') found.push('BENEFICIARY')
  if (policy.sumInsuredFen < need.drawdownFen) found.push('SUM')
  if (isAfter(policy.validFrom, need.drawdownDate) || isBefore(policy.validUntil, mustReach)) found.push('PERIOD')
  if (policy.purpose !== need.purpose) found.push('PURPOSE')
  return found
}

export type ClaimWindow = { opensOn: PlainDate; closesOn: PlainDate }

/**
 * When an insurance claim may be filed (§2.5): from `claimWaitingDays` after the due date, for `claimFileWindowDays`.
 * Due 2026-03-20 with 60 and 30 days: 2026-05-19 to 2026-06-18.
 */
export function claimWindow(dueDate: PlainDate, claimWaitingDays: number, claimFileWindowDays: number): ClaimWindow {
  const opensOn = dueDate.add({ days: claimWaitingDays })
  return { opensOn, closesOn: opensOn.add({ days: claimFileWindowDays }) }
}

export type ClaimTrigger = {
  /** first unpaid interest date of an unbroken row of unpaid ones */
  interestUnpaidSince: PlainDate | null
  maturity: PlainDate
  principalUnpaid: boolean
}

/** The day the trigger is met: interest in arrears for 3 months, or principal unpaid 1 month after maturity (§2.5). */
export function claimTriggerDate(t: ClaimTrigger, interestMonths: number, principalMonths: number): PlainDate | null {
  const byInterest = t.interestUnpaidSince && addMonths(t.interestUnpaidSince, interestMonths)
  const byPrincipal = t.principalUnpaid ? addMonths(t.maturity, principalMonths) : null
  if (byInterest && byPrincipal) return isBefore(byInterest, byPrincipal) ? byInterest : byPrincipal
  return byInterest ?? byPrincipal
}

export type EarningPolicy = { premiumFen: Fen; from: PlainDate; until: PlainDate }

/** Premium is earned by the day: of each policy premium × days run ÷ days in all, down to the fen (§2.5). */
export function earnedPremium(policies: readonly EarningPolicy[], on: PlainDate): Traced<Fen> {
  const parts = policies.map((p) => {
    const whole = daysBetween(p.from, p.until) + 1
    const run = Math.min(Math.max(daysBetween(p.from, on) + 1, 0), whole)
    return (p.premiumFen * BigInt(run)) / BigInt(whole)
  })
  const fen = sumFen(parts)
  const step: TraceStep = {
    ...cny('earnedPremium', fen),
    rule: '§2.5',
    formula: 'Σ premium × daysRun ÷ days',
    inputs: [cny('premium', sumFen(policies.map((p) => p.premiumFen))), count('policies', policies.length)],
  }
  return {
    value: fen,
    trace: { rule: 'guarantees.earnedPremium', version: 1, result: cny('earnedPremium', fen), steps: [step] },
  }
}

/** The loss ratio with its derivation; null without premium (§2.5, S5). */
export function liveLossRatio(claimsFen: Fen, earnedPremiumFen: Fen): Traced<Ppm | null> {
  const value = lossRatio(claimsFen, earnedPremiumFen)
  const result = value === null ? words('lossRatio', '—') : percent('lossRatio', value)
  const step: TraceStep = {
    ...result,
    rule: '§2.5',
    formula: 'claims ÷ earnedPremium',
    inputs: [cny('claims', claimsFen), cny('earnedPremium', earnedPremiumFen)],
  }
  return { value, trace: { rule: 'guarantees.lossRatio', version: 1, result, steps: [step] } }
}
