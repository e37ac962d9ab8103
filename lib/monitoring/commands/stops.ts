/** Stops that people set, and how stops are lifted: asked for with a reason, decided by another with the right to (§8.3). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import type { Role } from '@/lib/platform/actor'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { mulDiv, toPercent } from '@/lib/platform/money'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { marketStopMayLift } from '../rules/stop-triggers'

const words = z.string().trim().min(2).max(1000)

/** What people may set: an operator in default of its duties (a false list, a refused stall freeze), a partner to renegotiate with, the regulator's stop. */
const SETTERS: Record<'S5' | 'S6' | 'S7' | 'S10', Role> = {
  S5: 'RISK_MGR',
  S6: 'RISK_MGR',
  S7: 'RISK_MGR',
  S10: 'TENANT_ADMIN',
}
/** Who decides on lifting: an approver of L2 for what the figures alone do not lift; the auditor beside the administrator for the regulator's stop. */
const lifterOf = (code: string): Role => (code === 'S10' ? 'AUDITOR' : 'CR_HEAD')

export const setStop = defineCommand({
  name: 'stops.set',
  input: z.strictObject({
    code: z.enum(['S5', 'S6', 'S7', 'S10']),
    /** code of the market (S7) or of the partner (S5, S6); the bank itself for S10 */
    object: z.string().trim().max(60).optional(),
    reason: words,
  }),
  access: { roles: ['RISK_MGR', 'TENANT_ADMIN'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    if (!actor.roles.includes(SETTERS[input.code])) throw refuse('E_FORBIDDEN', { roles: [SETTERS[input.code]] })
    const scope = await scopeOf(ctx, input.code, input.object ?? '')
    if (await tx.stopTrigger.count({ where: { bankId, code: input.code, scopeId: scope.id, state: 'ACTIVE' } }))
      throw refuse('E_STOP_STANDS', { stop: input.code })
    const id = newId()
    await tx.stopTrigger.create({
      data: {
        bankId,
        id,
        code: input.code,
        scopeType: scope.type,
        scopeId: scope.id,
        state: 'ACTIVE',
        value: 'SET',
        reason: input.reason,
        since: toDb(today),
        setBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'stop',
      objectId: id,
      to: 'ACTIVE',
      reason: input.reason,
      detail: { stop: input.code, scope: scope.type, scopeId: scope.id },
    })
    ctx.emit('stop.set', { stopId: id, code: input.code })
    return { id, state: 'ACTIVE' as const }
  },
})

async function scopeOf({ tx, actor }: CommandContext<unknown>, code: string, ref: string) {
  const { bankId } = actor
  const where = { bankId, ...(zId.safeParse(ref).success ? { id: ref } : { code: ref }) }
  if (code === 'S10') return { type: 'BANK' as const, id: bankId }
  const found =
    code === 'S7'
      ? await tx.market.findFirst({ where, select: { id: true } })
      : await tx.party.findFirst({ where, select: { id: true } })
  if (!found)
    throw refuse('E_OBSERVED_UNKNOWN', { object: ref }, { fields: [{ path: 'object', code: 'E_OBSERVED_UNKNOWN' }] })
  return { type: code === 'S7' ? ('MARKET' as const) : ('PARTY' as const), id: found.id }
}

async function activeStop({ tx, actor }: CommandContext<unknown>, id: string) {
  const stop = await tx.stopTrigger.findFirst({ where: { bankId: actor.bankId, id } })
  if (!stop) throw refuse('E_NOT_FOUND', { object: 'stop' })
  if (stop.state !== 'ACTIVE')
    throw refuse('E_STATE', { object: 'stop', state: stop.state, event: 'lift' }, { allowed: [] })
  return stop
}

/** Asks for the end of a stop. S1 is not even asked for before two month ends below 2 % and 4 %; a RED partner not while the signal stands. */
export const askLift = defineCommand({
  name: 'stops.askLift',
  input: z.strictObject({ stopId: zId, reason: words }),
  access: { roles: ['RISK_MGR', 'POST_MKT', 'POST_PARTNER', 'TENANT_ADMIN'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const { bankId } = actor
    const stop = await activeStop(ctx, input.stopId)
    if (stop.liftAskedBy)
      throw refuse('E_STATE', { object: 'stop', state: 'LIFT_ASKED', event: 'ask-lift' }, { allowed: ['lift'] })
    if (stop.code === 'S10' && !actor.roles.includes('TENANT_ADMIN'))
      throw refuse('E_FORBIDDEN', { roles: ['TENANT_ADMIN'] })
    if (stop.code === 'S1' && stop.scopeType === 'MARKET') {
      const p = (await loadParameters(tx, bankId, today)).monitoring.stop
      const ends = await monthEnds(ctx, stop.scopeId, today, p.liftMonths)
      if (!marketStopMayLift(ends, true, p))
        throw refuse('E_STOP_LIFT_RATIOS', {
          months: p.liftMonths,
          npl: toPercent(p.marketNplLiftPpm),
          overdue: toPercent(p.marketOverdueLiftPpm),
          seen: ends.map((m) => `${m.month} ${toPercent(m.nplPpm)}%/${toPercent(m.overduePpm)}%`).join(', ') || '-',
        })
    }
    if (stop.code === 'RED') {
      const red = await tx.warningSignal.count({
        where: {
          bankId,
          objectType: 'PARTY',
          objectId: stop.scopeId,
          level: 'RED',
          state: { notIn: ['CLOSED', 'FALSE_ALARM'] },
        },
      })
      if (red > 0) throw refuse('E_STOP_NOT_LIFTED', { stop: stop.reason ?? 'RED' })
    }
    await tx.stopTrigger.update({
      where: { bankId_id: { bankId, id: stop.id } },
      data: { liftAskedBy: actor.userId, liftAskedAt: now, liftReason: input.reason, version: { increment: 1 } },
    })
    await tx.task.create({
      data: {
        bankId,
        id: newId(),
        kind: 'LIFT_STOP',
        objectType: 'stop',
        objectId: stop.id,
        role: lifterOf(stop.code),
        params: { code: stop.code },
        state: 'OPEN',
        createdBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'stop',
      objectId: stop.id,
      reason: input.reason,
      detail: { event: 'ask-lift', stop: stop.code },
    })
    return { id: stop.id, decides: lifterOf(stop.code) }
  },
})

/** The decision, by another person than who asked or set it. */
export const liftStop = defineCommand({
  name: 'stops.lift',
  input: z.strictObject({ stopId: zId, agree: z.boolean(), reason: words }),
  access: { roles: ['CR_HEAD', 'AUDITOR'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const { bankId } = actor
    const stop = await activeStop(ctx, input.stopId)
    const wanted = lifterOf(stop.code)
    if (!actor.roles.includes(wanted)) throw refuse('E_FORBIDDEN', { roles: [wanted] })
    if (!stop.liftAskedBy)
      throw refuse('E_STATE', { object: 'stop', state: 'ACTIVE', event: 'lift' }, { allowed: ['ask-lift'] })
    const earlier = await tx.appUser.findMany({
      where: { bankId, id: { in: [stop.liftAskedBy, stop.setBy].filter((x) => x !== null) } },
      select: { personKey: true },
    })
    if (earlier.some((p) => p.personKey === actor.personKey))
      throw refuse('E_SOD', { act: 'LIFT_STOP', earlierAct: 'LIFT_STOP', earlierAt: '', turn: [wanted] })
    await tx.stopTrigger.update({
      where: { bankId_id: { bankId, id: stop.id } },
      data: input.agree
        ? { state: 'LIFTED', liftedOn: toDb(today), liftedBy: actor.userId, version: { increment: 1 } }
        : { liftAskedBy: null, liftAskedAt: null, liftReason: null, version: { increment: 1 } },
    })
    await tx.task.updateMany({
      where: { bankId, kind: 'LIFT_STOP', objectId: stop.id, state: 'OPEN' },
      data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
    })
    ctx.audit({
      objectType: 'stop',
      objectId: stop.id,
      from: 'ACTIVE',
      to: input.agree ? 'LIFTED' : 'ACTIVE',
      reason: input.reason,
      detail: { event: input.agree ? 'lift' : 'keep', stop: stop.code },
    })
    return { id: stop.id, state: input.agree ? ('LIFTED' as const) : ('ACTIVE' as const) }
  },
})

/** Ratios of a market at its last month ends, oldest first, by the month's statements of its loans. Only months running up to the last one. */
async function monthEnds({ tx, actor }: CommandContext<unknown>, marketId: string, today: PlainDate, months: number) {
  const from = today.with({ day: 1 }).subtract({ months })
  const rows = await tx.$queryRaw<{ month: Date; balance: bigint; overdue: bigint; npl: bigint }[]>`
    select s.month, sum(s.principal_fen)::bigint as balance, coalesce(sum(s.principal_fen) filter (where s.dpd > 0), 0)::bigint as overdue,
      coalesce(sum(s.principal_fen) filter (where s.class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS')), 0)::bigint as npl
    from loan_statement s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
    where s.bank_id = ${actor.bankId}::uuid and l.market_id = ${marketId}::uuid and s.month >= ${from.toString()}::date group by s.month order by s.month`
  const ppm = (part: bigint, whole: bigint) => (whole > 0n ? Number(mulDiv(part, 1_000_000n, whole)) : 0)
  return rows.map((r) => ({
    month: r.month.toISOString().slice(0, 7),
    nplPpm: ppm(r.npl, r.balance),
    overduePpm: ppm(r.overdue, r.balance),
  }))
}
