/** The survey of a market as commands and queries need it: its rows under a lock, its entries, its proofs. */
import { evidenceOf } from '@/lib/evidence/evidence'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import type { Prisma, Tx } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import { freeze } from '@/lib/platform/wire'
import type { ScoreInput, ScoreResult } from '@/lib/scoring/rules/score-result'
import type { EntryDraft, EntrySource, EntryVeto, Proofs } from './rules/entry'
import type { SurveyorRole } from './rules/official'

/** Evidence of a survey is kept under this word: both surveyors walk together and share their proofs. */
export const SURVEY_EVIDENCE = 'market_survey'

type Row = Prisma.SurveyEntryGetPayload<object>

/** A stored entry with its JSON columns typed; the writer is `entryColumns`. */
export type Entry = EntryDraft & {
  id: string
  surveyorId: string
  role: SurveyorRole
  signedAt: Date | null
  version: number
  total: number | null
  /** null until signed */
  score: { inputs: Record<string, ScoreInput>; result: ScoreResult; trace: Trace } | null
}

export function entryOf(row: Row): Entry {
  return {
    id: row.id,
    surveyorId: row.surveyorId,
    role: row.role as SurveyorRole,
    values: row.inputs as Record<string, string>,
    sources: row.sources as Record<string, EntrySource>,
    vetoes: row.vetoes as Record<string, EntryVeto>,
    signedAt: row.signedAt,
    version: row.version,
    total: row.total,
    score: row.result as Entry['score'],
  }
}

export function entryColumns(draft: EntryDraft) {
  return {
    inputs: freeze(draft.values) as Prisma.InputJsonObject,
    sources: freeze(draft.sources) as Prisma.InputJsonObject,
    vetoes: freeze(draft.vetoes) as Prisma.InputJsonObject,
  }
}

export type MarketRow = Prisma.MarketGetPayload<object>

/** The market of the bank, or E_NOT_FOUND. */
export async function findMarket(tx: Tx, bankId: string, id: string): Promise<MarketRow> {
  const market = await tx.market.findFirst({ where: { bankId, id } })
  if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
  return market
}

/** The market locked until commit: what two people do to it at once happens one after the other. */
export async function lockMarket(ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>, id: string): Promise<MarketRow> {
  const { tx, actor } = ctx
  await tx.$queryRaw`select 1 from market where bank_id = ${actor.bankId}::uuid and id = ${id}::uuid for update`
  return findMarket(tx, actor.bankId, id)
}

/** The survey of the market's current round with both entries. Refuses E_STATE before a survey was started. */
export async function currentSurvey(tx: Tx, market: MarketRow) {
  const survey = await tx.marketSurvey.findFirst({
    where: { bankId: market.bankId, marketId: market.id, round: market.surveyRound },
    include: { surveyEntries: true },
  })
  if (!survey) throw refuse('E_STATE', { object: 'market', state: market.state, event: 'survey' })
  const { surveyEntries, ...rest } = survey
  return { ...rest, entries: surveyEntries.map(entryOf) }
}
export type Survey = Awaited<ReturnType<typeof currentSurvey>>

export async function proofsOf(tx: Tx, bankId: string, surveyId: string): Promise<Proofs> {
  const rows = await evidenceOf(tx, bankId, SURVEY_EVIDENCE, [surveyId])
  const proofs: Record<string, { id: string; source: string }[]> = {}
  for (const row of rows) {
    proofs[row.itemCode] ??= []
    proofs[row.itemCode]!.push({ id: row.id, source: row.source })
  }
  return proofs
}

/** Every survey of the market: who took part in any of them may not decide on the last (§6.3). */
export async function surveyIds(tx: Tx, market: Pick<MarketRow, 'bankId' | 'id'>): Promise<string[]> {
  const rows = await tx.marketSurvey.findMany({
    where: { bankId: market.bankId, marketId: market.id },
    select: { id: true },
  })
  return rows.map((r) => r.id)
}
