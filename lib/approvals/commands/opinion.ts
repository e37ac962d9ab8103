/** Giving an opinion: the preliminary one (B9) and the seats' (B10). One command; the open round says which. */
import { loadParameters } from '@/lib/admin/parameters'
import { requireNoStop } from '@/lib/monitoring/stop-gate'
import { lockPlan } from '@/lib/plans/commands/draft'
import { BANK_ROLES } from '@/lib/platform/actor'
import { type Factor, reauthenticate } from '@/lib/platform/auth/reauthenticate'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { parseYuan, toYuan } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import { cardIdsOfBatch } from '@/lib/scoring/card-in-force'
import { checkDuty, performDuty } from '../duties'
import { linesOf } from '../results'
import { type ConditionJson, type LineVoteJson, seatTimes, toRound, writeOpinion } from '../rounds'
import { endsRound, mayOpine } from '../rules/countersign'
import type { Subjects } from '../rules/separation-of-duties'
import { OpinionInput } from '../schema'
import { actOfSeat, seatOf } from '../seats'
import { afterPreliminary, approvalsOf, type OpenRound, readOpenRound, settleRound } from '../settle'
import { type StandIn, standIns } from '../stand-ins'

type Ctx = CommandContext<unknown>

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
    const stands = await standIns(tx, actor, ctx.today)
    const { seat, sitting } = seatOf(round.countersignSeats, actor, round.kind, stands, input.seatId)
    const lines = await linesOf(tx, bankId, input.planId)
    // the two reviewers of a plain later list each speak once, on every line
    const perLine = round.kind === 'COUNTERSIGN' || locked.plan.level === 'ADD_ON'
    requireSense(input, perLine, lines)
    const subjects: Subjects = {
      batch: [locked.batch.id],
      plan: [input.planId],
      scorecard: await cardIdsOfBatch(tx, bankId, locked.batch.id),
    }
    const act = actOfSeat(seat, round.kind)
    const behalf = sitting.delegation
    // whom separation of duties keeps out cannot send somebody else
    if (behalf)
      await checkDuty(
        { ...ctx, actor: { ...actor, userId: behalf.userId, personKey: behalf.personKey, roles: behalf.roles as [] } },
        act,
        subjects,
      )
    await performDuty(ctx, act, subjects)
    await requireOtherPerson(ctx, round.countersignSeats, seat.id, behalf)
    if (input.opinion === 'AGREE' || input.opinion === 'AGREE_WITH_CONDITIONS')
      await requireNoStop(ctx, 'NEW_APPROVAL', { marketId: locked.batch.marketId, mode: locked.batch.mode })
    if (seat.department !== 'COMMITTEE') {
      const spoken = { ...seat, userId: actor.userId }
      const asked = round.countersignSeats.map((s) => (s.id === seat.id ? spoken : s))
      if (!mayOpine(toRound({ ...round, countersignSeats: asked }, lines, false), seat.id))
        throw refuse('E_STATE', { object: 'seat', state: 'SEQUENTIAL', event: 'opinion' })
    }
    const { countersign } = await approvalsOf(ctx, locked.plan)
    const waiting = round.countersignSeats.filter((s) => s.state === 'WAITING' && s.id !== seat.id).length
    const wanted =
      countersign.proof === 'EVERY' || (countersign.proof === 'FINAL' && endsRound(round.kind, input.opinion, waiting))
    const factor = wanted
      ? await reauthenticate(ctx, input.proof, countersign)
      : actor.sessionId
        ? ('SESSION' as const)
        : ('TOKEN' as const)
    await speak(ctx, round, seat, { behalf, factor, sha256: locked.plan.sha256 })
    ctx.audit({
      objectType: 'plan',
      objectId: input.planId,
      reason: input.text,
      detail: {
        event: 'opinion',
        verdict: input.opinion,
        seat: seat.role,
        round: `${round.kind} ${round.no}`,
        sitting: sitting.why,
        ...(behalf ? { onBehalfOf: behalf.name, delegation: behalf.delegationId, reason: behalf.reason } : {}),
      },
    })
    const state =
      input.opinion === 'ABSTAIN'
        ? ('PENDING' as const)
        : round.kind === 'PRELIMINARY'
          ? await afterPreliminary(ctx, locked, round)
          : await settleRound(ctx, locked)
    const plan = await tx.creditPlan.findFirstOrThrow({
      where: { bankId, id: input.planId },
      select: { id: true, code: true, state: true, result: true, version: true, approvedSumFen: true },
    })
    return { ...plan, round: { id: round.id, kind: round.kind, no: round.no, state }, seatId: seat.id }
  },
})

type OpinionCtx = CommandContext<OpinionInput>

/** An opinion must say what it needs: conditions, what to supplement, a reason, and a word on every line. */
function requireSense(input: OpinionInput, perLine: boolean, lines: readonly { id: string; limitFen: bigint }[]): void {
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
  if (perLine && agrees && !input.otherLines && silent.length > 0) throw field('otherLines')
}

/** One person, one seat of a round, also under two accounts or through somebody else (§6.3). */
async function requireOtherPerson(
  ctx: Ctx,
  seats: OpenRound['countersignSeats'],
  seatId: string,
  behalf: StandIn | null,
): Promise<void> {
  const others = seats.filter((s) => s.id !== seatId && s.state === 'ANSWERED' && s.userId !== null)
  if (others.length === 0) return
  const keys = [ctx.actor.personKey, ...(behalf ? [behalf.personKey] : [])]
  const same = await ctx.tx.appUser.findFirst({
    where: {
      bankId: ctx.actor.bankId,
      id: { in: others.flatMap((s) => [s.userId!, ...(s.onBehalfOf ? [s.onBehalfOf] : [])]) },
      personKey: { in: keys },
    },
    select: { id: true },
  })
  if (!same) return
  const seat = others.find((s) => s.userId === same.id || s.onBehalfOf === same.id)!
  const act = actOfSeat(seat, 'COUNTERSIGN')
  throw refuse('E_SOD', { act, earlierAct: act, earlierAt: seat.answeredAt?.toISOString() ?? '', turn: [seat.role] })
}

async function speak(
  ctx: OpinionCtx,
  round: OpenRound,
  seat: OpenRound['countersignSeats'][number],
  how: { behalf: StandIn | null; factor: Factor; sha256: string | null },
): Promise<void> {
  const { tx, actor, input, now } = ctx
  const bankId = actor.bankId
  const abstains = input.opinion === 'ABSTAIN'
  const onBehalfOf = how.behalf?.userId ?? null
  const done = await tx.countersignSeat.updateMany({
    where: { bankId, id: seat.id, state: 'WAITING', version: seat.version },
    data: {
      state: abstains ? 'REASSIGNED' : 'ANSWERED',
      userId: actor.userId,
      onBehalfOf,
      answeredAt: now,
      version: { increment: 1 },
    },
  })
  if (done.count !== 1) throw refuse('E_VERSION_CONFLICT', { seen: seat.version })
  await writeOpinion(
    ctx,
    now,
    {
      roundId: round.id,
      seatId: seat.id,
      planId: input.planId,
      userId: actor.userId!,
      role: seat.role,
      onBehalfOf,
      factor: how.factor,
      planSha256: how.sha256,
    },
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
      ...(await seatTimes(ctx, approvals.countersign)),
    },
  })
}
