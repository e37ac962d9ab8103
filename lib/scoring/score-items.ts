/**
 * Scores a chunk of a batch in the caller's transaction: inputs from the signed sheets, the engine with the market's
 * grade and threshold, one immutable result row an item, the outcome, and the move to ADMITTED or NOT_ADMITTED (§3.0,
 * §10.3). An item that lacks data stays in SCORING. Running it again changes nothing for items that have moved on.
 */
import { moveItems } from '@/lib/batches/progress'
import { leaveGroups } from '@/lib/guarantees/group-checks'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { newId, type Prisma, type Tx } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import { findSystemVetoes } from './found-vetoes'
import { inputHash } from './input-hash'
import { scoreInputs } from './investigation'
import type { CustomerCard } from './rules/card'
import type { MarketContext } from './rules/decision'
import { scoreCard } from './rules/score'
import type { ScoreContext, ScoreInput, ScoreResult } from './rules/score-result'
import { evaluatorInputs, twoViews, viewsStep } from './rules/two-views'
import { factsOf, ITEM_SELECT, marginRatioOf, readChecks, readSheets, withDerived } from './sheets'

/** Items in one transaction of the job. */
export const SCORE_CHUNK = 100

type Batch = { id: string; marketId: string; mode: string; rankedCount: number | null; rmId: string | null }

/** The grading of the batch's market; refuses E_MARKET_NOT_GRADED or E_MARKET_GRADE_EXPIRED (§3.0-9). */
export async function marketContext(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>,
  marketId: string,
): Promise<MarketContext & { coefficientPpm: number }> {
  const grading = await ctx.tx.marketGrading.findFirst({ where: { bankId: ctx.actor.bankId, marketId } })
  if (!grading) throw refuse('E_MARKET_NOT_GRADED')
  const until = fromDb(grading.validUntil)
  const ended = grading.invalidSince ? !isBefore(ctx.today, fromDb(grading.invalidSince)) : false
  if (ended || isBefore(until, ctx.today)) throw refuse('E_MARKET_GRADE_EXPIRED', { until: until.toString() })
  return { grade: grading.grade, threshold: grading.threshold, coefficientPpm: grading.coefficientPpm }
}

export type Scored = { applicationId: string; decision: string; grade: string | null; total: number; missing: string[] }
export type Unscored = { applicationId: string; row: string; code: 'E_STATE' | 'E_NOT_SIGNED' }
export type ChunkResult = { scored: Scored[]; notReady: Unscored[] }

type Prepared = {
  applicationId: string
  resultId: string
  result: ScoreResult
  trace: Trace
  inputs: Record<string, ScoreInput>
  sources: object
  hash: string
  secondBy: string | null
}

/** `by`: the person who asked for the scores; they are the scorer whoever runs the job. */
export async function scoreItems(
  ctx: CommandContext<unknown>,
  batch: Batch,
  card: CustomerCard,
  applicationIds: string[],
  by: string | null,
): Promise<ChunkResult> {
  const { tx, actor, now, today } = ctx
  const market = await marketContext(ctx, batch.marketId)
  const items = await tx.application.findMany({
    where: { bankId: actor.bankId, batchId: batch.id, id: { in: applicationIds } },
    select: ITEM_SELECT,
    orderBy: { position: 'asc' },
  })
  const open = items.filter((i) => i.state === 'SCORING')
  const sheets = await readSheets(
    tx,
    actor.bankId,
    open.map((i) => i.id),
    true,
  )
  const checks = await readChecks(
    tx,
    actor.bankId,
    open.map((i) => i.id),
  )
  const vetoes = await findSystemVetoes(tx, actor.bankId, open, checks, today)
  const known = await tx.applicationOutcome.findMany({
    where: { bankId: actor.bankId, applicationId: { in: open.map((i) => i.id) } },
    select: { applicationId: true, scoreResult: { select: { inputHash: true, sources: true } } },
  })
  const facts = { ...batch, marginRatioPpm: await marginRatioOf(tx, actor.bankId, batch), today }
  const notReady: Unscored[] = items
    .filter((i) => i.state !== 'SCORING')
    .map((i) => ({ applicationId: i.id, row: i.rowNo, code: 'E_STATE' as const }))
  const prepared: Prepared[] = []
  const scored: Scored[] = []
  for (const item of open) {
    const sheet = sheets.get(item.id)
    if (sheet?.state !== 'SIGNED') {
      notReady.push({ applicationId: item.id, row: item.rowNo, code: 'E_NOT_SIGNED' })
      continue
    }
    const stated = { ...sheet, ...withDerived(card, sheet, factsOf(item, sheet, checks.get(item.id) ?? [], facts)) }
    const context: ScoreContext = {
      vetoes: [...new Set([...sheet.vetoes.map((v) => v.code), ...(vetoes.get(item.id) ?? [])])].filter((code) =>
        card.vetoes.some((v) => v.code === code),
      ),
      waivers: sheet.waivers.map((w) => w.code),
      market: { grade: market.grade, threshold: market.threshold },
    }
    const shared = scoreInputs(stated)
    const views = twoViews(card, shared, sheet.evaluatorInputs)
    const inputs = views?.stands === 'EVALUATOR' ? evaluatorInputs(shared, sheet.evaluatorInputs) : shared
    const hash = inputHash(card, inputs, context)
    const { value: result, trace: derivation } = scoreCard(card, inputs, context)
    const trace = views ? { ...derivation, steps: [...derivation.steps, viewsStep(views)] } : derivation
    scored.push({
      applicationId: item.id,
      decision: result.decision,
      grade: result.grade,
      total: result.total,
      missing: result.missing,
    })
    // Still without the data it lacked: the same result again would be no news. A grade changed by hand is not the same.
    const last = known.find((k) => k.applicationId === item.id)?.scoreResult
    if (last?.inputHash === hash && !('$override' in (last.sources as object))) continue
    prepared.push({
      applicationId: item.id,
      resultId: newId(),
      result,
      trace,
      inputs,
      sources: {
        ...stated.sources,
        ...(views ? { $views: { ...views, values: sheet.evaluatorInputs, note: sheet.reconciliation } } : {}),
        ...(result.waived.length > 0 ? { $waived: sheet.waivers.filter((w) => result.waived.includes(w.code)) } : {}),
      },
      hash,
      secondBy: by === sheet.rmId ? sheet.evaluatorId : sheet.rmId,
    })
  }
  await writeResults(tx, actor.bankId, prepared, market.grade, by, { at: now, on: toDb(ctx.today) })
  const moving = (decisions: string[]) =>
    scored.filter((s) => decisions.includes(s.decision)).map((s) => s.applicationId)
  // The reasons stand in the bank's own tables: history is read by the operator, who learns only that it did not pass.
  await moveItems(ctx, moving(['ADMITTED']), 'admit', { bySystem: true })
  const out = moving(['NOT_ADMITTED', 'VETOED'])
  await moveItems(ctx, out, 'not-admit', { bySystem: true })
  // scored again with another word: its group is checked again
  if (batch.mode === 'JG') await leaveGroups(ctx, batch, out, 'NOT_ADMITTED')
  return { scored, notReady }
}

/** Result rows in one statement and the outcomes in another. */
async function writeResults(
  tx: Tx,
  bankId: string,
  prepared: Prepared[],
  marketGrade: string,
  by: string | null,
  { at, on }: { at: Date; on: Date },
): Promise<void> {
  if (prepared.length === 0) return
  await tx.scoreResult.createMany({
    data: prepared.map((p) => ({
      bankId,
      id: p.resultId,
      cardCode: p.result.cardCode,
      cardVersion: p.result.cardVersion,
      subjectType: 'APPLICATION',
      subjectId: p.applicationId,
      marketGrade,
      inputs: p.inputs as Prisma.InputJsonObject,
      sources: p.sources as Prisma.InputJsonObject,
      points: p.result.points,
      total: p.result.total,
      grade: p.result.grade,
      decision: p.result.decision,
      coefficientPpm: p.result.coefficientPpm,
      vetoes: p.result.vetoes,
      missing: p.result.missing,
      trace: p.trace as unknown as Prisma.InputJsonObject,
      inputHash: p.hash,
      scoredBy: by,
      secondBy: p.secondBy,
      scoredAt: at,
      scoredOn: on,
    })),
  })
  await writeOutcomes(
    tx,
    bankId,
    prepared.map((p) => ({
      application_id: p.applicationId,
      score_result_id: p.resultId,
      score_total: p.result.total,
      grade: p.result.grade,
      score_decision: p.result.decision,
      decision_reason: reasonText(p.result),
    })),
  )
}

/** Why, as codes: "VETO:CV1; BELOW_MARKET_THRESHOLD". Null when plainly admitted. */
export function reasonText(result: Pick<ScoreResult, 'reasons' | 'vetoes'>): string | null {
  const reasons = result.reasons.map((r) => (r === 'VETO' ? `VETO:${result.vetoes.join(',')}` : r))
  return reasons.length > 0 ? reasons.join('; ') : null
}

export async function writeOutcomes(
  tx: Tx,
  bankId: string,
  rows: {
    application_id: string
    score_result_id: string
    score_total: number
    grade: string | null
    score_decision: string
    decision_reason: string | null
  }[],
): Promise<void> {
  await tx.$executeRaw`
    insert into application_outcome (bank_id, application_id, score_result_id, score_total, grade, score_decision, decision_reason)
    select ${bankId}::uuid, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(application_id uuid, score_result_id uuid, score_total int, grade text, score_decision text, decision_reason text)
    on conflict (bank_id, application_id) do update set score_result_id = excluded.score_result_id,
      score_total = excluded.score_total, grade = excluded.grade, score_decision = excluded.score_decision,
      decision_reason = excluded.decision_reason, version = application_outcome.version + 1`
}
