import { z } from 'zod'
import { lockBatch, moveItem } from '@/lib/batches/progress'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { registerFile } from '@/lib/platform/files'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { borrowerTypeOf } from '../check-merchants'
import type { Field } from '../fields'
import { recheckBatch } from '../recheck'
import { SLOTS } from '../slots'
import { merchantOf, pinyinOf, sourceOf } from '../stored-rows'

const OPERATOR_SIDE = ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'] as const
/** A batch of up to so many items is looked at again inside the command; a larger one in the background. */
const INLINE_ITEMS = 1500

async function editableItem(ctx: CommandContext<unknown>, applicationId: string) {
  const item = await ctx.tx.application.findFirst({ where: { bankId: ctx.actor.bankId, id: applicationId } })
  if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
  const batch = await lockBatch(ctx, item.batchId)
  const open = ['DRAFT', 'RETURNED'].includes(batch.state) && ['DRAFT', 'READY', 'RETURNED'].includes(item.state)
  if (!open) throw refuse('E_LOCKED', { object: 'application', state: item.state })
  return { item, batch }
}

async function lookAgain(ctx: CommandContext<unknown>, batchId: string): Promise<void> {
  const items = await ctx.tx.application.count({ where: { bankId: ctx.actor.bankId, batchId } })
  if (items <= INLINE_ITEMS) await recheckBatch(ctx, batchId)
  // What only the bank may see (the same merchant with another operator) is looked at by its own machinery.
  await ctx.enqueue('intake.recheck', { batchId })
}

const text = (max: number) => z.string().trim().max(max).nullable()
const Fields = z.strictObject({
  stallNo: text(40).optional(),
  name: text(100).optional(),
  uscc: text(18).optional(),
  ownerName: text(30).optional(),
  ownerIdNo: text(18).optional(),
  phone: text(20).optional(),
  mainGoods: text(100).optional(),
  marketEntryDate: zDate.nullable().optional(),
  annualTurnover: zYuan.nullable().optional(),
  annualRent: zYuan.nullable().optional(),
  staffCount: z.int().min(0).max(100_000).nullable().optional(),
  requestedAmount: zYuan.nullable().optional(),
  requestedTermMonths: z.int().min(1).max(1200).nullable().optional(),
  purpose: text(200).optional(),
  feePayment: text(60).optional(),
  groupName: text(60).optional(),
  rank: z.int().min(1).max(100_000).nullable().optional(),
})

/** The operator mends fields of one row in the grid. A returned row takes only the fields it was returned for. */
export const updateItem = defineCommand({
  name: 'applications.update',
  input: z.strictObject({ applicationId: zId, fields: Fields }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { item } = await editableItem(ctx, input.applicationId)
    const f = input.fields
    const names = Object.keys(f) as Field[]
    if (names.length === 0) throw refuse('E_MALFORMED', { problem: 'fields' })
    const returned = item.returned as { fields?: string[] } | null
    const outside = item.state === 'RETURNED' ? names.filter((n) => !returned?.fields?.includes(n)) : []
    if (outside.length > 0)
      throw refuse(
        'E_NOT_RETURNED',
        { fields: outside },
        { fields: outside.map((path) => ({ path, code: 'E_NOT_RETURNED' })) },
      )
    const source = sourceOf(item)
    const raw = source && {
      ...source,
      unreadable: source.unreadable.filter((u) => !names.includes(u)),
      readIssues: source.readIssues.filter((i) => !names.includes(i.field as Field)),
      ...(names.includes('rank') ? { rankByOrder: false } : {}),
    }
    const data: Prisma.ApplicationUncheckedUpdateInput = {
      raw: (raw ?? undefined) as unknown as Prisma.InputJsonObject,
      version: { increment: 1 },
      itemVersion: { increment: 1 },
      ...(f.stallNo !== undefined ? { stallNo: f.stallNo || null } : {}),
      ...(f.name !== undefined ? { name: f.name || null } : {}),
      ...(f.uscc !== undefined ? { uscc: f.uscc ? f.uscc.toUpperCase() : null } : {}),
      ...(f.ownerName !== undefined ? { ownerName: f.ownerName || null } : {}),
      ...(f.ownerIdNo !== undefined ? { ownerIdNo: f.ownerIdNo ? f.ownerIdNo.toUpperCase() : null } : {}),
      ...(f.phone !== undefined ? { phone: f.phone || null } : {}),
      ...(f.mainGoods !== undefined ? { mainGoods: f.mainGoods || null } : {}),
      ...(f.marketEntryDate !== undefined
        ? { marketEntryDate: f.marketEntryDate ? toDb(f.marketEntryDate) : null }
        : {}),
      ...(f.annualTurnover !== undefined ? { annualTurnoverFen: f.annualTurnover } : {}),
      ...(f.annualRent !== undefined ? { annualRentFen: f.annualRent } : {}),
      ...(f.staffCount !== undefined ? { staffCount: f.staffCount } : {}),
      ...(f.requestedAmount !== undefined ? { requestedFen: f.requestedAmount } : {}),
      ...(f.requestedTermMonths !== undefined ? { requestedTermMonths: f.requestedTermMonths } : {}),
      ...(f.purpose !== undefined ? { purpose: f.purpose || null } : {}),
      ...(f.feePayment !== undefined ? { feePayment: f.feePayment || null } : {}),
      ...(f.groupName !== undefined ? { groupName: f.groupName || null } : {}),
      ...(f.rank !== undefined ? { rank: f.rank } : {}),
    }
    if (f.name) {
      const py = pinyinOf(f.name)
      Object.assign(data, { pyFull: py.full, pyInitials: py.initials })
    }
    const updated = await tx.application.update({ where: { bankId_id: { bankId: actor.bankId, id: item.id } }, data })
    await tx.application.update({
      where: { bankId_id: { bankId: actor.bankId, id: item.id } },
      data: { borrowerType: borrowerTypeOf(merchantOf(updated, 0)) },
    })
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      objectVersion: updated.version,
      detail: { event: 'update', fields: names },
    })
    await lookAgain(ctx, item.batchId)
    const after = await tx.application.findFirstOrThrow({
      where: { bankId: actor.bankId, id: item.id },
      select: {
        state: true,
        version: true,
        packetIssues: { where: { resolvedAt: null }, select: { code: true, level: true, field: true, params: true } },
      },
    })
    return { id: item.id, state: after.state, version: after.version, issues: after.packetIssues }
  },
})

/** Takes a row out of a batch that is still the operator's (B2). */
export const removeItem = defineCommand({
  name: 'applications.remove',
  input: z.strictObject({ applicationId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { item } = await editableItem(ctx, ctx.input.applicationId)
    const moved = await moveItem(ctx, item.id, 'withdraw', { reason: ctx.input.reason })
    await lookAgain(ctx, item.batchId)
    return { id: item.id, ...moved }
  },
})

/** A paper from the tray, or one that was guessed wrong, is given to a merchant and a slot. `applicationId` null puts it back into the tray. */
export const assignDocument = defineCommand({
  name: 'documents.assign',
  input: z.strictObject({
    documentId: zId,
    applicationId: zId.nullable(),
    slot: z.enum(SLOTS).nullable(),
    side: z.enum(['FRONT', 'BACK', 'BOTH']).nullable().default(null),
  }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const document = await tx.document.findFirst({ where: { bankId: actor.bankId, id: input.documentId } })
    if (!document) throw refuse('E_NOT_FOUND', { object: 'document' })
    if (input.applicationId) {
      const { item } = await editableItem(ctx, input.applicationId)
      if (item.batchId !== document.batchId) throw refuse('E_NOT_FOUND', { object: 'application' })
    } else await lockBatch(ctx, document.batchId)
    await tx.document.update({
      where: { bankId_id: { bankId: actor.bankId, id: document.id } },
      data: {
        applicationId: input.applicationId,
        slot: input.slot,
        side: input.side,
        state: input.applicationId && input.slot ? 'MATCHED' : 'UNMATCHED',
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'document',
      objectId: document.id,
      detail: { event: 'assign', applicationId: input.applicationId, slot: input.slot },
    })
    await lookAgain(ctx, document.batchId)
    return { id: document.id }
  },
})

/** One paper for one slot: the file is in the store already. An earlier paper that was refused is superseded. */
export const addDocument = defineCommand({
  name: 'documents.add',
  input: z.strictObject({
    applicationId: zId,
    slot: z.enum(SLOTS),
    side: z.enum(['FRONT', 'BACK', 'BOTH']).nullable().default(null),
    file: z.strictObject({
      name: z.string().min(1).max(255),
      sha256: z.string().length(64),
      sizeBytes: z.string().regex(/^\d+$/),
      mediaType: z.enum(['image/jpeg', 'image/png', 'application/pdf', 'application/ofd']),
    }),
  }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const { item, batch } = await editableItem(ctx, input.applicationId)
    const returned = item.returned as { slots?: string[] } | null
    if (item.state === 'RETURNED' && !returned?.slots?.includes(input.slot))
      throw refuse('E_NOT_RETURNED', { fields: [input.slot] }, { fields: [{ path: 'slot', code: 'E_NOT_RETURNED' }] })
    const file = await registerFile(
      tx,
      bankId,
      { sha256: input.file.sha256, sizeBytes: BigInt(input.file.sizeBytes) },
      {
        name: input.file.name,
        mediaType: input.file.mediaType,
        kind: 'DOCUMENT',
        partyId: batch.partyId,
        createdBy: actor.userId,
      },
    )
    await tx.document.updateMany({
      where: { bankId, applicationId: item.id, slot: input.slot, state: 'REJECTED' },
      data: { state: 'SUPERSEDED', version: { increment: 1 } },
    })
    const id = newId()
    await tx.document.create({
      data: {
        bankId,
        id,
        batchId: item.batchId,
        applicationId: item.id,
        partyId: batch.partyId,
        slot: input.slot,
        side: input.side,
        fileId: file.id,
        originalPath: input.file.name,
        sha256: input.file.sha256,
        state: 'MATCHED',
      },
    })
    ctx.audit({
      objectType: 'document',
      objectId: id,
      detail: { event: 'add', applicationId: item.id, slot: input.slot },
    })
    await lookAgain(ctx, item.batchId)
    return { id, fileId: file.id }
  },
})

/** A returned row is handed in again once nothing that it was returned for is open. */
export const supplementItem = defineCommand({
  name: 'applications.supplement',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const item = await tx.application.findFirst({ where: { bankId: actor.bankId, id: input.applicationId } })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    await recheckBatch(ctx, item.batchId)
    const open = await tx.packetIssue.findMany({
      where: { bankId: actor.bankId, applicationId: item.id, level: 'ERROR', resolvedAt: null },
      select: { code: true },
    })
    if (open.length > 0)
      throw refuse('E_ITEMS_NOT_READY', { count: 1, rows: [item.rowNo], codes: open.map((o) => o.code) })
    const moved = await moveItem(ctx, item.id, 'supplement', { set: { itemVersion: item.itemVersion + 1 } })
    return { id: item.id, ...moved }
  },
})
