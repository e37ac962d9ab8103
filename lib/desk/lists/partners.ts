/** Lists of partners. */
import { partnerList } from '@/lib/partners/queries'
import type { PartnerKind } from '@/lib/partners/rules/kinds'
import { byCursor, defineList, manyOf, oneOf } from '../list'

export const partners = defineList({
  name: 'partners',
  title: 'partners.book.title',
  query: partnerList,
  address: { sort: [], defaultSort: '', filters: ['kind', 'state'] },
  input: (asked) => ({ kind: oneOf(asked, 'kind') as PartnerKind | undefined, state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    kind: { label: 'partners.book.kind', words: 'partners.home.kinds' },
    state: { label: 'partners.book.state', words: 'partners.home.states' },
  },
  columns: [
    { header: 'partners.book.code', width: 18, value: (p) => p.code },
    { header: 'partners.book.name', width: 36, value: (p) => p.name },
    { header: 'partners.book.kind', value: (p, say) => say.word('partners.home.kinds', p.kind) },
    { header: 'partners.book.rating', value: (p) => p.rating },
    { header: 'partners.book.term.totalCoopLimitFen', type: 'money', value: (p) => p.limitFen },
    { header: 'partners.book.used', type: 'money', value: (p) => p.usedFen },
    { header: 'partners.book.licenceValidUntil', type: 'date', value: (p) => p.licenceValidUntil },
    { header: 'partners.book.nextReview', type: 'date', value: (p) => p.reviewDueOn },
    { header: 'partners.book.state', value: (p, say) => say.word('partners.home.states', p.state) },
  ],
})
