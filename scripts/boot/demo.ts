/** The demo accounts, as they are announced. */
export const DEMO_PASSWORD = 'fangshi-demo'

const LOGINS = [
  ['rm@yjb', 'customer manager · 客户经理'],
  ['evaluator@yjb', 'evaluator · 评审员'],
  ['sb-head@yjb', 'small-business head · 小企业部负责人'],
  ['cr-approver@yjb', 'credit approver · 授信审批人'],
  ['disb-approver@yjb', 'disbursement approver · 放款审批人'],
  ['operator-admin.m6@yjb', 'market operator (portal) · 市场方'],
  ['auditor@yjb', 'auditor · 审计员'],
] as const

export function demoLogins(): string {
  const lines = LOGINS.map(([login, who]) => `    ${login.padEnd(24)}${who}`)
  return [
    `  Demo bank YJB 云江商业银行. Password of all: ${DEMO_PASSWORD}`,
    ...lines,
    '    … every role of README.md',
  ].join('\n')
}
