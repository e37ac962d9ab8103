/** JG: the margins of the agreement under which the loan was paid out, then the members jointly (§2.2). */
import { refuse } from '@/lib/platform/errors'
import type { Fen } from '@/lib/platform/money'
import { membersUnder } from '../agreement-versions'
import { jointGuaranteeWaterfall } from '../rules/waterfall/joint-guarantee'
import type { ClaimCase } from './case'
import { type ComputedClaim, type Ctx, line, periodEnd, sumLines, whole } from './lines'

export async function jointClaim(
  ctx: Ctx,
  c: ClaimCase,
  type: 'MARGIN' | 'JOINT_LIABILITY',
  settlementFen: Fen,
): Promise<ComputedClaim> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  if (!c.loan.groupId) throw refuse('E_STATE', { object: 'loan', state: 'NO_GROUP', event: 'claim' })
  // whoever left since still stands behind the loans of its version, and who came does not (INV-JG6)
  const members = await membersUnder(ctx, c.loan.groupId, c.loan.agreementVersion ?? 1)
  const subs = await tx.marginSubLedger.findMany({
    where: { bankId, applicationId: { in: members.map((m) => m.applicationId) } },
  })
  const margin = (id: string) => {
    const sub = subs.find((s) => s.applicationId === id)
    return type === 'MARGIN' && sub ? sub.ledgerFen - sub.frozenFen : 0n
  }
  const w = jointGuaranteeWaterfall({
    mode: 'JG',
    claimFen: c.owed.totalDueFen,
    defaulterId: c.loan.applicationId,
    mutualised: c.plan?.mutualised ?? true,
    settlementFen,
    jointLiabilityPaidFen: type === 'MARGIN' ? 0n : null,
    operatorGuaranteeFen: 0n,
    collateralFen: 0n,
    members: members.map((m) => ({ id: m.applicationId, loanFen: m.amountFen, marginFen: margin(m.applicationId) })),
  })
  const common = {
    ...whole(c, type, c.owed.totalDueFen),
    triggerDpd: c.plan?.compensationTriggerDpd ?? c.p.jg.compensationTriggerDpd,
    waterfall: w.value,
    trace: w.trace,
  }
  if (type === 'MARGIN') {
    const ledgerOf = (id: string) => subs.find((s) => s.applicationId === id)?.id ?? null
    const own = c.loan.applicationId
    const lines = [
      ...(w.value.ownMarginFen > 0n
        ? [line('ownMargin', w.value.ownMarginFen, { subLedgerId: ledgerOf(own), applicationId: own })]
        : []),
      ...w.value.otherMargins.map((m) =>
        line('mutualMargin', m.amountFen, { subLedgerId: ledgerOf(m.id), applicationId: m.id }),
      ),
    ]
    return { ...common, lines, shortfallFen: w.value.shortfallFen, answerDays: 0, payDays: 0 }
  }
  const end = await periodEnd(ctx, c, ['JOINT_GUARANTEE_AGREEMENT'], c.plan?.guaranteePeriodMonths ?? 36)
  const lines = w.value.jointLiability.map((m) =>
    line('jointLiability', m.amountFen, { applicationId: m.id, periodEnd: end }),
  )
  return { ...common, lines, shortfallFen: c.owed.totalDueFen - sumLines(lines), answerDays: 10, payDays: 30 }
}
