/** Lists of what people tell the bank. */
import { complaintList, tipOffList } from '@/lib/voices/queries'
import { byCursor, defineList, manyOf } from '../list'

export const tipOffs = defineList({
  name: 'tip-offs',
  title: 'voices.tip.title',
  query: tipOffList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'voices.col.state', words: 'voices.tip.state' } },
  columns: [
    { header: 'voices.col.number', width: 16, value: (r) => r.number },
    { header: 'voices.col.content', width: 48, value: (r) => r.content },
    { header: 'voices.col.market', width: 28, value: (r) => r.market?.name },
    { header: 'voices.col.due', type: 'date', value: (r) => r.dueOn },
    { header: 'voices.tip.investigator', value: (r) => r.investigator },
    { header: 'voices.col.state', value: (r, say) => say.word('voices.tip.state', r.state) },
  ],
})

export const complaints = defineList({
  name: 'complaints',
  title: 'voices.complaint.title',
  query: complaintList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'voices.col.state', words: 'voices.complaint.state' } },
  columns: [
    { header: 'voices.col.number', width: 16, value: (r) => r.number },
    { header: 'voices.complaint.complainant', width: 20, value: (r) => r.complainant },
    { header: 'voices.col.content', width: 48, value: (r) => r.content },
    { header: 'voices.col.due', type: 'date', value: (r) => r.dueOn },
    { header: 'voices.complaint.owner', value: (r) => r.owner },
    { header: 'voices.complaint.satisfaction', type: 'count', value: (r) => r.satisfaction },
    { header: 'voices.col.state', value: (r, say) => say.word('voices.complaint.state', r.state) },
  ],
})
