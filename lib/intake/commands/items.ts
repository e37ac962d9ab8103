import { z } from 'zod'
import { moveItem, moveItems } from '@/lib/batches/progress'
import { checkCitizenId } from '@/lib/merchants/rules/citizen-id'
import { checkPhone } from '@/lib/merchants/rules/phone'
import { checkUscc } from '@/lib/merchants/rules/uscc'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { borrowerTypeOf } from '../check-merchants'
import type { Field } from '../fields'
import { recheckBatch } from '../recheck'
import { merchantOf, pinyinOf, sourceOf } from '../stored-rows'
import { editableItem, lookAgain, OPERATOR_SIDE, openBatchOf } from './editable'

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
    const { tx, actor, input, today } = ctx
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
      ...(f.uscc !== undefined ? { uscc: f.uscc ? checkUscc(f.uscc).parts.normalized : null } : {}),
      ...(f.ownerName !== undefined ? { ownerName: f.ownerName || null } : {}),
      ...(f.ownerIdNo !== undefined
        ? { ownerIdNo: f.ownerIdNo ? checkCitizenId(f.ownerIdNo, today).parts.normalized : null }
        : {}),
      ...(f.phone !== undefined ? { phone: f.phone ? checkPhone(f.phone).parts.normalized : null } : {}),
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

const Reason = z.string().trim().min(2).max(500)

/** Takes a row out of a batch that is still the operator's (B2). */
export const removeItem = defineCommand({
  name: 'applications.remove',
  input: z.strictObject({ applicationId: zId, reason: Reason }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { item } = await editableItem(ctx, ctx.input.applicationId)
    const moved = await moveItem(ctx, item.id, 'withdraw', { reason: ctx.input.reason })
    await closeFindings(ctx, [item.id])
    await lookAgain(ctx, item.batchId)
    return { id: item.id, ...moved }
  },
})

/** Several rows of one batch taken out at once, for one reason; rows that are out of the operator's hands stay, and are named. */
export const removeItems = defineCommand({
  name: 'applications.removeMany',
  input: z.strictObject({ batchId: zId, applicationIds: z.array(zId).min(1).max(2000), reason: Reason }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const batch = await openBatchOf(ctx, input.batchId)
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id, id: { in: input.applicationIds } },
      select: { id: true, state: true, rowNo: true },
    })
    if (items.length !== new Set(input.applicationIds).size) throw refuse('E_NOT_FOUND', { object: 'application' })
    const mine = items.filter((i) => ['DRAFT', 'READY', 'RETURNED'].includes(i.state)).map((i) => i.id)
    const { moved } = await moveItems(ctx, mine, 'withdraw', { reason: input.reason })
    const refused = items
      .filter((i) => !moved.includes(i.id))
      .map((i) => ({ id: i.id, row: i.rowNo, code: 'E_LOCKED' }))
    if (moved.length === 0) throw refuse('E_LOCKED', { object: 'application', state: items[0]!.state })
    await closeFindings(ctx, moved)
    await lookAgain(ctx, batch.id)
    return { done: moved, refused }
  },
})

/** What was found on a row that is gone keeps nobody busy any more. */
async function closeFindings(ctx: CommandContext<unknown>, applicationIds: string[]): Promise<void> {
  await ctx.tx.packetIssue.updateMany({
    where: { bankId: ctx.actor.bankId, applicationId: { in: applicationIds }, resolvedAt: null },
    data: { resolvedAt: ctx.now },
  })
}

/** A returned row is handed in again once nothing that it was returned for is open. */
export const supplementItem = defineCommand({
  name: 'applications.supplement',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { item } = await editableItem(ctx, input.applicationId)
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
