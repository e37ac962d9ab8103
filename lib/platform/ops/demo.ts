/** What is known of the demo: shown at sign-in of a trial installation, never in live mode. */
import { liveMode } from '../mode'
import { findBankByCode } from '../tenant'

export { DEMO_PASSWORD } from '../auth/password'

export const DEMO_BANK = 'YJB'

export const DEMO_LOGINS: readonly { login: string; role: string }[] = [
  { login: 'rm@yjb', role: 'RM' },
  { login: 'evaluator@yjb', role: 'EVALUATOR' },
  { login: 'risk-mgr@yjb', role: 'RISK_MGR' },
  { login: 'sb-reviewer@yjb', role: 'SB_REVIEWER' },
  { login: 'sb-head@yjb', role: 'SB_HEAD' },
  { login: 'cr-reviewer@yjb', role: 'CR_REVIEWER' },
  { login: 'cr-approver@yjb', role: 'CR_APPROVER' },
  { login: 'cr-head@yjb', role: 'CR_HEAD' },
  { login: 'legal@yjb', role: 'LEGAL' },
  { login: 'contract-officer@yjb', role: 'CONTRACT_OFFICER' },
  { login: 'disb-reviewer@yjb', role: 'DISB_REVIEWER' },
  { login: 'disb-approver@yjb', role: 'DISB_APPROVER' },
  { login: 'ops-maker@yjb', role: 'OPS_MAKER' },
  { login: 'ops-checker@yjb', role: 'OPS_CHECKER' },
  { login: 'post-mkt@yjb', role: 'POST_MKT' },
  { login: 'post-partner@yjb', role: 'POST_PARTNER' },
  { login: 'collector@yjb', role: 'COLLECTOR' },
  { login: 'operator-admin.m6@yjb', role: 'OPERATOR_ADMIN' },
  { login: 'tenant-admin@yjb', role: 'TENANT_ADMIN' },
  { login: 'auditor@yjb', role: 'AUDITOR' },
]

/** True on an installation that shows the demo bank. */
export async function demoBankIsHere(): Promise<boolean> {
  return !liveMode() && (await findBankByCode(DEMO_BANK)) !== null
}
