/** Rounds and seats of a plan in the database: opening them, and reading them as the rules of §6.2 do. */
import { dueAfterWorkingDays, loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { parseDate } from '@/lib/platform/dates'
import { parsePercent, parseYuan } from '@/lib/platform/money'
import { newId, type Prisma } from '@/lib/platform/tenant'
import type { Json } from '@/lib/platform/wire'
import { opinionHash, signOpinion } from './opinion-seal'
import type { Condition, ConditionTerm } from './rules/conditions'
import type { LineVote, Opinion, Round, Seat } from './rules/countersign'
import type { Department } from './rules/routing'

type Ctx = CommandContext<unknown>

/** JSON forms of what a person writes. */
export type ConditionJson = {
  text: string
  type: 'CP' | 'COVENANT' | 'INFO'
  ownerId?: string | null
  ownerRole?: string | null
  due?: string | null
  lineId?: string | null
  term?: { kind: ConditionTerm['kind']; value: string } | null
}
export type ReturnItemJson = { text: string; lineId?: string | null }
export type LineVoteJson = { vote: 'APPROVE' | 'REDUCE' | 'REJECT'; amount?: string; reason?: string }
export type LineVotesJson = { lines: Record<string, LineVoteJson>; others: 'APPROVE' | 'REJECT' | null }

export type OpinionContent = {
  verdict: string
  text: string
  conditions: ConditionJson[]
  returnItems: ReturnItemJson[]
  lineVotes: LineVotesJson
}

export type SeatSpec = { role: string; department: 'SB' | 'CR' | 'COMMITTEE'; chair: boolean }

/** Opens a round with its seats, each with its clock of working days (§6.2). */
export async function openRound(
  ctx: Ctx,
  round: {
    planId: string
    kind: 'PRELIMINARY' | 'COUNTERSIGN'
    mode: 'PARALLEL' | 'SEQUENTIAL'
    seats: readonly SeatSpec[]
    /** the countersign parameters in force for this plan */
    clock: { remindAfterWorkingDays: number; escalateAfterWorkingDays: number }
    result?: Prisma.InputJsonObject
  },
): Promise<{ id: string; no: number; seats: { id: string; role: string }[] }> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const before = await tx.countersignRound.count({ where: { bankId, planId: round.planId, kind: round.kind } })
  const id = newId()
  await tx.countersignRound.create({
    data: {
      bankId,
      id,
      planId: round.planId,
      no: before + 1,
      kind: round.kind,
      mode: round.mode,
      state: 'OPEN',
      openedAt: now,
      ...(round.result ? { result: round.result } : {}),
    },
  })
  const times = await seatTimes(ctx, round.clock)
  const seats = round.seats.map((s) => ({ id: newId(), ...s }))
  await tx.countersignSeat.createMany({
    data: seats.map((s) => ({
      bankId,
      id: s.id,
      roundId: id,
      role: s.role,
      department: s.department,
      isChair: s.chair,
      state: 'WAITING',
      ...times,
    })),
  })
  return { id, no: before + 1, seats }
}

/** When a seat opened now is reminded, and when its superior is called. */
export async function seatTimes(
  ctx: Pick<Ctx, 'tx' | 'actor' | 'now'>,
  clock: { remindAfterWorkingDays: number; escalateAfterWorkingDays: number },
): Promise<{ remindAt: Date; dueAt: Date }> {
  const calendar = await loadCalendar(ctx.tx, ctx.actor.bankId)
  return {
    remindAt: dueAfterWorkingDays(ctx.now, clock.remindAfterWorkingDays, calendar),
    dueAt: dueAfterWorkingDays(ctx.now, clock.escalateAfterWorkingDays, calendar),
  }
}

export type OpinionPlace = {
  roundId: string
  seatId: string
  planId: string
  userId: string
  role: string
  onBehalfOf: string | null
  factor: string | null
  planSha256: string | null
}

/** Writes an opinion: append-only, sealed, and named with its hash in the audit trail. */
export async function writeOpinion(
  ctx: Pick<Ctx, 'tx' | 'actor' | 'audit'>,
  at: Date,
  where: OpinionPlace,
  content: OpinionContent,
): Promise<string> {
  const hash = opinionHash({ ...where, ...content, at })
  const signature = signOpinion(hash)
  const id = newId()
  await ctx.tx.opinion.create({
    data: {
      bankId: ctx.actor.bankId,
      id,
      ...where,
      verdict: content.verdict,
      text: content.text,
      conditions: content.conditions as unknown as Prisma.InputJsonArray,
      returnItems: content.returnItems as unknown as Prisma.InputJsonArray,
      lineVotes: content.lineVotes as unknown as Prisma.InputJsonObject,
      hash,
      signature,
      at,
    },
  })
  ctx.audit({
    objectType: 'opinion',
    objectId: id,
    reason: content.text,
    detail: {
      planId: where.planId,
      seat: where.role,
      verdict: content.verdict,
      hash,
      signature,
      factor: where.factor,
      planSha256: where.planSha256,
      ...(where.onBehalfOf ? { onBehalfOf: where.onBehalfOf } : {}),
    },
  })
  return id
}

type OpinionRow = { verdict: string; text: string; conditions: Json; returnItems: Json; lineVotes: Json }
type SeatRow = {
  id: string
  role: string
  department: string
  isChair: boolean
  userId: string | null
  state: string
  opinions: readonly OpinionRow[]
}

/** A stored round as `roundOutcome` reads it. Reassigned seats are history: their successors sit. */
export function toRound(
  round: { mode: string; countersignSeats: readonly SeatRow[] },
  lines: readonly { id: string; limitFen: bigint }[],
  chairConfirmed: boolean,
  further: readonly Condition[] = [],
): Round {
  return {
    order: round.mode === 'SEQUENTIAL' ? 'SEQUENTIAL' : 'PARALLEL',
    seats: round.countersignSeats
      .filter((s) => s.state !== 'REASSIGNED' && s.department !== 'COMMITTEE')
      .map(
        (s): Seat => ({
          id: s.id,
          role: s.role,
          department: s.department as Department,
          chair: s.isChair,
          personId: s.userId,
          opinion: s.state === 'ANSWERED' ? toOpinion(s.id, s.opinions.at(-1)) : null,
        }),
      ),
    lines: lines.map((l) => ({ id: l.id, amountFen: l.limitFen })),
    chairConfirmed,
    further,
  }
}

export function toOpinion(seatId: string, row: OpinionRow | undefined): Opinion | null {
  if (!row) return null
  switch (row.verdict) {
    case 'AGREE':
    case 'AGREE_WITH_CONDITIONS': {
      const votes = row.lineVotes as unknown as LineVotesJson
      return {
        opinion: row.verdict,
        conditions: (row.conditions as unknown as ConditionJson[]).map((c) => toCondition(seatId, c)),
        lines: Object.fromEntries(Object.entries(votes.lines ?? {}).map(([id, v]) => [id, toVote(v)])),
        otherLines: votes.others ?? null,
      }
    }
    case 'RETURN_FOR_SUPPLEMENT':
      return {
        opinion: 'RETURN_FOR_SUPPLEMENT',
        items: (row.returnItems as unknown as ReturnItemJson[]).map((i) => ({
          text: i.text,
          lineId: i.lineId ?? null,
        })),
      }
    case 'REJECT':
      return { opinion: 'REJECT', reason: row.text }
    default:
      return { opinion: 'ABSTAIN', conflict: row.text }
  }
}

function toVote(v: LineVoteJson): LineVote {
  if (v.vote === 'REDUCE') return { vote: 'REDUCE', amountFen: parseYuan(v.amount ?? '') ?? 0n }
  if (v.vote === 'REJECT') return { vote: 'REJECT', reason: v.reason ?? '' }
  return { vote: 'APPROVE' }
}

export function toCondition(seatId: string, c: ConditionJson): Condition {
  return {
    seatId,
    text: c.text,
    type: c.type,
    ownerId: c.ownerId ?? null,
    due: c.due ? parseDate(c.due) : null,
    evidence: null,
    term: c.term ? toTerm(c.term) : null,
    lineId: c.lineId ?? null,
  }
}

function toTerm(t: { kind: ConditionTerm['kind']; value: string }): ConditionTerm {
  switch (t.kind) {
    case 'AMOUNT_MAX':
      return { kind: t.kind, fen: parseYuan(t.value) ?? 0n }
    case 'TENOR_MAX':
      return { kind: t.kind, months: Number(t.value) }
    default:
      return { kind: t.kind, ppm: parsePercent(t.value) ?? 0 }
  }
}
