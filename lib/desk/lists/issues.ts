/** Joint issues of several merchants. */
import { issuePools } from '@/lib/issues/queries'
import { byCursor, defineList } from '../list'

export const issueList = defineList({
  name: 'issues',
  title: 'issues.title',
  query: issuePools,
  address: { sort: [], defaultSort: '', filters: [] },
  input: () => ({}),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {},
  columns: [
    { header: 'issues.code', width: 18, value: (p) => p.code },
    { header: 'issues.name', width: 28, value: (p) => p.name },
    { header: 'issues.kind', value: (p, say) => say.word('issues.kinds', p.kind) },
    { header: 'issues.market', width: 28, value: (p) => p.market },
    { header: 'issues.issuers', type: 'count', value: (p) => p.issuers },
    { header: 'issues.amount', type: 'money', value: (p) => p.amountFen },
    { header: 'issues.maturesOn', type: 'date', value: (p) => p.maturesOn },
    { header: 'issues.state', value: (p, say) => say.word('issues.states', p.state) },
  ],
})
