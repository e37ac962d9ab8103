/** Who acts: a signed-in person of one bank (staff or partner), an API token's person, or the bank's own machinery. */

export const BANK_ROLES = [
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
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'OPS_MAKER',
  'OPS_CHECKER',
  'POST_MKT',
  'POST_PARTNER',
  'COLLECTOR',
  'TENANT_ADMIN',
  'AUDITOR',
] as const
export const PARTNER_ROLES = [
  'OPERATOR_ADMIN',
  'OPERATOR_CLERK',
  'GUARANTOR_USER',
  'INSURER_USER',
  'GOV_FUND_USER',
  'PARK_USER',
  'UNDERWRITER_USER',
  'MERCHANT',
] as const
export type BankRole = (typeof BANK_ROLES)[number]
export type PartnerRole = (typeof PARTNER_ROLES)[number]
/** SYSTEM is the bank's own machinery (end of day, packet reader): no person holds it. */
export type Role = BankRole | PartnerRole | 'PLATFORM_ADMIN' | 'SYSTEM'

export const ROLES: readonly Role[] = [...BANK_ROLES, ...PARTNER_ROLES, 'PLATFORM_ADMIN']

export type Actor = {
  bankId: string
  bankCode: string
  /** null for the machinery */
  userId: string | null
  login: string
  name: string
  /** the natural person behind the account: two accounts of one person share it (§6.3) */
  personKey: string
  /** null for bank staff; a partner user sees only this party's rows */
  partyId: string | null
  roles: Role[]
  /** READ tokens may query, never command */
  scope: 'FULL' | 'READ'
  locale: 'zh-CN' | 'en'
  sessionId: string | null
  requestId: string
}

/** The bank's machinery: full sight of one bank's rows, named in the audit trail by what it is doing. */
export function systemActor(bank: { id: string; code: string }, doing: string): Actor {
  return {
    bankId: bank.id,
    bankCode: bank.code,
    userId: null,
    login: `system:${doing}`,
    name: `system:${doing}`,
    personKey: `system:${doing}`,
    partyId: null,
    roles: ['SYSTEM'],
    scope: 'FULL',
    locale: 'zh-CN',
    sessionId: null,
    requestId: crypto.randomUUID(),
  }
}

export function hasRole(actor: Actor, ...roles: Role[]): boolean {
  return roles.some((r) => actor.roles.includes(r))
}
