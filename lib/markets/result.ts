/** The stored score of a survey round: the official result, or the override that followed it (§3.0-6, §3.0-7). */
import type { Prisma, Tx } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import type { ScoreInput } from '@/lib/scoring/rules/score-result'
import type { EntrySource } from './rules/entry'
import type { SurveyorRole } from './rules/official'

export type ResultSources = {
  survey: {
    id: string
    round: number
    stands: SurveyorRole
    entryId: string
    totals: Record<SurveyorRole, number>
    difference: number
  }
  /** only on a row that an override made */
  override?: {
    resultId: string
    from: string
    to: string
    reason: string
    fileIds: string[]
    by: string
    byName: string
  }
  indicators: Record<string, EntrySource & { evidence: string[] }>
}

export type MarketScore = {
  id: string
  cardCode: string
  cardVersion: number
  total: number
  grade: string | null
  decision: string
  coefficientPpm: number | null
  vetoes: string[]
  missing: string[]
  points: Record<string, number>
  inputs: Record<string, ScoreInput>
  sources: ResultSources
  trace: Trace
  inputHash: string
  scoredAt: Date
}

/** All rows of a market, newest first: re-scores and overrides are rows of their own, nothing is overwritten. */
export async function marketScores(tx: Tx, bankId: string, marketId: string): Promise<MarketScore[]> {
  const rows = await tx.scoreResult.findMany({
    where: { bankId, subjectType: 'MARKET', subjectId: marketId },
    orderBy: [{ scoredAt: 'desc' }, { id: 'desc' }],
    take: 40,
  })
  return rows.filter((r) => 'survey' in (r.sources as object)).map(scoreOf)
}

/** The row in force for one round; null before both have signed. */
export async function scoreOfSurvey(
  tx: Tx,
  bankId: string,
  marketId: string,
  surveyId: string,
): Promise<MarketScore | null> {
  const all = await marketScores(tx, bankId, marketId)
  return all.find((r) => r.sources.survey.id === surveyId) ?? null
}

function scoreOf(row: Prisma.ScoreResultGetPayload<object>): MarketScore {
  return {
    id: row.id,
    cardCode: row.cardCode,
    cardVersion: row.cardVersion,
    total: row.total,
    grade: row.grade,
    decision: row.decision,
    coefficientPpm: row.coefficientPpm,
    vetoes: row.vetoes as string[],
    missing: row.missing as string[],
    points: row.points as Record<string, number>,
    inputs: row.inputs as unknown as Record<string, ScoreInput>,
    sources: row.sources as unknown as ResultSources,
    trace: row.trace as unknown as Trace,
    inputHash: row.inputHash,
    scoredAt: row.scoredAt,
  }
}
