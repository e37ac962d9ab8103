/** Cases referred to authorities. */
import { byCursor, defineList, manyOf } from '../list'
import { referralList } from '../referrals/referrals'

export const referrals = defineList({
  name: 'external-referrals',
  title: 'manager.referrals.title',
  query: referralList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'manager.referrals.stateOf', words: 'manager.referrals.state' } },
  columns: [
    { header: 'manager.referrals.number', width: 16, value: (r) => r.number },
    {
      header: 'manager.referrals.authority',
      value: (r, say) => say.word('manager.referrals.authorities', r.authority),
    },
    { header: 'manager.referrals.office', width: 24, value: (r) => r.office },
    { header: 'manager.referrals.subject', width: 28, value: (r) => r.subject },
    { header: 'manager.referrals.market', width: 24, value: (r) => r.market },
    { header: 'manager.referrals.facts', width: 48, value: (r) => r.facts },
    { header: 'manager.referrals.stateOf', value: (r, say) => say.word('manager.referrals.state', r.state) },
    { header: 'manager.referrals.proposer', value: (r) => r.proposer },
    { header: 'manager.referrals.decider', value: (r) => r.decider },
    { header: 'manager.referrals.sentOn', type: 'date', value: (r) => r.sentOn },
    { header: 'manager.referrals.caseNo', value: (r) => r.caseNo },
    { header: 'manager.referrals.result', width: 36, value: (r) => r.result },
  ],
})
