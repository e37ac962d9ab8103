/** Lists of batches up to their plan. */
import { batchList } from '@/lib/batches/queries'
import { batchItems } from '@/lib/batches/screen-queries'
import { planList } from '@/lib/plans/queries'
import { formatClauses, formatList } from '@/lib/platform/i18n/format'
import type { ListParams } from '@/lib/platform/list-params'
import { batchResults, scoringDesk } from '@/lib/scoring/queries'
import { atOnce, byCursor, defineList, flagOf, manyOf, oneOf, type Say, searchOf, sortOf } from '../list'

export const batches = defineList({
  name: 'batches',
  title: 'batches.title',
  query: batchList,
  address: { sort: ['id'], defaultSort: '-id', filters: ['state', 'mine'], context: ['market'] },
  input: (asked) => ({
    search: searchOf(asked),
    state: manyOf(asked, 'state'),
    market: oneOf(asked, 'market'),
    mine: flagOf(asked, 'mine'),
  }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'batches.list.state', words: 'batches.states' },
    market: { label: 'batches.list.market' },
    mine: { label: 'batches.list.mine', flag: true },
  },
  columns: [
    { header: 'batches.list.code', value: (b) => b.code },
    { header: 'batches.list.market', width: 28, value: (b) => b.market.name },
    { header: 'batches.list.mode', value: (b, say) => say.word('batches.modes', b.mode) },
    { header: 'batches.list.state', value: (b, say) => say.word('batches.states', b.state) },
    { header: 'batches.list.stage', value: (b, say) => say.word('batches.stages', b.stage) },
    { header: 'batches.list.merchants', type: 'count', value: (b) => b.merchants },
    { header: 'batches.list.requested', type: 'money', value: (b) => b.requestedFen },
    { header: 'batches.list.sla', type: 'instant', value: (b) => b.sla?.dueAt },
    { header: 'batches.list.created', type: 'instant', value: (b) => b.createdAt },
  ],
})

export const batchMerchants = defineList({
  name: 'batch-merchants',
  title: 'batches.tabs.merchants',
  query: batchItems,
  address: {
    sort: ['row', 'rank', 'score', 'requested', 'approved'],
    defaultSort: 'row',
    filters: ['state', 'grade'],
    context: ['batch'],
    defaultSize: 100,
  },
  object: { type: 'batch', key: 'batch' },
  input: (asked) => ({
    batchId: oneOf(asked, 'batch') ?? '',
    search: searchOf(asked),
    state: manyOf(asked, 'state'),
    grade: manyOf(asked, 'grade'),
    sort: sortOf(asked) as 'row',
  }),
  turn: byCursor(500),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'batches.merchants.state', words: 'batches.items' },
    grade: { label: 'batches.merchants.grade' },
  },
  columns: [
    { header: 'batches.merchants.row', width: 7, value: (m) => m.row },
    { header: 'batches.merchants.name', width: 28, value: (m) => m.name },
    { header: 'batches.merchants.owner', width: 12, value: (m) => m.ownerName },
    { header: 'batches.merchants.stall', width: 12, value: (m) => m.stallNo },
    { header: 'batches.merchants.state', value: (m, say) => say.word('batches.items', m.state) },
    { header: 'batches.merchants.rank', type: 'count', value: (m) => m.rank },
    { header: 'batches.merchants.requested', type: 'money', value: (m) => m.requestedFen },
    { header: 'batches.merchants.term', type: 'count', value: (m) => m.requestedTermMonths },
    { header: 'batches.merchants.score', staff: true, type: 'count', value: (m) => m.score },
    { header: 'batches.merchants.grade', staff: true, width: 8, value: (m) => m.grade },
    { header: 'batches.merchants.approved', staff: true, type: 'money', value: (m) => m.approvedFen },
  ],
})

export const scoringDeskList = defineList({
  name: 'scoring-desk',
  title: 'scoring.desk.title',
  query: scoringDesk,
  address: { sort: [], defaultSort: '', filters: ['all'] },
  input: (asked) => ({ all: flagOf(asked, 'all') ?? false }),
  turn: atOnce,
  rows: (answer) => answer.items,
  filters: { all: { label: 'scoring.desk.everyone', flag: true } },
  columns: [
    { header: 'scoring.desk.batch', value: (b) => b.code },
    { header: 'scoring.desk.market', width: 28, value: (b) => b.market.name },
    { header: 'scoring.desk.grade', value: (b) => b.marketGrade },
    { header: 'scoring.desk.state', value: (b, say) => say.word('scoring.desk.batchState', b.state) },
    { header: 'scoring.desk.items', type: 'count', value: (b) => b.items },
    { header: 'scoring.desk.started', type: 'count', value: (b) => b.started },
    { header: 'scoring.desk.rmSigned', type: 'count', value: (b) => b.rmSigned },
    { header: 'scoring.desk.evaluatorSigned', type: 'count', value: (b) => b.evaluatorSigned },
    { header: 'scoring.desk.admitted', type: 'count', value: (b) => b.admitted },
    { header: 'scoring.desk.notAdmitted', type: 'count', value: (b) => b.notAdmitted },
    { header: 'scoring.desk.lacking', type: 'count', value: (b) => b.lacking },
    { header: 'scoring.desk.due', type: 'instant', value: (b) => b.dueAt },
  ],
})

type Results = Awaited<ReturnType<typeof batchResults>>

/** The reasons of a decision in words; a veto by the names of the card's own. */
function reasonsOf(row: Results['rows'][number], results: Results, say: Say): string {
  const veto = (code: string): string => {
    const named = results.vetoNames.find((v) => v.code === code)
    return named ? `${code} ${say.locale === 'en' ? named.nameEn : named.nameZh}` : code
  }
  const reasons = row.reasons.map((reason) =>
    reason.startsWith('VETO:') ? formatList(say.locale, row.vetoes.map(veto)) : say.word('scoring.reason', reason),
  )
  if (row.decision === 'INSUFFICIENT_DATA')
    reasons.push(say.t('scoring.results.missing', { codes: formatList(say.locale, row.missing) }))
  return formatClauses(say.locale, reasons)
}

export const scoringResults = defineList({
  name: 'scoring-results',
  title: 'scoring.results.title',
  query: batchResults,
  address: { sort: [], defaultSort: '', filters: ['decision'], context: ['batch'] },
  object: { type: 'batch', key: 'batch' },
  input: (asked) => ({ batchId: oneOf(asked, 'batch') ?? '' }),
  turn: atOnce,
  rows: (answer: Results, asked: ListParams, say: Say) =>
    answer.rows
      .filter((row) => asked.filters.decision?.includes(row.decision ?? '') ?? true)
      .map((row) => ({
        ...row,
        gradeText: `${row.grade ?? '—'}${row.overridden ? ` (${say.t('scoring.results.overridden')})` : ''}`,
        why: reasonsOf(row, answer, say),
      })),
  filters: { decision: { label: 'scoring.verdict.decision', words: 'scoring.decision' } },
  columns: [
    { header: 'scoring.results.no', width: 7, value: (r) => r.rowNo },
    { header: 'scoring.grid.merchant', width: 28, value: (r) => r.name },
    { header: 'scoring.results.stall', width: 12, value: (r) => r.stallNo },
    { header: 'scoring.sheet.requested', type: 'money', value: (r) => r.requestedFen },
    { header: 'scoring.verdict.score', type: 'count', value: (r) => r.total },
    { header: 'scoring.desk.grade', value: (r) => r.gradeText },
    { header: 'scoring.verdict.decision', value: (r, say) => say.word('scoring.decision', r.decision) },
    { header: 'scoring.results.why', width: 60, value: (r) => r.why },
  ],
})

export const plans = defineList({
  name: 'plans',
  title: 'plans.title',
  query: planList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ search: searchOf(asked), state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'plans.col.state', words: 'plans.state' } },
  columns: [
    { header: 'plans.col.code', width: 20, value: (p) => `${p.code} v${p.versionNo}` },
    { header: 'plans.col.market', width: 28, value: (p) => p.market },
    { header: 'plans.col.batch', value: (p) => p.batch.code },
    { header: 'plans.page.aggregate', type: 'money', value: (p) => p.aggregateLimitFen },
    { header: 'plans.col.approved', type: 'money', value: (p) => p.approvedSumFen },
    { header: 'plans.col.merchants', type: 'count', value: (p) => p.merchants },
    { header: 'plans.col.level', width: 8, value: (p) => p.level },
    { header: 'plans.col.state', value: (p, say) => say.word('plans.state', p.state) },
    { header: 'plans.col.submitted', type: 'instant', value: (p) => p.submittedAt },
  ],
})
