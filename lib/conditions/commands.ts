import { z } from 'zod'
import { refreshConditions } from '@/lib/disbursement/conditions'
import { hasRole } from '@/lib/platform/actor'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { moveConditions, settleItems } from './items'
import { type ConditionType, type PlanLevel, VERIFIERS, type Vote, waiverAuthority, waiverOutcome } from './rules'
import { CONDITION_SETTLED } from './workflow'

type Ctx = CommandContext<unknown>

async function conditionOf(ctx: Ctx, id: string) {
  const { tx, actor } = ctx
  await tx.$queryRaw`select 1 from condition where bank_id = ${actor.bankId}::uuid and id = ${id}::uuid for update`
  const c = await tx.condition.findFirst({
    where: { bankId: actor.bankId, id },
    include: { plan: { select: { id: true, level: true, batchId: true } }, waivers: { orderBy: { askedAt: 'desc' } } },
  })
  if (!c) throw refuse('E_NOT_FOUND', { object: 'condition' })
  return c
}

/** Keeps the checklists of the merchants true after a condition was settled. */
async function refreshAll(ctx: Ctx, applicationIds: readonly string[]): Promise<void> {
  const open = await ctx.tx.application.findMany({
    where: {
      bankId: ctx.actor.bankId,
      id: { in: [...applicationIds] },
      state: { in: ['CP_PENDING', 'READY_TO_DRAW'] },
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  for (const { id } of open) await refreshConditions(ctx, id)
}

/** The owner, or whoever holds the owner's role, brings what shows that a condition is met. */
export const submitCondition = defineCommand({
  name: 'approvalConditions.submit',
  input: z.strictObject({ conditionId: zId, note: z.string().trim().min(2).max(1000), fileId: zId.optional() }),
  access: { roles: ['RM', 'CONTRACT_OFFICER', 'EVALUATOR', 'OPS_MAKER', 'POST_MKT', 'SB_REVIEWER', 'LEGAL'] },
  async run(ctx) {
    const { actor, input, now } = ctx
    const c = await conditionOf(ctx, input.conditionId)
    const mine = c.ownerId ? c.ownerId === actor.userId : !c.ownerRole || actor.roles.includes(c.ownerRole as never)
    if (!mine && !hasRole(actor, 'RM')) throw refuse('E_FORBIDDEN', { need: 'owner' })
    const moved = await moveConditions(ctx, [c.id], 'submit', {
      set: {
        evidenceNote: input.note,
        fileId: input.fileId ?? null,
        submittedBy: actor.userId,
        submittedAt: now,
        rejectReason: null,
      },
    })
    if (moved.length === 0) throw refuse('E_STATE', { object: 'condition', state: c.state, event: 'submit' })
    await settleItems(ctx, c.id, {
      state: 'SUBMITTED',
      evidence: { note: input.note, checkedOn: ctx.today.toString() },
      fileId: input.fileId ?? null,
      submittedBy: actor.userId,
      submittedAt: now,
    })
    return { id: c.id, state: 'SUBMITTED' as const }
  },
})

/** Another person looks at the evidence: met, or not yet and why. Never the owner, never who brought it (§6.2). */
export const verifyCondition = defineCommand({
  name: 'approvalConditions.verify',
  input: z.strictObject({
    conditionId: zId,
    verdict: z.enum(['VERIFY', 'REJECT']),
    reason: z.string().trim().max(500).optional(),
  }),
  access: { roles: ['DISB_REVIEWER', 'POST_MKT', 'RISK_MGR'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { actor, input, now } = ctx
    const c = await conditionOf(ctx, input.conditionId)
    if (!hasRole(actor, ...VERIFIERS[c.type as ConditionType]))
      throw refuse('E_FORBIDDEN', { roles: [...VERIFIERS[c.type as ConditionType]] })
    if (c.state !== 'SUBMITTED') throw refuse('E_STATE', { object: 'condition', state: c.state, event: 'verify' })
    if (c.ownerId === actor.userId || c.submittedBy === actor.userId)
      throw refuse('E_SOD', {
        act: 'CONFIRM_CP',
        earlierAct: 'CP_SUBMIT',
        earlierAt: '',
        turn: [...VERIFIERS[c.type as ConditionType]],
      })
    if (input.verdict === 'REJECT' && !input.reason)
      throw refuse('E_REQUIRED:reason', {}, { fields: [{ path: 'reason', code: 'E_REQUIRED:reason' }] })
    const verified = input.verdict === 'VERIFY'
    await moveConditions(ctx, [c.id], verified ? 'verify' : 'reject', {
      reason: input.reason,
      set: verified ? { verifiedBy: actor.userId, verifiedAt: now } : { rejectReason: input.reason ?? null },
    })
    const applications = await settleItems(
      ctx,
      c.id,
      verified
        ? { state: 'CLOSED', closedBy: actor.userId, closedAt: now }
        : { state: 'FAILED', detail: { reason: input.reason ?? '' } },
    )
    await refreshAll(ctx, applications)
    return { id: c.id, state: verified ? ('VERIFIED' as const) : ('REJECTED' as const) }
  },
})

const levelOf = (level: string | null): PlanLevel =>
  level === 'ADD_ON' || level === 'L2' || level === 'L3' || level === 'L4' ? level : 'L1'

/** The customer manager asks to be let off a condition, with the reason. */
export const askWaiver = defineCommand({
  name: 'approvalConditions.askWaiver',
  input: z.strictObject({ conditionId: zId, reason: z.string().trim().min(5).max(1000) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const c = await conditionOf(ctx, input.conditionId)
    if (CONDITION_SETTLED.includes(c.state))
      throw refuse('E_STATE', { object: 'condition', state: c.state, event: 'waive' })
    const authority = waiverAuthority(levelOf(c.plan?.level ?? null))
    if (!authority) throw refuse('E_WAIVER_LEVEL')
    if (c.waivers.some((w) => w.state === 'ASKED'))
      throw refuse('E_STATE', { object: 'waiver', state: 'ASKED', event: 'ask' })
    const id = newId()
    await tx.conditionWaiver.create({
      data: {
        bankId: actor.bankId,
        id,
        conditionId: c.id,
        reason: input.reason,
        level: authority.level,
        votesNeeded: authority.votes,
        state: 'ASKED',
        askedBy: actor.userId,
        askedAt: now,
      },
    })
    ctx.audit({
      objectType: 'condition',
      objectId: c.id,
      reason: input.reason,
      detail: { event: 'ask-waiver', level: authority.level },
    })
    ctx.emit('condition.waiverAsked', { conditionId: c.id, level: authority.level })
    return { id, level: authority.level, roles: [...authority.roles], votes: authority.votes }
  },
})

/** One level up: who did not set the condition, does not own it and did not ask lets it go, or does not. */
export const decideWaiver = defineCommand({
  name: 'approvalConditions.decideWaiver',
  input: z.strictObject({ conditionId: zId, agree: z.boolean(), note: z.string().trim().min(2).max(1000) }),
  access: { roles: ['CR_APPROVER', 'CR_HEAD', 'SB_HEAD', 'RISK_MGR'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const c = await conditionOf(ctx, input.conditionId)
    const waiver = c.waivers.find((w) => w.state === 'ASKED')
    if (!waiver || CONDITION_SETTLED.includes(c.state))
      throw refuse('E_STATE', { object: 'condition', state: c.state, event: 'waive' })
    const authority = waiverAuthority(levelOf(c.plan?.level ?? null))
    if (!authority) throw refuse('E_WAIVER_LEVEL')
    if (!hasRole(actor, ...authority.roles)) throw refuse('E_FORBIDDEN', { roles: [...authority.roles] })
    const votes = waiver.votes as Vote[]
    // who sat on the plan set the condition: that is the level below
    const sat = c.plan
      ? await tx.actRecord.findFirst({
          where: {
            bankId,
            personKey: actor.personKey,
            subjectId: { in: [c.plan.id, c.plan.batchId] },
            act: { in: ['SB_SEAT', 'CR_SEAT', 'SB_REVIEW', 'CR_REVIEW', 'WRITE_PLAN'] },
          },
          select: { act: true, at: true },
        })
      : null
    if (
      sat ||
      waiver.askedBy === actor.userId ||
      c.ownerId === actor.userId ||
      votes.some((v) => v.personKey === actor.personKey)
    )
      throw refuse('E_SOD', {
        act: 'CONFIRM_CP',
        earlierAct: sat?.act ?? 'CP_SUBMIT',
        earlierAt: sat?.at.toISOString() ?? '',
        turn: [...authority.roles],
      })
    const now8601 = now.toISOString()
    const all = [
      ...votes,
      {
        userId: actor.userId ?? '',
        personKey: actor.personKey,
        name: actor.name,
        agree: input.agree,
        note: input.note,
        at: now8601,
      },
    ]
    const outcome = waiverOutcome(all, waiver.votesNeeded)
    await tx.conditionWaiver.update({
      where: { bankId_id: { bankId, id: waiver.id } },
      data: { votes: all, state: outcome, decidedAt: outcome === 'ASKED' ? null : now, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'condition',
      objectId: c.id,
      reason: input.note,
      detail: { event: 'decide-waiver', agree: input.agree, level: waiver.level, outcome },
    })
    if (outcome === 'GRANTED') {
      await moveConditions(ctx, [c.id], 'waive', { reason: waiver.reason })
      await refreshAll(ctx, await settleItems(ctx, c.id, { state: 'WAIVED', closedBy: actor.userId, closedAt: now }))
    }
    return { id: c.id, waiver: outcome, votes: all.filter((v) => v.agree).length, needed: waiver.votesNeeded }
  },
})
