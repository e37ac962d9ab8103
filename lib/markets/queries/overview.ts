import { z } from 'zod'
import { type Actor, BANK_ROLES } from '@/lib/platform/actor'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { slaViews } from '@/lib/platform/sla-view'
import type { Tx } from '@/lib/platform/tenant'
import { allowedEvents } from '@/lib/platform/workflow'
import { isMarketScoreValid } from '@/lib/scoring/rules/validity'
import { marketCardVersion } from '../card'
import { holdersOf } from '../people'
import { scoreOfSurvey } from '../result'
import { recommendable, reopenFrom } from '../rules/admission'
import { allowedDecisions, type Decision } from '../rules/official'
import { currentSurvey, findMarket, type MarketRow } from '../survey'
import { type MarketEvent, type MarketState, marketMachine } from '../workflow'

/** A market as its page head, its overview and the API show it: state, terms, people, clock, and what I may do now. */
export const marketOverview = defineQuery({
  name: 'markets.overview',
  input: z.strictObject({ marketId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today, now }) {
    const market = await findMarket(tx, actor.bankId, input.marketId)
    const [operator, grading, clocks, batches, people] = [
      await tx.party.findFirst({
        where: { bankId: actor.bankId, id: market.operatorPartyId },
        select: { id: true, code: true, name: true, nameEn: true, uscc: true, state: true, contact: true },
      }),
      await tx.marketGrading.findFirst({ where: { bankId: actor.bankId, marketId: market.id } }),
      await slaViews(tx, actor.bankId, 'market', [market.id], now),
      await tx.batch.findMany({
        where: { bankId: actor.bankId, marketId: market.id },
        orderBy: { id: 'desc' },
        take: 50,
        select: {
          id: true,
          code: true,
          mode: true,
          state: true,
          createdAt: true,
          _count: { select: { applications: true } },
        },
      }),
      await peopleOf(tx, market),
    ]
    const turn = await turnOf(tx, actor, market)
    const share = market.shareNum && market.shareDen ? { num: market.shareNum, den: market.shareDen } : null
    return {
      id: market.id,
      code: market.code,
      name: market.name,
      nameEn: market.nameEn,
      city: market.city,
      address: market.address,
      trade: market.trade,
      state: market.state as MarketState,
      stage: 'SURVEY' as const,
      suspendedFrom: market.suspendedFrom,
      frozen: market.frozen,
      version: market.version,
      surveyRound: market.surveyRound,
      operator: operator && { ...operator, contact: operator.contact as { name?: string; phone?: string } | null },
      people,
      merchantCount: market.merchantCount,
      turnoverFen: market.turnoverFen,
      openedOn: fromDbOrNull(market.openedOn),
      admittedOn: fromDbOrNull(market.admittedOn),
      expiresOn: fromDbOrNull(market.expiresOn),
      rejectedOn: fromDbOrNull(market.rejectedOn),
      reopenFrom: turn.reopenFrom,
      share,
      recommendable: share && market.merchantCount !== null ? recommendable(market.merchantCount, share) : null,
      modes: (market.allowedModes as string[] | null) ?? [],
      grading: grading && {
        grade: grading.grade,
        scoreTotal: grading.scoreTotal,
        coefficientPpm: grading.coefficientPpm,
        threshold: grading.threshold,
        gradedOn: fromDb(grading.gradedOn),
        validUntil: fromDb(grading.validUntil),
        invalidSince: fromDbOrNull(grading.invalidSince),
        valid: isMarketScoreValid(
          { validUntil: fromDb(grading.validUntil), invalidSince: fromDbOrNull(grading.invalidSince) },
          today,
        ),
      },
      allowedEvents: turn.events,
      allowedDecisions: turn.decisions,
      sla: clocks.get(market.id) ?? [],
      batches: batches.map(({ _count, ...b }) => ({ ...b, merchants: _count.applications })),
      createdAt: market.createdAt,
    }
  },
})
export type MarketOverview = Awaited<ReturnType<typeof marketOverview>>

async function peopleOf(tx: Tx, market: MarketRow) {
  const ids = [market.rmId, market.evaluatorId, market.riskMgrId, market.postMktId, market.postMktDeputyId]
  const users = await tx.appUser.findMany({
    where: { bankId: market.bankId, id: { in: ids.filter((id) => id !== null) } },
    select: { id: true, name: true },
  })
  const of = (id: string | null) => users.find((u) => u.id === id) ?? null
  return {
    rm: of(market.rmId),
    evaluator: of(market.evaluatorId),
    riskManager: of(market.riskMgrId),
    postMarket: of(market.postMktId),
    postMarketDeputy: of(market.postMktDeputyId),
  }
}

type Turn = { events: MarketEvent[]; decisions: Decision[]; reopenFrom: ReturnType<typeof reopenFrom> | null }

/** The events that this person could raise now: by role, less those whose turn is somebody else's. */
async function turnOf(tx: Tx, actor: Actor, market: MarketRow): Promise<Turn> {
  const events = new Set(allowedEvents(marketMachine, market.state, actor))
  const turn = (decisions: Decision[] = [], from: Turn['reopenFrom'] = null): Turn => ({
    events: [...events],
    decisions,
    reopenFrom: from,
  })
  if (market.surveyRound === 0) return turn()
  const survey = await currentSurvey(tx, market)
  if (market.state === 'SURVEYING') {
    const own = survey.entries.find((e) => e.surveyorId === actor.userId)
    if (!own || own.signedAt) events.delete('score')
    return turn()
  }
  const score = await scoreOfSurvey(tx, market.bankId, market.id, survey.id)
  if (!score) return turn()
  const card = await marketCardVersion(tx, market.bankId, score.cardCode, score.cardVersion)
  if (market.state === 'REJECTED') {
    const rejectedOn = fromDbOrNull(market.rejectedOn)
    return turn([], rejectedOn && reopenFrom(card, rejectedOn))
  }
  if (market.state !== 'IN_REVIEW') return turn()
  const given = await tx.marketDecision.findMany({
    where: { bankId: market.bankId, surveyId: survey.id },
    select: { role: true, userId: true },
  })
  const seats = (['SB_HEAD', 'CR_APPROVER'] as const).filter((s) => !given.some((g) => g.role === s))
  if (!seats.some((s) => actor.roles.includes(s)) || given.some((g) => g.userId === actor.userId))
    events.delete('decide')
  return turn(allowedDecisions(card, score))
}

/** Staff who may be named as surveyors, for the form that assigns them. */
export const surveyorCandidates = defineQuery({
  name: 'markets.surveyorCandidates',
  input: z.strictObject({}),
  access: { roles: ['RM', 'EVALUATOR', 'RISK_MGR'] },
  async run({ tx, actor }) {
    const [evaluators, riskManagers] = [
      await holdersOf(tx, actor.bankId, 'EVALUATOR'),
      await holdersOf(tx, actor.bankId, 'RISK_MGR'),
    ]
    const shown = (p: { id: string; name: string; login: string }) => ({ id: p.id, name: p.name, login: p.login })
    return { evaluators: evaluators.map(shown), riskManagers: riskManagers.map(shown) }
  },
})

/** Operators that a new market may belong to. */
export const operatorChoices = defineQuery({
  name: 'markets.operatorChoices',
  input: z.strictObject({}),
  access: { roles: ['RM'] },
  async run({ tx, actor }) {
    const items = await tx.party.findMany({
      where: { bankId: actor.bankId, kind: 'OPERATOR', state: { notIn: ['STOPPED', 'EXITED'] } },
      orderBy: [{ code: 'asc' }, { id: 'asc' }],
      take: 500,
      select: { id: true, code: true, name: true, pyInitials: true },
    })
    return { items }
  },
})
