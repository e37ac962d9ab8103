/** Calling, holding and following up joint meetings (§9 row 7). */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, fromDbOrNull, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { zDate, zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { hasQuorum, MEETING_ROLES, QUORUM } from '../rules/meetings'
import { agendaOf } from './agenda'
import { HOLDERS, jointMeetingMachine } from './workflow'

type Ctx = CommandContext<unknown>
const words = z.string().trim().min(2).max(2000)

export const callMeeting = defineCommand({
  name: 'meetings.call',
  input: z.strictObject({ market: z.string().trim().min(1).max(40), meetsOn: zDate }),
  access: { roles: HOLDERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const market = await tx.market.findFirst({ where: { bankId, code: input.market }, select: { id: true } })
    if (!market)
      throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] })
    if (isBefore(input.meetsOn, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'meetsOn', code: 'E_DATE' }] })
    const called = await tx.jointMeeting.findFirst({ where: { bankId, marketId: market.id, state: 'CALLED' } })
    if (called) throw refuse('E_MEETING_CALLED', { number: called.number })
    const id = newId()
    const number = await nextCode(tx, bankId, 'LX', today.year)
    await tx.jointMeeting.create({
      data: { bankId, id, number, marketId: market.id, meetsOn: toDb(input.meetsOn), state: 'CALLED' },
    })
    await recordCreation(ctx, jointMeetingMachine, { id }, { number })
    return { id, number }
  },
})

const Resolution = z.strictObject({
  content: words,
  owner: z.string().trim().min(1).max(80),
  dueOn: zDate,
  proposesLimit: z.boolean().default(false),
})

/** The meeting took place: who was there, what was said, and numbered resolutions with owner and day. Its agenda is frozen. */
export const holdMeeting = defineCommand({
  name: 'meetings.hold',
  input: z.strictObject({
    meetingId: zId,
    attendance: z
      .array(z.strictObject({ role: z.enum(MEETING_ROLES), name: z.string().trim().min(1).max(60) }))
      .max(40),
    minutes: z.string().trim().min(5).max(10_000),
    resolutions: z.array(Resolution).max(50).default([]),
  }),
  access: { roles: HOLDERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const row = await meetingOf(ctx, input.meetingId)
    if (!hasQuorum(input.attendance)) throw refuse('E_QUORUM', { least: QUORUM }, { fields: [{ path: 'attendance', code: 'E_QUORUM' }] }) // biome-ignore format: one line
    const owners = await tx.appUser.findMany({
      where: { bankId, login: { in: input.resolutions.map((r) => r.owner) }, state: 'ACTIVE', partyId: null },
      select: { id: true, login: true },
    })
    const stranger = input.resolutions.findIndex((r) => !owners.some((o) => o.login === r.owner))
    if (stranger >= 0)
      throw refuse('E_COLLEAGUE', { login: input.resolutions[stranger]!.owner }, { fields: [{ path: `resolutions.${stranger}.owner`, code: 'E_COLLEAGUE' }] }) // biome-ignore format: one line
    const past = input.resolutions.findIndex((r) => isBefore(r.dueOn, today))
    if (past >= 0) throw refuse('E_DATE', {}, { fields: [{ path: `resolutions.${past}.dueOn`, code: 'E_DATE' }] })
    const last = await tx.jointMeeting.findFirst({
      where: { bankId, marketId: row.marketId, state: { in: ['HELD', 'CLOSED'] } },
      orderBy: { heldOn: 'desc' },
      select: { heldOn: true },
    })
    const agenda = await agendaOf(tx, bankId, row.marketId, today, fromDbOrNull(last?.heldOn))
    const moved = await transition(ctx, jointMeetingMachine, row, {
      event: 'hold',
      detail: { resolutions: input.resolutions.length },
      set: {
        agenda: agenda as Prisma.InputJsonObject,
        attendance: input.attendance,
        minutes: input.minutes,
        heldBy: actor.userId,
        heldOn: toDb(today),
      },
    })
    await resolve(ctx, row.id, input.resolutions, owners)
    return { id: row.id, ...moved }
  },
})

async function resolve(
  ctx: Ctx,
  meetingId: string,
  given: z.output<typeof Resolution>[],
  owners: { id: string; login: string }[],
) {
  // biome-ignore format: one line
  const { tx, actor, now } = ctx
  const rows = given.map((r, i) => ({
    bankId: actor.bankId,
    id: newId(),
    meetingId,
    no: i + 1,
    content: r.content,
    ownerId: owners.find((o) => o.login === r.owner)!.id,
    dueOn: toDb(r.dueOn),
    proposesLimit: r.proposesLimit,
    state: 'OPEN',
  }))
  await tx.meetingResolution.createMany({ data: rows })
  await tx.task.createMany({
    data: rows.map((r) => ({
      bankId: actor.bankId,
      id: newId(),
      kind: 'RESOLUTION',
      objectType: 'joint-meeting',
      objectId: meetingId,
      assigneeId: r.ownerId,
      params: { code: r.content.slice(0, 300), resolutionId: r.id },
      dueOn: r.dueOn,
      state: 'OPEN',
      createdBy: actor.userId,
      createdAt: now,
    })),
  })
}

async function meetingOf({ tx, actor }: Ctx, id: string) {
  const row = await tx.jointMeeting.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'joint-meeting' })
  return row
}

/** A resolution is done, with what proves it, by its owner; the last one closes the meeting. */
export const completeResolution = defineCommand({
  name: 'meetings.complete',
  input: z.strictObject({ resolutionId: zId, evidence: words }),
  access: { roles: BANK_ROLES.filter((r) => r !== 'AUDITOR' && r !== 'TENANT_ADMIN') },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const { bankId } = actor
    const row = await tx.meetingResolution.findFirst({ where: { bankId, id: input.resolutionId } })
    if (!row || row.ownerId !== actor.userId) throw refuse('E_NOT_FOUND', { object: 'resolution' })
    const done = await tx.meetingResolution.updateMany({
      where: { bankId, id: row.id, state: 'OPEN' },
      data: { state: 'DONE', evidence: input.evidence, doneOn: toDb(today) },
    })
    if (done.count !== 1) throw refuse('E_STATE', { object: 'resolution', state: row.state, event: 'complete' }, { allowed: [] }) // biome-ignore format: one line
    await tx.task.updateMany({
      where: { bankId, objectId: row.meetingId, kind: { in: ['RESOLUTION', 'RESOLUTION_LATE'] }, state: 'OPEN', params: { path: ['resolutionId'], equals: row.id } }, // biome-ignore format: one line
      data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
    })
    ctx.audit({ objectType: 'resolution', objectId: row.id, reason: input.evidence, detail: { event: 'complete', late: isBefore(fromDb(row.dueOn), today) } }) // biome-ignore format: one line
    const left = await tx.meetingResolution.count({ where: { bankId, meetingId: row.meetingId, state: 'OPEN' } })
    if (left > 0) return { id: row.id, closed: false }
    await transition(ctx, jointMeetingMachine, await meetingOf(ctx, row.meetingId), { event: 'close', bySystem: true })
    return { id: row.id, closed: true }
  },
})

export const cancelMeeting = defineCommand({
  name: 'meetings.cancel',
  input: z.strictObject({ meetingId: zId, reason: words }),
  access: { roles: ['POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const row = await meetingOf(ctx, ctx.input.meetingId)
    return {
      id: row.id,
      ...(await transition(ctx, jointMeetingMachine, row, { event: 'cancel', reason: ctx.input.reason })),
    }
  },
})
