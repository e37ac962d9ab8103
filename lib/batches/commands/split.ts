import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { fixCardOfBatch } from '@/lib/scoring/card-in-force'
import { openSheets, supersedeSheets } from '@/lib/scoring/open-sheets'
import { deriveBatch, lockBatch, moveBatch, moveItems } from '../progress'
import { leavePlanAndSigning, requireSplittable } from '../split-rules'
import { type BatchState, batchMachine, ITEM_GONE, SPLIT_ALONE, SPLIT_CONFIRMED } from '../workflow'

const SplitInput = z.strictObject({
  batchId: zId,
  applicationIds: z.array(zId).min(1).max(2000),
  reason: z.string().trim().min(2).max(500),
  /** the batch goes on although fewer merchants are left under decision than the bank's least number */
  confirmSmall: z.boolean().default(false),
})

/** No plan is written yet, and no group formed. */
const BEFORE_PLAN: readonly BatchState[] = ['SUBMITTED', 'RETURNED', 'ACCEPTED']

/** What was asked for, out of the errand that carries it. */
function splitParams(params: unknown): unknown {
  const { batchId, applicationIds, reason, confirmSmall } = params as Record<string, unknown>
  return { batchId, applicationIds, reason, confirmSmall }
}

/** Moves items into a new batch that remembers where it came from; both keep the snapshots they were submitted in. */
async function splitOff(ctx: CommandContext<unknown>, input: z.output<typeof SplitInput>) {
  const { tx, actor } = ctx
  const batch = await lockBatch(ctx, input.batchId)
  // what was true when the split was asked for may no longer be when it is confirmed
  await requireSplittable(ctx, batch, input)
  const code = await nextCode(tx, actor.bankId, 'B', ctx.today.year)
  const child = await tx.batch.create({
    data: {
      bankId: actor.bankId,
      id: newId(),
      code,
      marketId: batch.marketId,
      partyId: batch.partyId,
      mode: batch.mode,
      state: 'DRAFT',
      originBatchId: batch.id,
      rankedCount: batch.rankedCount,
      requiredSlots: batch.requiredSlots ?? undefined,
      listDate: batch.listDate,
      rmId: batch.rmId,
      evaluatorId: batch.evaluatorId,
      riskMgrId: batch.riskMgrId,
      createdBy: actor.userId,
    },
  })
  await recordCreation(
    ctx,
    batchMachine,
    { id: child.id, partyId: child.partyId },
    { code, originBatch: batch.code, reason: input.reason },
  )
  const { moved, skipped } = await moveItems(ctx, input.applicationIds, 'split-off', {
    reason: input.reason,
    bySystem: true,
    set: { signBy: null, drawBy: null },
  })
  if (skipped.length > 0)
    throw refuse('E_STATE', { object: 'application', state: skipped[0]!.state, event: 'split-off' })
  if (!BEFORE_PLAN.includes(batch.state as BatchState)) await leavePlanAndSigning(ctx, batch, moved, input.reason)
  await supersedeSheets(ctx, moved)
  const where = { bankId: actor.bankId, applicationId: { in: moved } }
  await tx.application.updateMany({ where: { bankId: actor.bankId, id: { in: moved } }, data: { batchId: child.id } })
  await tx.document.updateMany({ where, data: { batchId: child.id } })
  await tx.packetIssue.updateMany({ where, data: { batchId: child.id } })
  await ctx.enqueue('intake.recheck', { batchId: child.id })
  await followParent(ctx, batch.id, code)
  return { id: batch.id, childId: child.id, childCode: code, moved: moved.length }
}

/** A batch whose last merchants were split off has nothing left to decide: its child stands in its place. */
async function followParent(ctx: CommandContext<unknown>, batchId: string, childCode: string): Promise<void> {
  const left = await ctx.tx.application.count({
    where: { bankId: ctx.actor.bankId, batchId, state: { notIn: [...ITEM_GONE] } },
  })
  if (left > 0) await deriveBatch(ctx, batchId)
  else await moveBatch(ctx, batchId, 'supersede', { detail: { childCode }, bySystem: true })
}

/** RM splits items off. Before acceptance it happens at once; later a second person is asked to confirm. */
export const splitBatch = defineCommand({
  name: 'batches.split',
  input: SplitInput,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const batch = await lockBatch(ctx, input.batchId)
    if (SPLIT_ALONE.includes(batch.state as BatchState))
      return { status: 'SPLIT' as const, ...(await splitOff(ctx, input)) }
    if (!SPLIT_CONFIRMED.includes(batch.state as BatchState))
      throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'split' })
    await requireSplittable(ctx, batch, input)
    const task = await tx.task.create({
      data: {
        bankId: actor.bankId,
        kind: 'CONFIRM_SPLIT',
        objectType: 'batch',
        objectId: batch.id,
        role: 'SB_REVIEWER',
        state: 'OPEN',
        createdBy: actor.userId,
        params: { ...input, code: batch.code, count: input.applicationIds.length },
      },
    })
    ctx.audit({
      objectType: 'batch',
      objectId: batch.id,
      reason: input.reason,
      detail: { event: 'split-requested', items: input.applicationIds.length },
    })
    return { status: 'WAITING' as const, id: batch.id, taskId: task.id }
  },
})

/** The second person of B13. */
export const confirmSplit = defineCommand({
  name: 'batches.confirmSplit',
  input: z.strictObject({ taskId: zId, confirm: z.boolean(), note: z.string().trim().max(500).optional() }),
  access: { roles: ['SB_REVIEWER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const done = await tx.task.updateMany({
      where: {
        bankId: actor.bankId,
        id: input.taskId,
        kind: 'CONFIRM_SPLIT',
        state: 'OPEN',
        createdBy: { not: actor.userId },
      },
      data: {
        state: input.confirm ? 'DONE' : 'CANCELLED',
        doneBy: actor.userId,
        doneAt: now,
        result: { confirm: input.confirm, note: input.note ?? null },
      },
    })
    const task = await tx.task.findFirst({ where: { bankId: actor.bankId, id: input.taskId, kind: 'CONFIRM_SPLIT' } })
    if (!task) throw refuse('E_NOT_FOUND', { object: 'task' })
    if (done.count !== 1)
      throw task.createdBy === actor.userId
        ? refuse('E_SOD', { earlier: 'SPLIT_REQUEST', act: 'SPLIT_CONFIRM' })
        : refuse('E_STATE', { object: 'task', state: task.state, event: 'confirm' })
    ctx.audit({
      objectType: 'batch',
      objectId: task.objectId,
      reason: input.note,
      detail: { event: input.confirm ? 'split-confirmed' : 'split-refused' },
    })
    if (!input.confirm) return { status: 'REFUSED' as const, id: task.objectId }
    const { batchId, applicationIds, reason, confirmSmall } = SplitInput.parse(splitParams(task.params))
    return { status: 'SPLIT' as const, ...(await splitOff(ctx, { batchId, applicationIds, reason, confirmSmall })) }
  },
})

/**
 * B6: two investigators are named (RM and EVALUATOR, different persons), every accepted item becomes a merchant of the
 * bank (found again by credit code) and gets its investigation sheet.
 */
export const startScoring = defineCommand({
  name: 'batches.startScoring',
  input: z.strictObject({ batchId: zId, rmId: zId.optional(), evaluatorId: zId.optional() }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const batch = await lockBatch(ctx, input.batchId)
    const rmId = input.rmId ?? batch.rmId ?? actor.userId
    const evaluatorId = input.evaluatorId ?? batch.evaluatorId
    if (!rmId || !evaluatorId)
      throw refuse('E_INVESTIGATORS', {}, { fields: [{ path: 'evaluatorId', code: 'E_REQUIRED' }] })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: [rmId, evaluatorId] }, partyId: null, state: 'ACTIVE' },
      select: { id: true, personKey: true },
    })
    if (people.length !== 2 || people[0]!.personKey === people[1]!.personKey) throw refuse('E_INVESTIGATORS')
    await performDuty(ctx, 'COLLECT_PACKET', { batch: [batch.id] })
    const moved = await moveBatch(ctx, batch.id, 'start-scoring', { set: { rmId, evaluatorId } })
    await fixCardOfBatch(tx, actor.bankId, batch, ctx.today, ctx.now)
    await linkMerchants(ctx, batch.id, batch.marketId)
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id, state: 'PACKET_OK' },
      select: { id: true },
    })
    const { moved: scoring } = await moveItems(
      ctx,
      items.map((i) => i.id),
      'start-scoring',
    )
    await openSheets(ctx, scoring, { rmId, evaluatorId })
    return { id: batch.id, ...moved, items: scoring.length }
  },
})

/** One merchant per credit code in the bank; the latest packet's name, phone and stall are the current ones. */
async function linkMerchants(ctx: CommandContext<unknown>, batchId: string, marketId: string): Promise<void> {
  const { tx, actor } = ctx
  const checked = await tx.application.findMany({
    where: { bankId: actor.bankId, batchId, state: 'PACKET_OK', uscc: { not: null } },
    select: { id: true },
  })
  const ids = checked.map((a) => a.id)
  await tx.$executeRaw`
    insert into merchant (bank_id, id, market_id, borrower_type, name, uscc, owner_name, owner_id_no, phone, stall_no, main_goods, household_key, py_full, py_initials)
    select a.bank_id, n.id, ${marketId}::uuid, a.borrower_type, a.name, a.uscc, a.owner_name, a.owner_id_no, a.phone, a.stall_no, a.main_goods, a.owner_id_no,
           coalesce(a.py_full, ''), coalesce(a.py_initials, '')
    from unnest(${ids}::uuid[], ${ids.map(() => newId())}::uuid[]) n (application_id, id)
    join application a on a.bank_id = ${actor.bankId}::uuid and a.id = n.application_id
    on conflict (bank_id, uscc) do update set name = excluded.name, phone = excluded.phone, stall_no = excluded.stall_no, owner_name = excluded.owner_name,
      owner_id_no = excluded.owner_id_no, main_goods = excluded.main_goods, version = merchant.version + 1`
  await tx.$executeRaw`
    update application a set merchant_id = m.id from merchant m
    where a.bank_id = ${actor.bankId}::uuid and a.batch_id = ${batchId}::uuid and m.bank_id = a.bank_id and m.uscc = a.uscc and a.state = 'PACKET_OK'`
}
