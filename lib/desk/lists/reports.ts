/** The figures for those who lead, as workbooks. */

import type { ListParams } from '@/lib/platform/list-params'
import {
  concentrationReport,
  type Dimension,
  portfolioReport,
  rollReport,
  scoreReport,
  vintageReport,
} from '@/lib/reports/queries'
import { type RegulatoryReport, regulatoryReport } from '@/lib/reports/regulatory'
import type { Totals } from '@/lib/reports/rules'
import { flowReport, partnerReport, workloadReport } from '@/lib/reports/work-queries'
import { atOnce, type Column, defineList, oneOf, type Say } from '../list'

const PLAIN = { sort: [], defaultSort: '' }
/** A figure that is shown whole: asked nothing, answered at once. */
const WHOLE = { address: PLAIN, input: () => ({}), turn: atOnce, filters: {} }

/** What is owed and how much of it is late: the same columns wherever a portfolio is shown. */
const TOTALS = [
  { header: 'reports.col.loans', type: 'count', value: (r) => r.totals.loans },
  { header: 'reports.col.principal', type: 'money', value: (r) => r.totals.principalFen },
  { header: 'reports.col.late', type: 'money', value: (r) => r.totals.lateFen },
  { header: 'reports.col.late30', type: 'money', value: (r) => r.totals.late30Fen },
  { header: 'reports.col.npl', type: 'money', value: (r) => r.totals.nplFen },
  { header: 'reports.col.provision', type: 'money', value: (r) => r.totals.provisionFen },
] satisfies Column<{ totals: Totals }>[] as Column<never>[]

/** A row's name in words: a market's own, else the word of its code. */
export function nameOf(say: Pick<Say, 'word' | 't'>, by: Dimension, key: string, name: string | null): string {
  if (name) return name
  if (key === '-') return say.t('reports.none')
  return by === 'mode'
    ? say.word('batches.modes', key)
    : by === 'bucket'
      ? say.word('reports.bucket', key)
      : by === 'class'
        ? say.word('servicing.class', key)
        : by === 'borrowerType'
          ? say.word('batches.borrowerTypes', key)
          : key
}

export const portfolio = defineList({
  name: 'portfolio',
  title: 'reports.title',
  query: portfolioReport,
  address: { ...PLAIN, context: ['by'] },
  input: (asked) => ({ by: oneOf(asked, 'by') as Dimension | undefined }),
  turn: atOnce,
  rows: (answer, asked, say) =>
    (answer?.items ?? []).map((r) => ({
      ...r,
      asOn: answer?.asOn,
      name: nameOf(say, (oneOf(asked, 'by') as Dimension | undefined) ?? 'market', r.key, r.name),
    })),
  filters: { by: { label: 'reports.col.by', words: 'reports.by' } },
  columns: [
    { header: 'reports.col.asOn', type: 'date', value: (r) => r.asOn },
    { header: 'reports.col.name', width: 30, value: (r) => r.name },
    ...TOTALS,
    { header: 'reports.col.part', type: 'percent', value: (r) => r.partPpm },
    { header: 'reports.col.lateRatio', type: 'percent', value: (r) => r.shares.late.value },
    { header: 'reports.col.nplRatio', type: 'percent', value: (r) => r.shares.npl.value },
  ],
})

export const batchFlow = defineList({
  name: 'batch-flow',
  title: 'reports.flow.title',
  query: flowReport,
  ...WHOLE,
  rows: (answer) => answer.items,
  columns: [
    { header: 'reports.col.stage', width: 24, value: (r, say) => say.word('batches.states', r.state) },
    { header: 'reports.col.passed', type: 'count', value: (r) => r.passed },
    { header: 'reports.col.medianHours', type: 'count', value: (r) => r.medianHours },
    { header: 'reports.col.meanHours', type: 'count', value: (r) => r.meanHours },
    { header: 'reports.col.waiting', type: 'count', value: (r) => r.waiting },
    { header: 'reports.col.overdue', type: 'count', value: (r) => r.late },
    { header: 'reports.col.longestHours', type: 'count', value: (r) => r.longestHours },
    { header: 'reports.col.longest', width: 24, value: (r) => r.longest },
  ],
})

export const workload = defineList({
  name: 'workload',
  title: 'reports.workload',
  query: workloadReport,
  ...WHOLE,
  rows: (answer) => answer.items,
  columns: [
    { header: 'reports.col.manager', width: 24, value: (r) => `${r.name} ${r.login}` },
    { header: 'reports.col.markets', type: 'count', value: (r) => r.markets },
    { header: 'reports.col.batches', type: 'count', value: (r) => r.batches },
    { header: 'reports.col.tasks', type: 'count', value: (r) => r.tasks },
    { header: 'reports.col.lateTasks', type: 'count', value: (r) => r.lateTasks },
    { header: 'reports.col.visits', type: 'count', value: (r) => r.visits },
    { header: 'reports.col.missed', type: 'count', value: (r) => r.missed },
    { header: 'reports.col.warnings', type: 'count', value: (r) => r.warnings },
    ...TOTALS,
    { header: 'reports.col.lateRatio', type: 'percent', value: (r) => r.shares.late.value },
  ],
})

export const vintages = defineList({
  name: 'vintages',
  title: 'reports.vintage.title',
  query: vintageReport,
  ...WHOLE,
  rows: (answer) => answer.items.flatMap((c) => c.points.map((p) => ({ ...c, age: p.age, ratio: p.sharePpm }))),
  columns: [
    { header: 'reports.col.startMonth', value: (r) => r.startMonth },
    { header: 'reports.col.loans', type: 'count', value: (r) => r.loans },
    { header: 'reports.col.granted', type: 'money', value: (r) => r.grantedFen },
    { header: 'reports.col.age', type: 'count', value: (r) => r.age },
    { header: 'reports.col.vintageRatio', type: 'percent', value: (r) => r.ratio },
  ],
})

export const rolls = defineList({
  name: 'roll-rates',
  title: 'reports.roll.title',
  query: rollReport,
  address: { ...PLAIN, context: ['month'] },
  input: (asked) => ({ month: oneOf(asked, 'month') }),
  turn: atOnce,
  rows: (answer) => answer.items.flatMap((r) => r.to.map((to) => ({ month: answer.month, from: r, to }))),
  filters: { month: { label: 'reports.col.month' } },
  columns: [
    { header: 'reports.col.month', value: (r) => r.month },
    { header: 'reports.roll.from', value: (r, say) => say.word('reports.bucket', String(r.from.fromBucket)) },
    { header: 'reports.roll.to', value: (r, say) => say.word('reports.bucket', String(r.to.bucket)) },
    { header: 'reports.col.loans', type: 'count', value: (r) => r.to.loans },
    { header: 'reports.col.principal', type: 'money', value: (r) => r.to.principalFen },
    { header: 'reports.roll.share', type: 'percent', value: (r) => r.to.sharePpm },
  ],
})

export const concentration = defineList({
  name: 'concentration',
  title: 'reports.concentration',
  query: concentrationReport,
  ...WHOLE,
  rows: (answer) => answer.items,
  columns: [
    { header: 'reports.col.kind', value: (r, say) => say.word('reports.cap', r.kind) },
    { header: 'reports.col.name', width: 30, value: (r) => r.name },
    { header: 'reports.col.principal', type: 'money', value: (r) => r.exposureFen },
    { header: 'reports.col.part', type: 'percent', value: (r) => r.share.value },
    { header: 'reports.col.cap', type: 'percent', value: (r) => r.capPpm },
    { header: 'reports.col.over', value: (r, say) => say.t(r.over ? 'reports.over' : 'reports.inside') },
  ],
})

export const scores = defineList({
  name: 'score-performance',
  title: 'reports.scores',
  query: scoreReport,
  ...WHOLE,
  rows: (answer) => answer.items,
  columns: [
    { header: 'reports.by.grade', value: (r) => r.grade },
    { header: 'reports.col.scored', type: 'count', value: (r) => r.scored },
    { header: 'reports.col.admitted', type: 'count', value: (r) => r.admitted },
    { header: 'reports.col.averageScore', value: (r) => r.average },
    ...TOTALS,
    { header: 'reports.col.late30Ratio', type: 'percent', value: (r) => r.shares.late30.value },
    { header: 'reports.col.nplRatio', type: 'percent', value: (r) => r.shares.npl.value },
  ],
})

export const partnerScores = defineList({
  name: 'partner-scores',
  title: 'reports.partners',
  query: partnerReport,
  ...WHOLE,
  rows: (answer) => answer.items,
  columns: [
    { header: 'reports.col.partner', width: 30, value: (r) => `${r.code} ${r.name}` },
    { header: 'reports.col.kind', value: (r, say) => say.word('partners.home.kinds', r.kind) },
    ...TOTALS,
    { header: 'reports.col.lateRatio', type: 'percent', value: (r) => r.shares.late.value },
    { header: 'reports.col.limit', type: 'money', value: (r) => r.limitFen },
    { header: 'reports.col.used', type: 'money', value: (r) => r.usedFen },
    { header: 'reports.col.asked', type: 'money', value: (r) => r.askedFen },
    { header: 'reports.col.paid', type: 'money', value: (r) => r.paidFen },
    { header: 'reports.col.returns', type: 'count', value: (r) => r.returns },
    { header: 'reports.col.lateReturns', type: 'count', value: (r) => r.lateReturns },
    { header: 'reports.col.warnings', type: 'count', value: (r) => r.warnings },
  ],
})

/** A row's name in a table for the regulator. */
export function regulatoryName(
  say: Pick<Say, 'word' | 't'>,
  by: RegulatoryReport['groupBy'],
  key: string,
  name: string | null,
): string {
  if (key === 'total') return say.t('reports.total')
  return nameOf(say, by === 'MARKET' ? 'market' : by === 'MODE' ? 'mode' : 'borrowerType', key, name)
}

const regulatoryRows = (answer: RegulatoryReport, _asked: unknown, say: Say) =>
  [...answer.items, { ...answer.total, name: null }].map((r) => ({
    ...r,
    asOn: answer.asOn,
    name: regulatoryName(say, answer.groupBy, r.key, r.name),
  }))

const REGULATORY = {
  query: regulatoryReport,
  address: { ...PLAIN, context: ['report'] as const },
  object: { type: 'report', key: 'report' } as const,
  turn: atOnce,
  rows: regulatoryRows,
  filters: { report: { label: 'reports.col.report' } },
  input: (asked: ListParams) => ({ reportId: oneOf(asked, 'report') ?? '' }),
}

export const inclusiveLending = defineList({
  name: 'inclusive-lending',
  ...REGULATORY,
  title: 'reports.kind.INCLUSIVE',
  columns: [
    { header: 'reports.col.asOn', type: 'date', value: (r) => r.asOn },
    { header: 'reports.col.name', width: 30, value: (r) => r.name },
    { header: 'reports.col.clients', type: 'count', value: (r) => r.clients },
    { header: 'reports.col.loans', type: 'count', value: (r) => r.loans },
    { header: 'reports.col.principal', type: 'money', value: (r) => r.principalFen },
    { header: 'reports.col.yearLoans', type: 'count', value: (r) => r.yearLoans },
    { header: 'reports.col.yearGranted', type: 'money', value: (r) => r.yearGrantedFen },
    { header: 'reports.col.averageRate', type: 'percent', value: (r) => r.averageRatePpm },
    { header: 'reports.col.npl', type: 'money', value: (r) => r.nplFen },
    { header: 'reports.col.nplRatio', type: 'percent', value: (r) => r.nplShare.value },
  ],
})

export const fiveCategory = defineList({
  name: 'five-category',
  ...REGULATORY,
  title: 'reports.kind.FIVE_CATEGORY',
  columns: [
    { header: 'reports.col.asOn', type: 'date', value: (r) => r.asOn },
    { header: 'reports.col.name', width: 30, value: (r) => r.name },
    { header: 'reports.col.loans', type: 'count', value: (r) => r.loans },
    { header: 'reports.col.principal', type: 'money', value: (r) => r.principalFen },
    { header: 'servicing.class.NORMAL', type: 'money', value: (r) => r.normalFen },
    { header: 'servicing.class.SPECIAL_MENTION', type: 'money', value: (r) => r.specialFen },
    { header: 'servicing.class.SUBSTANDARD', type: 'money', value: (r) => r.substandardFen },
    { header: 'servicing.class.DOUBTFUL', type: 'money', value: (r) => r.doubtfulFen },
    { header: 'servicing.class.LOSS', type: 'money', value: (r) => r.lossFen },
    { header: 'reports.col.npl', type: 'money', value: (r) => r.nplFen },
    { header: 'reports.col.nplRatio', type: 'percent', value: (r) => r.nplShare.value },
    { header: 'reports.col.provision', type: 'money', value: (r) => r.provisionFen },
  ],
})
