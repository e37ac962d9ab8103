/** GC: the guarantor's share of unpaid principal, inside what the programme year still allows (§2.4). */
import { maxFen } from '@/lib/platform/money'
import { compensatedThisYear } from '../capacity/compensated'
import { guaranteeCompanyWaterfall } from '../rules/waterfall/guarantee-company'
import type { ClaimCase } from './case'
import { type ComputedClaim, type Ctx, line, partnerOf, periodEnd, whole } from './lines'

export async function guarantorClaim(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const partyId = partnerOf(c)
  const year = await compensatedThisYear(ctx, partyId)
  const capFen = (year.volumeFen * BigInt(c.p.gc.batchCompensationCapPpm)) / 1_000_000n
  const capLeft = capFen > 0n && c.scheme ? maxFen(capFen - year.takenFen, 0n) : null
  const w = guaranteeCompanyWaterfall({
    mode: 'GC',
    unpaidPrincipalFen: c.owed.principalFen,
    unpaidInterestFen: c.owed.interestDueFen,
    penaltyFen: c.owed.penaltyFen,
    costsFen: c.owed.costsFen,
    coveragePpm: c.terms?.compensationPpm ?? c.p.gc.coveragePpm,
    programmeCapLeftFen: capLeft,
    guarantorMarginFen: null,
  })
  const end = await periodEnd(
    ctx,
    c,
    ['GUARANTEE_CONTRACT', 'GUARANTEE_LETTER', 'MAX_GUARANTEE_CONTRACT'],
    c.p.gc.guaranteePeriodMonths,
  )
  const lines = w.value.guarantorFen > 0n ? [line('guarantor', w.value.guarantorFen, { partyId, periodEnd: end })] : []
  return {
    ...whole(c, 'GUARANTOR', w.value.guarantorFen),
    lines,
    shortfallFen: 0n,
    triggerDpd: c.terms?.compensationGraceDays ?? c.p.gc.compensationGraceDays,
    waterfall: w.value,
    trace: w.trace,
    answerDays: 5,
    payDays: c.p.gc.payWorkingDays,
  }
}
