/** Which clients are one: household or controller group. One person says so, a risk manager who is another one agrees (§8.1). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { moveLinesOf } from '../lines-daily'

type Ctx = CommandContext<unknown>

const zMerchant = z.string().trim().min(3).max(40).meta({ description: 'id or unified social credit code' })
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i

async function merchantOf({ tx, actor }: Ctx, given: string, path: string) {
  const found = await tx.merchant.findFirst({
    where: { bankId: actor.bankId, ...(UUID.test(given) ? { id: given } : { uscc: given.toUpperCase() }) },
    select: { id: true, name: true, householdKey: true },
  })
  if (!found)
    throw refuse('E_CLIENT_UNKNOWN', { merchant: given }, { fields: [{ path, code: 'E_CLIENT_UNKNOWN', params: {} }] })
  return { ...found, client: found.householdKey ?? found.id }
}

/** `other` not given: the merchant stands alone from now on. */
export const proposeClientGroup = defineCommand({
  name: 'clientGroups.propose',
  input: z.strictObject({
    merchant: zMerchant,
    other: zMerchant.optional(),
    reason: z.string().trim().min(2).max(1000),
  }),
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const merchant = await merchantOf(ctx, input.merchant, 'merchant')
    const other = input.other ? await merchantOf(ctx, input.other, 'other') : null
    if (other && other.client === merchant.client)
      throw refuse('E_CLIENT_TOGETHER', { merchant: merchant.name, other: other.name })
    if (!other && (await tx.merchant.count({ where: { bankId, householdKey: merchant.client } })) < 2)
      throw refuse('E_CLIENT_ALONE', { merchant: merchant.name })
    const open = await tx.clientGroupChange.count({ where: { bankId, merchantId: merchant.id, state: 'PROPOSED' } })
    if (open > 0) throw refuse('E_CLIENT_CHANGE_OPEN', { merchant: merchant.name })
    const id = newId()
    await tx.clientGroupChange.create({
      data: {
        bankId,
        id,
        merchantId: merchant.id,
        otherId: other?.id ?? null,
        reason: input.reason,
        state: 'PROPOSED',
        proposedBy: actor.userId,
        proposedAt: now,
      },
    })
    ctx.audit({
      objectType: 'merchant',
      objectId: merchant.id,
      reason: input.reason,
      detail: { event: 'propose-client-group', change: id, with: other?.id ?? null },
    })
    return { id }
  },
})

/** Agreed: the whole group of the one is in the group of the other, and everybody concerned is measured at once. */
export const decideClientGroup = defineCommand({
  name: 'clientGroups.decide',
  input: z.strictObject({ changeId: zId, agree: z.boolean(), note: z.string().trim().min(2).max(1000) }),
  access: { roles: ['RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const change = await tx.clientGroupChange.findFirst({ where: { bankId, id: input.changeId } })
    if (!change) throw refuse('E_NOT_FOUND', { object: 'clientGroupChange' })
    if (change.proposedBy === actor.userId)
      throw refuse('E_SOD', {
        act: 'CLIENT_GROUP_DECIDE',
        earlierAct: 'CLIENT_GROUP_PROPOSE',
        earlierAt: change.proposedAt.toISOString(),
        turn: ['RISK_MGR'],
      })
    const state = input.agree ? 'AGREED' : 'REFUSED'
    const done = await tx.clientGroupChange.updateMany({
      where: { bankId, id: change.id, state: 'PROPOSED' },
      data: { state, decidedBy: actor.userId, decidedAt: now, decisionNote: input.note, version: { increment: 1 } },
    })
    if (done.count !== 1)
      throw refuse('E_STATE', {
        object: 'clientGroupChange',
        state: change.state,
        event: input.agree ? 'agree' : 'refuse',
      })
    const linesMoved = input.agree ? await apply(ctx, change.merchantId, change.otherId) : 0
    ctx.audit({
      objectType: 'merchant',
      objectId: change.merchantId,
      reason: input.note,
      detail: { event: 'decide-client-group', change: change.id, to: state, with: change.otherId, linesMoved },
    })
    return { id: change.id, state, linesMoved }
  },
})

async function apply(ctx: Ctx, merchantId: string, otherId: string | null): Promise<number> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const clientOf = async (id: string) => (await merchantOf(ctx, id, 'changeId')).client
  const before = await clientOf(merchantId)
  const whole = await tx.merchant.findMany({
    where: { bankId, OR: [{ householdKey: before }, { id: merchantId }] },
    select: { id: true },
  })
  const set = (ids: readonly string[], householdKey: string) =>
    tx.merchant.updateMany({
      where: { bankId, id: { in: [...ids] } },
      data: { householdKey, version: { increment: 1 } },
    })
  if (otherId) {
    const target = await clientOf(otherId)
    await set([...whole.map((m) => m.id), ...(target === otherId ? [otherId] : [])], target)
  } else await set([merchantId], merchantId)
  const { monitoring } = await loadParameters(tx, bankId, today)
  return moveLinesOf(ctx, monitoring, [...whole.map((m) => m.id), merchantId])
}
