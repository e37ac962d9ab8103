/** Lists of markets and merchants, and of what is watched there. */
import { marketList } from '@/lib/markets/queries/list'
import { merchantList } from '@/lib/merchants/queries'
import { monitoringBoard, visitList, warningList } from '@/lib/monitoring/queries'
import { maskPhone } from '@/lib/platform/masks'
import { atOnce, byCursor, defineList, flagOf, manyOf, oneOf, searchOf, sortOf } from '../list'

export const markets = defineList({
  name: 'markets',
  title: 'markets.list.title',
  query: marketList,
  address: { sort: ['code', 'name', 'expiresOn'], defaultSort: '', filters: ['state', 'grade', 'mine'] },
  input: (asked) => ({
    search: searchOf(asked),
    state: manyOf(asked, 'state'),
    grade: manyOf(asked, 'grade'),
    mine: flagOf(asked, 'mine'),
    sort: asked.sort ? sortOf(asked) : '-id',
  }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'markets.list.state', words: 'markets.state' },
    grade: { label: 'markets.list.grade' },
    mine: { label: 'markets.list.mine', flag: true },
  },
  columns: [
    { header: 'markets.list.code', width: 10, value: (m) => m.code },
    {
      header: 'markets.list.name',
      width: 28,
      value: (m, say) => (say.locale === 'en' && m.nameEn ? m.nameEn : m.name),
    },
    { header: 'markets.list.city', value: (m) => m.city },
    { header: 'markets.list.trade', value: (m) => m.trade },
    { header: 'markets.list.operator', width: 28, value: (m) => m.operator.name },
    { header: 'markets.list.state', value: (m, say) => say.word('markets.state', m.state) },
    { header: 'markets.list.grade', staff: true, width: 8, value: (m) => m.grade },
    { header: 'markets.list.score', staff: true, type: 'count', value: (m) => m.scoreTotal },
    { header: 'markets.list.merchants', type: 'count', value: (m) => m.merchantCount },
    { header: 'markets.list.turnoverYuan', type: 'money', width: 20, value: (m) => m.turnoverFen },
    { header: 'markets.list.expiresOn', type: 'date', value: (m) => m.expiresOn },
    { header: 'markets.list.batches', type: 'count', value: (m) => m.batches },
    { header: 'markets.list.sla', staff: true, type: 'instant', value: (m) => m.sla?.dueAt },
  ],
})

export const merchants = defineList({
  name: 'merchants',
  title: 'scoring.merchants.title',
  query: merchantList,
  address: { sort: [], defaultSort: '', context: ['market'] },
  input: (asked) => ({ search: searchOf(asked), market: oneOf(asked, 'market') }),
  turn: byCursor(500),
  rows: (answer) => answer.items,
  filters: { market: { label: 'scoring.merchants.market' } },
  columns: [
    { header: 'scoring.merchants.name', width: 28, value: (m) => m.name },
    { header: 'scoring.merchants.owner', width: 12, value: (m) => m.ownerName },
    { header: 'scoring.merchants.market', width: 28, value: (m) => m.market.name },
    { header: 'scoring.merchants.stall', width: 12, value: (m) => m.stallNo },
    { header: 'scoring.merchants.uscc', width: 22, value: (m) => m.uscc },
    { header: 'scoring.merchants.phone', value: (m) => maskPhone(m.phone) },
    { header: 'scoring.merchants.grade', width: 8, value: (m) => m.grade },
    { header: 'scoring.merchants.score', type: 'count', value: (m) => m.score },
    { header: 'scoring.merchants.requested', type: 'money', value: (m) => m.requestedFen },
    { header: 'scoring.merchants.limit', type: 'money', value: (m) => m.limitFen },
    { header: 'scoring.merchants.state', value: (m, say) => say.word('scoring.itemState', m.application?.state) },
  ],
})

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
    { header: 'monitoring.col.value', value: (w) => w.value },
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
