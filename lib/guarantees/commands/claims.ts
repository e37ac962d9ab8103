/** Raising a claim of any mode and bringing it through the bank: RM, risk manager, two of operations (§8.6, INV-A1). */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { zId, zYuan } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { findTransition, recordCreation, transition } from '@/lib/platform/workflow'
import { loanMachine } from '@/lib/servicing/workflow'
import { claimMachine } from '../claim-workflow'
import { type ClaimCase, claimingGoesOn, nextClaimType, readCase, waitsFor } from '../claims/case'
import { computeClaim } from '../claims/compute'
import type { ComputedClaim } from '../claims/lines'
import { openPapers } from '../claims/papers'
import { payFromAccounts } from '../claims/pay'
import { CLAIM_TYPES, type ClaimType, FROM_ACCOUNT } from '../rules/claim-parts'

type Ctx = CommandContext<unknown>

/**
 * No more is asked than is due (§8.6): a cover of the whole principal is claimed when the loan has matured or was called.
 * Money for principal that is not due yet would wait beside the loan and pay nothing.
 */
function requireDue(c: ClaimCase, computed: ComputedClaim): void {
  if (computed.amountFen > c.owed.totalDueFen)
    throw refuse('E_CLAIM_NOT_DUE', {
      loan: c.loan.number,
      amount: formatYuan(computed.amountFen),
      due: formatYuan(c.owed.totalDueFen),
    })
}

/** The columns that a computation fills; written when a claim is raised and once more when it is confirmed. */
export const claimFigures = (c: ComputedClaim) => ({
  amountFen: c.amountFen,
  ...c.parts,
  shortfallFen: c.shortfallFen,
  waterfall: freeze(c.waterfall) as Prisma.InputJsonValue,
  trace: freeze(c.trace) as Prisma.InputJsonValue,
})

export async function writeLines(ctx: Ctx, claimId: string, c: ComputedClaim): Promise<void> {
  const { tx, actor } = ctx
  await tx.claimLine.deleteMany({ where: { bankId: actor.bankId, claimId } })
  await tx.claimLine.createMany({
    data: c.lines.map((l, i) => ({
      bankId: actor.bankId,
      id: newId(),
      claimId,
      no: i + 1,
      source: l.source,
      subLedgerId: l.subLedgerId,
      applicationId: l.applicationId,
      partyId: l.partyId,
      demandedFen: l.demandedFen,
      state: 'OPEN',
      periodEnd: l.periodEnd ? toDb(l.periodEnd) : null,
    })),
  })
}

/**
 * RM raises the claim whose turn it is. It is refused before its trigger, after a guarantor's period, while an earlier
 * source has not paid, and while another claim of its kind is open.
 */
export const createClaim = defineCommand({
  name: 'claims.create',
  input: z.strictObject({
    loanId: zId,
    type: z.enum(CLAIM_TYPES).optional(),
    settlementSwept: zYuan.optional(),
    draft: z.boolean().default(false),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    await tx.$queryRaw`select 1 from loan where bank_id = ${bankId}::uuid and id = ${input.loanId}::uuid for update`
    const c = await readCase(ctx, input.loanId)
    const type: ClaimType | null = input.type ?? nextClaimType(c.mode, c.claims)
    if (!type) throw refuse('E_CLAIM_EXHAUSTED', { loan: c.loan.number })
    const wait = waitsFor(c.mode, type, c.claims)
    const open = c.claims.find((x) => x.type === type && !['CLOSED', 'PAID', 'SHORTFALL'].includes(x.state))
    if (open) throw refuse('E_CLAIM_OPEN', { claim: open.number })
    if (wait) throw refuse('E_CLAIM_ORDER', { earlier: wait })
    const computed = await computeClaim(ctx, c, type, input.settlementSwept ?? 0n)
    // the default that an earlier source has begun to pay is the same one, though what it paid was the oldest of the debt
    if (!claimingGoesOn(c) && c.owed.dpd < computed.triggerDpd)
      throw refuse('E_CLAIM_TOO_EARLY', { dpd: c.owed.dpd, trigger: computed.triggerDpd })
    const late = computed.lines.find((l) => l.periodEnd && isAfter(today, l.periodEnd))
    if (late) throw refuse('E_CLAIM_PERIOD', { until: late.periodEnd!.toString() })
    if (computed.amountFen <= 0n) throw refuse('E_CLAIM_EXHAUSTED', { loan: c.loan.number })
    requireDue(c, computed)
    const id = newId()
    const number = await nextCode(tx, bankId, 'CL', today.year, 5)
    await tx.claim.create({
      data: {
        bankId,
        id,
        loanId: c.loan.id,
        applicationId: c.loan.applicationId,
        groupId: c.loan.groupId,
        type,
        mode: c.mode,
        schemeId: c.scheme?.id ?? null,
        waterfallVersion: `${c.mode}-1`,
        state: input.draft ? 'DRAFT' : 'SUBMITTED',
        number,
        asOf: toDb(today),
        createdBy: actor.userId,
        ...claimFigures(computed),
      },
    })
    await writeLines(ctx, id, computed)
    await openPapers(ctx, {
      id,
      number,
      type,
      loanId: c.loan.id,
      applicationId: c.loan.applicationId,
      asOf: toDb(today),
    })
    await recordCreation(
      ctx,
      claimMachine,
      { id },
      { number, type, loan: c.loan.number, amount: toYuan(computed.amountFen) },
    )
    if (!input.draft) await startClaiming(ctx, c.loan, number)
    await performDuty(ctx, 'MANAGE_LOAN', { loan: [c.loan.id], merchant: [c.loan.applicationId] })
    return {
      id,
      number,
      type,
      amountFen: computed.amountFen,
      parts: computed.parts,
      dpd: c.owed.dpd,
      waterfall: computed.waterfall,
      trace: computed.trace,
    }
  },
})

/** The first claim takes the loan out of collection; later ones find it there. */
async function startClaiming(
  ctx: Ctx,
  loan: { id: string; state: string; version: number },
  number: string,
): Promise<void> {
  if (!['OVERDUE', 'ACCELERATED'].includes(loan.state)) return
  await transition({ ...ctx, ifMatch: undefined }, loanMachine, loan, { event: 'claim', detail: { claim: number } })
}

export async function lockClaim(ctx: Ctx, claimId: string) {
  await ctx.tx
    .$queryRaw`select 1 from claim where bank_id = ${ctx.actor.bankId}::uuid and id = ${claimId}::uuid for update`
  const claim = await ctx.tx.claim.findFirst({ where: { bankId: ctx.actor.bankId, id: claimId } })
  if (!claim) throw refuse('E_NOT_FOUND', { object: 'claim' })
  return claim
}

/** A draft is handed in, or dropped. */
export const submitClaim = defineCommand({
  name: 'claims.submit',
  input: z.strictObject({ claimId: zId, discard: z.boolean().default(false) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const claim = await lockClaim(ctx, ctx.input.claimId)
    const moved = await transition(ctx, claimMachine, claim, { event: ctx.input.discard ? 'discard' : 'submit' })
    if (!ctx.input.discard) {
      const loan = await ctx.tx.loan.findFirstOrThrow({ where: { bankId: ctx.actor.bankId, id: claim.loanId } })
      await startClaiming(ctx, loan, claim.number)
    }
    return { id: claim.id, ...moved }
  },
})

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
      if (loan.state === 'CLAIMING')
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
 * INV-A1, second hand: another person confirms. Figures are worked out again today, under the locks. A claim on accounts
 * that the bank controls is paid at once; any other is then asked for by letter.
 */
export const confirmCompensation = defineCommand({
  name: 'claims.confirm',
  input: z.strictObject({ claimId: zId }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { actor, input, now, today } = ctx
    const claim = await lockClaim(ctx, input.claimId)
    // a claim that letters went out for keeps its lines: a second confirmation is refused before anything is worked out
    findTransition(claimMachine, claim.state, { event: 'confirm' }, actor)
    if (!claim.makerId) throw refuse('E_STATE', { object: 'claim', state: claim.state, event: 'confirm' })
    await performDuty(ctx, 'OPS_CHECK', { movement: [claim.id] })
    await performDuty(ctx, 'CONFIRM_COMPENSATION', { loan: [claim.loanId], merchant: [claim.applicationId] })
    const c = await readCase(ctx, claim.loanId)
    const type = claim.type as ClaimType
    // two claims on one guarantor never take the same room under its cap (INV-GC5)
    if (type === 'GUARANTOR' && c.scheme)
      await ctx.tx
        .$queryRaw`select 1 from party where bank_id = ${actor.bankId}::uuid and id = ${c.scheme.partyId}::uuid for no key update`
    const computed = await computeClaim(ctx, c, type, 0n)
    requireDue(c, computed)
    await writeLines(ctx, claim.id, computed)
    const confirmed = await transition(ctx, claimMachine, claim, {
      event: 'confirm',
      set: { checkerId: actor.userId, checkedAt: now, ...claimFigures(computed) },
    })
    const base = { id: claim.id, waterfall: computed.waterfall, trace: computed.trace }
    if (!FROM_ACCOUNT.includes(type))
      return {
        ...base,
        state: confirmed.state as string,
        paidFen: 0n,
        shortfallFen: computed.shortfallFen,
        replenishDueOn: today,
      }
    const paid = await payFromAccounts(
      ctx,
      { ...claim, ...confirmed, checkerId: actor.userId!, amountFen: computed.amountFen },
      c,
      computed,
    )
    return { ...base, ...paid }
  },
})
