/** What happens to a market after its decision (§10.1): suspend, reinstate, expire, exit, open again. */

import { z } from 'zod'
import { fullMonitoringOfMarket } from '@/lib/monitoring/full-monitoring'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { fromDb, fromDbOrNull, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { newId } from '@/lib/platform/tenant'
import { findTransition, transition } from '@/lib/platform/workflow'
import { marketCardFor } from '@/lib/scoring/card-in-force'
import { hasExpired, reopenFrom, type SUSPEND_TRIGGERS } from '../rules/admission'
import { ExitMarket, MarketOnly, ReinstateMarket, SuspendMarket } from '../schema'
import { currentSurvey, lockMarket, type MarketRow } from '../survey'
import { MARKET_ACTIVE, marketMachine } from '../workflow'

export type SuspendTrigger = (typeof SUSPEND_TRIGGERS)[number]

/**
 * Suspends a market inside another command (warnings, end of day) or by the risk manager's own. Effects of §8.2: no new
 * approvals and draws (frozen), the score invalid after a RED warning or a fallen grade, all its loans on full
 * monitoring. A market that is suspended already stays so: false is returned.
 */
export async function suspendMarketNow(
  ctx: CommandContext<unknown>,
  market: MarketRow,
  request: { trigger: SuspendTrigger; reason: string; bySystem?: boolean },
): Promise<{ state: string; version: number; suspended: boolean }> {
  const { tx, actor, today } = ctx
  if (market.state === 'SUSPENDED' && request.bySystem)
    return { state: market.state, version: market.version, suspended: false }
  const moved = await transition({ ...ctx, ifMatch: undefined }, marketMachine, market, {
    event: 'suspend',
    reason: request.reason,
    detail: { trigger: request.trigger },
    set: { suspendedFrom: market.state, frozen: true },
    bySystem: request.bySystem,
  })
  if (request.trigger === 'RED' || request.trigger === 'S8') {
    await tx.marketGrading.updateMany({
      where: { bankId: actor.bankId, marketId: market.id, invalidSince: null },
      data: { invalidSince: toDb(today), version: { increment: 1 } },
    })
  }
  if (request.trigger === 'RED') await fullMonitoringOfMarket(ctx, market.id)
  ctx.emit('market.suspended', { marketId: market.id, code: market.code, trigger: request.trigger })
  return { ...moved, suspended: true }
}

export const suspendMarket = defineCommand({
  name: 'markets.suspend',
  input: SuspendMarket,
  access: { roles: ['RISK_MGR', 'SYSTEM'] },
  async run(ctx) {
    const market = await lockMarket(ctx, ctx.input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    const { state, version } = await suspendMarketNow(ctx, market, ctx.input)
    return { id: market.id, state, version }
  },
})

const HEADS = ['SB_HEAD', 'CR_HEAD'] as const

/**
 * Both heads agree that the reason is gone; the second agreement lifts the suspension. Refuses E_STOP_NOT_LIFTED while
 * a RED warning or a stop of the market stands, or while the score that admitted it is invalid for a fallen grade.
 */
export const reinstateMarket = defineCommand({
  name: 'markets.reinstate',
  input: ReinstateMarket,
  access: { roles: HEADS },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    findTransition(marketMachine, market.state, { event: 'reinstate' }, actor)
    const since = await suspendedBy(ctx, market)
    await checkLifted(ctx, market, since.trigger)
    const survey = await currentSurvey(tx, market)
    const given = await tx.marketDecision.findMany({
      where: { bankId: actor.bankId, marketId: market.id, decision: 'REINSTATE', at: { gt: since.at } },
    })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: given.map((g) => g.userId) } },
      select: { personKey: true },
    })
    const turn = HEADS.filter((s) => !given.some((g) => g.role === s))
    if (people.some((p) => p.personKey === actor.personKey))
      throw refuse('E_SOD', { act: 'REINSTATE', earlierAct: 'REINSTATE', earlierAt: '', turn })
    const seat = turn.find((s) => actor.roles.includes(s))
    if (!seat) throw refuse('E_STATE', { object: 'market', state: market.state, event: 'reinstate' }, { allowed: [] })
    await tx.marketDecision.create({
      data: {
        bankId: actor.bankId,
        id: newId(),
        marketId: market.id,
        surveyId: survey.id,
        role: seat,
        userId: actor.userId!,
        decision: 'REINSTATE',
        opinion: input.opinion,
        at: now,
      },
    })
    if (given.length === 0) {
      await tx.market.updateMany({
        where: { bankId: actor.bankId, id: market.id },
        data: { version: { increment: 1 } },
      })
      ctx.audit({
        objectType: 'market',
        objectId: market.id,
        objectVersion: market.version + 1,
        reason: input.opinion,
        detail: { event: 'reinstate', seat, waitsFor: turn.find((s) => s !== seat) },
      })
      return { id: market.id, state: market.state, version: market.version + 1, final: false }
    }
    const moved = await transition({ ...ctx, ifMatch: undefined }, marketMachine, market, {
      event: 'reinstate',
      to: market.suspendedFrom === 'CONDITIONAL' ? 'CONDITIONAL' : 'ADMITTED',
      reason: input.opinion,
      detail: { seat, trigger: since.trigger },
      set: { suspendedFrom: null, frozen: false },
    })
    await tx.marketGrading.updateMany({
      where: { bankId: actor.bankId, marketId: market.id },
      data: { invalidSince: null, version: { increment: 1 } },
    })
    ctx.emit('market.reinstated', { marketId: market.id, code: market.code })
    return { id: market.id, ...moved, final: true }
  },
})

async function suspendedBy(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  market: MarketRow,
): Promise<{ at: Date; trigger: string }> {
  const row = await ctx.tx.stateHistory.findFirst({
    where: { bankId: ctx.actor.bankId, objectType: 'market', objectId: market.id, event: 'suspend' },
    orderBy: { at: 'desc' },
    select: { at: true, detail: true },
  })
  return { at: row?.at ?? new Date(0), trigger: (row?.detail as { trigger?: string } | null)?.trigger ?? 'RED' }
}

/** The lift conditions of §8.3: no RED warning open, no stop of the market standing; a fallen grade needs a new score. */
async function checkLifted(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  market: MarketRow,
  trigger: string,
): Promise<void> {
  const { tx, actor } = ctx
  const red = await tx.warningSignal.findFirst({
    where: {
      bankId: actor.bankId,
      objectType: 'MARKET',
      objectId: market.id,
      level: 'RED',
      state: { notIn: ['CLOSED', 'FALSE_ALARM'] },
    },
    select: { code: true },
  })
  if (red) throw refuse('E_STOP_NOT_LIFTED', { stop: red.code })
  const stop = await tx.stopTrigger.findFirst({
    where: { bankId: actor.bankId, scopeType: 'MARKET', scopeId: market.id, state: 'ACTIVE' },
    select: { code: true },
  })
  if (stop) throw refuse('E_STOP_NOT_LIFTED', { stop: stop.code })
  if (trigger === 'S8') throw refuse('E_STOP_NOT_LIFTED', { stop: 'S8' })
}

/** The date has passed: no new batch from tomorrow's first minute. Raised by end of day; refuses E_STATE before it. */
export const expireMarket = defineCommand({
  name: 'markets.expire',
  input: MarketOnly,
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const market = await lockMarket(ctx, ctx.input.marketId)
    if (!hasExpired(fromDbOrNull(market.expiresOn), ctx.today))
      throw refuse('E_STATE', { object: 'market', state: market.state, event: 'expire' })
    const moved = await transition(ctx, marketMachine, market, {
      event: 'expire',
      detail: { expiredOn: fromDb(market.expiresOn!).toString() },
    })
    ctx.emit('market.expired', { marketId: market.id, code: market.code })
    return { id: market.id, ...moved }
  },
})

/** All markets of the bank whose date has passed, for end of day: a few rows a day. */
export const expireDueMarkets = defineCommand({
  name: 'markets.expireDue',
  input: z.strictObject({}),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { tx, actor, today } = ctx
    const due = await tx.market.findMany({
      where: { bankId: actor.bankId, state: { in: [...MARKET_ACTIVE] }, expiresOn: { lt: toDb(today) } },
      orderBy: { id: 'asc' },
    })
    for (const market of due) {
      await transition(ctx, marketMachine, market, {
        event: 'expire',
        detail: { expiredOn: fromDb(market.expiresOn!).toString() },
      })
      ctx.emit('market.expired', { marketId: market.id, code: market.code })
    }
    ctx.audit({
      objectType: 'bank',
      objectId: actor.bankId,
      detail: { event: 'expire-markets', date: today.toString(), markets: due.map((m) => m.code) },
    })
    return { expired: due.length }
  },
})

/** The bank leaves the market by a plan: no new batch, running loans go on to their end. */
export const exitMarket = defineCommand({
  name: 'markets.exit',
  input: ExitMarket,
  access: { roles: ['SB_HEAD'] },
  async run(ctx) {
    const market = await lockMarket(ctx, ctx.input.marketId)
    const moved = await transition(ctx, marketMachine, market, { event: 'exit', reason: ctx.input.plan })
    ctx.emit('market.exited', { marketId: market.id, code: market.code })
    return { id: market.id, ...moved }
  },
})

/** A rejected market after its cooling-off, an expired one at once. Refuses E_COOLING_OFF with the first possible day. */
export const reopenMarket = defineCommand({
  name: 'markets.reOpen',
  input: MarketOnly,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, today } = ctx
    const market = await lockMarket(ctx, ctx.input.marketId)
    findTransition(marketMachine, market.state, { event: 're-open' }, actor)
    const rejectedOn = fromDbOrNull(market.rejectedOn)
    if (market.state === 'REJECTED' && rejectedOn) {
      const from = reopenFrom(await marketCardFor(tx, actor.bankId, market, today), rejectedOn)
      if (isBefore(today, from)) throw refuse('E_COOLING_OFF', { from: from.toString() })
    }
    const moved = await transition(ctx, marketMachine, market, {
      event: 're-open',
      set: { rmId: actor.userId, suspendedFrom: null, frozen: false },
    })
    return { id: market.id, ...moved }
  },
})
