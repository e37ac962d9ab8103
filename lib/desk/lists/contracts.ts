/** Lists between the approved plan and the money: contracts, signings, conditions, drawdowns. */
import { conditionObjects } from '@/lib/conditions/queries'
import { contractsOf } from '@/lib/contracts/queries'
import { signingList } from '@/lib/contracts/signing-list'
import { conditionQueue, drawdownQueue } from '@/lib/disbursement/queries'
import { transferList } from '@/lib/disbursement/transfers/queries'
import { reportsOfUse } from '@/lib/disbursement/use/queries'
import { formatList } from '@/lib/platform/i18n/format'
import { byCursor, defineList, flagOf, manyOf, oneOf, searchOf } from '../list'

export const contracts = defineList({
  name: 'contracts',
  title: 'contracts.screen.contracts',
  query: contractsOf,
  address: { sort: [], defaultSort: '', filters: ['state'], context: ['batch'] },
  input: (asked) => ({ batchId: oneOf(asked, 'batch'), state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'contracts.screen.state', words: 'contracts.state' },
    batch: { label: 'contracts.screen.batch' },
  },
  columns: [
    { header: 'contracts.screen.number', width: 26, value: (c) => c.number },
    { header: 'contracts.screen.kind', width: 24, value: (c, say) => say.word('contracts.kinds', c.kind) },
    { header: 'contracts.screen.merchant', width: 28, value: (c) => c.merchant },
    { header: 'contracts.screen.amount', type: 'money', value: (c) => c.amountFen },
    { header: 'contracts.screen.signedAt', type: 'instant', value: (c) => c.signedAt },
    { header: 'contracts.screen.state', value: (c, say) => say.word('contracts.state', c.state) },
  ],
})

export const signings = defineList({
  name: 'signings',
  title: 'contracts.screen.signings',
  query: signingList,
  address: { sort: [], defaultSort: '', context: ['batch', 'mine'] },
  input: (asked) => ({ batchId: oneOf(asked, 'batch'), mine: flagOf(asked, 'mine') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    batch: { label: 'contracts.screen.batch' },
    mine: { label: 'contracts.screen.mine', flag: true },
  },
  columns: [
    { header: 'contracts.screen.time', type: 'instant', value: (s) => s.startsAt },
    { header: 'contracts.screen.group', width: 24, value: (s) => (s.group ? `${s.group.code} ${s.group.name}` : '') },
    { header: 'contracts.screen.batch', value: (s) => s.batch },
    { header: 'contracts.screen.place', width: 24, value: (s) => s.place },
    { header: 'contracts.screen.people', width: 20, value: (s) => `${s.rm} / ${s.contractOfficer}` },
    { header: 'contracts.screen.contractsSigned', value: (s) => `${s.contractsSigned} / ${s.contracts}` },
    { header: 'contracts.screen.progress', value: (s) => `${s.signaturesDone} / ${s.signatures}` },
    { header: 'contracts.screen.state', value: (s, say) => say.word('contracts.session', s.state) },
  ],
})

const STAGES = ['CP_PENDING', 'READY_TO_DRAW'] as const

export const conditions = defineList({
  name: 'conditions',
  title: 'disbursement.screen.queue',
  query: conditionQueue,
  address: { sort: [], defaultSort: '', filters: ['state'], context: ['batch'] },
  input: (asked) => ({
    batchId: oneOf(asked, 'batch'),
    state: STAGES.find((s) => s === oneOf(asked, 'state')),
    search: searchOf(asked),
  }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'disbursement.screen.state', words: 'disbursement.screen.filter' },
    batch: { label: 'disbursement.screen.batch' },
  },
  columns: [
    { header: 'disbursement.screen.row', width: 7, value: (a) => a.row },
    { header: 'disbursement.screen.merchant', width: 28, value: (a) => a.name },
    { header: 'disbursement.screen.stall', width: 12, value: (a) => a.stallNo },
    { header: 'disbursement.screen.batch', value: (a) => a.batch },
    { header: 'disbursement.screen.approved', type: 'money', value: (a) => a.approvedFen },
    {
      header: 'disbursement.screen.open',
      width: 36,
      value: (a, say) => (a.open.length > 0 ? formatList(say.locale, a.open) : say.t('disbursement.screen.none')),
    },
    {
      header: 'disbursement.screen.margin',
      value: (a, say) =>
        say.t(`disbursement.screen.${a.marginPaidFen >= a.marginRequiredFen ? 'marginPaid' : 'marginShort'}`),
    },
    {
      header: 'disbursement.screen.drawdown',
      width: 24,
      value: (a, say) =>
        a.drawdown && `${a.drawdown.number} ${say.word('disbursement.drawdownState', a.drawdown.state)}`,
    },
    { header: 'disbursement.screen.state', value: (a, say) => say.word('disbursement.itemState', a.state) },
  ],
})

export const drawdowns = defineList({
  name: 'drawdowns',
  title: 'disbursement.screen.drawdowns',
  query: drawdownQueue,
  address: { sort: [], defaultSort: '', filters: ['state'], context: ['batch'] },
  defaults: { state: ['IN_REVIEW', 'REVIEWED'] },
  input: (asked) => ({ batchId: oneOf(asked, 'batch'), state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'disbursement.screen.state', words: 'disbursement.drawdownState' },
    batch: { label: 'disbursement.screen.batch' },
  },
  columns: [
    { header: 'disbursement.screen.number', width: 22, value: (d) => d.number },
    {
      header: 'disbursement.screen.merchant',
      width: 28,
      value: (d) => `${d.merchant ?? ''} ${d.stallNo ?? ''}`.trim(),
    },
    { header: 'disbursement.screen.batch', value: (d) => d.batch },
    { header: 'disbursement.screen.amount', type: 'money', value: (d) => d.amountFen },
    {
      header: 'disbursement.screen.payWay',
      value: (d, say) => say.word('disbursement.screen.method', d.paymentMethod),
    },
    { header: 'disbursement.screen.paymentCount', type: 'count', value: (d) => d.payments.length },
    { header: 'disbursement.screen.due', type: 'instant', value: (d) => d.dueAt },
    { header: 'disbursement.screen.state', value: (d, say) => say.word('disbursement.drawdownState', d.state) },
  ],
})

export const transfers = defineList({
  name: 'transfers',
  title: 'disbursement.transfer.title',
  query: transferList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'disbursement.screen.state', words: 'disbursement.transferState' } },
  columns: [
    { header: 'disbursement.transfer.message', width: 24, value: (m) => m.messageId },
    { header: 'disbursement.screen.merchant', width: 28, value: (m) => m.merchant },
    { header: 'disbursement.screen.amount', type: 'money', value: (m) => m.amountFen },
    { header: 'disbursement.screen.paymentCount', type: 'count', value: (m) => m.payments },
    { header: 'disbursement.transfer.sentAt', type: 'instant', value: (m) => m.sentAt },
    { header: 'disbursement.transfer.answeredAt', type: 'instant', value: (m) => m.answeredAt },
    { header: 'disbursement.transfer.reference', width: 24, value: (m) => m.coreReference },
    {
      header: 'disbursement.transfer.reason',
      width: 28,
      value: (m) => [m.reasonCode, m.reasonText].filter(Boolean).join(' '),
    },
    { header: 'disbursement.screen.state', value: (m, say) => say.word('disbursement.transferState', m.state) },
  ],
})

export const approvalConditions = defineList({
  name: 'approval-conditions',
  title: 'disbursement.approval.title',
  query: conditionObjects,
  address: { sort: [], defaultSort: '', filters: ['state', 'type'] },
  input: (asked) => ({ state: manyOf(asked, 'state'), type: manyOf(asked, 'type') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'disbursement.screen.state', words: 'disbursement.approvalState' },
    type: { label: 'disbursement.approval.type', words: 'disbursement.approval.types' },
  },
  columns: [
    { header: 'disbursement.screen.batch', value: (c) => c.batch },
    { header: 'disbursement.approval.text', width: 40, value: (c) => c.text },
    { header: 'disbursement.approval.type', value: (c, say) => say.word('disbursement.approval.types', c.type) },
    { header: 'disbursement.screen.merchant', width: 24, value: (c) => c.merchant },
    { header: 'disbursement.approval.owner', value: (c) => c.owner ?? c.ownerRole },
    { header: 'disbursement.approval.due', type: 'date', value: (c) => c.dueOn },
    { header: 'disbursement.approval.verifier', value: (c) => c.verifiedBy },
    { header: 'disbursement.screen.state', value: (c, say) => say.word('disbursement.approvalState', c.state) },
  ],
})

export const reportsOfUseList = defineList({
  name: 'use-reports',
  title: 'disbursement.use.title',
  query: reportsOfUse,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'disbursement.screen.state', words: 'disbursement.use.states' } },
  columns: [
    { header: 'disbursement.use.loan', width: 22, value: (r) => r.loan },
    { header: 'disbursement.screen.merchant', width: 28, value: (r) => r.merchant },
    { header: 'disbursement.screen.amount', type: 'money', value: (r) => r.amountFen },
    { header: 'disbursement.use.reported', type: 'money', value: (r) => r.reportedFen },
    { header: 'disbursement.use.due', type: 'date', value: (r) => r.dueOn },
    {
      header: 'disbursement.use.sample',
      value: (r, say) => r.sample && say.word('disbursement.use.samples', r.sample),
    },
    { header: 'disbursement.screen.state', value: (r, say) => say.word('disbursement.use.states', r.state) },
  ],
})
