/** The register of collateral. */
import { chargeList } from '@/lib/collateral/queries'
import { byCursor, defineList, manyOf } from '../list'

export const collateralList = defineList({
  name: 'collateral',
  title: 'collateral.title',
  query: chargeList,
  address: { sort: [], defaultSort: '', filters: ['state', 'kind'] },
  input: (asked) => ({ q: asked.q, state: manyOf(asked, 'state'), kind: manyOf(asked, 'kind') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'collateral.state', words: 'collateral.states' },
    kind: { label: 'collateral.kind', words: 'collateral.kinds' },
  },
  columns: [
    { header: 'collateral.merchant', width: 28, value: (r) => r.merchant },
    { header: 'collateral.kind', width: 18, value: (r, say) => say.word('collateral.kinds', r.kind) },
    { header: 'collateral.fields.certificateNo', width: 28, value: (r) => r.certificateNo },
    { header: 'collateral.fields.ownerName', width: 24, value: (r) => r.ownerName },
    { header: 'collateral.fields.value', type: 'money', value: (r) => r.valueFen },
    { header: 'collateral.cap', type: 'money', value: (r) => r.cap.value },
    { header: 'collateral.onAsset', type: 'money', value: (r) => r.onAssetFen },
    { header: 'collateral.fields.appraisedOn', type: 'date', value: (r) => r.appraisedOn },
    { header: 'collateral.state', value: (r, say) => say.word('collateral.states', r.state) },
  ],
})
