/** From seats to a result: opens the countersign round of a level, reads the open one, and applies §6.2 to it. */
import { loadParameters } from '@/lib/admin/parameters'
import { moveBatch } from '@/lib/batches/progress'
import type { lockPlan } from '@/lib/plans/commands/draft'
import { planMachine } from '@/lib/plans/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDbOrNull } from '@/lib/platform/dates'
import type { Prisma } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { carryOpinions } from './carry'
import { performDuty } from './duties'
import type { ApprovalParameters } from './parameters'
import { rejectPlan, returnPlan } from './refusals'
import { approvePlan, closeRound, linesOf } from './results'
import { type ConditionJson, type LineVoteJson, openRound, toCondition, toRound, writeOpinion } from './rounds'
import type { Condition } from './rules/conditions'
import { roundOutcome } from './rules/countersign'
import type { PlanContent } from './rules/material-change'
import { type CommitteeOutcome, committeeOutcome, type LevelRule, type SeatPlan, seatPlans } from './rules/routing'
import { COMMITTEE_MEMBER, VETO_ROLES } from './rules/sitting'
import type { OpinionInput } from './schema'

type Ctx = CommandContext<unknown>
type Locked = Awaited<ReturnType<typeof lockPlan>>
type PlanOf = Locked['plan']

/** The approval parameters of the day on which the plan was submitted: a later change is for later plans (§12). */
export async function approvalsOf(
  ctx: Pick<Ctx, 'tx' | 'actor' | 'today'>,
  plan: { parametersOn: Date | null },
): Promise<ApprovalParameters> {
  const on = fromDbOrNull(plan.parametersOn) ?? ctx.today
  return (await loadParameters(ctx.tx, ctx.actor.bankId, on)).approvals
}

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
export type OpenRound = NonNullable<Awaited<ReturnType<typeof readOpenRound>>>

type Level = { seats: readonly SeatPlan[]; committee: LevelRule['committee'] }

/** Who decides at a level: the two reviewers for a plain later list, else the level's seats and its committee (§6.1). */
export function levelOf(level: string | null, { authority }: ApprovalParameters): Level {
  if (level === 'ADD_ON') return { seats: seatPlans(authority.addOn.seats), committee: null }
  const rule = authority.levels.find((l) => l.level === level) ?? authority.levels.at(-1)!
  return { seats: seatPlans(rule.seats), committee: rule.committee }
}

/** Opens the seats that the plan's level names (§6.1), a committee's among them. */
export async function openCountersign(
  ctx: Ctx,
  plan: Pick<PlanOf, 'id' | 'level' | 'snapshot' | 'parametersOn'>,
  more: { reconsideration?: boolean } = {},
) {
  const approvals = await approvalsOf(ctx, plan)
  const rule = levelOf(plan.level, approvals)
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
    clock: approvals.countersign,
    result: { content: plan.snapshot, level: plan.level, ...more } as Prisma.InputJsonObject,
  })
}

/** What the small-business department's first opinion leads to (B9). */
export async function afterPreliminary(ctx: CommandContext<OpinionInput>, { batch, plan }: Locked, round: OpenRound) {
  const { input, tx, actor } = ctx
  if (input.opinion === 'RETURN_FOR_SUPPLEMENT') {
    await closeRound(ctx, round.id, 'RETURNED', { items: input.returnItems })
    await returnPlan(ctx, batch, plan, 'opinion', input.returnItems.map((i) => i.text).join('；'))
    return 'RETURNED' as const
  }
  if (input.opinion === 'REJECT') {
    await closeRound(ctx, round.id, 'REJECTED', { reason: input.text })
    await rejectPlan(ctx, batch, plan, 'opinion', input.text)
    return 'REJECTED' as const
  }
  const result = input.opinion === 'AGREE' ? ('APPROVED' as const) : ('APPROVED_WITH_CONDITIONS' as const)
  await closeRound(ctx, round.id, result, {})
  const clean = { ...ctx, ifMatch: undefined }
  // the act of a person whose right to this seat was found by the seat itself: as a superior or for somebody away
  await transition(clean, planMachine, plan, {
    event: 'opinion',
    to: 'COUNTERSIGNING',
    reason: input.text,
    bySystem: true,
  })
  await moveBatch(clean, batch.id, 'opinion', { to: 'COUNTERSIGNING', reason: input.text, bySystem: true })
  const opened = await openCountersign(ctx, plan)
  const plain = plan.level === 'ADD_ON'
  if (plain) await sitInAlso(ctx, opened, { batch, plan })
  const open = plain ? opened.seats.filter((s) => s.role !== 'SB_REVIEWER') : opened.seats
  const kept = await carryOpinions(ctx, plan.id, open, opened.id, plan.snapshot as PlanContent, plan.sha256)
  if (kept.kept > 0)
    ctx.audit({ objectType: 'plan', objectId: plan.id, detail: { event: 'opinions-kept', count: kept.kept } })
  if (kept.kept > 0 || plain) {
    const again = await tx.creditPlan.findFirstOrThrow({ where: { bankId: actor.bankId, id: plan.id } })
    await settleRound(ctx, { batch, plan: again })
  }
  return result
}

/**
 * A plain later list is decided by the two reviewers: what the small-business reviewer said first, with a word on every
 * line, is that seat's opinion too (§6.1).
 */
async function sitInAlso(
  ctx: CommandContext<OpinionInput>,
  round: { id: string; seats: readonly { id: string; role: string }[] },
  { batch, plan }: Locked,
): Promise<void> {
  const { tx, actor, input, now } = ctx
  const seat = round.seats.find((s) => s.role === 'SB_REVIEWER')
  if (!seat) return
  await performDuty(ctx, 'SB_SEAT', { batch: [batch.id], plan: [plan.id] })
  await tx.countersignSeat.updateMany({
    where: { bankId: actor.bankId, id: seat.id, state: 'WAITING' },
    data: { state: 'ANSWERED', userId: actor.userId, answeredAt: now, version: { increment: 1 } },
  })
  await writeOpinion(
    ctx,
    now,
    {
      roundId: round.id,
      seatId: seat.id,
      planId: plan.id,
      userId: actor.userId!,
      role: seat.role,
      onBehalfOf: null,
      factor: actor.sessionId ? 'SESSION' : 'TOKEN',
      planSha256: plan.sha256,
    },
    {
      verdict: input.opinion,
      text: input.text,
      conditions: input.conditions as ConditionJson[],
      returnItems: [],
      lineVotes: { lines: input.lines as Record<string, LineVoteJson>, others: input.otherLines ?? null },
    },
  )
}

/** Conditions that stand beside the department seats': of the first opinion, and of members of a committee. */
async function furtherConditions(ctx: Ctx, planId: string, round: OpenRound): Promise<ConditionJson[]> {
  const first = await ctx.tx.countersignRound.findFirst({
    where: { bankId: ctx.actor.bankId, planId, kind: 'PRELIMINARY' },
    orderBy: { no: 'desc' },
    include: { opinions: { where: { verdict: 'AGREE_WITH_CONDITIONS' }, orderBy: { at: 'desc' }, take: 1 } },
  })
  const members = round.countersignSeats.filter((s) => s.department === 'COMMITTEE' && s.state === 'ANSWERED')
  const opinions = [...(first?.opinions ?? []), ...members.flatMap((s) => s.opinions.at(-1) ?? [])]
  return opinions
    .filter((o) => o.verdict === 'AGREE_WITH_CONDITIONS')
    .flatMap((o) => o.conditions as unknown as ConditionJson[])
}

/** Applies §6.2 to the open countersign round and, when it is decided, everything that follows from it. */
export async function settleRound(ctx: Ctx, { batch, plan }: Locked) {
  const { tx, actor } = ctx
  const round = await readOpenRound(ctx, plan.id)
  if (!round) return 'PENDING' as const
  const approvals = await approvalsOf(ctx, plan)
  const lines = await linesOf(tx, actor.bankId, plan.id)
  const confirmed = (round.result as { chairConfirmed?: boolean } | null)?.chairConfirmed === true
  const further = await furtherConditions(ctx, plan.id, round)
  const outcome = roundOutcome(
    toRound(
      round,
      lines,
      confirmed,
      further.map((c) => toCondition('', c)),
    ),
    approvals.countersign,
  )
  const committee = committeeOf(round, levelOf(plan.level, approvals).committee)
  if (outcome.state === 'REJECTED' || committee === 'REFUSED' || committee === 'VETOED') {
    const reasons = outcome.state === 'REJECTED' ? outcome.reasons.map((r) => r.reason) : [committee]
    await closeRound(ctx, round.id, 'REJECTED', { reasons })
    await rejectPlan(ctx, batch, plan, 'countersign', reasons.join('；'))
    return 'REJECTED' as const
  }
  const undecided = outcome.state === 'PENDING' && outcome.waitingFor.length > 0
  if (committee === 'PENDING' || undecided) return 'PENDING' as const
  if (outcome.state === 'RETURNED' || committee === 'RETURNED') {
    const cause = outcome.state === 'RETURNED' ? outcome.cause : 'ITEMS'
    const items = [...(outcome.state === 'RETURNED' ? outcome.items : []), ...committeeItems(round)]
    await closeRound(ctx, round.id, 'RETURNED', { cause, items })
    const reason =
      items
        .map((i) => i.text)
        .filter(Boolean)
        .join('；') || cause
    await returnPlan(ctx, batch, plan, 'countersign', reason)
    return 'RETURNED' as const
  }
  if (outcome.state === 'PENDING') return 'PENDING' as const
  const extra = new Map<Condition, { ownerRole: string | null }>()
  const written = [
    ...further,
    ...round.countersignSeats.flatMap((s) => s.opinions.flatMap((o) => o.conditions as unknown as ConditionJson[])),
  ]
  for (const c of outcome.conditions.conditions)
    extra.set(c, { ownerRole: written.find((w) => w.text === c.text)?.ownerRole ?? null })
  const effect = await approvePlan(ctx, batch, plan, outcome, extra, approvals.validity)
  await closeRound(ctx, round.id, outcome.state, {
    ...effect,
    lines: outcome.lines,
    conflicts: outcome.conditions.conflicts.length,
  })
  return outcome.state
}

const saidIn = (s: OpenRound['countersignSeats'][number]) =>
  s.state === 'ANSWERED' ? s.opinions.at(-1)?.verdict : undefined
const VOTE = { AGREE: 'AGREE', AGREE_WITH_CONDITIONS: 'AGREE', RETURN_FOR_SUPPLEMENT: 'RETURN' } as const

function committeeItems(round: OpenRound): { text: string; lineId: string | null; seatId: string }[] {
  return round.countersignSeats
    .filter((s) => s.department === 'COMMITTEE' && saidIn(s) === 'RETURN_FOR_SUPPLEMENT')
    .flatMap((s) =>
      ((s.opinions.at(-1)?.returnItems ?? []) as unknown as { text: string; lineId?: string | null }[]).map((i) => ({
        text: i.text,
        lineId: i.lineId ?? null,
        seatId: s.id,
      })),
    )
}

function committeeOf(round: OpenRound, rule: LevelRule['committee']): CommitteeOutcome {
  const seats = round.countersignSeats.filter((s) => s.department === 'COMMITTEE' && s.state !== 'REASSIGNED')
  if (!rule || seats.length === 0) return 'AGREED'
  const members = seats.filter((s) => s.role === COMMITTEE_MEMBER)
  const votes = members.flatMap((s) => {
    const verdict = saidIn(s)
    const vote = VOTE[verdict as keyof typeof VOTE] ?? ('REJECT' as const)
    return verdict && s.userId ? [{ personId: s.userId, vote }] : []
  })
  const veto = seats.find((s) => VETO_ROLES.includes(s.role))
  const vetoSaid = veto ? saidIn(veto) : 'AGREE'
  const stand =
    vetoSaid === undefined
      ? 'NONE'
      : vetoSaid.startsWith('AGREE')
        ? 'WAIVED'
        : vetoSaid === 'RETURN_FOR_SUPPLEMENT'
          ? 'RETURNED'
          : 'VETOED'
  return committeeOutcome(
    votes,
    // a member named in two seats is one member; an unnamed seat is a member still to come
    members.map((s) => s.userId ?? s.id),
    stand,
    rule,
  )
}
