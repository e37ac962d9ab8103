/** Building a joint issue: the pool, its issuers, and its way to the market (§2.7). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { checkIssuePool } from '@/lib/guarantees/rules/direct-financing'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { zDate, zId, zPercent, zYuan } from '@/lib/platform/schema'
import { isUniqueViolation, newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { reserveOf } from '../reserve'
import { disclosureCalendar, ISSUE_KINDS, paymentSchedule } from '../rules'
import { issueMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const BUILDING = ['PROSPECT', 'DUE_DILIGENCE', 'RATED', 'ENHANCEMENT_AGREED']

export async function lockPool({ tx, actor }: Ctx, poolId: string) {
  await tx.$queryRaw`select 1 from issue_pool where bank_id = ${actor.bankId}::uuid and id = ${poolId}::uuid for update`
  const pool = await tx.issuePool.findFirst({
    where: { bankId: actor.bankId, id: poolId },
    include: { issuerSlots: { orderBy: { name: 'asc' } } },
  })
  if (!pool) throw refuse('E_NOT_FOUND', { object: 'issuePool' })
  return pool
}
type Pool = Awaited<ReturnType<typeof lockPool>>
export const inPool = (pool: Pool) => pool.issuerSlots.filter((s) => s.state === 'IN')

/** A pool of a market's graduates, with the bank's usual tranches; who leads it may be named later. */
export const createIssuePool = defineCommand({
  name: 'issues.create',
  input: z.strictObject({
    marketId: zId,
    name: z.string().trim().min(2).max(100),
    kind: z.enum(ISSUE_KINDS),
    underwriterId: zId.optional(),
    trusteeId: zId.optional(),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const market = await tx.market.findFirst({ where: { bankId, id: input.marketId }, select: { id: true } })
    if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
    const { tranches } = (await loadParameters(tx, bankId, today)).plans.df
    const id = newId()
    const code = await nextCode(tx, bankId, 'DF', today.year, 4)
    await tx.issuePool.create({
      data: {
        bankId,
        id,
        code,
        name: input.name,
        kind: input.kind,
        marketId: market.id,
        state: 'PROSPECT',
        underwriterId: input.underwriterId ?? null,
        trusteeId: input.trusteeId ?? null,
        enhancementFen: 0n,
        ...tranches,
        createdBy: actor.userId,
      },
    })
    await recordCreation(ctx, issueMachine, { id }, { code, name: input.name, kind: input.kind })
    return { id, code }
  },
})

/** An issuer with its figures; its part may not pass what its net assets allow. */
export const addIssuer = defineCommand({
  name: 'issues.addIssuer',
  input: z.strictObject({
    poolId: zId,
    name: z.string().trim().min(2).max(100),
    uscc: z.string().trim().length(18),
    legalPerson: z.boolean().default(true),
    netAssets: zYuan,
    existingNotes: zYuan.default(0n),
    amount: zYuan,
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const pool = await lockPool(ctx, input.poolId)
    if (!BUILDING.includes(pool.state))
      throw refuse('E_STATE', { object: 'issuePool', state: pool.state, event: 'add-issuer' }, { allowed: [] })
    const id = newId()
    const slot = {
      id,
      legalPerson: input.legalPerson,
      netAssetsFen: input.netAssets,
      existingNotesFen: input.existingNotes,
      amountFen: input.amount,
    }
    const { df } = (await loadParameters(tx, bankId, today)).plans
    const found = checkIssuePool([...inPool(pool), slot], { ...df, issuersMin: 1 })[0]
    if (found) throw refuse(found.code, { issuer: input.name, amount: toYuan(input.amount), cap: '' })
    try {
      await tx.issuerSlot.create({
        data: { bankId, poolId: pool.id, ...slot, name: input.name, uscc: input.uscc, state: 'IN' },
      })
    } catch (error) {
      throw isUniqueViolation(error) ? refuse('E_ISSUER_TWICE', { issuer: input.name }) : error
    }
    ctx.audit({
      objectType: 'issuePool',
      objectId: pool.id,
      detail: { event: 'add-issuer', issuer: input.name, amount: toYuan(input.amount) },
    })
    return { id }
  },
})

/** An issuer leaves before registration: the others are looked at again from due diligence on. */
export const dropIssuer = defineCommand({
  name: 'issues.dropIssuer',
  input: z.strictObject({ slotId: zId, reason: z.string().trim().min(2).max(300) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const known = await tx.issuerSlot.findFirst({ where: { bankId, id: input.slotId }, select: { poolId: true } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'issuer' })
    const pool = await lockPool(ctx, known.poolId)
    if (!BUILDING.includes(pool.state))
      throw refuse('E_STATE', { object: 'issuePool', state: pool.state, event: 'drop-issuer' }, { allowed: [] })
    const done = await tx.issuerSlot.updateMany({
      where: { bankId, id: input.slotId, state: 'IN' },
      data: { state: 'DROPPED', droppedOn: toDb(today), dropReason: input.reason, version: { increment: 1 } },
    })
    if (done.count === 0)
      throw refuse('E_STATE', { object: 'issuer', state: 'DROPPED', event: 'drop-issuer' }, { allowed: [] })
    if (pool.state === 'PROSPECT') {
      ctx.audit({ objectType: 'issuePool', objectId: pool.id, reason: input.reason, detail: { event: 'drop-issuer' } })
      return { id: pool.id, state: pool.state as string }
    }
    const moved = await transition({ ...ctx, ifMatch: undefined }, issueMachine, pool, {
      event: 'reopen',
      reason: input.reason,
    })
    return { id: pool.id, state: moved.state as string }
  },
})

/** The rules of one registration: two to ten legal persons, each inside its slot, together inside the ceiling. */
async function requireSound(ctx: Ctx, pool: Pool): Promise<void> {
  const { df } = (await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)).plans
  const found = checkIssuePool(inPool(pool), df)[0]
  if (!found) return
  const issuer = pool.issuerSlots.find((s) => s.id === found.issuerId)
  throw refuse(found.code, {
    issuer: issuer?.name ?? '',
    size: inPool(pool).length,
    min: df.issuersMin,
    max: df.issuersMax,
    amount: toYuan(issuer?.amountFen ?? sumFen(inPool(pool).map((s) => s.amountFen))),
    cap: toYuan(df.poolCapFen),
  })
}

/** One step on its way: due diligence, rating, enhancement with its sum, registration with its number. */
export const advanceIssue = defineCommand({
  name: 'issues.advance',
  input: z.discriminatedUnion('event', [
    z.strictObject({ poolId: zId, event: z.literal('investigate') }),
    z.strictObject({ poolId: zId, event: z.literal('rate'), rating: z.string().trim().min(1).max(10) }),
    z.strictObject({ poolId: zId, event: z.literal('enhance'), enhancerId: zId, enhancement: zYuan }),
    z.strictObject({ poolId: zId, event: z.literal('register'), registrationNo: z.string().trim().min(2).max(60) }),
    z.strictObject({ poolId: zId, event: z.literal('drop'), reason: z.string().trim().min(2).max(300) }),
  ]),
  access: { roles: ['RM', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const pool = await lockPool(ctx, input.poolId)
    if (input.event !== 'drop') await requireSound(ctx, pool)
    if (input.event === 'enhance') {
      const enhancer = await tx.party.findFirst({
        where: { bankId: actor.bankId, id: input.enhancerId, state: 'ADMITTED' },
      })
      if (enhancer?.kind !== 'GUARANTOR')
        throw refuse('E_NOT_FOUND', { object: 'party' }, { fields: [{ path: 'enhancerId', code: 'E_NOT_FOUND' }] })
    }
    const moved = await transition(ctx, issueMachine, pool, {
      event: input.event,
      ...(input.event === 'drop' ? { reason: input.reason } : {}),
      set: {
        ...(input.event === 'rate' ? { rating: input.rating } : {}),
        ...(input.event === 'enhance' ? { enhancerId: input.enhancerId, enhancementFen: input.enhancement } : {}),
        ...(input.event === 'register' ? { registrationNo: input.registrationNo } : {}),
      },
    })
    return { id: pool.id, ...moved }
  },
})

/** Issued at once and once (一次注册一次发行): the schedule of every issuer and the calendar of disclosure stand from that day. */
export const launchIssue = defineCommand({
  name: 'issues.launch',
  input: z.strictObject({ poolId: zId, issuedOn: zDate, maturesOn: zDate, rate: zPercent }),
  access: { roles: ['RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const pool = await lockPool(ctx, input.poolId)
    await requireSound(ctx, pool)
    if (isAfter(input.issuedOn, today) || !isAfter(input.maturesOn, input.issuedOn))
      throw refuse('E_DATE', {}, { fields: [{ path: 'maturesOn', code: 'E_DATE' }] })
    const moved = await transition(ctx, issueMachine, pool, {
      event: 'issue',
      set: { issuedOn: toDb(input.issuedOn), maturesOn: toDb(input.maturesOn), ratePpm: input.rate },
    })
    const schedule = paymentSchedule(
      inPool(pool).map((s) => ({ slotId: s.id, amountFen: s.amountFen })),
      { issuedOn: input.issuedOn, maturesOn: input.maturesOn, ratePpm: input.rate },
    )
    await tx.issuePayment.createMany({
      data: schedule.map((p) => ({ bankId, id: newId(), poolId: pool.id, ...p, dueOn: toDb(p.dueOn), state: 'DUE' })),
    })
    await reserveOf(ctx, pool)
    const dates = [...new Map(schedule.map((p) => [p.dueOn.toString(), p.dueOn])).values()]
    const calendar = await loadCalendar(tx, bankId)
    await tx.issueDisclosure.createMany({
      data: disclosureCalendar(
        { issuedOn: input.issuedOn, maturesOn: input.maturesOn, paymentDates: dates },
        calendar,
      ).map((d) => ({
        bankId,
        id: newId(),
        poolId: pool.id,
        kind: d.kind,
        dueOn: toDb(d.dueOn),
      })),
    })
    return { id: pool.id, ...moved, payments: schedule.length }
  },
})
