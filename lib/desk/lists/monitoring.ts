/** Lists of what is watched after the loan: markets, signals, visits, returns, stops, classes, reviews, late loans. */
import { collectionList } from '@/lib/collection/queries'
import { classificationList } from '@/lib/monitoring/classification-queries'
import { monitoringBoard, visitList } from '@/lib/monitoring/queries'
import { returnList } from '@/lib/monitoring/return-queries'
import { stopList } from '@/lib/monitoring/stop-queries'
import { warningList } from '@/lib/monitoring/warning-queries'
import { toPercent } from '@/lib/platform/money'
import { reviewList } from '@/lib/reviews/queries'
import { atOnce, byCursor, defineList, flagOf, manyOf, type Say } from '../list'

export const board = defineList({
  name: 'monitoring-board',
  title: 'monitoring.board',
  query: monitoringBoard,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: atOnce,
  rows: (answer) => answer.markets,
  filters: {},
  columns: [
    { header: 'monitoring.col.market', width: 32, value: (m) => `${m.code} ${m.name}` },
    { header: 'monitoring.col.grade', width: 8, value: (m) => m.grade },
    { header: 'monitoring.col.loans', type: 'count', value: (m) => m.loans },
    { header: 'monitoring.col.balance', type: 'money', value: (m) => m.balanceFen },
    { header: 'monitoring.col.overdue', type: 'money', value: (m) => m.overdueFen },
    { header: 'monitoring.col.npl', type: 'money', value: (m) => m.nplFen },
    { header: 'monitoring.levels.RED', type: 'count', value: (m) => m.red },
    { header: 'monitoring.levels.ORANGE', type: 'count', value: (m) => m.orange },
    { header: 'monitoring.levels.YELLOW', type: 'count', value: (m) => m.yellow },
    { header: 'monitoring.col.named', value: (m) => m.named },
    { header: 'monitoring.col.deputy', value: (m) => m.deputy },
  ],
})

/** A reading in its unit: percent, days, times; an event by its name. */
const readingText = (say: Say, r: { value: string; unit: string | null }): string =>
  r.unit === null
    ? say.word('monitoring.events', r.value)
    : say.t(`monitoring.units.${r.unit}`, {
        value:
          r.unit === 'PPM'
            ? toPercent(Number(r.value))
            : r.unit === 'MILLI_TIMES'
              ? String(Number(r.value) / 1000)
              : r.value,
      })

export const warnings = defineList({
  name: 'warnings',
  title: 'monitoring.signals',
  query: warningList,
  address: { sort: [], defaultSort: '', filters: ['level', 'state'] },
  defaults: { state: ['RAISED', 'ASSIGNED', 'VERIFYING', 'CONFIRMED', 'HANDLING'] },
  input: (asked) => ({ level: manyOf(asked, 'level'), state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    level: { label: 'monitoring.col.level', words: 'monitoring.levels' },
    state: { label: 'monitoring.col.state', words: 'monitoring.state' },
  },
  columns: [
    { header: 'monitoring.col.level', width: 8, value: (w, say) => say.word('monitoring.levels', w.level) },
    {
      header: 'monitoring.col.code',
      width: 28,
      value: (w, say) => `${w.code} ${say.t(`monitoring.warnings.${w.code}`)}`,
    },
    { header: 'monitoring.col.object', width: 28, value: (w) => w.object },
    { header: 'monitoring.col.market', width: 28, value: (w) => w.market?.name },
    { header: 'monitoring.col.value', value: (w, say) => readingText(say, w) },
    { header: 'monitoring.col.raised', type: 'date', value: (w) => w.raisedOn },
    { header: 'monitoring.col.verifyBy', type: 'date', value: (w) => w.verifyBy },
    { header: 'monitoring.col.assigned', value: (w) => w.assignedTo },
    { header: 'monitoring.col.state', value: (w, say) => say.word('monitoring.state', w.state) },
  ],
})

export const visits = defineList({
  name: 'visits',
  title: 'monitoring.visits',
  query: visitList,
  address: { sort: [], defaultSort: '', filters: ['state', 'mine'] },
  defaults: { state: ['PLANNED'] },
  input: (asked) => ({ state: manyOf(asked, 'state'), mine: flagOf(asked, 'mine') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'monitoring.col.state', words: 'monitoring.state' },
    mine: { label: 'monitoring.mine', flag: true },
  },
  columns: [
    { header: 'monitoring.col.kind', value: (v, say) => say.word('monitoring.kind', v.kind) },
    {
      header: 'monitoring.col.merchant',
      width: 28,
      value: (v) => (v.merchant ? `${v.merchant} ${v.stallNo ?? ''}`.trimEnd() : ''),
    },
    { header: 'monitoring.col.market', width: 28, value: (v) => v.market?.name },
    { header: 'monitoring.col.onsite', value: (v, say) => say.t(`monitoring.onsite.${v.isOnsite ? 'yes' : 'no'}`) },
    { header: 'monitoring.col.planned', type: 'date', value: (v) => v.plannedOn },
    { header: 'monitoring.col.due', type: 'date', value: (v) => v.dueOn },
    { header: 'monitoring.col.assignee', value: (v) => v.assignee },
    { header: 'monitoring.col.state', value: (v, say) => say.word('monitoring.state', v.state) },
  ],
})

export const returns = defineList({
  name: 'market-returns',
  title: 'monitoring.return.titles',
  query: returnList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'monitoring.col.state', words: 'monitoring.return.state' } },
  columns: [
    { header: 'monitoring.col.market', width: 32, value: (r) => `${r.market.code} ${r.market.name}` },
    { header: 'monitoring.return.month', value: (r) => r.month.toString().slice(0, 7) },
    { header: 'monitoring.col.due', type: 'date', value: (r) => r.dueOn },
    { header: 'monitoring.return.submittedOn', type: 'date', value: (r) => r.submittedOn },
    { header: 'monitoring.return.lateness', type: 'count', value: (r) => r.lateDays },
    { header: 'monitoring.return.rows', type: 'count', value: (r) => r.rows },
    { header: 'monitoring.col.state', value: (r, say) => say.word('monitoring.return.state', r.state) },
  ],
})

export const stops = defineList({
  name: 'stops',
  title: 'monitoring.stop.title',
  query: stopList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  defaults: { state: ['ACTIVE'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'monitoring.col.state', words: 'monitoring.stop.state' } },
  columns: [
    {
      header: 'monitoring.stop.code',
      width: 32,
      value: (s, say) => `${s.code} ${say.word('monitoring.stops', s.code)}`,
    },
    { header: 'monitoring.stop.scope', width: 32, value: (s) => s.scope },
    { header: 'monitoring.stop.force', value: (s, say) => say.word('monitoring.stop.forces', s.force) },
    { header: 'monitoring.stop.since', type: 'date', value: (s) => s.since },
    { header: 'monitoring.stop.lift', width: 28, value: (s, say) => say.word('monitoring.stop.lifts', s.lift) },
    { header: 'monitoring.stop.reason', width: 32, value: (s) => s.reason },
    { header: 'monitoring.stop.liftedOn', type: 'date', value: (s) => s.liftedOn },
    { header: 'monitoring.stop.liftedBy', value: (s) => s.liftedBy },
    { header: 'monitoring.col.state', value: (s, say) => say.word('monitoring.stop.state', s.state) },
  ],
})

export const classifications = defineList({
  name: 'classifications',
  title: 'monitoring.class.title',
  query: classificationList,
  address: { sort: [], defaultSort: '', filters: ['state', 'kind'] },
  defaults: { state: ['PROPOSED', 'INITIAL', 'RECOGNISED'] },
  input: (asked) => ({ state: manyOf(asked, 'state'), kind: manyOf(asked, 'kind') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'monitoring.col.state', words: 'monitoring.class.state' },
    kind: { label: 'monitoring.col.kind', words: 'monitoring.class.kind' },
  },
  columns: [
    { header: 'monitoring.visit.loan', width: 20, value: (c) => c.loan.number },
    { header: 'monitoring.col.merchant', width: 28, value: (c) => c.merchant },
    { header: 'monitoring.col.market', width: 28, value: (c) => c.market.name },
    { header: 'monitoring.col.balance', type: 'money', value: (c) => c.balanceFen },
    { header: 'monitoring.class.dpd', type: 'count', value: (c) => c.dpd },
    { header: 'monitoring.class.present', value: (c, say) => say.word('servicing.class', c.present) },
    { header: 'monitoring.class.floor', value: (c, say) => say.word('servicing.class', c.floor) },
    { header: 'monitoring.class.given', value: (c, say) => say.word('servicing.class', c.given) },
    { header: 'monitoring.col.kind', value: (c, say) => say.word('monitoring.class.kind', c.kind) },
    { header: 'monitoring.col.due', type: 'date', value: (c) => c.dueOn },
    { header: 'monitoring.col.state', value: (c, say) => say.word('monitoring.class.state', c.state) },
  ],
})

export const reviews = defineList({
  name: 'reviews',
  title: 'reviews.title',
  query: reviewList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  defaults: { state: ['LISTED', 'SURVEYED', 'CONCLUDED', 'APPROVED'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'reviews.col.state', words: 'reviews.state' } },
  columns: [
    { header: 'reviews.col.loan', width: 20, value: (r) => r.loan.number },
    { header: 'reviews.col.merchant', width: 28, value: (r) => r.merchant },
    { header: 'reviews.col.market', width: 28, value: (r) => r.market.name },
    { header: 'reviews.col.principal', type: 'money', value: (r) => r.principalFen },
    { header: 'reviews.col.reviewOn', type: 'date', value: (r) => r.reviewOn },
    { header: 'reviews.col.consents', value: (r) => `${r.consents.given} / ${r.consents.asked}` },
    { header: 'reviews.col.due', type: 'date', value: (r) => r.due?.by },
    { header: 'reviews.col.outcome', value: (r, say) => say.word('reviews.outcome', r.outcome) },
    { header: 'reviews.col.state', value: (r, say) => say.word('reviews.state', r.state) },
  ],
})

export const collection = defineList({
  name: 'collection',
  title: 'collection.title',
  query: collectionList,
  address: { sort: [], defaultSort: '', filters: ['stage'] },
  input: (asked) => ({ stage: manyOf(asked, 'stage') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { stage: { label: 'collection.col.stage', words: 'collection.stage' } },
  columns: [
    { header: 'collection.col.loan', width: 20, value: (r) => r.loan },
    { header: 'collection.col.merchant', width: 28, value: (r) => r.merchant },
    { header: 'collection.col.market', width: 28, value: (r) => r.market },
    { header: 'collection.col.dpd', type: 'count', value: (r) => r.dpd },
    { header: 'collection.col.stage', value: (r, say) => say.word('collection.stage', r.stage) },
    { header: 'collection.col.owed', type: 'money', value: (r) => r.owedFen },
    { header: 'collection.col.last', type: 'date', value: (r) => r.lastOn },
    { header: 'collection.col.promise', type: 'date', value: (r) => r.promise?.on },
    { header: 'collection.col.next', type: 'date', value: (r) => r.nextOn },
  ],
})
