/** Who of the bank's people opens a batch; the scans of identity cards and statements in it are for fewer. */
import type { BankRole } from '@/lib/platform/actor'

/** Those who investigate, decide or check: they may look at every paper. */
export const PAPER_READERS = [
  'RM',
  'EVALUATOR',
  'RISK_MGR',
  'SB_REVIEWER',
  'SB_HEAD',
  'CR_REVIEWER',
  'CR_APPROVER',
  'CR_HEAD',
  'LEGAL',
  'CONTRACT_OFFICER',
  'AUDITOR',
] as const satisfies readonly BankRole[]

/** Those whose own work hangs on a batch's standing besides: paying it out, watching its market or partner afterwards. */
export const BATCH_READERS = [
  ...PAPER_READERS,
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'POST_MKT',
  'POST_PARTNER',
] as const satisfies readonly BankRole[]
