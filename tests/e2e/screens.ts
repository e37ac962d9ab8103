/** Every screen with somebody who works on it. A screen of one object is reached from its list, as people do. */

export type Screen = {
  /** file name of its picture in docs/screens, and name in a failing test */
  name: string
  login: string
  path: string
  /** the first link of the page at `path` whose address fits leads to the screen */
  open?: RegExp
  /** its pictures are kept in docs/screens */
  main?: true
  /** a second step from there */
  into?: RegExp
}

const ID = '[0-9a-f-]{36}'

export const SCREENS: readonly Screen[] = [
  { name: 'today', main: true, login: 'rm@yjb', path: '/today' },
  { name: 'markets', login: 'rm@yjb', path: '/markets' },
  { name: 'market', main: true, login: 'rm@yjb', path: '/markets', open: new RegExp(`/markets/${ID}$`) },
  {
    name: 'survey',
    main: true,
    login: 'risk-mgr@yjb',
    path: '/markets/surveys',
    open: new RegExp(`/markets/${ID}/survey`),
  },
  { name: 'batches', login: 'rm@yjb', path: '/batches' },
  { name: 'batch', main: true, login: 'rm@yjb', path: '/batches', open: new RegExp(`/batches/${ID}$`) },
  { name: 'check', main: true, login: 'rm@yjb', path: '/today', open: new RegExp(`/batches/${ID}/check`) },
  { name: 'new-batch', login: 'rm@yjb', path: '/batches/new' },
  { name: 'partners', main: true, login: 'post-partner@yjb', path: '/partners' },
  { name: 'partner', main: true, login: 'risk-mgr@yjb', path: '/partners', open: new RegExp(`/partners/${ID}$`) },
  { name: 'network', main: true, login: 'risk-mgr@yjb', path: '/network' },
  { name: 'stress', login: 'risk-mgr@yjb', path: '/network?tab=stress' },
  {
    name: 'margin-account',
    login: 'ops-checker@yjb',
    path: '/margin?tab=accounts',
    open: new RegExp(`/margin/accounts/${ID}$`),
  },
  { name: 'new-partner', login: 'post-partner@yjb', path: '/partners/new' },
  { name: 'merchants', login: 'rm@yjb', path: '/merchants' },
  { name: 'merchant', login: 'rm@yjb', path: '/merchants', open: new RegExp(`/merchants/${ID}$`) },
  { name: 'scoring', login: 'evaluator@yjb', path: '/scoring' },
  { name: 'scoring-grid', main: true, login: 'evaluator@yjb', path: '/scoring', open: new RegExp(`/scoring/${ID}$`) },
  {
    name: 'scoring-merchant',
    main: true,
    login: 'evaluator@yjb',
    path: '/scoring',
    open: new RegExp(`/scoring/${ID}$`),
    into: new RegExp(`/scoring/${ID}/${ID}`),
  },
  {
    name: 'scoring-results',
    login: 'evaluator@yjb',
    path: '/scoring?all=true',
    open: new RegExp(`/scoring/${ID}$`),
    into: new RegExp(`/scoring/${ID}/results`),
  },
  {
    name: 'scoring-spread',
    login: 'evaluator@yjb',
    path: '/scoring',
    open: new RegExp(`/scoring/${ID}$`),
    into: new RegExp(`/scoring/${ID}/spread`),
  },
  { name: 'field-visits', login: 'rm@yjb', path: '/scoring/visits' },
  {
    name: 'field-visit',
    main: true,
    login: 'rm@yjb',
    path: '/scoring/visits',
    open: new RegExp(`/scoring/visits/${ID}`),
  },
  { name: 'scorecards', login: 'risk-mgr@yjb', path: '/scorecards' },
  { name: 'scorecard', main: true, login: 'risk-mgr@yjb', path: '/scorecards/CSC-DEFAULT' },
  { name: 'scorecard-trial', login: 'risk-mgr@yjb', path: '/scorecards/trial?code=CSC-DEFAULT&version=1' },
  { name: 'scorecard-lab', login: 'risk-mgr@yjb', path: '/scorecards/lab' },
  { name: 'grades-by-hand', login: 'sb-head@yjb', path: '/scorecards/overrides' },
  { name: 'plans', login: 'evaluator@yjb', path: '/plans' },
  { name: 'plan', main: true, login: 'evaluator@yjb', path: '/plans', open: new RegExp(`/plans/${ID}$`) },
  { name: 'queue', main: true, login: 'cr-approver@yjb', path: '/queue' },
  { name: 'decision', main: true, login: 'cr-approver@yjb', path: '/queue', open: new RegExp(`/queue/${ID}$`) },
  { name: 'contracts', login: 'contract-officer@yjb', path: '/contracts' },
  { name: 'signing', main: true, login: 'contract-officer@yjb', path: '/today', open: new RegExp(`/signing/${ID}`) },
  { name: 'disbursement', login: 'disb-reviewer@yjb', path: '/disbursement' },
  {
    name: 'drawdown',
    login: 'disb-reviewer@yjb',
    path: '/disbursement?tab=drawdowns',
    open: new RegExp(`/disbursement/drawdowns/${ID}`),
  },
  {
    name: 'checklist',
    main: true,
    login: 'disb-reviewer@yjb',
    path: '/disbursement?tab=conditions',
    open: new RegExp(`/disbursement/${ID}`),
  },
  { name: 'margin', main: true, login: 'ops-maker@yjb', path: '/margin' },
  { name: 'margin-checker', login: 'ops-checker@yjb', path: '/margin?tab=pending' },
  { name: 'loans', login: 'rm@yjb', path: '/loans' },
  { name: 'loan', main: true, login: 'ops-maker@yjb', path: '/loans', open: new RegExp(`/loans/${ID}$`) },
  { name: 'loan-changes', login: 'ops-maker@yjb', path: '/loans/changes' },
  { name: 'debits', login: 'ops-maker@yjb', path: '/loans/debits' },
  { name: 'end-of-day', main: true, login: 'ops-checker@yjb', path: '/end-of-day' },
  { name: 'ledger', main: true, login: 'ops-maker@yjb', path: '/ledger' },
  { name: 'ledger-chart', login: 'admin@yjb', path: '/ledger?tab=chart' },
  { name: 'journals', login: 'ops-maker@yjb', path: '/ledger/journals' },
  { name: 'journal', login: 'ops-maker@yjb', path: '/ledger/journals', open: /\/ledger\/journals\/[\w-]+$/ },
  { name: 'reconciliation', login: 'ops-checker@yjb', path: '/ledger/reconciliation' },
  { name: 'calculator', main: true, login: 'rm@yjb', path: '/calculator' },
  { name: 'portal-calculator', login: 'operator-admin.m4@yjb', path: '/portal/calculator' },
  { name: 'monitoring', main: true, login: 'post-mkt@yjb', path: '/monitoring' },
  { name: 'visit', login: 'post-mkt@yjb', path: '/today', open: new RegExp(`/monitoring/visits/${ID}`) },
  { name: 'claims', login: 'risk-mgr@yjb', path: '/claims' },
  { name: 'claim', login: 'risk-mgr@yjb', path: '/claims', open: new RegExp(`/claims/${ID}$`) },
  { name: 'users', login: 'tenant-admin@yjb', path: '/admin/users' },
  { name: 'user', login: 'tenant-admin@yjb', path: '/admin/users', open: new RegExp(`/admin/users/${ID}$`) },
  { name: 'grants', login: 'tenant-admin@yjb', path: '/admin/grants' },
  { name: 'branches', login: 'tenant-admin@yjb', path: '/admin/branches' },
  { name: 'assignments', login: 'tenant-admin@yjb', path: '/admin/assignments' },
  { name: 'parameters', login: 'tenant-admin@yjb', path: '/admin/parameters' },
  { name: 'calendar', login: 'tenant-admin@yjb', path: '/admin/calendar' },
  { name: 'conflicts', login: 'tenant-admin@yjb', path: '/admin/conflicts' },
  { name: 'tokens', login: 'tenant-admin@yjb', path: '/admin/tokens' },
  { name: 'audit', main: true, login: 'auditor@yjb', path: '/admin/audit' },
  { name: 'me', login: 'rm@yjb', path: '/me' },
  { name: 'portal', main: true, login: 'operator-admin.m4@yjb', path: '/portal' },
  { name: 'portal-batches', login: 'operator-admin.m4@yjb', path: '/portal/batches' },
  {
    name: 'packet-desk',
    main: true,
    login: 'operator-admin.m4@yjb',
    path: '/portal/batches',
    open: new RegExp(`/portal/batches/${ID}$`),
  },
  { name: 'portal-new', login: 'operator-admin.m6@yjb', path: '/portal/batches/new' },
  { name: 'partner', login: 'guarantor.g1@yjb', path: '/portal' },
]
