/** The test bench: a draft or a version run on the stored inputs of past batches (or of past surveys, for market cards). */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import { cardOfResult, cardsOfResults } from './card-in-force'
import { draftCard, findDraft } from './card-store'
import type { Card } from './rules/card'
import { publishProblems } from './rules/publish'
import type { ScoreInput } from './rules/score-result'
import { MOVES, type PastCase, readRankLine, tryCard } from './rules/trial'

/** Cases of one run; the latest ones. */
export const TRIAL_MAX = 10_000
/** Cases that are listed one by one; all are counted. */
const LISTED = 500

export const TrialInput = z.strictObject({
  draftId: zId.optional(),
  code: z.string().max(40).optional(),
  version: z.coerce.number().int().min(1).optional(),
  batchIds: z.array(zId).max(200).optional().meta({ description: 'none: the latest results of the bank' }),
  move: z.enum(MOVES).optional().meta({ description: 'list only cases that moved this way' }),
  thresholds: z.record(z.string().max(10), z.coerce.number().int().min(0).max(100)).default({}),
  rankLines: z
    .record(
      z.string().max(10),
      z.string().refine((v) => readRankLine(v) !== null, 'E_RANGE'),
    )
    .default({}),
})

type Row = {
  id: string
  subject_id: string
  card_code: string
  card_version: number
  market_grade: string | null
  inputs: Record<string, ScoreInput>
  points: Record<string, number>
  total: number
  grade: string | null
  decision: string
  vetoes: string[]
  trace: Trace
  name: string
  no: string
  batch: string
  batch_id: string | null
  threshold: number | null
  requested_fen: bigint | null
}

/** Who would change grade or decision with this card, and with other thresholds or shares. Changes nothing. */
export const tryScorecard = defineQuery({
  name: 'scorecards.try',
  input: TrialInput,
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const card = await cardToTry(tx, bankId, input)
    const broken = publishProblems(card)
    if (broken.length > 0)
      throw refuse(
        'E_CARD_NOT_READY',
        { count: broken.length },
        {
          fields: broken.map((p) => ({ path: p.path, code: p.code, params: { path: p.path, at: p.at ?? '' } })),
        },
      )
    const rows =
      card.kind === 'CUSTOMER' ? await merchantRows(tx, bankId, input.batchIds) : await marketRows(tx, bankId)
    const cardOf = await cardsOfResults(
      tx,
      bankId,
      rows.map((r) => ({ code: r.card_code, version: r.card_version })),
    )
    const { cases, summary } = tryCard(
      card,
      rows.map((r) => ({ past: pastCase(r), scoredWith: cardOf(r.card_code, r.card_version) })),
      input,
    )
    const byId = new Map(rows.map((r) => [r.id, r]))
    const shown = cases.filter((c) => (input.move ? c.move === input.move : c.move !== 'SAME'))
    return {
      card,
      summary,
      full: rows.length === TRIAL_MAX,
      grades: card.grades.map((g) => g.grade),
      listed: Math.min(shown.length, LISTED),
      matching: shown.length,
      cases: shown.slice(0, LISTED).map((c) => {
        const r = byId.get(c.id)!
        return {
          ...c,
          subjectId: r.subject_id,
          name: r.name,
          no: r.no,
          batch: r.batch,
          batchId: r.batch_id,
          marketGrade: r.market_grade,
        }
      }),
    }
  },
})

async function cardToTry(tx: Tx, bankId: string, input: z.output<typeof TrialInput>): Promise<Card> {
  if (input.draftId) return draftCard(await findDraft(tx, bankId, input.draftId))
  if (!input.code || !input.version)
    throw refuse('E_REQUIRED:code', {}, { fields: [{ path: 'code', code: 'E_REQUIRED' }] })
  return cardOfResult(tx, bankId, input.code, input.version)
}

/** The last result of each application that a card gave; overrides are people's, not the card's. */
async function merchantRows(tx: Tx, bankId: string, batchIds: string[] | undefined): Promise<Row[]> {
  const chosen = batchIds?.length ? Prisma.sql`and a.batch_id = any(${batchIds}::uuid[])` : Prisma.empty
  return tx.$queryRaw<Row[]>`
    select * from (
      select distinct on (r.subject_id) r.id, r.subject_id, r.card_code, r.card_version, r.market_grade, r.inputs, r.points, r.total,
        r.grade, r.decision, r.vetoes, r.trace, coalesce(a.name, '') as name, a.row_no as no, b.code as batch, b.id as batch_id,
        g.threshold, a.requested_fen
      from score_result r
        join application a on a.bank_id = r.bank_id and a.id = r.subject_id
        join batch b on b.bank_id = a.bank_id and b.id = a.batch_id
        left join market_grading g on g.bank_id = b.bank_id and g.market_id = b.market_id
      where r.bank_id = ${bankId}::uuid and r.subject_type = 'APPLICATION' and r.sources->'$override' is null ${chosen}
      order by r.subject_id, r.id desc
    ) latest order by id desc limit ${TRIAL_MAX}`
}

async function marketRows(tx: Tx, bankId: string): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    select * from (
      select distinct on (r.subject_id) r.id, r.subject_id, r.card_code, r.card_version, null::text as market_grade, r.inputs, r.points,
        r.total, r.grade, r.decision, r.vetoes, r.trace, m.name, m.code as no, '' as batch, null::uuid as batch_id,
        null::int as threshold, null::bigint as requested_fen
      from score_result r join market m on m.bank_id = r.bank_id and m.id = r.subject_id
      where r.bank_id = ${bankId}::uuid and r.subject_type = 'MARKET' and r.sources->'override' is null
      order by r.subject_id, r.id desc
    ) latest order by id desc limit ${TRIAL_MAX}`
}

function pastCase(r: Row): PastCase {
  const step = r.trace.steps?.find((s) => s.label === 'vetoes')
  // the threshold of that day, not of the market's present grading
  const then = r.trace.steps?.find((s) => s.label === 'decision')?.inputs.find((i) => i.label === 'threshold')
  return {
    id: r.id,
    inputs: r.inputs,
    market:
      r.market_grade === null ? null : { grade: r.market_grade, threshold: then ? Number(then.value) : r.threshold },
    vetoes: r.vetoes,
    waived: step?.inputs.filter((i) => i.value === 'WAIVED').map((i) => i.label) ?? [],
    points: r.points,
    total: r.total,
    grade: r.grade,
    decision: r.decision,
    requestedFen: r.requested_fen ?? 0n,
  }
}

/** Batches whose scores can be tried, the latest first. */
export const trialBatches = defineQuery({
  name: 'scorecards.trialBatches',
  input: z.strictObject({}),
  access: { roles: BANK_ROLES },
  async run({ tx, actor }) {
    return tx.$queryRaw<{ id: string; code: string; market: string; scored: number }[]>`
      select b.id, b.code, m.name as market, count(distinct r.subject_id)::int as scored
      from batch b join market m on m.bank_id = b.bank_id and m.id = b.market_id
        join application a on a.bank_id = b.bank_id and a.batch_id = b.id
        join score_result r on r.bank_id = a.bank_id and r.subject_type = 'APPLICATION' and r.subject_id = a.id
      where b.bank_id = ${actor.bankId}::uuid group by b.id, b.code, m.name order by b.id desc limit 200`
  },
})
