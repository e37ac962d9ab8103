/** PK: the developer's margin, then the developer, while its phase guarantee stands (§2.6). */
import { sumFen } from '@/lib/platform/money'
import { takeProRata } from '../rules/pro-rata'
import type { WaterfallSource } from '../rules/waterfall/lines'
import { parkWaterfall } from '../rules/waterfall/park'
import type { ClaimCase } from './case'
import { type ComputedClaim, type Ctx, ledgers, line, partnerOf, periodEnd, sumLines, whole } from './lines'

/** The developer's margin first, then the developer itself, while its phase guarantee stands (INV-PK3). */
export async function developerClaim(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const partyId = partnerOf(c)
  const margin = await ledgers(ctx, c, 'DEVELOPER_MARGIN')
  const marginFen = sumFen(margin.map((m) => m.freeFen))
  // INV-PK3: with the certificate in the bank's custody the developer answers for this loan no more
  const ended = await ctx.tx.parkAsset.count({
    where: { bankId: ctx.actor.bankId, applicationId: c.loan.applicationId, inCustodyOn: { not: null } },
  })
  const guarantees = c.terms?.liability === 'GUARANTEE'
  const w = parkWaterfall({
    mode: 'PK',
    claimFen: c.owed.totalDueFen,
    borrowerFen: 0n,
    phaseGuaranteeActive: ended === 0,
    developerMarginFen: marginFen,
    developerGuaranteeFen: guarantees ? null : 0n,
    mortgageFen: 0n,
    otherGuarantorsFen: 0n,
  })
  const of = (source: WaterfallSource) =>
    sumFen(w.value.lines.filter((l) => l.source === source).map((l) => l.amountFen))
  const takes = takeProRata(
    of('developerMargin'),
    margin.map((m) => m.freeFen),
  )
  const end = await periodEnd(ctx, c, ['PHASE_GUARANTEE', 'GUARANTEE_CONTRACT'], 36)
  const lines = [
    ...margin.map((m, i) => line('developerMargin', takes[i]!, { subLedgerId: m.id, partyId })),
    ...(of('developerGuarantee') > 0n
      ? [line('developerGuarantee', of('developerGuarantee'), { partyId, periodEnd: end })]
      : []),
  ].filter((l) => l.demandedFen > 0n)
  return {
    ...whole(c, 'DEVELOPER', c.owed.totalDueFen),
    lines,
    shortfallFen: c.owed.totalDueFen - sumLines(lines),
    triggerDpd: c.terms?.compensationGraceDays ?? 30,
    waterfall: w.value,
    trace: w.trace,
    answerDays: 5,
    payDays: 10,
  }
}
