/** LI: the insurer's share inside its window, then the government's of what lies above the loss line (§2.5). */
import { latestFigures } from '@/lib/partners/read'
import { daysBetween, fromDb, isBefore } from '@/lib/platform/dates'
import { minFen, sumFen } from '@/lib/platform/money'
import { lossStanding } from '../capacity/insurer'
import { INSURER_REPLY_DAYS } from '../rules/claim-papers'
import { claimParts } from '../rules/claim-parts'
import { claimTriggerDate } from '../rules/insurer'
import { takeProRata } from '../rules/pro-rata'
import { insuranceWaterfall } from '../rules/waterfall/insurance'
import type { ClaimCase } from './case'
import { type ComputedClaim, type Ctx, ledgers, line, partnerOf, programmeYear, whole } from './lines'

async function insuranceOf(ctx: Ctx, c: ClaimCase) {
  const year = await programmeYear(ctx, c)
  // premium earned by the day from the policies themselves; without any, what the insurer last reported
  const live = c.scheme ? (await lossStanding(ctx, c.scheme.partyId)).earned.value : 0n
  const reported =
    c.scheme && live === 0n ? ((await latestFigures(ctx, c.scheme.partyId))?.earnedPremiumFen ?? null) : null
  const earned = live > 0n ? live : reported
  const fund = sumFen((await ledgers(ctx, c, 'RISK_COMP_FUND')).map((f) => f.freeFen))
  const excess =
    earned !== null && fund > 0n
      ? {
          claimsBeforeFen: year.paidFen,
          earnedPremiumFen: earned,
          linePpm: c.p.li.stopLossRatioPpm,
          govSharePpm: c.p.li.govExcessSharePpm,
        }
      : null
  return insuranceWaterfall({
    mode: 'LI',
    unpaidPrincipalFen: c.owed.principalFen,
    interestInScopeFen: c.owed.interestDueFen,
    outOfScopeFen: c.owed.penaltyFen + c.owed.costsFen,
    scope: c.p.li.scope,
    deductiblePpm: c.p.li.deductiblePpm,
    coveragePpm: c.terms?.compensationPpm ?? c.p.li.coveragePpm,
    sumInsuredFen: null,
    excess,
  })
}

/**
 * Days past due from which the insurer may be asked: the waiting days, or sooner when interest has been in arrears, or the
 * principal unpaid after maturity, for as long as the policies say (§2.5). An agreement of its own stands above both.
 */
function triggerDpd(ctx: Ctx, c: ClaimCase): number {
  const { li } = c.p
  if (c.terms?.compensationGraceDays !== undefined) return c.terms.compensationGraceDays
  const since = c.owed.oldestDue
  if (!since) return li.claimWaitingDays
  const maturity = fromDb(c.loan.maturityDate)
  const met = claimTriggerDate(
    {
      interestUnpaidSince: since,
      maturity,
      principalUnpaid: !isBefore(ctx.today, maturity) && c.owed.principalFen > 0n,
    },
    li.claimTriggerInterestMonths,
    li.claimTriggerPrincipalMonths,
  )
  return met ? Math.min(li.claimWaitingDays, daysBetween(since, met)) : li.claimWaitingDays
}

export async function insurerClaim(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const partyId = partnerOf(c)
  const w = await insuranceOf(ctx, c)
  const trigger = triggerDpd(ctx, c)
  const due = c.owed.oldestDue
  const windowEnd = due ? due.add({ days: trigger + c.p.li.claimFileWindowDays }) : null
  const lines = w.value.insurerFen > 0n ? [line('insurer', w.value.insurerFen, { partyId, periodEnd: windowEnd })] : []
  return {
    amountFen: w.value.insurerFen,
    parts: claimParts('INSURER', w.value.insurerFen, {
      principalFen: c.owed.principalFen,
      interestFen: c.owed.interestDueFen,
      penaltyFen: 0n,
      costsFen: 0n,
    }),
    lines,
    shortfallFen: 0n,
    triggerDpd: trigger,
    waterfall: w.value,
    trace: w.trace,
    answerDays: INSURER_REPLY_DAYS,
    payDays: c.p.li.payWorkingDays,
  }
}

/** The government's part of insurance losses above the line, from its own fund. */
export async function excessClaim(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const w = await insuranceOf(ctx, c)
  const from = await ledgers(ctx, c, 'RISK_COMP_FUND')
  const amount = minFen(w.value.govExcessFen, sumFen(from.map((f) => f.freeFen)), c.owed.totalDueFen)
  const takes = takeProRata(
    amount,
    from.map((f) => f.freeFen),
  )
  const lines = from
    .map((f, i) => line('govExcessFund', takes[i]!, { subLedgerId: f.id, partyId: f.partyId }))
    .filter((l) => l.demandedFen > 0n)
  return {
    ...whole(c, 'GOV_FUND', amount),
    lines,
    shortfallFen: 0n,
    triggerDpd: triggerDpd(ctx, c),
    waterfall: w.value,
    trace: w.trace,
    answerDays: c.p.af.managerReplyWorkingDays,
    payDays: c.p.af.managerReplyWorkingDays,
  }
}
