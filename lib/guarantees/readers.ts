/** Who of the bank reads accounts and claims. */
export const MARGIN_READERS = [
  'RM',
  'RISK_MGR',
  'OPS_MAKER',
  'OPS_CHECKER',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'POST_MKT',
  'POST_PARTNER',
  'COLLECTOR',
  'LEGAL',
  'SB_HEAD',
  'CR_HEAD',
  'AUDITOR',
] as const
