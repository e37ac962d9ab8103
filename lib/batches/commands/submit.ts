import { createHash } from 'node:crypto'
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { daysBetween, fromDb, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { canonicalJson, freeze } from '@/lib/platform/wire'
import { lockBatch, moveBatch, moveItems } from '../progress'
import { operatorSubmits } from '../submitter'
import { type ApplicationState, BATCH_OPEN, ITEM_GONE } from '../workflow'

/** A recommendation list older than this on the day of submission must be signed again (§4.1, operator level). */
export const LIST_MAX_AGE_DAYS = 30

/**
 * The whole list as it is handed over: every live item with its fields, its documents' hashes and consents. Stored
 * with its SHA-256 and never changed; the next submission supersedes it but does not touch it (§10.6).
 */
export async function takeSnapshot(ctx: CommandContext<unknown>, batchId: string) {
  const where = { bankId: ctx.actor.bankId, batchId }
  const [items, documents, consents] = [
    await ctx.tx.application.findMany({
      where: { ...where, state: { notIn: [...ITEM_GONE] } },
      orderBy: { position: 'asc' },
    }),
    await ctx.tx.document.findMany({
      where: { ...where, applicationId: { not: null }, state: { not: 'SUPERSEDED' } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
    await ctx.tx.consent.findMany({ where: { bankId: ctx.actor.bankId, state: 'GIVEN', application: { batchId } } }),
  ]
  const papersOf = Map.groupBy(documents, (d) => d.applicationId)
  const consentsOf = Map.groupBy(consents, (c) => c.applicationId)
  const snapshot = items.map((i) => ({
    applicationId: i.id,
    no: i.rowNo,
    position: i.position,
    itemVersion: i.itemVersion,
    name: i.name,
    uscc: i.uscc,
    borrowerType: i.borrowerType,
    ownerName: i.ownerName,
    ownerIdNo: i.ownerIdNo,
    phone: i.phone,
    stallNo: i.stallNo,
    mainGoods: i.mainGoods,
    marketEntryDate: i.marketEntryDate ? fromDb(i.marketEntryDate).toString() : null,
    annualTurnover: i.annualTurnoverFen?.toString() ?? null,
    annualRent: i.annualRentFen?.toString() ?? null,
    requested: i.requestedFen?.toString() ?? null,
    requestedTermMonths: i.requestedTermMonths,
    purpose: i.purpose,
    rank: i.rank,
    documents: (papersOf.get(i.id) ?? []).map((d) => ({
      slot: d.slot,
      side: d.side,
      sha256: d.sha256,
      path: d.originalPath,
    })),
    consents: (consentsOf.get(i.id) ?? []).map((c) => ({ kind: c.kind, givenAt: c.givenAt.toISOString() })),
  }))
  return { items, snapshot, sha256: createHash('sha256').update(canonicalJson(snapshot)).digest('hex') }
}

/**
 * B3 submit: at least one item, the signed list not older than 30 days, every live item ready and with its consents.
 * Items that are not ready must be removed or split off first; the refusal names them.
 */
export const submitBatch = defineCommand({
  name: 'batches.submit',
  input: z.strictObject({ batchId: zId, listDate: zDate.optional() }),
  access: { roles: ['OPERATOR_ADMIN', 'RM'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const batch = await lockBatch(ctx, input.batchId)
    if (!actor.partyId && (await operatorSubmits(tx, batch))) throw refuse('E_FORBIDDEN', { roles: ['OPERATOR_ADMIN'] })
    await performDuty(ctx, 'RECOMMEND', { batch: [batch.id] })
    const listDate = input.listDate ?? (batch.listDate ? fromDb(batch.listDate) : null)
    if (!listDate) throw refuse('E_LIST_DATE_MISSING', {}, { fields: [{ path: 'listDate', code: 'E_REQUIRED' }] })
    const age = daysBetween(listDate, today)
    if (age < 0 || age > LIST_MAX_AGE_DAYS)
      throw refuse('E_LIST_DATE', { listDate: listDate.toString(), maxDays: LIST_MAX_AGE_DAYS })
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id, state: { notIn: [...ITEM_GONE] } },
      select: { id: true, state: true, rowNo: true, name: true },
    })
    if (items.length === 0) throw refuse('E_BATCH_EMPTY')
    const unready = items.filter((i) => ['DRAFT', 'RETURNED'].includes(i.state))
    if (unready.length > 0) {
      throw refuse('E_ITEMS_NOT_READY', { count: unready.length, rows: unready.map((i) => i.rowNo) })
    }
    const { snapshot, sha256 } = await takeSnapshot(ctx, batch.id)
    const withoutConsent = snapshot.filter((i) => !i.consents.some((c) => c.kind === 'CREDIT_QUERY'))
    if (withoutConsent.length > 0) throw refuse('E_CONSENT_MISSING', { rows: withoutConsent.map((i) => i.no) })
    const no = batch.submissionNo + 1
    await tx.submission.create({
      data: {
        bankId: actor.bankId,
        batchId: batch.id,
        partyId: batch.partyId,
        no,
        snapshot: freeze(snapshot) as Prisma.InputJsonValue,
        sha256,
        submittedBy: actor.userId,
        at: now,
      },
    })
    const ready = items.filter((i) => i.state === 'READY').map((i) => i.id)
    await moveItems(ctx, ready, 'submit')
    const moved = await moveBatch(ctx, batch.id, 'submit', {
      detail: { submissionNo: no, sha256, items: snapshot.length },
      set: { submissionNo: no, listDate: toDb(listDate), submittedAt: now, submittedBy: actor.userId },
    })
    ctx.emit('batch.submitted', { batchId: batch.id, code: batch.code, submissionNo: no })
    return { id: batch.id, ...moved, submissionNo: no, sha256, items: snapshot.length }
  },
})

/** B16: the submitting side takes the batch back before the final result; nothing has been paid in, so nothing is paid out. */
export const withdrawBatch = defineCommand({
  name: 'batches.withdraw',
  input: z.strictObject({ batchId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['OPERATOR_ADMIN', 'RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const batch = await lockBatch(ctx, input.batchId)
    if (!(BATCH_OPEN as readonly string[]).includes(batch.state)) {
      throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'withdraw' })
    }
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id },
      select: { id: true, state: true },
    })
    const live = items.filter((i) => !ITEM_GONE.includes(i.state as ApplicationState)).map((i) => i.id)
    await moveItems(ctx, live, 'withdraw', { reason: input.reason, bySystem: true })
    const moved = await moveBatch(ctx, batch.id, 'withdraw', { reason: input.reason })
    await ctx.enqueue('plans.withdraw', { batchId: batch.id, reason: input.reason })
    return { id: batch.id, ...moved, items: live.length }
  },
})
