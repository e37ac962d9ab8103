import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { planOrangeVisit } from '../orange-visit'
import { LASTING_CODES, releaseNeedsSecondPerson, type WarningLevel } from '../rules/warnings'
import { warningMachine } from '../workflow'

const WATCHERS = ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'COLLECTOR'] as const
/** Who may name the person who watches a market or partner, and the deputy. */
export const NAMING_ROLES = ['RISK_MGR', 'SB_HEAD', 'TENANT_ADMIN'] as const
const words = z.string().trim().min(2).max(1000)

async function signalOf(ctx: CommandContext<unknown>, id: string) {
  const signal = await ctx.tx.warningSignal.findFirst({ where: { bankId: ctx.actor.bankId, id } })
  if (!signal) throw refuse('E_NOT_FOUND', { object: 'warning' })
  return signal
}

/** The signal is given to a person of the bank who watches. */
export const assignWarning = defineCommand({
  name: 'warnings.assign',
  input: z.strictObject({ warningId: zId, userId: zId }),
  access: { roles: ['POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const signal = await signalOf(ctx, input.warningId)
    const person = await tx.appUser.count({
      where: {
        bankId: actor.bankId,
        id: input.userId,
        state: 'ACTIVE',
        partyId: null,
        roleGrants: { some: { role: { in: [...WATCHERS] }, state: 'ACTIVE' } },
      },
    })
    if (person !== 1)
      throw refuse('E_MONITOR', { role: 'POST_MKT' }, { fields: [{ path: 'userId', code: 'E_MONITOR' }] })
    const moved = await transition(ctx, warningMachine, signal, {
      event: 'assign',
      detail: { userId: input.userId },
      set: { assignedTo: input.userId },
    })
    return { id: signal.id, ...moved }
  },
})

/** Who begins to look into a signal says so; from then on it is his. */
export const takeWarning = defineCommand({
  name: 'warnings.take',
  input: z.strictObject({ warningId: zId }),
  access: { roles: WATCHERS },
  async run(ctx) {
    const signal = await signalOf(ctx, ctx.input.warningId)
    const moved = await transition(ctx, warningMachine, signal, {
      event: 'take',
      set: { assignedTo: ctx.actor.userId },
    })
    return { id: signal.id, ...moved }
  },
})

/** The signal is looked into: it is real, or it is not, and why. */
export const verifyWarning = defineCommand({
  name: 'warnings.verify',
  input: z.strictObject({ warningId: zId, confirmed: z.boolean(), note: words }),
  access: { roles: WATCHERS },
  async run(ctx) {
    const { input, actor, now } = ctx
    const signal = await signalOf(ctx, input.warningId)
    const moved = await transition(ctx, warningMachine, signal, {
      event: 'verify',
      to: input.confirmed ? 'CONFIRMED' : 'FALSE_ALARM',
      reason: input.note,
      set: { verifiedBy: actor.userId, verifiedAt: now, ...(input.confirmed ? {} : settledOn(ctx, signal)) },
    })
    if (input.confirmed) await planOrangeVisit(ctx, signal)
    return { id: signal.id, ...moved }
  },
})

/** What is being done about a confirmed signal. */
export const handleWarning = defineCommand({
  name: 'warnings.handle',
  input: z.strictObject({ warningId: zId, note: words }),
  access: { roles: WATCHERS },
  async run(ctx) {
    const signal = await signalOf(ctx, ctx.input.warningId)
    const moved = await transition(ctx, warningMachine, signal, {
      event: 'handle',
      reason: ctx.input.note,
      set: { handlingNote: ctx.input.note },
    })
    return { id: signal.id, ...moved }
  },
})

/** A lasting condition was true until it was settled: the merge days run from that day on. */
function settledOn({ now, today }: CommandContext<unknown>, signal: { code: string }) {
  return { closedAt: now, ...(LASTING_CODES.includes(signal.code) ? { lastRaisedOn: toDb(today) } : {}) }
}

/** The end of a signal. A confirmed ORANGE or RED one is released by another person than the one who verified it (§8.2). */
export const releaseWarning = defineCommand({
  name: 'warnings.release',
  input: z.strictObject({ warningId: zId, reason: words }),
  access: { roles: ['POST_MKT', 'POST_PARTNER', 'RISK_MGR'] },
  async run(ctx) {
    const { actor, input } = ctx
    const signal = await signalOf(ctx, input.warningId)
    if (releaseNeedsSecondPerson(signal.level as WarningLevel) && signal.verifiedBy === actor.userId) {
      throw refuse('E_SOD', {
        act: 'WARNING_RELEASE',
        earlierAct: 'WARNING_VERIFY',
        earlierAt: signal.verifiedAt?.toISOString() ?? '',
        turn: ['RISK_MGR', 'POST_MKT'],
      })
    }
    const moved = await transition(ctx, warningMachine, signal, {
      event: 'release',
      reason: input.reason,
      set: { releasedBy: actor.userId, ...settledOn(ctx, signal) },
    })
    return { id: signal.id, ...moved }
  },
})

/** §8.1: one named person and a deputy for each market and partner; not the market's own RM (§9 row 8). */
export const assignMonitor = defineCommand({
  name: 'monitors.assign',
  input: z.strictObject({
    objectType: z.enum(['MARKET', 'PARTY']),
    objectId: zId,
    userId: zId,
    deputyId: zId.optional(),
    startsOn: zDate.optional(),
  }),
  access: { roles: NAMING_ROLES },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const startsOn = input.startsOn ?? today
    if (isBefore(startsOn, today))
      throw refuse('E_DATE:startsOn', {}, { fields: [{ path: 'startsOn', code: 'E_DATE:startsOn' }] })
    const wanted = input.objectType === 'MARKET' ? 'POST_MKT' : 'POST_PARTNER'
    const people = [input.userId, ...(input.deputyId ? [input.deputyId] : [])]
    const fit = await tx.appUser.count({
      where: {
        bankId,
        id: { in: people },
        state: 'ACTIVE',
        partyId: null,
        roleGrants: { some: { role: wanted, state: 'ACTIVE' } },
      },
    })
    if (input.userId === input.deputyId || fit !== people.length)
      throw refuse('E_MONITOR', { role: wanted }, { fields: [{ path: 'userId', code: 'E_MONITOR' }] })
    const market =
      input.objectType === 'MARKET' ? await tx.market.findFirst({ where: { bankId, id: input.objectId } }) : null
    const party =
      input.objectType === 'PARTY' ? await tx.party.findFirst({ where: { bankId, id: input.objectId } }) : null
    if (!market && !party) throw refuse('E_NOT_FOUND', { object: input.objectType.toLowerCase() })
    if (market && market.rmId === input.userId)
      throw refuse('E_SOD', { act: 'MONITOR_MARKET', earlierAct: 'MANAGE_LOAN', earlierAt: '', turn: [wanted] })
    await tx.monitorAssignment.updateMany({
      where: { bankId, objectType: input.objectType, objectId: input.objectId, endsOn: null },
      data: { endsOn: toDb(startsOn) },
    })
    const id = newId()
    await tx.monitorAssignment.create({
      data: {
        bankId,
        id,
        objectType: input.objectType,
        objectId: input.objectId,
        userId: input.userId,
        deputyId: input.deputyId ?? null,
        startsOn: toDb(startsOn),
        createdBy: actor.userId,
      },
    })
    if (market)
      await tx.market.update({
        where: { bankId_id: { bankId, id: market.id } },
        data: { postMktId: input.userId, postMktDeputyId: input.deputyId ?? null, version: { increment: 1 } },
      })
    ctx.audit({
      objectType: input.objectType.toLowerCase(),
      objectId: input.objectId,
      detail: { event: 'assign-monitor', userId: input.userId, deputyId: input.deputyId ?? null },
    })
    return { id }
  },
})
