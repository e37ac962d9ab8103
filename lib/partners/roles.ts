/** Who of a partner opens its desk. */
export const PARTNER_HOME_ROLES = [
  'GUARANTOR_USER',
  'INSURER_USER',
  'GOV_FUND_USER',
  'PARK_USER',
  'UNDERWRITER_USER',
] as const
export const PARTNER_READERS = [
  'RM',
  'EVALUATOR',
  'RISK_MGR',
  'SB_REVIEWER',
  'SB_HEAD',
  'CR_REVIEWER',
  'CR_APPROVER',
  'CR_HEAD',
  'LEGAL',
  'POST_MKT',
  'POST_PARTNER',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'AUDITOR',
] as const
