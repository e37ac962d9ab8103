/** From the score to the decision (§10.1 submit, return, decide): two departments, two people. */
import { performDuty } from '@/lib/approvals/duties'
import { copyEvidence } from '@/lib/evidence/evidence'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { newId } from '@/lib/platform/tenant'
import { findTransition, transition } from '@/lib/platform/workflow'
import { publishedCardId } from '@/lib/scoring/card-in-force'
import type { MarketCard } from '@/lib/scoring/rules/card'
import { reconcile } from '@/lib/scoring/rules/reconciliation'
import { type MarketScore, scoreOfSurvey } from '../result'
import { type AdmissionTerms, admissionTerms, surveyedFacts } from '../rules/admission'
import { allowedDecisions, type Decision, joinDecisions } from '../rules/official'
import { DecideMarket, MarketOnly, ReturnMarket } from '../schema'
import { currentSurvey, lockMarket, type MarketRow, SURVEY_EVIDENCE, type Survey, surveyIds } from '../survey'
import { type MarketState, marketMachine } from '../workflow'
import { surveyCard } from './score'
import { openRound } from './survey'

/** Refuses E_RECONCILIATION_NOTE while the two totals are more than five points apart and nobody has said why. */
export const submitMarket = defineCommand({
  name: 'markets.submit',
  input: MarketOnly,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    findTransition(marketMachine, market.state, { event: 'submit' }, actor)
    const survey = await currentSurvey(tx, market)
    const totals = survey.entries.map((e) => e.total ?? 0)
    const { difference, noteRequired } = reconcile(totals[0] ?? 0, totals[1] ?? 0)
    if (noteRequired && !survey.reconciliationNote) throw refuse('E_RECONCILIATION_NOTE', { difference })
    await performDuty(ctx, 'RECOMMEND', { market: [market.id] })
    const moved = await transition(ctx, marketMachine, market, { event: 'submit', detail: { round: survey.round } })
    return { id: market.id, ...moved }
  },
})

/** Back to the surveyors with a list of what to look at again: a new round, from the values of the last. */
export const returnMarket = defineCommand({
  name: 'markets.return',
  input: ReturnMarket,
  access: { roles: ['SB_REVIEWER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    findTransition(marketMachine, market.state, { event: 'return' }, actor)
    const survey = await currentSurvey(tx, market)
    const round = survey.round + 1
    const moved = await transition(ctx, marketMachine, market, {
      event: 'return',
      reason: input.items.map((i) => (i.item ? `${i.item}: ${i.text}` : i.text)).join('\n'),
      set: { surveyRound: round },
      detail: { round, items: input.items },
    })
    await tx.marketSurvey.updateMany({
      where: { bankId: actor.bankId, id: survey.id },
      data: { state: 'RETURNED', returnItems: input.items, closedAt: now, version: { increment: 1 } },
    })
    const card = await surveyCard(ctx, survey)
    const next = await openRound(ctx, market, survey, card, round, survey.entries)
    await copyEvidence(ctx, SURVEY_EVIDENCE, survey.id, next)
    return { id: market.id, ...moved, round }
  },
})

const SEATS = ['SB_HEAD', 'CR_APPROVER'] as const
type Seat = (typeof SEATS)[number]

const STATE_OF: Record<Decision, MarketState> = { ADMIT: 'ADMITTED', CONDITIONAL: 'CONDITIONAL', REJECT: 'REJECTED' }

/**
 * One of the two decisions; the second one moves the market. Refuses E_DECISION_NOT_ALLOWED (a veto leaves only the
 * rejection, grade B only conditions), E_STATE when the seat has already decided, E_SOD for a second decision by the
 * same person or one by somebody who surveyed or submitted the market.
 */
export const decideMarket = defineCommand({
  name: 'markets.decide',
  input: DecideMarket,
  access: { roles: ['SB_HEAD', 'CR_APPROVER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    findTransition(marketMachine, market.state, { event: 'decide' }, actor)
    const survey = await currentSurvey(tx, market)
    const given = await tx.marketDecision.findMany({
      where: { bankId: actor.bankId, surveyId: survey.id, decision: { in: ['ADMIT', 'CONDITIONAL', 'REJECT'] } },
    })
    const seat = await seatOf(ctx, given, input.role)
    const score = await scoreOfSurvey(tx, actor.bankId, market.id, survey.id)
    if (!score) throw refuse('E_STATE', { object: 'market', state: market.state, event: 'decide' })
    const card = await surveyCard(ctx, survey)
    const allowed = allowedDecisions(card, score)
    if (!allowed.includes(input.decision))
      throw refuse('E_DECISION_NOT_ALLOWED', {
        decision: input.decision,
        allowed,
        grade: score.grade ?? '—',
        vetoes: score.vetoes,
      })
    await performDuty(ctx, 'APPROVE_SCORE', {
      score: await surveyIds(tx, market),
      market: [market.id],
      scorecard: await publishedCardId(tx, actor.bankId, card),
    })
    await tx.marketDecision.create({
      data: {
        bankId: actor.bankId,
        id: newId(),
        marketId: market.id,
        surveyId: survey.id,
        role: seat,
        userId: actor.userId!,
        decision: input.decision,
        opinion: input.opinion,
        at: now,
      },
    })
    const [other] = given
    if (!other) {
      await tx.market.updateMany({
        where: { bankId: actor.bankId, id: market.id, version: market.version },
        data: { version: { increment: 1 } },
      })
      ctx.audit({
        objectType: 'market',
        objectId: market.id,
        objectVersion: market.version + 1,
        reason: input.opinion,
        detail: { event: 'decide', seat, decision: input.decision, waitsFor: SEATS.find((s) => s !== seat) },
      })
      return { id: market.id, state: market.state, version: market.version + 1, final: false }
    }
    const decision = joinDecisions(other.decision as Decision, input.decision)
    const moved = await settle(ctx, { market, survey, score, card, decision, seat, opinion: input.opinion })
    return { id: market.id, ...moved, final: true }
  },
})

/** The seat that this person takes: one that they hold and that is still empty. */
async function seatOf(
  ctx: CommandContext<unknown>,
  given: readonly { role: string; userId: string }[],
  asked: Seat | undefined,
): Promise<Seat> {
  const { tx, actor } = ctx
  const people = await tx.appUser.findMany({
    where: { bankId: actor.bankId, id: { in: given.map((g) => g.userId) } },
    select: { personKey: true },
  })
  const turn = SEATS.filter((s) => !given.some((g) => g.role === s))
  if (people.some((p) => p.personKey === actor.personKey))
    throw refuse('E_SOD', { act: 'APPROVE_SCORE', earlierAct: 'APPROVE_SCORE', earlierAt: '', turn })
  const held = SEATS.filter((s) => actor.roles.includes(s) && (asked === undefined || asked === s))
  if (held.length === 0) throw refuse('E_FORBIDDEN', { roles: asked ? [asked] : [...SEATS] })
  const seat = held.find((s) => turn.includes(s))
  if (!seat) throw refuse('E_STATE', { object: 'market', state: 'IN_REVIEW', event: 'decide' }, { allowed: [] })
  return seat
}

type Settlement = {
  market: MarketRow
  survey: Survey
  score: MarketScore
  card: MarketCard
  decision: Decision
  seat: Seat
  opinion: string
}

/** The second decision: the market's state, its terms with their expiry, and the operator's own admission. */
async function settle(ctx: CommandContext<unknown>, s: Settlement) {
  const { tx, actor, now, today } = ctx
  const { market, survey, score, card, decision } = s
  const terms = decision === 'REJECT' || score.grade === null ? null : admissionTerms(card, score.grade, today)
  const moved = await transition({ ...ctx, ifMatch: undefined }, marketMachine, market, {
    event: 'decide',
    to: STATE_OF[decision],
    reason: s.opinion,
    detail: {
      seat: s.seat,
      decision,
      total: score.total,
      grade: score.grade,
      vetoes: score.vetoes,
      ...(terms ? { validUntil: terms.validUntil.toString() } : {}),
    },
    set: {
      ...surveyedFacts(score.inputs),
      suspendedFrom: null,
      frozen: false,
      ...(terms
        ? {
            shareNum: terms.share.num,
            shareDen: terms.share.den,
            allowedModes: [...terms.modes],
            admittedOn: toDb(today),
            expiresOn: toDb(terms.validUntil),
            rejectedOn: null,
          }
        : { rejectedOn: toDb(today), allowedModes: [], shareNum: null, shareDen: null, expiresOn: null }),
    },
  })
  await tx.marketSurvey.updateMany({
    where: { bankId: actor.bankId, id: survey.id },
    data: { state: 'CLOSED', closedAt: now, version: { increment: 1 } },
  })
  if (terms) {
    await storeGrading(ctx, market.id, score, terms, today)
    await admitOperator(ctx, market)
  }
  ctx.emit('market.decided', { marketId: market.id, code: market.code, decision, grade: score.grade })
  return { ...moved, decision, grade: score.grade, expiresOn: terms?.validUntil ?? null }
}

async function storeGrading(
  ctx: CommandContext<unknown>,
  marketId: string,
  score: MarketScore,
  terms: AdmissionTerms,
  today: PlainDate,
): Promise<void> {
  const { tx, actor } = ctx
  const grading = {
    grade: terms.grade,
    scoreTotal: score.total,
    scoreResultId: score.id,
    coefficientPpm: terms.coefficientPpm,
    threshold: terms.threshold,
    gradedOn: toDb(today),
    validUntil: toDb(terms.validUntil),
    invalidSince: null,
  }
  await tx.marketGrading.upsert({
    where: { bankId_marketId: { bankId: actor.bankId, marketId } },
    create: { bankId: actor.bankId, marketId, ...grading },
    update: { ...grading, version: { increment: 1 } },
  })
}

/** An operator that applied with its market is admitted with it, so that its people can sign in and work. */
async function admitOperator(ctx: CommandContext<unknown>, market: MarketRow): Promise<void> {
  const { tx, actor } = ctx
  const admitted = await tx.party.updateMany({
    where: { bankId: actor.bankId, id: market.operatorPartyId, state: 'APPLYING' },
    data: { state: 'ADMITTED', version: { increment: 1 } },
  })
  if (admitted.count === 1)
    ctx.audit({
      objectType: 'party',
      objectId: market.operatorPartyId,
      from: 'APPLYING',
      to: 'ADMITTED',
      detail: { event: 'admit', market: market.code },
    })
}
