/** Lists of margin and claims. */
import { claimList, marginAccounts, movements, subLedgers } from '@/lib/guarantees/queries'
import { accountStatement } from '@/lib/guarantees/queries-accounts'
import { atOnce, byCursor, defineList, flagOf, manyOf, oneOf } from '../list'

export const subLedgerList = defineList({
  name: 'sub-ledgers',
  title: 'guarantees.screen.subLedgers',
  query: subLedgers,
  address: { sort: [], defaultSort: '', filters: ['short'], context: ['batch', 'account'] },
  input: (asked) => ({
    batchId: oneOf(asked, 'batch'),
    accountId: oneOf(asked, 'account'),
    short: flagOf(asked, 'short'),
  }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    short: { label: 'guarantees.screen.onlyShort', flag: true },
    batch: { label: 'guarantees.screen.batch' },
    account: { label: 'guarantees.screen.accountNo' },
  },
  columns: [
    { header: 'guarantees.screen.accountNo', width: 24, value: (s) => s.accountNo },
    { header: 'guarantees.screen.subNo', value: (s) => s.subNo },
    {
      header: 'guarantees.screen.merchant',
      width: 28,
      value: (s) => `${s.application?.name ?? ''} ${s.application?.stallNo ?? ''}`.trim(),
    },
    { header: 'guarantees.screen.group', value: (s) => s.group?.code },
    { header: 'guarantees.screen.required', type: 'money', value: (s) => s.requiredFen },
    { header: 'guarantees.screen.balance', type: 'money', value: (s) => s.ledgerFen },
    { header: 'guarantees.screen.short', type: 'money', value: (s) => s.shortFen },
    { header: 'guarantees.screen.pending', type: 'money', value: (s) => s.pendingFen },
    { header: 'guarantees.screen.frozen', type: 'money', value: (s) => s.frozenFen },
    { header: 'guarantees.screen.replenish', type: 'money', value: (s) => s.replenishDueFen },
    { header: 'guarantees.screen.replenishBy', type: 'date', value: (s) => s.replenishDueOn },
    { header: 'guarantees.screen.state', value: (s, say) => say.word('guarantees.subState', s.state) },
  ],
})

export const marginAccountList = defineList({
  name: 'margin-accounts',
  title: 'guarantees.screen.accounts',
  query: marginAccounts,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: atOnce,
  rows: (answer) => answer.items,
  filters: {},
  columns: [
    { header: 'guarantees.screen.accountNo', width: 24, value: (a) => a.accountNo },
    { header: 'guarantees.screen.accountName', width: 28, value: (a) => a.name },
    { header: 'guarantees.screen.market', width: 28, value: (a) => a.market?.name },
    { header: 'guarantees.screen.subCount', type: 'count', value: (a) => a.subLedgers },
    { header: 'guarantees.screen.required', type: 'money', value: (a) => a.requiredFen },
    { header: 'guarantees.screen.balance', type: 'money', value: (a) => a.ledgerFen },
    { header: 'guarantees.screen.subSum', type: 'money', value: (a) => a.subLedgerSumFen },
    { header: 'guarantees.screen.difference', type: 'money', value: (a) => a.differenceFen },
    { header: 'guarantees.screen.replenish', type: 'money', value: (a) => a.replenishDueFen },
  ],
})

export const movementList = defineList({
  name: 'margin-movements',
  title: 'guarantees.screen.movements',
  query: movements,
  address: { sort: [], defaultSort: '', context: ['subLedger'] },
  object: { type: 'subLedger', key: 'subLedger' },
  input: (asked) => ({ subLedgerId: oneOf(asked, 'subLedger') ?? '' }),
  turn: atOnce,
  rows: (answer) => answer.items,
  filters: {},
  columns: [
    { header: 'guarantees.screen.valueDate', type: 'date', value: (m) => m.valueDate },
    { header: 'guarantees.screen.kind', value: (m, say) => say.word('guarantees.screen.kinds', m.kind) },
    { header: 'guarantees.screen.amountYuan', type: 'money', value: (m) => m.amountFen },
    { header: 'guarantees.screen.before', type: 'money', value: (m) => m.beforeFen },
    { header: 'guarantees.screen.after', type: 'money', value: (m) => m.afterFen },
    { header: 'guarantees.screen.otherAccount', width: 24, value: (m) => m.sourceAccount ?? m.beneficiaryAccount },
    { header: 'guarantees.screen.twoPeople', width: 20, value: (m) => `${m.maker} / ${m.checker}` },
    { header: 'guarantees.screen.at', type: 'instant', value: (m) => m.at },
  ],
})

export const claims = defineList({
  name: 'claims',
  title: 'guarantees.screen.claimsTitle',
  query: claimList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'guarantees.screen.state', words: 'guarantees.claimState' } },
  columns: [
    { header: 'guarantees.screen.claimNo', width: 22, value: (c) => c.number },
    { header: 'guarantees.screen.merchant', width: 28, value: (c) => c.merchant },
    { header: 'guarantees.screen.loan', width: 22, value: (c) => c.loan.number },
    { header: 'guarantees.screen.group', value: (c) => c.group },
    { header: 'guarantees.screen.claimAmount', type: 'money', value: (c) => c.amountFen },
    { header: 'guarantees.screen.paid', type: 'money', value: (c) => c.paidFen },
    { header: 'guarantees.screen.shortfall', type: 'money', value: (c) => c.shortfallFen },
    { header: 'guarantees.screen.asOf', type: 'date', value: (c) => c.asOf },
    { header: 'guarantees.screen.state', value: (c, say) => say.word('guarantees.claimState', c.state) },
  ],
})

export const accountStatements = defineList({
  name: 'account-statement',
  title: 'guarantees.account.statement',
  query: accountStatement,
  address: { sort: [], defaultSort: '', context: ['account'] },
  object: { type: 'marginAccount', key: 'account' },
  input: (asked) => ({ accountId: oneOf(asked, 'account') ?? '' }),
  turn: atOnce,
  rows: (answer) => answer.items,
  filters: {},
  columns: [
    { header: 'guarantees.screen.valueDate', type: 'date', value: (m) => m.valueDate },
    { header: 'guarantees.screen.subNo', value: (m) => m.subNo },
    { header: 'guarantees.screen.merchant', width: 28, value: (m) => m.member },
    { header: 'guarantees.screen.kind', value: (m, say) => say.word('guarantees.screen.kinds', m.kind) },
    { header: 'guarantees.screen.amountYuan', type: 'money', value: (m) => m.effectFen },
    { header: 'guarantees.screen.balance', type: 'money', value: (m) => m.runningFen },
    { header: 'guarantees.screen.otherAccount', width: 24, value: (m) => m.otherAccount },
    { header: 'guarantees.screen.twoPeople', width: 20, value: (m) => `${m.maker} / ${m.checker}` },
  ],
})
