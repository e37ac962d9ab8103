/** Two signatures make one score (§3.0-8, §10.1 score), and the note that explains why they were far apart. */
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { type FieldError, refuse } from '@/lib/platform/errors'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { transition } from '@/lib/platform/workflow'
import { inputHash } from '@/lib/scoring/input-hash'
import type { MarketCard } from '@/lib/scoring/rules/card'
import { scoreCard } from '@/lib/scoring/rules/score'
import { marketCardVersion } from '../card'
import { checkEntry, markedVetoes, type Proofs, scoreInputs } from '../rules/entry'
import { officialScore, type SignedEntry, type SurveyorRole } from '../rules/official'
import { ReconcileMarket, ScoreMarket } from '../schema'
import { currentSurvey, type Entry, lockMarket, type MarketRow, proofsOf, type Survey } from '../survey'
import { marketMachine } from '../workflow'
import { ownEntry } from './survey'

/**
 * A surveyor signs the own entry; it cannot be changed afterwards. The second signature scores the market.
 * Refuses E_NOT_SURVEYOR, E_ENTRY_SIGNED, E_SURVEY_INCOMPLETE with a field for every indicator or veto that is not
 * ready (E_REQUIRED, E_EVIDENCE_MISSING, E_VETO_UNANSWERED, E_SHEET_*), E_SOD.
 */
export const scoreMarket = defineCommand({
  name: 'markets.score',
  input: ScoreMarket,
  access: { roles: ['EVALUATOR', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const { market, survey, entry, card } = await ownEntry(ctx, input.marketId, 'score')
    checkVersion(market.version, ctx.ifMatch)
    const proofs = await proofsOf(tx, actor.bankId, survey.id)
    const { problems, missing } = checkEntry(card, entry, proofs, today, input.acceptMissing)
    if (problems.length > 0) {
      const fields: FieldError[] = problems.map((p) => ({ path: p.item, code: p.code, params: p.params }))
      const only = new Set(problems.map((p) => p.code)).size === 1 ? problems[0]!.code : 'E_SURVEY_INCOMPLETE'
      throw refuse(only, { items: problems.map((p) => p.item), count: problems.length }, { fields })
    }
    await performDuty(ctx, 'SCORE', { score: [survey.id] })
    const inputs = scoreInputs(card, entry, proofs, today)
    const scored = scoreCard(card, inputs, { vetoes: markedVetoes(entry), waivers: [], market: null })
    await tx.surveyEntry.updateMany({
      where: { bankId: actor.bankId, id: entry.id },
      data: {
        total: scored.value.total,
        result: freeze({ inputs, result: scored.value, trace: scored.trace }) as Prisma.InputJsonObject,
        signedAt: now,
        version: { increment: 1 },
      },
    })
    await tx.task.updateMany({
      where: {
        bankId: actor.bankId,
        kind: 'MARKET_SURVEY',
        objectId: market.id,
        assigneeId: actor.userId,
        state: 'OPEN',
      },
      data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
    })
    ctx.audit({
      objectType: 'survey_entry',
      objectId: entry.id,
      objectVersion: entry.version + 1,
      detail: { event: 'sign', market: market.code, role: entry.role, total: scored.value.total, missing },
    })
    const signed: Entry = {
      ...entry,
      signedAt: now,
      total: scored.value.total,
      score: { inputs, result: scored.value, trace: scored.trace },
    }
    const other = survey.entries.find((e) => e.id !== entry.id)
    const own = { id: market.id, role: entry.role, total: scored.value.total, surveyId: survey.id }
    if (!other?.score) return { ...own, state: market.state, version: market.version, bothSigned: false, result: null }
    return { ...own, ...(await bothSigned(ctx, market, survey, card, proofs, [signed, other])), bothSigned: true }
  },
})

async function bothSigned(
  ctx: CommandContext<unknown>,
  market: MarketRow,
  survey: Survey,
  card: MarketCard,
  proofs: Proofs,
  entries: Entry[],
) {
  const { tx, actor, now } = ctx
  const of = (role: SurveyorRole): Entry => entries.find((e) => e.role === role)!
  const signed = (role: SurveyorRole): SignedEntry => {
    const { score, vetoes } = of(role)
    return { role, inputs: score!.inputs, vetoes: markedVetoes({ vetoes }), result: score!.result }
  }
  const official = officialScore(card, { EVALUATOR: signed('EVALUATOR'), RISK_MGR: signed('RISK_MGR') })
  const { value } = official
  const standing = of(official.stands)
  const resultId = newId()
  const sources = {
    survey: {
      id: survey.id,
      round: survey.round,
      stands: official.stands,
      entryId: standing.id,
      totals: { EVALUATOR: of('EVALUATOR').total, RISK_MGR: of('RISK_MGR').total },
      difference: official.difference,
    },
    indicators: Object.fromEntries(
      card.indicators.map((i) => [
        i.code,
        { ...standing.sources[i.code], evidence: (proofs[i.code] ?? []).map((p) => p.id) },
      ]),
    ),
  }
  await tx.scoreResult.create({
    data: {
      bankId: actor.bankId,
      id: resultId,
      cardCode: card.code,
      cardVersion: card.version,
      subjectType: 'MARKET',
      subjectId: market.id,
      inputs: freeze(official.inputs) as Prisma.InputJsonObject,
      sources: freeze(sources) as Prisma.InputJsonObject,
      points: value.points,
      total: value.total,
      grade: value.grade,
      decision: value.decision,
      coefficientPpm: value.coefficientPpm,
      vetoes: value.vetoes,
      missing: value.missing,
      trace: freeze(official.trace) as Prisma.InputJsonObject,
      inputHash: inputHash(card, official.inputs, { vetoes: official.vetoes, waivers: [], market: null }),
      scoredBy: survey.evaluatorId,
      secondBy: survey.riskMgrId,
      scoredAt: now,
      scoredOn: toDb(ctx.today),
    },
  })
  await tx.marketSurvey.updateMany({
    where: { bankId: actor.bankId, id: survey.id },
    data: { state: 'SCORED', version: { increment: 1 } },
  })
  const moved = await transition({ ...ctx, ifMatch: undefined }, marketMachine, market, {
    event: 'score',
    detail: {
      total: value.total,
      grade: value.grade,
      decision: value.decision,
      vetoes: value.vetoes,
      difference: official.difference,
    },
  })
  const result = {
    id: resultId,
    total: value.total,
    grade: value.grade,
    decision: value.decision,
    coefficientPpm: value.coefficientPpm,
    vetoes: value.vetoes,
    difference: official.difference,
    noteRequired: official.noteRequired,
  }
  return { ...moved, result }
}

/** The two surveyors explain a difference of more than five points before the RM may submit (§3.0-8). */
export const reconcileMarket = defineCommand({
  name: 'markets.reconcile',
  input: ReconcileMarket,
  access: { roles: ['EVALUATOR', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    if (market.state !== 'SCORED')
      throw refuse('E_STATE', { object: 'market', state: market.state, event: 'reconcile' })
    const survey = await currentSurvey(tx, market)
    const own = survey.entries.find((e) => e.surveyorId === actor.userId && actor.roles.includes(e.role))
    if (!own) throw refuse('E_NOT_SURVEYOR')
    await tx.marketSurvey.updateMany({
      where: { bankId: actor.bankId, id: survey.id },
      data: { reconciliationNote: input.note, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'market',
      objectId: market.id,
      objectVersion: market.version,
      reason: input.note,
      detail: { event: 'reconcile', round: survey.round },
    })
    return { id: market.id, state: market.state, version: market.version }
  },
})

/** The card that the market's current survey is scored with. */
export function surveyCard(ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>, survey: Survey): Promise<MarketCard> {
  return marketCardVersion(ctx.tx, ctx.actor.bankId, survey.cardCode, survey.cardVersion)
}
