/** Lists of markets and merchants. */
import { marketList } from '@/lib/markets/queries/list'
import { merchantList } from '@/lib/merchants/queries'
import { maskPhone } from '@/lib/platform/masks'
import { byCursor, defineList, flagOf, manyOf, oneOf, searchOf, sortOf } from '../list'

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
