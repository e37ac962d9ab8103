/** Changing a grade by hand (§3.0-7): one head asks, and where it gives more credit another applies or refuses it. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { deriveBatch } from '@/lib/batches/progress'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { cardOfResult } from '../card-in-force'
import { applyOverride, type DecidedItem, decidedItem, knownFiles, refuseScorer } from '../decided-item'
import { monthOfOverrides } from '../override-month'
import { gradesFallen } from '../rules/grade-steps'
import { OVERRIDE_ROLES, overrideProblems, overrideRate } from '../rules/override'
import { overrideMachine } from '../workflow'

const COUNTERSIGN_TASK = 'OVERRIDE_COUNTERSIGN'

/**
 * One step up or down by SB_HEAD or above, who neither scored nor signed, with reason and attachment (§3.0-7). A step
 * down applies at once; a step up waits for another head, of whom one is CR_HEAD once the month's share of grades
 * changed by hand passes the bank's limit. The old result stays. A vetoed score is refused.
 */
export const overrideScore = defineCommand({
  name: 'applications.override',
  input: z.strictObject({
    applicationId: zId,
    grade: z.string().trim().min(1).max(10).meta({ example: 'B1' }),
    reason: z.string().trim().min(10, 'E_OVERRIDE_REASON').max(1000),
    fileIds: z.array(zId).min(1, 'E_OVERRIDE_ATTACHMENT').max(20),
  }),
  access: { roles: [...OVERRIDE_ROLES] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const decided = await decidedItem(ctx, input.applicationId, 'override')
    const { item, result } = decided
    await performDuty(ctx, 'OVERRIDE_SCORE', { merchant: [item.id], score: [result.id] })
    await knownFiles(ctx, input.fileIds)
    const card = await cardOfResult(tx, actor.bankId, result.cardCode, result.cardVersion)
    const before = { total: result.total, grade: result.grade, vetoes: result.vetoes as string[] }
    const problem = overrideProblems(card, before, input.grade, {
      actorId: actor.userId ?? '',
      roles: actor.roles,
      scorerIds: [result.scoredBy, result.secondBy].filter((id) => id !== null),
      reason: input.reason,
      attachments: input.fileIds,
    })[0]
    if (problem === 'E_SOD') refuseScorer()
    if (problem) throw refuse(problem, { from: before.grade ?? '', to: input.grade })
    const waiting = await tx.scoreOverride.findFirst({
      where: { bankId: actor.bankId, applicationId: item.id, state: 'PENDING' },
      select: { id: true },
    })
    if (waiting) throw refuse('E_OVERRIDE_WAITING')
    // one step from what the card gave, not from an earlier change
    if ('$override' in (result.sources as object)) throw refuse('E_OVERRIDE_DONE', { grade: result.grade ?? '' })
    const { scoring } = await loadParameters(tx, actor.bankId, today)
    const month = await monthOfOverrides(tx, actor.bankId, today)
    const { over } = overrideRate(month.overridden + 1, month.scored, scoring.override.monthlyLimitPpm)
    const raises = (gradesFallen(card, result.grade!, input.grade) ?? 0) < 0
    const row = await tx.scoreOverride.create({
      data: {
        bankId: actor.bankId,
        id: newId(),
        applicationId: item.id,
        scoreResultId: result.id,
        fromGrade: result.grade!,
        toGrade: input.grade,
        reason: input.reason,
        fileIds: input.fileIds,
        askedOn: toDb(today),
        raises,
        overLimit: over,
        state: 'PENDING',
        requestedBy: actor.userId,
        requestedRole: actor.roles.includes('CR_HEAD') ? 'CR_HEAD' : 'SB_HEAD',
        requestedAt: now,
      },
    })
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      from: before.grade,
      to: input.grade,
      reason: input.reason,
      detail: { event: 'override', overrideId: row.id, raises, overLimit: over, fileIds: input.fileIds },
    })
    if (!raises) return { ...(await apply(ctx, decided, row)), overrideId: row.id, override: 'APPLIED' as const }
    await tx.task.create({
      data: {
        bankId: actor.bankId,
        kind: COUNTERSIGN_TASK,
        objectType: 'application',
        objectId: item.id,
        role: actor.roles.includes('CR_HEAD') ? 'SB_HEAD' : 'CR_HEAD',
        state: 'OPEN',
        createdBy: actor.userId,
        params: { code: item.name ?? '' },
      },
    })
    return {
      applicationId: item.id,
      overrideId: row.id,
      override: 'PENDING' as const,
      scoreResultId: null,
      grade: result.grade,
      decision: result.decision,
      state: item.state,
      batchState: decided.batch.state,
    }
  },
})

/**
 * The second head: `accept` applies the change with both names, otherwise it is refused with a reason. Neither asked for
 * it nor scored (E_SOD). A score that was made again since then leaves nothing to change: E_OVERRIDE_STALE.
 */
export const decideOverride = defineCommand({
  name: 'applications.decideOverride',
  input: z.strictObject({
    overrideId: zId,
    accept: z.boolean(),
    reason: z.string().trim().max(1000).optional(),
  }),
  access: { roles: [...OVERRIDE_ROLES] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const row = await tx.scoreOverride.findFirst({ where: { bankId: actor.bankId, id: input.overrideId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'override' })
    const asked = await tx.appUser.findFirst({
      where: { bankId: actor.bankId, id: row.requestedBy ?? '' },
      select: { personKey: true },
    })
    if (!input.accept && !input.reason)
      throw refuse('E_REQUIRED', {}, { fields: [{ path: 'reason', code: 'E_REQUIRED' }] })
    if (asked?.personKey === actor.personKey) refuseScorer('OVERRIDE_SCORE')
    const set = { decidedBy: actor.userId, decidedAt: now, decision: input.reason ?? null }
    const closeTask = () =>
      tx.task.updateMany({
        where: { bankId: actor.bankId, kind: COUNTERSIGN_TASK, objectId: row.applicationId, state: 'OPEN' },
        data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
      })
    if (!input.accept) {
      await transition(ctx, overrideMachine, row, { event: 'refuse-override', reason: input.reason, set })
      await closeTask()
      return { overrideId: row.id, applicationId: row.applicationId, override: 'REFUSED' as const }
    }
    if (row.state !== 'PENDING')
      throw refuse('E_STATE', { object: 'override', state: row.state, event: 'apply-override' })
    const decided = await decidedItem(ctx, row.applicationId, 'override')
    if (decided.result.id !== row.scoreResultId) throw refuse('E_OVERRIDE_STALE')
    await performDuty(ctx, 'OVERRIDE_SCORE', { merchant: [row.applicationId], score: [row.scoreResultId] })
    if ([decided.result.scoredBy, decided.result.secondBy].includes(actor.userId)) refuseScorer()
    if (row.overLimit && !actor.roles.includes('CR_HEAD') && row.requestedRole !== 'CR_HEAD')
      throw refuse('E_OVERRIDE_LIMIT')
    const done = await apply(ctx, decided, row, set)
    await closeTask()
    return { ...done, overrideId: row.id, override: 'APPLIED' as const }
  },
})

/** Whoever asked takes it back while nobody has decided. */
export const withdrawOverride = defineCommand({
  name: 'applications.withdrawOverride',
  input: z.strictObject({ overrideId: zId }),
  access: { roles: [...OVERRIDE_ROLES] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const row = await tx.scoreOverride.findFirst({ where: { bankId: actor.bankId, id: input.overrideId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'override' })
    if (row.requestedBy !== actor.userId) throw refuse('E_FORBIDDEN', { roles: [] })
    await transition(ctx, overrideMachine, row, { event: 'withdraw-override', set: { decidedAt: now } })
    await tx.task.updateMany({
      where: { bankId: actor.bankId, kind: COUNTERSIGN_TASK, objectId: row.applicationId, state: 'OPEN' },
      data: { state: 'CANCELLED', doneBy: actor.userId, doneAt: now },
    })
    return { overrideId: row.id, applicationId: row.applicationId, override: 'WITHDRAWN' as const }
  },
})

type Row = {
  id: string
  state: string
  version: number
  toGrade: string
  reason: string
  fileIds: unknown
  requestedBy: string | null
}

async function apply(ctx: CommandContext<unknown>, decided: DecidedItem, row: Row, set: object = {}) {
  const done = await applyOverride(ctx, decided, {
    toGrade: row.toGrade,
    reason: row.reason,
    fileIds: row.fileIds as string[],
    requestedBy: row.requestedBy,
  })
  await transition(ctx, overrideMachine, row, {
    event: 'apply-override',
    reason: row.reason,
    set: { ...set, resultId: done.scoreResultId },
  })
  return { ...done, batchState: await deriveBatch(ctx, decided.batch.id) }
}
