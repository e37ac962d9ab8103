/** The prospects of the bank's markets. */

import { byCursor, defineList, manyOf, oneOf } from '../list'
import { prospectList } from '../prospects/queries'

export const prospects = defineList({
  name: 'prospects',
  title: 'manager.prospects.title',
  query: prospectList,
  address: { sort: [], defaultSort: '', filters: ['state'], context: ['market'] },
  input: (asked) => ({ q: asked.q, state: manyOf(asked, 'state'), market: oneOf(asked, 'market') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'manager.prospects.stage', words: 'manager.prospects.state' },
    market: { label: 'manager.prospects.market' },
  },
  columns: [
    { header: 'manager.prospects.name', width: 28, value: (r) => r.name },
    { header: 'manager.prospects.market', width: 28, value: (r) => r.market },
    { header: 'manager.prospects.address', width: 28, value: (r) => r.address },
    { header: 'manager.prospects.contact', width: 18, value: (r) => r.contact },
    { header: 'manager.prospects.mainPerson', value: (r) => r.mainPerson },
    { header: 'manager.prospects.existing', width: 28, value: (r) => r.existing },
    { header: 'manager.prospects.need', width: 28, value: (r) => r.need },
    { header: 'manager.prospects.stage', value: (r, say) => say.word('manager.prospects.state', r.state) },
    { header: 'manager.prospects.touched', type: 'date', value: (r) => r.touchedOn },
    { header: 'manager.prospects.rm', value: (r) => r.rm },
  ],
})
