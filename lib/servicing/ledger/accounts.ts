/** The default chart of accounts. A bank may rename or add; the posting rules below name accounts by code. */

export type AccountKind = 'ASSET' | 'LIABILITY' | 'INCOME' | 'EXPENSE' | 'OFF_BALANCE'

export const DEFAULT_ACCOUNTS = [
  { code: '1001', kind: 'ASSET', nameZh: '存放央行及清算款项', nameEn: 'Central bank and clearing balances' },
  { code: '1301', kind: 'ASSET', nameZh: '贷款本金', nameEn: 'Loan principal' },
  { code: '1321', kind: 'ASSET', nameZh: '应收利息', nameEn: 'Interest receivable' },
  { code: '1322', kind: 'ASSET', nameZh: '应收罚息及复利', nameEn: 'Penalty and compound interest receivable' },
  { code: '2011', kind: 'LIABILITY', nameZh: '借款人结算存款', nameEn: "Borrowers' settlement deposits" },
  { code: '2241', kind: 'LIABILITY', nameZh: '待处理还款款项', nameEn: 'Repayment suspense' },
  { code: '2411', kind: 'LIABILITY', nameZh: '受托支付过渡', nameEn: 'Entrusted payment transit' },
  { code: '2511', kind: 'LIABILITY', nameZh: '联保保证金存款', nameEn: 'Joint-guarantee margin deposits' },
  { code: '6011', kind: 'INCOME', nameZh: '贷款利息收入', nameEn: 'Loan interest income' },
  { code: '6012', kind: 'INCOME', nameZh: '罚息及复利收入', nameEn: 'Penalty and compound interest income' },
  { code: '6711', kind: 'EXPENSE', nameZh: '保证金存款利息支出', nameEn: 'Interest paid on margin deposits' },
] as const satisfies readonly { code: string; kind: AccountKind; nameZh: string; nameEn: string }[]

export type AccountCode = (typeof DEFAULT_ACCOUNTS)[number]['code']
