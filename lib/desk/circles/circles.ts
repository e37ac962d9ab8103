/** Forming and leading self-discipline groups, their charter, meetings and elections (§9 row 4). */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { isUniqueViolation, newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { electionFault, leaderUntil, priceTalk } from '../rules/circles'
import { circleMachine } from './workflow'

type Ctx = CommandContext<unknown>
const KEEPERS = ['RM', 'POST_MKT'] as const
const stalls = z.array(z.string().trim().min(1).max(40)).min(1).max(60)

/** Merchants of a market by their stall numbers; refuses the first that is not there. */
async function merchantsAt({ tx, actor }: Ctx, marketId: string, stallNos: readonly string[]): Promise<string[]> {
  const rows = await tx.merchant.findMany({
    where: { bankId: actor.bankId, marketId, stallNo: { in: [...stallNos] } },
    select: { id: true, stallNo: true },
  })
  const missing = stallNos.find((s) => !rows.some((r) => r.stallNo === s))
  if (missing) throw refuse('E_STALL_UNKNOWN', { stall: missing }, { fields: [{ path: 'stalls', code: 'E_STALL_UNKNOWN' }] }) // biome-ignore format: one line
  return [...new Set(rows.map((r) => r.id))]
}

async function join(ctx: Ctx, circleId: string, merchantIds: string[]): Promise<void> {
  const { tx, actor, today } = ctx
  const elsewhere = await tx.circleMember.findFirst({
    where: { bankId: actor.bankId, merchantId: { in: merchantIds }, leftOn: null },
    include: { circle: { select: { name: true } }, merchant: { select: { name: true } } },
  })
  if (elsewhere) throw refuse('E_CIRCLE_MEMBER', { merchant: elsewhere.merchant.name, circle: elsewhere.circle.name })
  await tx.circleMember
    .createMany({
      data: merchantIds.map((merchantId) => ({ bankId: actor.bankId, id: newId(), circleId, merchantId, joinedOn: toDb(today) })), // biome-ignore format: one line
    })
    .catch((e) => {
      if (isUniqueViolation(e)) throw refuse('E_VERSION_CONFLICT', { seen: 1 })
      throw e
    })
}

export const formCircle = defineCommand({
  name: 'circles.form',
  input: z.strictObject({
    market: z.string().trim().min(1).max(40),
    name: z.string().trim().min(2).max(60),
    area: z.string().trim().min(1).max(60),
    stalls,
  }),
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const market = await tx.market.findFirst({ where: { bankId, code: input.market }, select: { id: true } })
    if (!market)
      throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] })
    if (await tx.circle.findFirst({ where: { bankId, marketId: market.id, name: input.name } })) throw refuse('E_CIRCLE_NAME', {}, { fields: [{ path: 'name', code: 'E_CIRCLE_NAME' }] }) // biome-ignore format: one line
    const id = newId()
    const members = await merchantsAt(ctx, market.id, input.stalls)
    await tx.circle.create({
      data: { bankId, id, marketId: market.id, name: input.name, area: input.area, state: 'ACTIVE', formedOn: toDb(today) }, // biome-ignore format: one line
    })
    await join(ctx, id, members)
    await recordCreation(ctx, circleMachine, { id }, { name: input.name, members: members.length })
    return { id, members: members.length }
  },
})

async function circleOf({ tx, actor }: Ctx, id: string) {
  const row = await tx.circle.findFirst({ where: { bankId: actor.bankId, id, state: 'ACTIVE' } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'circle' })
  return row
}
const membersOf = ({ tx, actor }: Ctx, circleId: string) =>
  tx.circleMember.findMany({ where: { bankId: actor.bankId, circleId, leftOn: null }, select: { merchantId: true } })

/** Merchants come in, or leave; a leader who leaves is no leader any more. */
export const changeMembers = defineCommand({
  name: 'circles.members',
  input: z.strictObject({ circleId: zId, join: z.boolean(), stalls }),
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await circleOf(ctx, input.circleId)
    const merchants = await merchantsAt(ctx, row.marketId, input.stalls)
    if (input.join) await join(ctx, row.id, merchants)
    else
      await tx.circleMember.updateMany({
        where: { bankId: actor.bankId, circleId: row.id, merchantId: { in: merchants }, leftOn: null },
        data: { leftOn: toDb(today) },
      })
    const leaderLeft = !input.join && row.leaderId !== null && merchants.includes(row.leaderId)
    await tx.circle.updateMany({
      where: { bankId: actor.bankId, id: row.id, version: row.version },
      data: { ...(leaderLeft ? { leaderId: null, leaderUntil: null } : {}), version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'circle', objectId: row.id, detail: { event: input.join ? 'join' : 'leave', merchants: merchants.length } }) // biome-ignore format: one line
    return { id: row.id, members: (await membersOf(ctx, row.id)).length }
  },
})

/** A new version of charter and pact, which every member signs anew. Agreements on price are refused. */
export const adoptCharter = defineCommand({
  name: 'circles.adopt',
  input: z.strictObject({ circleId: zId, charter: z.string().trim().min(20).max(20_000) }),
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await circleOf(ctx, input.circleId)
    const word = priceTalk(input.charter)
    if (word) throw refuse('E_CHARTER_PRICE', { word }, { fields: [{ path: 'charter', code: 'E_CHARTER_PRICE' }] })
    const no = row.charterNo + 1
    await tx.circle.updateMany({
      where: { bankId: actor.bankId, id: row.id, version: row.version },
      data: { charterNo: no, version: { increment: 1 } },
    })
    await tx.circleCharter.create({
      data: { bankId: actor.bankId, circleId: row.id, no, charter: input.charter, adoptedOn: toDb(today), adoptedBy: actor.userId }, // biome-ignore format: one line
    })
    ctx.audit({ objectType: 'circle', objectId: row.id, detail: { event: 'adopt', charter: no } })
    return { id: row.id, charter: no }
  },
})

export const signCharter = defineCommand({
  name: 'circles.sign',
  input: z.strictObject({ circleId: zId, stalls }),
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await circleOf(ctx, input.circleId)
    if (row.charterNo === 0) throw refuse('E_CHARTER_NONE')
    const given = await merchantsAt(ctx, row.marketId, input.stalls)
    const members = (await membersOf(ctx, row.id)).map((m) => m.merchantId)
    if (given.some((m) => !members.includes(m))) throw refuse('E_CIRCLE_STRANGER')
    const made = await tx.circleSignature.createMany({
      data: given.map((merchantId) => ({ bankId: actor.bankId, circleId: row.id, no: row.charterNo, merchantId, signedOn: toDb(today), takenBy: actor.userId })), // biome-ignore format: one line
      skipDuplicates: true,
    })
    ctx.audit({ objectType: 'circle', objectId: row.id, detail: { event: 'sign', charter: row.charterNo, signed: made.count } }) // biome-ignore format: one line
    return { id: row.id, signed: made.count }
  },
})

/** A meeting with who came and what was said; where a leader was elected, by the votes that the rules ask for. */
export const holdCircle = defineCommand({
  name: 'circles.meet',
  input: z.strictObject({
    circleId: zId,
    heldOn: zDate,
    present: stalls,
    minutes: z.string().trim().min(5).max(10_000),
    elected: z.string().trim().max(40).optional(),
    votes: z.int().min(0).max(100).optional(),
  }),
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await circleOf(ctx, input.circleId)
    if (isAfter(input.heldOn, today) || isAfter(fromDb(row.formedOn), input.heldOn)) throw refuse('E_DATE', {}, { fields: [{ path: 'heldOn', code: 'E_DATE' }] }) // biome-ignore format: one line
    const members = (await membersOf(ctx, row.id)).map((m) => m.merchantId)
    const present = await merchantsAt(ctx, row.marketId, input.present)
    if (present.some((m) => !members.includes(m))) throw refuse('E_CIRCLE_STRANGER', {}, { fields: [{ path: 'present', code: 'E_CIRCLE_STRANGER' }] }) // biome-ignore format: one line
    const [leader] = input.elected ? await merchantsAt(ctx, row.marketId, [input.elected]) : [null]
    if (leader) {
      const fault = electionFault({ members: members.length, present: present.length, votes: input.votes ?? 0, isMember: members.includes(leader) }) // biome-ignore format: one line
      if (fault) throw refuse(`E_ELECTION:${fault}`, {}, { fields: [{ path: 'elected', code: `E_ELECTION:${fault}` }] })
    }
    await tx.circleMeeting.create({
      data: { bankId: actor.bankId, id: newId(), circleId: row.id, heldOn: toDb(input.heldOn), present, minutes: input.minutes, electedId: leader ?? null, votes: leader ? (input.votes ?? 0) : null, writtenBy: actor.userId }, // biome-ignore format: one line
    })
    const later = !row.lastMetOn || isAfter(input.heldOn, fromDb(row.lastMetOn))
    await tx.circle.updateMany({
      where: { bankId: actor.bankId, id: row.id, version: row.version },
      data: {
        ...(later ? { lastMetOn: toDb(input.heldOn) } : {}),
        ...(leader ? { leaderId: leader, leaderUntil: toDb(leaderUntil(input.heldOn)) } : {}),
        version: { increment: 1 },
      },
    })
    ctx.audit({ objectType: 'circle', objectId: row.id, detail: { event: 'meet', present: present.length, elected: leader ?? null } }) // biome-ignore format: one line
    return { id: row.id, elected: leader ?? null }
  },
})

export const dissolveCircle = defineCommand({
  name: 'circles.dissolve',
  input: z.strictObject({ circleId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await circleOf(ctx, input.circleId)
    await tx.circleMember.updateMany({
      where: { bankId: actor.bankId, circleId: row.id, leftOn: null },
      data: { leftOn: toDb(today) },
    })
    return { id: row.id, ...(await transition(ctx, circleMachine, row, { event: 'dissolve', reason: input.reason })) }
  },
})
