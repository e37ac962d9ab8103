/** Giving an opinion: the preliminary one (B9) and the seats' (B10). One command; the open round says which. */
import { loadParameters } from '@/lib/admin/parameters'
import { moveBatch } from '@/lib/batches/progress'
import { requireNoStop } from '@/lib/monitoring/stop-gate'
import { lockPlan } from '@/lib/plans/commands/draft'
import { planMachine } from '@/lib/plans/workflow'
import { BANK_ROLES } from '@/lib/platform/actor'
import { dueAfterWorkingDays, loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { parseYuan, toYuan } from '@/lib/platform/money'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { cardIdsOfBatch } from '@/lib/scoring/card-in-force'
import { carryOpinions } from '../carry'
import { performDuty } from '../duties'
import { approvePlan, closeRound, linesOf, type PlanRow, rejectPlan, returnPlan } from '../results'
import { type ConditionJson, type LineVoteJson, openRound, toRound, writeOpinion } from '../rounds'
import type { Condition } from '../rules/conditions'
import { mayOpine, roundOutcome } from '../rules/countersign'
import type { PlanContent } from '../rules/material-change'
import { committeeOutcome } from '../rules/routing'
import { OpinionInput } from '../schema'
import { actOfSeat, COMMITTEE_MEMBER, seatOf, VETO_ROLES } from '../seats'

type Ctx = CommandContext<unknown>
type Locked = Awaited<ReturnType<typeof lockPlan>>

/** Everyone at the bank may be called to a committee; whose seat it is decides (see `seatOf`). */
export const giveOpinion = defineCommand({
  name: 'approvals.opinion',
  input: OpinionInput,
  access: { roles: BANK_ROLES.filter((r) => r !== 'TENANT_ADMIN' && r !== 'AUDITOR') },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const locked = await lockPlan(ctx, input.planId)
    checkVersion(locked.plan.version, ctx.ifMatch)
    const round = await readOpenRound(ctx, input.planId)
    if (!round) throw refuse('E_STATE', { object: 'plan', state: locked.plan.state, event: 'opinion' }, { allowed: [] })
    const seat = seatOf(round.countersignSeats, actor, round.kind, input.seatId)
    const lines = await linesOf(tx, bankId, input.planId)
    requireSense(input, round.kind, lines)
    await performDuty(ctx, actOfSeat(seat, round.kind), {
      batch: [locked.batch.id],
      plan: [input.planId],
      scorecard: await cardIdsOfBatch(tx, bankId, locked.batch.id),
    })
    await requireOtherPerson(ctx, round.countersignSeats, seat.id)
    if (input.opinion === 'AGREE' || input.opinion === 'AGREE_WITH_CONDITIONS')
      await requireNoStop(ctx, 'NEW_APPROVAL', { marketId: locked.batch.marketId, mode: locked.batch.mode })
    if (seat.department !== 'COMMITTEE') {
      const spoken = { ...seat, userId: actor.userId }
      const asked = round.countersignSeats.map((s) => (s.id === seat.id ? spoken : s))
      if (!mayOpine(toRound({ ...round, countersignSeats: asked }, lines, false), seat.id))
        throw refuse('E_STATE', { object: 'seat', state: 'SEQUENTIAL', event: 'opinion' })
    }
    await speak(ctx, round, seat)
    ctx.audit({
      objectType: 'plan',
      objectId: input.planId,
      reason: input.text,
      detail: { event: 'opinion', verdict: input.opinion, seat: seat.role, round: `${round.kind} ${round.no}` },
    })
    const state =
      input.opinion === 'ABSTAIN'
        ? ('PENDING' as const)
        : round.kind === 'PRELIMINARY'
          ? await afterPreliminary(ctx, locked, round.id)
          : await settleRound(ctx, locked)
    const plan = await tx.creditPlan.findFirstOrThrow({
      where: { bankId, id: input.planId },
      select: { id: true, code: true, state: true, result: true, version: true, approvedSumFen: true },
    })
    return { ...plan, round: { id: round.id, kind: round.kind, no: round.no, state }, seatId: seat.id }
  },
})

type OpinionCtx = CommandContext<OpinionInput>

export async function readOpenRound(ctx: Pick<Ctx, 'tx' | 'actor'>, planId: string) {
  return ctx.tx.countersignRound.findFirst({
    where: { bankId: ctx.actor.bankId, planId, state: 'OPEN' },
    orderBy: { openedAt: 'desc' },
    include: {
      countersignSeats: {
        orderBy: [{ department: 'desc' }, { id: 'asc' }],
        include: { opinions: { orderBy: { at: 'asc' } } },
      },
    },
  })
}
type OpenRound = NonNullable<Awaited<ReturnType<typeof readOpenRound>>>

/** An opinion must say what it needs: conditions, what to supplement, a reason, and a word on every line. */
function requireSense(input: OpinionInput, kind: string, lines: readonly { id: string; limitFen: bigint }[]): void {
  const field = (path: string, code = 'E_REQUIRED') =>
    refuse('E_OPINION_INCOMPLETE', { verdict: input.opinion }, { fields: [{ path, code }] })
  if (input.opinion === 'AGREE_WITH_CONDITIONS' && input.conditions.length === 0) throw field('conditions')
  if (input.opinion === 'RETURN_FOR_SUPPLEMENT' && input.returnItems.length === 0) throw field('returnItems')
  if ((input.opinion === 'REJECT' || input.opinion === 'ABSTAIN') && input.text === '') throw field('text')
  const agrees = input.opinion === 'AGREE' || input.opinion === 'AGREE_WITH_CONDITIONS'
  const known = new Map(lines.map((l) => [l.id, l]))
  for (const [id, vote] of Object.entries(input.lines)) {
    const line = known.get(id)
    if (!line) throw refuse('E_NOT_FOUND', { object: 'line' })
    if (vote.vote === 'REJECT' && !vote.reason) throw field(`lines.${id}.reason`)
    if (vote.vote !== 'REDUCE') continue
    const amount = parseYuan(vote.amount ?? '')
    if (amount === null || amount <= 0n || amount >= line.limitFen)
      throw refuse(
        'E_REDUCTION_RANGE',
        { amount: vote.amount ?? '', limit: toYuan(line.limitFen) },
        { fields: [{ path: `lines.${id}.amount`, code: 'E_RANGE' }] },
      )
  }
  for (const c of input.conditions)
    if (c.lineId && !known.has(c.lineId)) throw refuse('E_NOT_FOUND', { object: 'line' })
  const silent = lines.filter((l) => !Object.hasOwn(input.lines, l.id))
  if (kind === 'COUNTERSIGN' && agrees && !input.otherLines && silent.length > 0) throw field('otherLines')
}

/** One person, one seat of a round, also under two accounts (§6.3). */
async function requireOtherPerson(ctx: Ctx, seats: OpenRound['countersignSeats'], seatId: string): Promise<void> {
  const others = seats.filter((s) => s.id !== seatId && s.state === 'ANSWERED' && s.userId !== null)
  if (others.length === 0) return
  const same = await ctx.tx.appUser.findFirst({
    where: {
      bankId: ctx.actor.bankId,
      id: { in: others.map((s) => s.userId!) },
      personKey: ctx.actor.personKey,
    },
    select: { id: true },
  })
  if (!same) return
  const seat = others.find((s) => s.userId === same.id)!
  const act = actOfSeat(seat, 'COUNTERSIGN')
  throw refuse('E_SOD', { act, earlierAct: act, earlierAt: seat.answeredAt?.toISOString() ?? '', turn: [seat.role] })
}

async function speak(ctx: OpinionCtx, round: OpenRound, seat: OpenRound['countersignSeats'][number]): Promise<void> {
  const { tx, actor, input, now } = ctx
  const bankId = actor.bankId
  const abstains = input.opinion === 'ABSTAIN'
  const done = await tx.countersignSeat.updateMany({
    where: { bankId, id: seat.id, state: 'WAITING', version: seat.version },
    data: {
      state: abstains ? 'REASSIGNED' : 'ANSWERED',
      userId: actor.userId,
      answeredAt: now,
      version: { increment: 1 },
    },
  })
  if (done.count !== 1) throw refuse('E_VERSION_CONFLICT', { seen: seat.version })
  await writeOpinion(
    ctx,
    now,
    { roundId: round.id, seatId: seat.id, planId: input.planId, userId: actor.userId!, role: seat.role },
    {
      verdict: input.opinion,
      text: input.text,
      conditions: input.conditions as ConditionJson[],
      returnItems: input.returnItems,
      lineVotes: { lines: input.lines as Record<string, LineVoteJson>, others: input.otherLines ?? null },
    },
  )
  if (!abstains) return
  // Abstaining is only for a conflict of interest: it is on record from now on, and someone else takes the seat.
  await tx.conflictDeclaration.create({
    data: {
      bankId,
      personKey: actor.personKey,
      userId: actor.userId,
      subjectType: 'plan',
      subjectId: input.planId,
      relation: 'ABSTAINED',
      note: input.text,
    },
  })
  const { approvals } = await loadParameters(tx, bankId, ctx.today)
  await tx.countersignSeat.create({
    data: {
      bankId,
      id: newId(),
      roundId: round.id,
      role: seat.role,
      department: seat.department,
      isChair: seat.isChair,
      state: 'WAITING',
      dueAt: dueAfterWorkingDays(now, approvals.countersign.escalateAfterWorkingDays, await loadCalendar(tx, bankId)),
    },
  })
}

async function afterPreliminary(ctx: OpinionCtx, { batch, plan }: Locked, roundId: string) {
  const { input, tx, actor } = ctx
  if (input.opinion === 'RETURN_FOR_SUPPLEMENT') {
    await closeRound(ctx, roundId, 'RETURNED', { items: input.returnItems })
    await returnPlan(ctx, batch, plan, 'opinion', input.returnItems.map((i) => i.text).join('；'))
    return 'RETURNED' as const
  }
  if (input.opinion === 'REJECT') {
    await closeRound(ctx, roundId, 'REJECTED', { reason: input.text })
    await rejectPlan(ctx, batch, plan, 'opinion', input.text)
    return 'REJECTED' as const
  }
  const result = input.opinion === 'AGREE' ? ('APPROVED' as const) : ('APPROVED_WITH_CONDITIONS' as const)
  await closeRound(ctx, roundId, result, {})
  const clean = { ...ctx, ifMatch: undefined }
  await transition(clean, planMachine, plan, { event: 'opinion', to: 'COUNTERSIGNING', reason: input.text })
  await moveBatch(clean, batch.id, 'opinion', { to: 'COUNTERSIGNING', reason: input.text })
  const opened = await openCountersign(ctx, plan)
  const kept = await carryOpinions(ctx, plan.id, opened.seats, opened.id, plan.snapshot as PlanContent)
  if (kept.kept > 0) {
    ctx.audit({ objectType: 'plan', objectId: plan.id, detail: { event: 'opinions-kept', count: kept.kept } })
    const again = await tx.creditPlan.findFirstOrThrow({ where: { bankId: actor.bankId, id: plan.id } })
    await settleRound(ctx, { batch, plan: again })
  }
  return result
}

/** Opens the seats that the plan's level names (§6.1), a committee's among them. */
export async function openCountersign(ctx: Ctx, plan: { id: string; level: string | null; snapshot: unknown }) {
  const { approvals } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
  const rule = approvals.authority.levels.find((l) => l.level === plan.level) ?? approvals.authority.levels.at(-1)!
  const committee = rule.committee
    ? [...Array.from({ length: rule.committee.membersMin }, () => COMMITTEE_MEMBER), rule.committee.veto].map(
        (role) => ({ role, department: 'COMMITTEE' as const, chair: false }),
      )
    : []
  return openRound(ctx, {
    planId: plan.id,
    kind: 'COUNTERSIGN',
    mode: approvals.countersign.order,
    seats: [...rule.seats, ...committee],
    seatDays: approvals.countersign.escalateAfterWorkingDays,
    result: { content: plan.snapshot, level: plan.level } as Prisma.InputJsonObject,
  })
}

/** Applies §6.2 to the open countersign round and, when it is decided, everything that follows from it. */
export async function settleRound(
  ctx: Ctx,
  { batch, plan }: { batch: Locked['batch']; plan: PlanRow & { level?: string | null } },
) {
  const { tx, actor } = ctx
  const round = await readOpenRound(ctx, plan.id)
  if (!round) return 'PENDING' as const
  const { approvals } = await loadParameters(tx, actor.bankId, ctx.today)
  const lines = await linesOf(tx, actor.bankId, plan.id)
  const confirmed = (round.result as { chairConfirmed?: boolean } | null)?.chairConfirmed === true
  const outcome = roundOutcome(toRound(round, lines, confirmed), approvals.countersign)
  const committee = committeeOf(round, approvals.authority, plan.level ?? null)
  if (outcome.state === 'REJECTED' || committee === 'REFUSED' || committee === 'VETOED') {
    const reasons = outcome.state === 'REJECTED' ? outcome.reasons.map((r) => r.reason) : [committee]
    await closeRound(ctx, round.id, 'REJECTED', { reasons })
    await rejectPlan(ctx, batch, plan, 'countersign', reasons.join('；'))
    return 'REJECTED' as const
  }
  if (outcome.state === 'PENDING' || committee === 'PENDING') return 'PENDING' as const
  if (outcome.state === 'RETURNED') {
    await closeRound(ctx, round.id, 'RETURNED', { cause: outcome.cause, items: outcome.items })
    await returnPlan(
      ctx,
      batch,
      plan,
      'countersign',
      outcome.items
        .map((i) => i.text)
        .filter(Boolean)
        .join('；') || outcome.cause,
    )
    return 'RETURNED' as const
  }
  const extra = new Map<Condition, { ownerRole: string | null }>()
  const written = round.countersignSeats.flatMap((s) =>
    s.opinions.flatMap((o) => o.conditions as unknown as ConditionJson[]),
  )
  for (const c of outcome.conditions.conditions)
    extra.set(c, { ownerRole: written.find((w) => w.text === c.text)?.ownerRole ?? null })
  const effect = await approvePlan(ctx, batch, plan, outcome, extra)
  await closeRound(ctx, round.id, outcome.state, {
    ...effect,
    lines: outcome.lines,
    conflicts: outcome.conditions.conflicts.length,
  })
  return outcome.state
}

function committeeOf(
  round: OpenRound,
  authority: Awaited<ReturnType<typeof loadParameters>>['approvals']['authority'],
  level: string | null,
) {
  const rule = authority.levels.find((l) => l.level === level)?.committee
  const seats = round.countersignSeats.filter((s) => s.department === 'COMMITTEE' && s.state !== 'REASSIGNED')
  if (!rule || seats.length === 0) return 'AGREED' as const
  const members = seats.filter((s) => s.role === COMMITTEE_MEMBER)
  const said = (s: (typeof seats)[number]) => (s.state === 'ANSWERED' ? s.opinions.at(-1)?.verdict : undefined)
  const votes = members.flatMap((s) => {
    const verdict = said(s)
    return verdict && s.userId ? [{ personId: s.userId, agree: verdict.startsWith('AGREE') }] : []
  })
  const veto = seats.find((s) => VETO_ROLES.includes(s.role))
  const vetoSaid = veto ? said(veto) : 'AGREE'
  return committeeOutcome(
    votes,
    members.flatMap((s) => s.userId ?? []),
    vetoSaid === undefined ? 'NONE' : vetoSaid.startsWith('AGREE') ? 'WAIVED' : 'VETOED',
    rule,
  )
}
