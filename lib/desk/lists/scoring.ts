/** Scorecards, what was measured on them, and grades changed by hand. */
import { labOverview } from '@/lib/lab/queries'
import { listCards } from '@/lib/scoring/card-queries'
import { overrideMonth } from '@/lib/scoring/override-queries'
import { scopeText } from '@/lib/scoring/rules/card-diff'
import { atOnce, defineList, oneOf, type Say } from '../list'

const scopeWords = (scope: Parameters<typeof scopeText>[0], say: Say): string => {
  const text = scopeText(scope)
  if (text === '*') return say.t('scorecards.basics.scopeKind.all')
  return text === '—' ? say.t('scorecards.basics.scopeKind.none') : text
}

export const scorecards = defineList({
  name: 'scorecards',
  title: 'scorecards.title',
  query: listCards,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: atOnce,
  rows: (answer) => answer.items,
  filters: {},
  columns: [
    { header: 'scorecards.columns.code', width: 20, value: (c) => c.code },
    { header: 'scorecards.columns.title', width: 28, value: (c, say) => (say.locale === 'en' ? c.titleEn : c.titleZh) },
    { header: 'scorecards.columns.kind', value: (c, say) => say.word('scorecards.kind', c.kind) },
    { header: 'scorecards.columns.inForce', type: 'count', value: (c) => c.inForce?.version ?? null },
    { header: 'scorecards.columns.effectiveFrom', type: 'date', value: (c) => c.inForce?.effectiveFrom ?? null },
    { header: 'scorecards.columns.scope', width: 24, value: (c, say) => scopeWords(c.appliesTo, say) },
    { header: 'scorecards.columns.batches', type: 'count', value: (c) => c.batches },
  ],
})

export const labRuns = defineList({
  name: 'lab-runs',
  title: 'lab.runs',
  query: labOverview,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: atOnce,
  rows: (answer) => answer.runs,
  filters: {},
  columns: [
    { header: 'lab.columns.champion', width: 22, value: (r) => `${r.champion.code} v${r.champion.version}` },
    {
      header: 'lab.columns.challenger',
      width: 22,
      value: (r) => (r.challenger ? `${r.challenger.code} v${r.challenger.version}` : ''),
    },
    { header: 'lab.columns.dataset', width: 24, value: (r) => r.dataset },
    { header: 'lab.columns.auc', value: (r) => r.auc.map((a) => a?.toFixed(3) ?? '').join(' / ') },
    { header: 'lab.columns.state', value: (r, say) => say.word('lab.state', r.state) },
    { header: 'lab.columns.created', type: 'instant', value: (r) => r.createdAt },
  ],
})

export const labDatasets = defineList({
  name: 'lab-datasets',
  title: 'lab.datasets',
  query: labOverview,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: atOnce,
  rows: (answer) => answer.datasets,
  filters: {},
  columns: [
    { header: 'lab.columns.name', width: 28, value: (d) => d.name },
    { header: 'lab.columns.cases', type: 'count', value: (d) => d.cases },
    { header: 'lab.columns.bads', type: 'count', value: (d) => d.bads },
    { header: 'lab.columns.refused', type: 'count', value: (d) => d.refused },
    { header: 'lab.columns.state', value: (d, say) => say.word('lab.state', d.removed ? 'REMOVED' : d.state) },
    { header: 'lab.columns.created', type: 'instant', value: (d) => d.createdAt },
  ],
})

export const overrides = defineList({
  name: 'overrides',
  title: 'scoring.hand.month.title',
  query: overrideMonth,
  address: { sort: [], defaultSort: '', context: ['month'] },
  input: (asked) => ({ month: oneOf(asked, 'month') }),
  turn: atOnce,
  rows: (answer) => answer.items,
  filters: { month: { label: 'scoring.hand.month.on' } },
  columns: [
    { header: 'scoring.hand.month.merchant', width: 28, value: (c) => c.merchant },
    { header: 'scoring.hand.month.batch', value: (c) => c.batch },
    { header: 'scoring.hand.month.change', value: (c) => `${c.fromGrade} → ${c.toGrade}` },
    { header: 'scoring.hand.month.state', value: (c, say) => say.word('scoring.hand.state', c.state) },
    { header: 'scoring.hand.month.by', value: (c) => c.requestedByName },
    { header: 'scoring.hand.month.second', value: (c) => c.decidedByName },
    { header: 'scoring.hand.month.reason', width: 40, value: (c) => c.reason },
    { header: 'scoring.hand.month.on', type: 'date', value: (c) => c.askedOn },
  ],
})
