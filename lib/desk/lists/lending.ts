/** Lists of loans and of the books. */
import { splitRange } from '@/lib/platform/list-params'
import { loanChanges } from '@/lib/servicing/change-queries'
import { debitList } from '@/lib/servicing/debit-queries'
import { businessDays } from '@/lib/servicing/end-of-day/queries'
import { journalSearch, loanLedger, trialBalance } from '@/lib/servicing/ledger/queries'
import { loanDetail, loanList, loanSchedule } from '@/lib/servicing/queries'
import { reconciliations } from '@/lib/servicing/reconciliation/queries'
import { atOnce, byCursor, defineList, flagOf, manyOf, oneOf, searchOf } from '../list'

/** What a report's figure says of the loans behind it. */
const BEHIND_FIGURE = [
  'mode',
  'grade',
  'class',
  'borrower',
  'bucket',
  'start',
  'rm',
  'operator',
  'trade',
  'roll',
] as const

export const loans = defineList({
  name: 'loans',
  title: 'servicing.loans.title',
  query: loanList,
  address: {
    sort: [],
    defaultSort: '',
    filters: ['state', 'overdue', 'line'],
    context: ['market', 'batch', ...BEHIND_FIGURE, 'live'],
  },
  input: (asked) => ({
    search: searchOf(asked),
    state: manyOf(asked, 'state'),
    overdue: flagOf(asked, 'overdue'),
    line: oneOf(asked, 'line') as 'FULL' | undefined,
    market: oneOf(asked, 'market'),
    batchId: oneOf(asked, 'batch'),
    live: flagOf(asked, 'live'),
    ...Object.fromEntries(BEHIND_FIGURE.map((key) => [key, oneOf(asked, key)])),
  }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    mode: { label: 'reports.by.mode', words: 'batches.modes' },
    grade: { label: 'reports.by.grade' },
    class: { label: 'reports.by.class', words: 'servicing.class' },
    borrower: { label: 'reports.by.borrowerType', words: 'batches.borrowerTypes' },
    bucket: { label: 'reports.by.bucket', words: 'reports.bucket' },
    start: { label: 'reports.col.startMonth' },
    rm: { label: 'reports.col.manager' },
    operator: { label: 'reports.col.operator' },
    trade: { label: 'reports.col.trade' },
    roll: { label: 'reports.roll.title' },
    live: { label: 'reports.live', flag: true },
    state: { label: 'servicing.filter.state', words: 'servicing.state' },
    overdue: { label: 'servicing.filter.overdue', flag: true },
    line: { label: 'servicing.filter.line', words: 'servicing.line' },
    market: { label: 'servicing.col.market' },
    batch: { label: 'servicing.page.batch' },
  },
  columns: [
    { header: 'servicing.col.number', width: 22, value: (l) => l.number },
    {
      header: 'servicing.col.merchant',
      width: 28,
      value: (l) => `${l.merchant.name} ${l.merchant.stallNo ?? ''}`.trim(),
    },
    { header: 'servicing.col.market', width: 28, value: (l) => l.market.name },
    { header: 'servicing.col.group', value: (l) => l.group },
    { header: 'servicing.page.principal', type: 'money', value: (l) => l.principalFen },
    { header: 'servicing.col.balance', type: 'money', value: (l) => l.balanceFen },
    { header: 'servicing.col.due', type: 'money', value: (l) => l.dueFen },
    { header: 'servicing.col.rate', type: 'percent', value: (l) => l.ratePpm },
    { header: 'servicing.page.start', type: 'date', value: (l) => l.startDate },
    { header: 'servicing.col.maturity', type: 'date', value: (l) => l.maturityDate },
    { header: 'servicing.col.dpd', type: 'count', value: (l) => l.dpd },
    { header: 'servicing.col.class', value: (l, say) => say.word('servicing.class', l.class) },
    { header: 'servicing.col.state', value: (l, say) => say.word('servicing.state', l.state) },
    { header: 'servicing.col.line', value: (l, say) => say.word('servicing.line', l.monitoringLine) },
  ],
})

/** The tables of one loan: named by its id in the address. */
const OF_LOAN = { sort: [], defaultSort: '', context: ['loan'] }

export const loanScheduleList = defineList({
  name: 'loan-schedule',
  title: 'servicing.page.schedule',
  query: loanSchedule,
  address: OF_LOAN,
  object: { type: 'loan', key: 'loan' },
  input: (asked) => ({ loanId: oneOf(asked, 'loan') ?? '' }),
  turn: atOnce,
  rows: (answer) => answer.rows,
  filters: {},
  columns: [
    { header: 'servicing.col.no', type: 'count', value: (r) => r.no },
    { header: 'servicing.col.dueDate', type: 'date', value: (r) => r.dueDate },
    { header: 'servicing.col.days', type: 'count', value: (r) => r.days },
    { header: 'servicing.col.principal', type: 'money', value: (r) => r.principalFen },
    { header: 'servicing.col.interest', type: 'money', value: (r) => r.interestFen },
    { header: 'servicing.col.total', type: 'money', value: (r) => r.totalFen },
    { header: 'servicing.col.left', type: 'money', value: (r) => r.balanceFen },
    { header: 'servicing.col.paid', type: 'money', value: (r) => r.paidPrincipalFen + r.paidInterestFen },
    { header: 'servicing.col.cleared', type: 'date', value: (r) => r.clearedOn },
  ],
})

export const loanRepayments = defineList({
  name: 'loan-repayments',
  title: 'servicing.page.repayments',
  query: loanDetail,
  address: OF_LOAN,
  object: { type: 'loan', key: 'loan' },
  input: (asked) => ({ loanId: oneOf(asked, 'loan') ?? '' }),
  turn: atOnce,
  rows: (answer) => answer.repayments,
  filters: {},
  columns: [
    { header: 'servicing.col.date', type: 'date', value: (r) => r.valueDate },
    { header: 'servicing.col.amount', type: 'money', value: (r) => r.amountFen },
    { header: 'servicing.col.source', value: (r, say) => say.word('servicing.source', r.source) },
    { header: 'servicing.col.penalty', type: 'money', value: (r) => r.penaltyFen },
    { header: 'servicing.col.interest', type: 'money', value: (r) => r.interestFen },
    { header: 'servicing.col.principal', type: 'money', value: (r) => r.principalFen },
    { header: 'servicing.repay.part.prepaid', type: 'money', value: (r) => r.prepaidFen },
    { header: 'servicing.col.surplus', type: 'money', value: (r) => r.surplusFen },
  ],
})

export const loanLedgerList = defineList({
  name: 'loan-ledger',
  title: 'servicing.page.ledger',
  query: loanLedger,
  address: OF_LOAN,
  object: { type: 'loan', key: 'loan' },
  input: (asked) => ({ loanId: oneOf(asked, 'loan') ?? '' }),
  turn: atOnce,
  rows: (answer) => answer.items.flatMap((j) => j.lines.map((line) => ({ ...j, ...line }))),
  filters: {},
  columns: [
    { header: 'servicing.col.journal', value: (l) => l.number },
    { header: 'servicing.col.date', type: 'date', value: (l) => l.date },
    { header: 'servicing.repay.valueDate', type: 'date', value: (l) => l.valueDate },
    { header: 'servicing.col.event', width: 20, value: (l, say) => say.word('servicing.event', l.event) },
    { header: 'servicing.col.account', value: (l) => l.account },
    { header: 'servicing.col.debit', type: 'money', value: (l) => l.debitFen },
    { header: 'servicing.col.credit', type: 'money', value: (l) => l.creditFen },
  ],
})

export const loanChangeList = defineList({
  name: 'loan-changes',
  title: 'servicing.change.queue',
  query: loanChanges,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  defaults: { state: ['REQUESTED'] },
  input: (asked) => ({ state: oneOf(asked, 'state') as 'DONE' | undefined }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'servicing.col.state', words: 'servicing.change.state' } },
  columns: [
    { header: 'servicing.col.number', width: 22, value: (c) => c.loanNumber },
    { header: 'servicing.col.merchant', width: 28, value: (c) => c.merchant },
    { header: 'servicing.change.kindLabel', value: (c, say) => say.word('servicing.change.kind', c.kind) },
    { header: 'servicing.repay.valueDate', type: 'date', value: (c) => c.valueDate },
    { header: 'servicing.change.reason', width: 40, value: (c) => c.reason },
    { header: 'servicing.col.state', value: (c, say) => say.word('servicing.change.state', c.state) },
    { header: 'servicing.change.askedAt', type: 'instant', value: (c) => c.madeAt },
    { header: 'servicing.change.decision', width: 40, value: (c) => c.decision },
  ],
})

export const debits = defineList({
  name: 'debits',
  title: 'servicing.debit.title',
  query: debitList,
  address: { sort: [], defaultSort: '', filters: ['state'], context: ['date'] },
  input: (asked) => ({ date: oneOf(asked, 'date'), state: oneOf(asked, 'state') as 'PAID' | undefined }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    date: { label: 'servicing.col.date' },
    state: { label: 'servicing.col.state', words: 'servicing.debit.state' },
  },
  columns: [
    { header: 'servicing.debit.number', width: 18, value: (d) => d.number },
    { header: 'servicing.col.number', width: 22, value: (d) => d.loanNumber },
    { header: 'servicing.col.merchant', width: 28, value: (d) => d.merchant },
    { header: 'servicing.page.account', width: 24, value: (d) => d.account },
    { header: 'servicing.debit.ordered', type: 'money', value: (d) => d.amountFen },
    { header: 'servicing.col.paid', type: 'money', value: (d) => d.paidFen },
    { header: 'servicing.col.state', value: (d, say) => say.word('servicing.debit.state', d.state) },
    { header: 'servicing.debit.failure', width: 40, value: (d) => d.failure },
  ],
})

/** With the line of totals that a trial balance ends with. */
export const trialBalanceList = defineList({
  name: 'trial-balance',
  title: 'servicing.ledger.trial',
  query: trialBalance,
  address: { sort: [], defaultSort: '', context: ['date'] },
  input: (asked) => ({ date: oneOf(asked, 'date') }),
  turn: atOnce,
  rows: (answer, _asked, say) => [
    ...answer.accounts.map((a) => ({ ...a, name: say.locale === 'en' ? a.nameEn : a.nameZh })),
    { ...answer.totals, code: '', name: say.t('servicing.ledger.total'), balanceFen: answer.differenceFen },
  ],
  filters: { date: { label: 'servicing.col.date' } },
  columns: [
    { header: 'servicing.col.code', value: (a) => a.code },
    { header: 'servicing.col.name', width: 36, value: (a) => a.name },
    { header: 'servicing.col.debit', type: 'money', value: (a) => a.debitFen },
    { header: 'servicing.col.credit', type: 'money', value: (a) => a.creditFen },
    { header: 'servicing.col.net', type: 'money', value: (a) => a.balanceFen },
  ],
})

export const businessDayList = defineList({
  name: 'business-days',
  title: 'servicing.eod.days',
  query: businessDays,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {},
  columns: [
    { header: 'servicing.col.date', type: 'date', value: (d) => d.day },
    { header: 'servicing.col.state', value: (d, say) => say.word('servicing.eod.state', d.state) },
    {
      header: 'servicing.eod.result',
      width: 70,
      value: (d, say) =>
        Object.entries(d.counts ?? {})
          .filter(([, n]) => n > 0)
          .map(([kind, n]) => say.t(`servicing.count.${kind}`, { n }))
          .join(' · '),
    },
  ],
})

export const journals = defineList({
  name: 'journals',
  title: 'servicing.ledger.journals',
  query: journalSearch,
  address: { sort: [], defaultSort: '', filters: ['event', 'account', 'day'] },
  input: (asked) => {
    const { from, to } = splitRange(oneOf(asked, 'day'))
    return {
      search: searchOf(asked),
      event: oneOf(asked, 'event'),
      account: oneOf(asked, 'account'),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    }
  },
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    event: { label: 'servicing.col.event', words: 'servicing.event' },
    account: { label: 'servicing.col.account' },
    day: { label: 'servicing.col.date' },
  },
  columns: [
    { header: 'servicing.col.journal', width: 16, value: (j) => j.number },
    { header: 'servicing.col.date', type: 'date', value: (j) => j.date },
    { header: 'servicing.repay.valueDate', type: 'date', value: (j) => j.valueDate },
    { header: 'servicing.col.event', width: 20, value: (j, say) => say.word('servicing.event', j.event) },
    { header: 'servicing.ledger.memo', width: 40, value: (j) => j.memo },
    { header: 'servicing.ledger.lines', type: 'count', value: (j) => j.lines },
    { header: 'servicing.col.amount', type: 'money', value: (j) => j.amountFen },
  ],
})

export const coreStatements = defineList({
  name: 'core-statements',
  title: 'servicing.recon.title',
  query: reconciliations,
  address: { sort: [], defaultSort: '' },
  input: () => ({ limit: 200 }),
  turn: atOnce,
  rows: (answer) => answer.items,
  filters: {},
  columns: [
    { header: 'servicing.recon.account', width: 26, value: (r) => r.accountNo },
    { header: 'servicing.col.date', type: 'date', value: (r) => r.date },
    { header: 'servicing.recon.core', type: 'money', value: (r) => r.closingFen },
    { header: 'servicing.recon.books', type: 'money', value: (r) => r.bookFen },
    { header: 'servicing.recon.difference', type: 'money', value: (r) => r.differenceFen },
    { header: 'servicing.col.state', value: (r, say) => say.word('servicing.recon.state', r.state) },
  ],
})
