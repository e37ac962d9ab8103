/** The standard chart of accounts. A bank may rename, add, close, and say which account of its own ledger each is carried to. */

export type AccountKind = 'ASSET' | 'LIABILITY' | 'EQUITY' | 'INCOME' | 'EXPENSE' | 'OFF_BALANCE'

type Account = { code: string; kind: AccountKind; nameZh: string; nameEn: string }

export const DEFAULT_ACCOUNTS = [
  { code: '1001', kind: 'ASSET', nameZh: '存放央行及清算款项', nameEn: 'Central bank and clearing balances' },
  { code: '1301', kind: 'ASSET', nameZh: '贷款本金', nameEn: 'Loan principal' },
  { code: '1304', kind: 'ASSET', nameZh: '贷款损失准备', nameEn: 'Loan loss provisions' },
  { code: '1321', kind: 'ASSET', nameZh: '应收利息', nameEn: 'Interest receivable' },
  { code: '1322', kind: 'ASSET', nameZh: '应收罚息及复利', nameEn: 'Penalty and compound interest receivable' },
  { code: '1323', kind: 'ASSET', nameZh: '代垫实现债权费用', nameEn: 'Enforcement costs laid out' },
  { code: '2011', kind: 'LIABILITY', nameZh: '借款人结算存款', nameEn: "Borrowers' settlement deposits" },
  { code: '2241', kind: 'LIABILITY', nameZh: '待处理还款款项', nameEn: 'Repayment suspense' },
  { code: '2411', kind: 'LIABILITY', nameZh: '受托支付过渡', nameEn: 'Entrusted payment transit' },
  { code: '2412', kind: 'LIABILITY', nameZh: '续贷过渡', nameEn: 'Renewal transit' },
  { code: '2511', kind: 'LIABILITY', nameZh: '联保保证金存款', nameEn: 'Joint-guarantee margin deposits' },
  { code: '2512', kind: 'LIABILITY', nameZh: '助保金存款', nameEn: 'Assist-fund deposits' },
  { code: '2513', kind: 'LIABILITY', nameZh: '风险补偿金存款', nameEn: 'Risk-compensation fund deposits' },
  { code: '2514', kind: 'LIABILITY', nameZh: '担保机构保证金存款', nameEn: "Guarantors' margin deposits" },
  { code: '2515', kind: 'LIABILITY', nameZh: '开发商保证金存款', nameEn: "Developers' margin deposits" },
  { code: '2516', kind: 'LIABILITY', nameZh: '偿债准备金存款', nameEn: 'Debt-service reserves' },
  { code: '4103', kind: 'EQUITY', nameZh: '本年利润', nameEn: 'Profit of the year' },
  { code: '6011', kind: 'INCOME', nameZh: '贷款利息收入', nameEn: 'Loan interest income' },
  { code: '6012', kind: 'INCOME', nameZh: '罚息及复利收入', nameEn: 'Penalty and compound interest income' },
  { code: '6701', kind: 'EXPENSE', nameZh: '贷款减值损失', nameEn: 'Loan impairment' },
  { code: '6711', kind: 'EXPENSE', nameZh: '保证金存款利息支出', nameEn: 'Interest paid on margin deposits' },
  { code: '7101', kind: 'OFF_BALANCE', nameZh: '表外应收利息', nameEn: 'Interest receivable off balance' },
  { code: '7102', kind: 'OFF_BALANCE', nameZh: '表外应收罚息及复利', nameEn: 'Penalty receivable off balance' },
  { code: '7103', kind: 'OFF_BALANCE', nameZh: '已核销贷款本金', nameEn: 'Principal written off' },
  { code: '7104', kind: 'OFF_BALANCE', nameZh: '已核销利息及费用', nameEn: 'Interest and costs written off' },
  { code: '7105', kind: 'OFF_BALANCE', nameZh: '代偿人追偿权', nameEn: 'Recourse of those who compensated' },
  { code: '7199', kind: 'OFF_BALANCE', nameZh: '表外对应科目', nameEn: 'Off-balance contra' },
] as const satisfies readonly Account[]

export type AccountCode = (typeof DEFAULT_ACCOUNTS)[number]['code']
