/** Changing a market's grade by one step, by hand and in writing (§3.0-7). */
import { performDuty } from '@/lib/approvals/duties'
import { checkVersion, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { type TraceStep, words } from '@/lib/platform/trace'
import { freeze } from '@/lib/platform/wire'
import { OVERRIDE_ROLES, overriddenScore, overrideProblems } from '@/lib/scoring/rules/override'
import { scoreOfSurvey } from '../result'
import { OverrideScore } from '../schema'
import { currentSurvey, lockMarket, surveyIds } from '../survey'
import { surveyCard } from './score'

/**
 * A further row of the score with the other grade; the scored one stays as it is. Between the score and the decision,
 * once a round. Refuses E_OVERRIDE_STEP (not exactly one step), E_OVERRIDE_VETOED, E_OVERRIDE_NO_GRADE,
 * E_OVERRIDE_ATTACHMENT, E_OVERRIDE_DONE, E_SOD for the people who scored.
 */
export const overrideMarketScore = defineCommand({
  name: 'markets.overrideScore',
  input: OverrideScore,
  access: { roles: OVERRIDE_ROLES },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    if (!['SCORED', 'IN_REVIEW'].includes(market.state))
      throw refuse('E_STATE', { object: 'market', state: market.state, event: 'override-score' })
    const survey = await currentSurvey(tx, market)
    const score = await scoreOfSurvey(tx, actor.bankId, market.id, survey.id)
    if (!score) throw refuse('E_STATE', { object: 'market', state: market.state, event: 'override-score' })
    if (score.sources.override) throw refuse('E_OVERRIDE_DONE', { grade: score.grade ?? '—' })
    const decided = await tx.marketDecision.findFirst({
      where: { bankId: actor.bankId, surveyId: survey.id },
      select: { id: true },
    })
    // a decision is given on a grade: it cannot change under it
    if (decided) throw refuse('E_STATE', { object: 'market', state: market.state, event: 'override-score' })
    await performDuty(ctx, 'OVERRIDE_SCORE', { score: await surveyIds(tx, market), market: [market.id] })
    const files = await tx.fileObject.findMany({
      where: { bankId: actor.bankId, id: { in: input.fileIds } },
      select: { id: true },
    })
    if (files.length !== new Set(input.fileIds).size) throw refuse('E_NOT_FOUND', { object: 'file' })
    const card = await surveyCard(ctx, survey)
    const scorerIds = survey.entries.map((e) => e.surveyorId)
    const act = {
      actorId: actor.userId!,
      roles: actor.roles,
      scorerIds,
      reason: input.reason,
      attachments: input.fileIds,
    }
    const [problem] = overrideProblems(card, score, input.grade, act)
    if (problem) throw refuse(problem, { grade: score.grade ?? '—', to: input.grade })
    const changed = overriddenScore(card, score, input.grade, null)
    const id = newId()
    const step: TraceStep = {
      ...words('markets.overriddenGrade', changed.grade),
      rule: '§3.0-7',
      inputs: [
        words('grade', score.grade ?? '—'),
        words('markets.overrideReason', input.reason),
        words('markets.overrideBy', actor.name),
      ],
      binding: true,
    }
    const { indicators, survey: ofSurvey } = score.sources
    const override = {
      resultId: score.id,
      from: score.grade,
      to: changed.grade,
      reason: input.reason,
      fileIds: input.fileIds,
      by: actor.userId,
      byName: actor.name,
    }
    await tx.scoreResult.create({
      data: {
        bankId: actor.bankId,
        id,
        cardCode: score.cardCode,
        cardVersion: score.cardVersion,
        subjectType: 'MARKET',
        subjectId: market.id,
        inputs: score.inputs as unknown as Prisma.InputJsonObject,
        sources: freeze({ survey: ofSurvey, indicators, override }) as Prisma.InputJsonObject,
        points: score.points,
        total: score.total,
        grade: changed.grade,
        decision: changed.decision,
        coefficientPpm: changed.coefficientPpm,
        vetoes: score.vetoes,
        missing: score.missing,
        trace: freeze({ ...score.trace, steps: [...score.trace.steps, step] }) as Prisma.InputJsonObject,
        inputHash: score.inputHash,
        scoredBy: survey.evaluatorId,
        secondBy: survey.riskMgrId,
        scoredAt: now,
        scoredOn: toDb(ctx.today),
      },
    })
    await tx.market.updateMany({
      where: { bankId: actor.bankId, id: market.id },
      data: { version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'market',
      objectId: market.id,
      objectVersion: market.version + 1,
      reason: input.reason,
      detail: { event: 'override-score', from: score.grade, to: changed.grade, resultId: id, fileIds: input.fileIds },
    })
    return { id: market.id, state: market.state, version: market.version + 1, grade: changed.grade, resultId: id }
  },
})
