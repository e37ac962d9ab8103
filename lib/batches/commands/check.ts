import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { leaveGroups } from '@/lib/guarantees/group-checks'
import { refuseOffList } from '@/lib/partners/whitelist'
import { leavePlans } from '@/lib/plans/leave-plan'
import { defineCommand } from '@/lib/platform/commands'
import { isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { startClock } from '@/lib/platform/sla'
import { codeOf, fitsSlot, judgedCodes, VERDICTS } from '../judgements'
import { deriveBatch, lockBatch, moveBatch, moveItem, moveItems } from '../progress'
import { ITEM_GONE } from '../workflow'

/** After this many returns an item is dropped instead (§10.3). */
export const MAX_RETURN_ROUNDS = 3

/**
 * RM marks what only a person can see on a scan: the paper is good, has expired, or cannot be read. A bad one leaves an
 * error on the item, which then can only be returned. Of a licence also what the register says: not in force, on the
 * abnormal list, annual report not filed.
 */
export const judgeDocument = defineCommand({
  name: 'documents.judge',
  input: z.strictObject({
    documentId: zId,
    verdict: z.enum(VERDICTS),
    expiresOn: zDate.optional(),
    note: z.string().trim().max(500).optional(),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const document = await tx.document.findFirst({
      where: { bankId: actor.bankId, id: input.documentId },
      include: { application: true },
    })
    if (!document?.application || !document.slot) throw refuse('E_NOT_FOUND', { object: 'document' })
    if (document.application.state !== 'SUBMITTED')
      throw refuse('E_STATE', { object: 'application', state: document.application.state, event: 'judge' })
    const expired = input.verdict === 'EXPIRED' || (input.expiresOn && isBefore(input.expiresOn, today))
    const verdict = expired ? 'EXPIRED' : input.verdict
    if (!fitsSlot(verdict, document.slot))
      throw refuse('E_VERDICT_SLOT', { slot: document.slot }, { fields: [{ path: 'verdict', code: 'E_VERDICT_SLOT' }] })
    await tx.document.update({
      where: { bankId_id: { bankId: actor.bankId, id: document.id } },
      data: {
        state: verdict === 'ACCEPTED' ? 'ACCEPTED' : 'REJECTED',
        expiresOn: input.expiresOn ? toDb(input.expiresOn) : document.expiresOn,
        note: input.note ?? null,
        checkedBy: actor.userId,
        checkedAt: now,
        version: { increment: 1 },
      },
    })
    // Judging again replaces the earlier judgement of this paper, not that of the slot's other side.
    const field = document.slot
    await tx.packetIssue.updateMany({
      where: {
        bankId: actor.bankId,
        applicationId: document.applicationId,
        code: { in: judgedCodes(field) },
        resolvedAt: null,
        params: { path: ['documentId'], equals: document.id },
      },
      data: { resolvedAt: now },
    })
    const code = codeOf(verdict, field)
    if (code !== null) {
      const packet = await tx.packet.findFirstOrThrow({
        where: { bankId: actor.bankId, batchId: document.batchId },
        orderBy: { no: 'desc' },
      })
      await tx.packetIssue.create({
        data: {
          bankId: actor.bankId,
          packetId: packet.id,
          batchId: document.batchId,
          applicationId: document.applicationId,
          partyId: document.partyId,
          rowNo: document.application.rowNo,
          merchantName: document.application.name,
          field,
          level: 'ERROR',
          code,
          params: {
            documentId: document.id,
            ...(verdict === 'UNREADABLE' ? { reason: 'blurred', path: document.originalPath } : {}),
            ...(input.expiresOn ? { expiresOn: input.expiresOn.toString() } : {}),
          },
        },
      })
    }
    ctx.audit({
      objectType: 'application',
      objectId: document.application.id,
      detail: { event: 'judge', slot: field, verdict, documentId: document.id },
    })
    return { id: document.id, state: verdict }
  },
})

/** RM has seen the originals and the packet is whole: SUBMITTED → PACKET_OK, for one item or many, with a result for each. */
export const checkItems = defineCommand({
  name: 'applications.check',
  input: z.strictObject({ applicationIds: z.array(zId).min(1).max(2000), originalsSeen: z.literal(true) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, id: { in: input.applicationIds } },
      select: {
        id: true,
        rowNo: true,
        state: true,
        batchId: true,
        packetIssues: { where: { level: 'ERROR', resolvedAt: null }, select: { code: true } },
      },
    })
    if (items.length !== new Set(input.applicationIds).size) throw refuse('E_NOT_FOUND', { object: 'application' })
    for (const batchId of new Set(items.map((i) => i.batchId)))
      await performDuty(ctx, 'COLLECT_PACKET', { batch: [batchId] })
    const clean = items.filter((i) => i.packetIssues.length === 0)
    const { moved, skipped } = await moveItems(
      ctx,
      clean.map((i) => i.id),
      'check',
      { set: { originalsSeenBy: actor.userId, originalsSeenAt: now } },
    )
    const refused = [
      ...items
        .filter((i) => i.packetIssues.length > 0)
        .map((i) => ({ id: i.id, row: i.rowNo, code: i.packetIssues[0]!.code })),
      ...skipped.map((s) => ({ id: s.id, row: items.find((i) => i.id === s.id)?.rowNo ?? '', code: 'E_STATE' })),
    ]
    if (moved.length === 0 && refused.length > 0) {
      if (refused.length === 1 && refused[0]!.code === 'E_STATE')
        throw refuse('E_STATE', { object: 'application', state: skipped[0]!.state, event: 'check' })
      throw refuse('E_ITEMS_NOT_READY', { count: refused.length, rows: refused.map((r) => r.row) })
    }
    return { done: moved, refused }
  },
})

/** RM sends one item back with the slots and fields that must be mended; the fourth time it is dropped. */
export const returnItem = defineCommand({
  name: 'applications.return',
  input: z.strictObject({
    applicationId: zId,
    slots: z.array(z.string().max(40)).max(30).default([]),
    fields: z.array(z.string().max(40)).max(30).default([]),
    reason: z.string().trim().min(2).max(500),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    if (input.slots.length + input.fields.length === 0)
      throw refuse('E_RETURN_NOTHING', {}, { fields: [{ path: 'slots', code: 'E_REQUIRED' }] })
    const item = await tx.application.findFirst({ where: { bankId: actor.bankId, id: input.applicationId } })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    if (item.returnRounds >= MAX_RETURN_ROUNDS) {
      const moved = await moveItem(ctx, item.id, 'drop', {
        reason: input.reason,
        detail: { cause: 'MAX_RETURN_ROUNDS' },
        bySystem: true,
      })
      return { id: item.id, ...moved }
    }
    const moved = await moveItem(ctx, item.id, 'return', {
      reason: input.reason,
      detail: { slots: input.slots, fields: input.fields },
      set: {
        returnRounds: item.returnRounds + 1,
        returned: { slots: input.slots, fields: input.fields, reason: input.reason, at: now.toISOString() },
      },
    })
    return { id: item.id, ...moved }
  },
})

/** B4: the returned items go back to the operator, who sees only those; the clock of the bank's side stops. */
export const returnBatch = defineCommand({
  name: 'batches.return',
  input: z.strictObject({ batchId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const returned = await tx.application.count({
      where: { bankId: actor.bankId, batchId: input.batchId, state: 'RETURNED' },
    })
    const batch = await lockBatch(ctx, input.batchId)
    if (batch.state === 'SUBMITTED' && returned === 0) throw refuse('E_RETURN_NOTHING')
    const moved = await moveBatch(ctx, input.batchId, 'return', { reason: input.reason, detail: { items: returned } })
    ctx.emit('batch.returned', { batchId: input.batchId, items: returned })
    return { id: input.batchId, ...moved, items: returned }
  },
})

/** B5: every live item has been checked; from here the bank may query credit, and its clock runs. */
export const acceptBatch = defineCommand({
  name: 'batches.accept',
  input: z.strictObject({
    batchId: zId,
    /** GREEN: the bank promises the shorter time of its green channel (§9 row 17) */
    profile: z.enum(['NORMAL', 'GREEN']).optional(),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const batch = await lockBatch(ctx, input.batchId)
    await performDuty(ctx, 'COLLECT_PACKET', { batch: [batch.id] })
    if (batch.state === 'SUBMITTED') {
      const items = await tx.application.findMany({
        where: { bankId: actor.bankId, batchId: batch.id, state: { notIn: [...ITEM_GONE] } },
        select: { state: true, rowNo: true, rank: true },
      })
      const open = items.filter((i) => i.state !== 'PACKET_OK')
      if (open.length > 0) throw refuse('E_ITEMS_NOT_CHECKED', { count: open.length, rows: open.map((i) => i.rowNo) })
      if (items.length === 0) throw refuse('E_BATCH_EMPTY')
      await refuseOffList(ctx, batch, items)
    }
    const profile = input.profile ?? batch.slaProfile
    const { sla } = (await loadParameters(tx, actor.bankId, today)).approvals
    const moved = await moveBatch(ctx, batch.id, 'accept', {
      slaProfile: profile,
      detail: { profile },
      set: { acceptedAt: now, rmId: batch.rmId ?? actor.userId, slaProfile: profile },
    })
    // the bank's whole time from acceptance to the final result, in working days
    await startClock(tx, actor.bankId, {
      objectType: 'batch',
      objectId: batch.id,
      partyId: batch.partyId,
      kind: 'TOTAL',
      profile,
      green: sla.greenPlanDays,
      normal: sla.normalDays,
      at: now,
    })
    ctx.emit('batch.accepted', { batchId: batch.id, code: batch.code })
    return { id: batch.id, ...moved }
  },
})

/** RM takes one item out for good, with a reason; the others go on. */
export const dropItem = defineCommand({
  name: 'applications.drop',
  input: z.strictObject({ applicationId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const item = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: { batchId: true },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    const batch = await lockBatch(ctx, item.batchId)
    const moved = await moveItem(ctx, input.applicationId, 'drop', { reason: input.reason })
    // what was proposed for it is decided no more, what was approved is free again
    await leavePlans(ctx, [input.applicationId], input.reason)
    // its group is checked again: nobody else's state changes but to regroup (§10.2 "Partial batches")
    if (batch.mode === 'JG') await leaveGroups(ctx, batch, [input.applicationId], input.reason)
    // the merchant that left may be the last that was waited for
    await deriveBatch(ctx, item.batchId)
    return { id: input.applicationId, ...moved }
  },
})
