import type { Role } from '@/lib/platform/actor'

/** Who reads the general ledger. */
export const LEDGER_READERS: readonly Role[] = [
  'OPS_MAKER',
  'OPS_CHECKER',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'RISK_MGR',
  'AUDITOR',
  'TENANT_ADMIN',
  'SB_HEAD',
  'CR_HEAD',
]

/** Who reads the journals of one loan. */
export const LOAN_LEDGER_READERS: readonly Role[] = [...LEDGER_READERS, 'RM', 'COLLECTOR', 'POST_MKT', 'EVALUATOR']
