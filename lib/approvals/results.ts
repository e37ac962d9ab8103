/** What follows from a round's result (B9, B10, §6.2, §6.4): set-based, under the locks of batch and plan (§10.6). */
import { moveBatch, moveItems } from '@/lib/batches/progress'
import { requireCapacity } from '@/lib/guarantees/capacity/gate'
import { requireNoIncrease } from '@/lib/guarantees/no-increase'
import { marginRequired } from '@/lib/guarantees/rules/margin'
import { settleGroups } from '@/lib/guarantees/settle-groups'
import { holdForCases } from '@/lib/partners/holds'
import { lockBase } from '@/lib/plans/add-on'
import { allInCost } from '@/lib/plans/rules/pricing'
import { SchemeParams } from '@/lib/plans/scheme'
import { planMachine } from '@/lib/plans/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import { minDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, maxFen, minFen, sumFen, toPercent, toYuan } from '@/lib/platform/money'
import { newId, type Prisma, type Tx } from '@/lib/platform/tenant'
import { toWire } from '@/lib/platform/wire'
import { transition } from '@/lib/platform/workflow'
import { keepDecision, supersedeOlder } from './after-approval'
import type { Condition } from './rules/conditions'
import type { LineResult, RoundOutcome } from './rules/countersign'
import { merchantValidity, planValidity, type ValidityParameters } from './rules/validity'

type Ctx = CommandContext<unknown>
export type PlanRow = {
  id: string
  state: string
  version: number
  batchId: string
  code: string
  versionNo: number
  params: unknown
  aggregateLimitFen: Fen | null
  supersedesId: string | null
  kind: string
  basePlanId: string | null
}
type BatchRow = { id: string; marketId: string; mode: string; rankedCount: number | null; rmId: string | null }
type Lines = { id: string; applicationId: string; limitFen: Fen; groupId: string | null }[]

/** Closes the round with its result; what the round was opened with stays beside it, and nobody is chased any more. */
export async function closeRound(
  ctx: Ctx,
  roundId: string,
  state: 'APPROVED' | 'APPROVED_WITH_CONDITIONS' | 'RETURNED' | 'REJECTED' | 'VOID',
  result: Record<string, unknown>,
): Promise<void> {
  const { tx, actor, now } = ctx
  const round = await tx.countersignRound.findFirstOrThrow({ where: { bankId: actor.bankId, id: roundId } })
  await tx.countersignRound.updateMany({
    where: { bankId: actor.bankId, id: roundId, state: 'OPEN' },
    data: {
      state,
      closedAt: now,
      result: { ...(round.result as object | null), ...(toWire(result) as object) } as Prisma.InputJsonObject,
    },
  })
  await tx.countersignSeat.updateMany({
    where: { bankId: actor.bankId, roundId, state: 'WAITING' },
    data: { state: 'VOID' },
  })
  await tx.task.updateMany({
    where: { bankId: actor.bankId, kind: 'SEAT_LATE', objectType: 'plan', objectId: round.planId, state: 'OPEN' },
    data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
  })
}

/**
 * Takes `sumFen` out of the plan's aggregate limit. One conditional UPDATE on the plan's row: Σ approved ≤ L whoever
 * else approves at the same moment (§5.2, P-3). Refuses E_AMOUNT_OVER_CAP:plan.
 */
export async function reserveApproved(tx: Tx, bankId: string, planId: string, sumFen: Fen): Promise<void> {
  const done = await tx.$executeRaw`
    update credit_plan set approved_sum_fen = approved_sum_fen + ${sumFen}
    where bank_id = ${bankId}::uuid and id = ${planId}::uuid and approved_sum_fen + ${sumFen} <= aggregate_limit_fen`
  if (done === 1) return
  const plan = await tx.creditPlan.findFirst({ where: { bankId, id: planId } })
  if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
  throw refuse('E_AMOUNT_OVER_CAP:plan', {
    amount: toYuan(plan.approvedSumFen + sumFen),
    cap: toYuan(plan.aggregateLimitFen ?? 0n),
  })
}

/** APPROVED: amounts, conditions, validity, items, groups and the batch, all at once. */
export async function approvePlan(
  ctx: Ctx,
  batch: BatchRow,
  plan: PlanRow,
  outcome: Extract<RoundOutcome, { state: 'APPROVED' | 'APPROVED_WITH_CONDITIONS' }>,
  conditionsExtra: ReadonlyMap<Condition, { ownerRole: string | null }>,
  validity: ValidityParameters,
): Promise<{ approvedSumFen: Fen; approved: number; reduced: number; rejected: number }> {
  const { tx, actor, now, today } = ctx
  const bankId = actor.bankId
  const conditions = outcome.conditions.conditions
  const lines = await linesOf(tx, bankId, plan.id)
  const scheme = SchemeParams.parse(plan.params)
  const stored = await tx.planLine.findMany({
    where: { bankId, planId: plan.id, state: 'PROPOSED' },
    select: { id: true, ratePpm: true, tenorMonths: true },
  })
  const marginRatio = Math.max(
    scheme.marginRatio,
    ...conditions.flatMap((c) => (c.term?.kind === 'MARGIN_MIN' && c.lineId === null ? [c.term.ppm] : [])),
  )
  const terms = new Map(stored.map((s) => [s.id, s]))
  const allInOf = allInByRate(marginRatio, scheme.marginInterestRate)
  const votes = new Map(outcome.lines.map((r) => [r.lineId, r]))
  const decided = lines.map((line) => {
    const own = terms.get(line.id)!
    return decideLine(line, own, votes.get(line.id)!, conditions, { marginRatio, allInOf })
  })
  const good = decided.filter((d) => d.state !== 'REJECTED')
  const approvedFen = sumFen(good.map((d) => d.approved))
  await reserveApproved(tx, bankId, plan.id, approvedFen)
  const held = good.map((d) => ({ applicationId: d.applicationId, amountFen: d.approved }))
  await requireNoIncrease(ctx, held)
  await requireCapacity(ctx, batch, held)
  await holdForCases(ctx, batch, held)
  // a later list takes from the plan it comes under, and ends with it
  const base = plan.basePlanId ? await lockBase(ctx, plan.basePlanId) : null
  if (plan.kind === 'ADD_ON' && !base) throw refuse('E_ADD_ON_PLAN')
  if (base) await reserveApproved(tx, bankId, base.id, approvedFen)

  const whole = planValidity(today, validity)
  const until = base?.validUntil ? minDate(base.validUntil, whole.validUntil) : whole.validUntil
  const dates = { validUntil: until, firstContractBy: minDate(whole.firstContractBy, until) }
  const own = merchantValidity(today, dates.validUntil, validity)
  const rows = JSON.stringify(
    decided.map((d) => ({ ...d, approved: d.approved.toString(), margin: d.margin.toString() })),
  )
  await tx.$executeRaw`
    update plan_line l set state = r.state, approved_fen = r.approved, reason = r.reason, margin_fen = r.margin, rate_ppm = r.rate,
      all_in_ppm = r."allIn", tenor_months = r.tenor, version = l.version + 1
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, state text, approved bigint, reason text, margin bigint, rate int, "allIn" int, tenor int)
    where l.bank_id = ${bankId}::uuid and l.plan_id = ${plan.id}::uuid and l.id = r.id`
  await tx.$executeRaw`
    update application_outcome o set approved_fen = l.approved_fen, approved_rate_ppm = l.rate_ppm, approved_tenor_months = l.tenor_months,
      approved_on = ${toDb(today)}::date, version = o.version + 1
    from plan_line l where l.bank_id = ${bankId}::uuid and l.plan_id = ${plan.id}::uuid and l.state in ('APPROVED', 'APPROVED_REDUCED')
      and o.bank_id = l.bank_id and o.application_id = l.application_id`
  const set = { signBy: toDb(own.signBy), drawBy: toDb(own.drawBy) }
  const of = (state: string) => decided.filter((d) => d.state === state).map((d) => d.applicationId)
  await moveItems(ctx, of('APPROVED'), 'approve', { to: 'APPROVED', bySystem: true, set })
  await moveItems(ctx, of('APPROVED_REDUCED'), 'approve', { to: 'APPROVED_REDUCED', bySystem: true, set })
  await moveItems(ctx, of('REJECTED'), 'reject', { bySystem: true, reason: 'LINE_REJECTED' })

  await registerConditions(ctx, plan.id, lines, conditions, conditionsExtra)
  const planState = outcome.state
  await transition({ ...ctx, ifMatch: undefined }, planMachine, plan, {
    event: 'countersign',
    to: 'EFFECTIVE',
    bySystem: true,
    detail: { approved: toYuan(approvedFen), lines: good.length, rejected: decided.length - good.length },
    set: {
      result: planState,
      decidedAt: now,
      decidedOn: toDb(today),
      validFrom: toDb(today),
      validUntil: toDb(dates.validUntil),
      firstContractBy: toDb(dates.firstContractBy),
      ...(marginRatio > scheme.marginRatio
        ? { params: { ...(plan.params as object), marginRatio: toPercent(marginRatio) } }
        : {}),
    },
  })
  await keepDecision(ctx, plan.id)
  await supersedeOlder(ctx, plan)
  await moveBatch({ ...ctx, ifMatch: undefined }, batch.id, 'countersign', { to: planState, bySystem: true })
  if (batch.mode === 'JG')
    await settleGroups(ctx, batch, of('REJECTED'), {
      states: ['APPROVED', 'APPROVED_REDUCED'],
      reason: 'LINE_REJECTED',
    })
  ctx.emit('plan.approved', { planId: plan.id, batchId: batch.id, approved: toYuan(approvedFen), result: planState })
  return {
    approvedSumFen: approvedFen,
    approved: of('APPROVED').length,
    reduced: of('APPROVED_REDUCED').length,
    rejected: of('REJECTED').length,
  }
}

type Decided = {
  id: string
  applicationId: string
  state: string
  approved: Fen
  reason: string | null
  margin: Fen
  rate: number
  allIn: number
  tenor: number
}

/** What a loan costs in all at a rate, ppm a year (§5.5): a plan's lines share a few rates, and each is worked out once. */
function allInByRate(marginRatioPpm: number, marginInterestRatePpm: number): (ratePpm: number) => number {
  const known = new Map<number, number>()
  return (ratePpm) => {
    const before = known.get(ratePpm)
    if (before !== undefined) return before
    const cost = allInCost({
      ratePpm,
      guaranteeFeeRatePpm: 0,
      premiumRatePpm: 0,
      otherFeeRatePpm: 0,
      marginRatioPpm,
      marginInterestRatePpm,
    }).value.allInEffectivePpm
    known.set(ratePpm, cost)
    return cost
  }
}

/** One line after the votes and after conditions that set a figure: the lower amount, shorter tenor, higher rate (§6.2). */
function decideLine(
  line: Lines[number],
  own: { ratePpm: number; tenorMonths: number },
  vote: LineResult,
  conditions: readonly Condition[],
  scheme: { marginRatio: number; allInOf: (ratePpm: number) => number },
): Decided {
  const terms = conditions.flatMap((c) => (c.term && (c.lineId === null || c.lineId === line.id) ? [c.term] : []))
  let amount = vote.result === 'REJECTED' ? 0n : vote.amountFen
  let tenor = own.tenorMonths
  let rate = own.ratePpm
  for (const t of terms) {
    if (t.kind === 'AMOUNT_MAX') amount = minFen(amount, t.fen)
    if (t.kind === 'TENOR_MAX') tenor = Math.min(tenor, t.months)
    if (t.kind === 'RATE_MIN') rate = Math.max(rate, t.ppm)
  }
  amount = maxFen(amount, 0n)
  const state =
    vote.result === 'REJECTED' || amount === 0n ? 'REJECTED' : amount < line.limitFen ? 'APPROVED_REDUCED' : 'APPROVED'
  return {
    id: line.id,
    applicationId: line.applicationId,
    state,
    approved: state === 'REJECTED' ? 0n : amount,
    reason: vote.result === 'REJECTED' ? vote.reasons.filter((r) => r !== '').join('；') || null : null,
    margin: marginRequired(amount, scheme.marginRatio),
    rate,
    allIn: scheme.allInOf(rate),
    tenor,
  }
}

async function registerConditions(
  ctx: Ctx,
  planId: string,
  lines: Lines,
  conditions: readonly Condition[],
  extra: ReadonlyMap<Condition, { ownerRole: string | null }>,
): Promise<void> {
  if (conditions.length === 0) return
  const { tx, actor } = ctx
  await tx.condition.createMany({
    data: conditions.map((c) => {
      const line = c.lineId === null ? undefined : lines.find((l) => l.id === c.lineId)
      return {
        bankId: actor.bankId,
        id: newId(),
        planId,
        objectType: line ? 'application' : 'plan',
        objectId: line?.applicationId ?? planId,
        text: c.text,
        type: c.type,
        ownerId: c.ownerId,
        ownerRole: extra.get(c)?.ownerRole ?? null,
        dueOn: c.due ? toDb(c.due) : null,
        state: 'OPEN',
        createdBy: actor.userId,
      }
    }),
  })
  ctx.audit({ objectType: 'plan', objectId: planId, detail: { event: 'conditions', count: conditions.length } })
}

export async function linesOf(tx: Tx, bankId: string, planId: string): Promise<Lines> {
  return tx.planLine.findMany({
    where: { bankId, planId, state: 'PROPOSED' },
    select: { id: true, applicationId: true, limitFen: true, groupId: true },
    orderBy: { id: 'asc' },
  })
}
