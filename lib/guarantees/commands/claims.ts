import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { SchemeParams } from '@/lib/plans/scheme'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, sumFen, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { zId, zYuan } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { loanPositions } from '@/lib/servicing/position'
import { bookRepayment } from '@/lib/servicing/repay'
import { loanMachine } from '@/lib/servicing/workflow'
import { bookMovement } from '../accounts'
import { claimMachine } from '../claim-workflow'
import { moveGroups } from '../move-groups'
import { checkCompensation } from '../rules/movements'
import { jointGuaranteeWaterfall } from '../rules/waterfall/joint-guarantee'

type Ctx = CommandContext<unknown>

/** The loan, its group's members with their sub-ledgers, and the waterfall of what is due today. */
async function computeClaim(ctx: Ctx, loanId: string, settlementFen: Fen) {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const loan = await tx.loan.findFirst({
    where: { bankId, id: loanId },
    include: {
      batch: { select: { rmId: true } },
      planLine: { include: { plan: { select: { params: true } } } },
    },
  })
  if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
  if (!loan.groupId) throw refuse('E_STATE', { object: 'loan', state: 'NO_GROUP', event: 'claim' })
  const scheme = SchemeParams.parse(loan.planLine?.plan.params)
  const members = await tx.jointGroupMember.findMany({
    where: { bankId, groupId: loan.groupId, state: 'ACTIVE' },
    include: { application: { select: { name: true, position: true } } },
    orderBy: { application: { position: 'asc' } },
  })
  const subs = await tx.marginSubLedger.findMany({
    where: { bankId, applicationId: { in: members.map((m) => m.applicationId) } },
  })
  const owed = (await loanPositions(tx, bankId, [loan.id], today)).get(loan.id)!
  const { dpd } = owed
  const waterfall = jointGuaranteeWaterfall({
    mode: 'JG',
    claimFen: owed.totalDueFen,
    defaulterId: loan.applicationId,
    mutualised: scheme.mutualised,
    settlementFen,
    jointLiabilityPaidFen: 0n,
    operatorGuaranteeFen: 0n,
    collateralFen: 0n,
    members: members.map((m) => {
      const sub = subs.find((s) => s.applicationId === m.applicationId)
      return { id: m.applicationId, loanFen: m.amountFen, marginFen: sub ? sub.ledgerFen - sub.frozenFen : 0n }
    }),
  })
  return { loan, scheme, members, subs, owed, dpd, waterfall }
}

/**
 * Day 30: RM raises the claim for all that is due today. It is refused before the scheme's trigger, and while another
 * claim on the loan is open.
 */
export const createClaim = defineCommand({
  name: 'claims.create',
  input: z.strictObject({ loanId: zId, settlementSwept: zYuan.optional() }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const c = await computeClaim(ctx, input.loanId, input.settlementSwept ?? 0n)
    if (c.dpd < c.scheme.compensationTriggerDpd)
      throw refuse('E_CLAIM_TOO_EARLY', { dpd: c.dpd, trigger: c.scheme.compensationTriggerDpd })
    const open = await tx.claim.findFirst({
      where: { bankId, loanId: c.loan.id, state: { notIn: ['CLOSED', 'PAID', 'SHORTFALL'] } },
      select: { number: true },
    })
    if (open) throw refuse('E_CLAIM_OPEN', { claim: open.number })
    const id = newId()
    const number = await nextCode(tx, bankId, 'CL', today.year, 5)
    await tx.claim.create({
      data: {
        bankId,
        id,
        loanId: c.loan.id,
        applicationId: c.loan.applicationId,
        groupId: c.loan.groupId,
        type: 'MARGIN',
        state: 'SUBMITTED',
        number,
        amountFen: c.owed.totalDueFen,
        waterfall: freeze(c.waterfall.value) as Prisma.InputJsonValue,
        trace: freeze(c.waterfall.trace) as Prisma.InputJsonValue,
        asOf: toDb(today),
        createdBy: actor.userId,
      },
    })
    await recordCreation(ctx, claimMachine, { id }, { number, loan: c.loan.number, amount: toYuan(c.owed.totalDueFen) })
    await transition({ ...ctx, ifMatch: undefined }, loanMachine, c.loan, { event: 'claim', detail: { claim: number } })
    await performDuty(ctx, 'MANAGE_LOAN', { loan: [c.loan.id], merchant: [c.loan.applicationId] })
    return {
      id,
      number,
      amountFen: c.owed.totalDueFen,
      dpd: c.dpd,
      waterfall: c.waterfall.value,
      trace: c.waterfall.trace,
    }
  },
})

async function lockClaim(ctx: Ctx, claimId: string) {
  await ctx.tx
    .$queryRaw`select 1 from claim where bank_id = ${ctx.actor.bankId}::uuid and id = ${claimId}::uuid for update`
  const claim = await ctx.tx.claim.findFirst({ where: { bankId: ctx.actor.bankId, id: claimId } })
  if (!claim) throw refuse('E_NOT_FOUND', { object: 'claim' })
  return claim
}

/** The risk manager agrees, or closes the claim and gives the loan back to collection. */
export const reviewClaim = defineCommand({
  name: 'claims.review',
  input: z.strictObject({ claimId: zId, agree: z.boolean(), reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const claim = await lockClaim(ctx, input.claimId)
    if (claim.createdBy === actor.userId)
      throw refuse('E_SOD', { act: 'CLAIM_REVIEW', earlierAct: 'CLAIM_CREATE', earlierAt: '', turn: ['RISK_MGR'] })
    const moved = await transition(ctx, claimMachine, claim, {
      event: 'review',
      to: input.agree ? 'UNDER_REVIEW' : 'CLOSED',
      reason: input.reason,
      set: { reviewedBy: actor.userId, reviewedAt: now },
    })
    if (!input.agree) {
      const loan = await tx.loan.findFirstOrThrow({ where: { bankId: actor.bankId, id: claim.loanId } })
      await transition({ ...ctx, ifMatch: undefined }, loanMachine, loan, {
        event: 'claim-dropped',
        reason: input.reason,
      })
    }
    return { id: claim.id, ...moved }
  },
})

/** INV-A1, first hand: OPS_MAKER, who does not manage the loan, prepares the compensation. */
export const makeCompensation = defineCommand({
  name: 'claims.make',
  input: z.strictObject({ claimId: zId }),
  access: { roles: ['OPS_MAKER'] },
  async run(ctx) {
    const { actor, input, now } = ctx
    const claim = await lockClaim(ctx, input.claimId)
    if (claim.makerId) throw refuse('E_STATE', { object: 'claim', state: 'MADE', event: 'make' })
    await performDuty(ctx, 'CONFIRM_COMPENSATION', { loan: [claim.loanId], merchant: [claim.applicationId] })
    await performDuty(ctx, 'OPS_MAKE', { movement: [claim.id] })
    const moved = await transition(ctx, claimMachine, claim, {
      event: 'make',
      set: { makerId: actor.userId, madeAt: now },
    })
    return { id: claim.id, ...moved }
  },
})

/**
 * INV-A1, second hand: another person confirms and the margin moves: the defaulter's sub-ledger first, then the others'
 * pro rata to balance; the money is applied to the loan, the members' replenishments fall due, the rest is the shortfall
 * of the joint liability. Figures are worked out again today, under the locks.
 */
export const confirmCompensation = defineCommand({
  name: 'claims.confirm',
  input: z.strictObject({ claimId: zId }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const bankId = actor.bankId
    const claim = await lockClaim(ctx, input.claimId)
    if (!claim.makerId) throw refuse('E_STATE', { object: 'claim', state: claim.state, event: 'confirm' })
    await performDuty(ctx, 'OPS_CHECK', { movement: [claim.id] })
    await performDuty(ctx, 'CONFIRM_COMPENSATION', { loan: [claim.loanId], merchant: [claim.applicationId] })
    const c = await computeClaim(ctx, claim.loanId, 0n)
    const w = c.waterfall.value
    const own = c.subs.find((s) => s.applicationId === c.loan.applicationId)
    const takes = [
      ...(own && w.ownMarginFen > 0n ? [{ sub: own, amountFen: w.ownMarginFen, step: 2 }] : []),
      ...w.otherMargins.map((m) => ({
        sub: c.subs.find((s) => s.applicationId === m.id)!,
        amountFen: m.amountFen,
        step: 3,
      })),
    ]
    const confirmed = await transition(ctx, claimMachine, claim, {
      event: 'confirm',
      set: { checkerId: actor.userId, checkedAt: now, amountFen: c.owed.totalDueFen },
    })
    const paidFen = sumFen(takes.map((t) => t.amountFen))
    let left = c.owed.totalDueFen
    for (const t of takes) {
      const refusals = checkCompensation({
        amountFen: t.amountFen,
        claimState: 'BANK_CONFIRMED',
        claimUnpaidFen: left,
        makerId: claim.makerId,
        checkerId: actor.userId!,
        loanManagerId: c.loan.batch.rmId ?? '',
        beneficiaryAccountNo: c.loan.settlementAccount,
        loanRepaymentAccountNo: c.loan.settlementAccount,
        account: t.sub,
      })
      if (refusals.length > 0) throw refuse(refusals[0]!, { claim: claim.number })
      const booked = await bookMovement(ctx, {
        subLedgerId: t.sub.id,
        kind: 'COMPENSATION_OUT',
        amountFen: t.amountFen,
        valueDate: today,
        beneficiaryAccount: c.loan.settlementAccount,
        makerId: claim.makerId,
        checkerId: actor.userId!,
        idempotencyKey: `claim:${claim.id}:${t.sub.id}`,
        claimId: claim.id,
        loanId: c.loan.id,
      })
      await tx.claimPayment.create({
        data: {
          bankId,
          id: newId(),
          claimId: claim.id,
          step: t.step,
          sourceType: t.step === 2 ? 'OWN_MARGIN' : 'MUTUAL_MARGIN',
          subLedgerId: t.sub.id,
          applicationId: t.sub.applicationId,
          amountFen: t.amountFen,
          movementId: booked.movementId,
          at: now,
        },
      })
      left -= t.amountFen
    }
    const dueOn = addWorkingDays(today, c.scheme.replenishWorkingDays, await loadCalendar(tx, bankId))
    for (const r of w.replenishments) {
      const sub = c.subs.find((s) => s.applicationId === r.id)!
      await tx.replenishment.create({
        data: {
          bankId,
          id: newId(),
          claimId: claim.id,
          subLedgerId: sub.id,
          amountFen: r.amountFen,
          dueOn: toDb(dueOn),
          state: 'DUE',
        },
      })
      await tx.marginSubLedger.update({
        where: { bankId_id: { bankId, id: sub.id } },
        data: {
          state: 'REPLENISH_DUE',
          replenishDueFen: { increment: r.amountFen },
          replenishDueOn: toDb(dueOn),
          version: { increment: 1 },
        },
      })
      await tx.task.create({
        data: {
          bankId,
          kind: 'REPLENISH_MARGIN',
          objectType: 'application',
          objectId: r.id,
          role: 'POST_MKT',
          dueOn: toDb(dueOn),
          state: 'OPEN',
          params: { amount: toYuan(r.amountFen), claim: claim.number },
          createdBy: actor.userId,
        },
      })
    }
    const to = w.shortfallFen > 0n ? 'SHORTFALL' : 'PAID'
    await transition(
      { ...ctx, ifMatch: undefined },
      claimMachine,
      { ...claim, ...confirmed },
      {
        event: 'pay',
        to,
        detail: { paid: toYuan(paidFen), shortfall: toYuan(w.shortfallFen) },
        set: {
          paidFen,
          shortfallFen: w.shortfallFen,
          waterfall: freeze(w) as Prisma.InputJsonValue,
          trace: freeze(c.waterfall.trace) as Prisma.InputJsonValue,
        },
      },
    )
    if (paidFen > 0n) {
      const loan = await tx.loan.findFirstOrThrow({ where: { bankId, id: c.loan.id } })
      await transition({ ...ctx, ifMatch: undefined }, loanMachine, loan, {
        event: 'compensate',
        to: w.shortfallFen > 0n ? 'COMPENSATED_PARTIAL' : 'COMPENSATED',
        bySystem: true,
      })
      await bookRepayment(ctx, {
        loanId: c.loan.id,
        amountFen: paidFen,
        valueDate: today,
        source: 'MARGIN',
        claimId: claim.id,
      })
    }
    for (const l of w.jointLiability) {
      await tx.task.create({
        data: {
          bankId,
          kind: 'DEMAND_JOINT_LIABILITY',
          objectType: 'application',
          objectId: l.id,
          role: 'COLLECTOR',
          state: 'OPEN',
          params: { amount: toYuan(l.amountFen), claim: claim.number },
          createdBy: actor.userId,
        },
      })
    }
    if (c.loan.groupId) await moveGroups(ctx, [c.loan.groupId], 'freeze', claim.number)
    ctx.emit('claim.paid', { claimId: claim.id, paid: toYuan(paidFen), shortfall: toYuan(w.shortfallFen) })
    return {
      id: claim.id,
      state: to,
      paidFen,
      shortfallFen: w.shortfallFen,
      replenishDueOn: dueOn,
      waterfall: w,
      trace: c.waterfall.trace,
    }
  },
})
