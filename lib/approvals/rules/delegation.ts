/** Who may sit for whom (§6.1): someone of the same department with a business role, never an administrator or auditor. */

const WITHOUT_BUSINESS = ['TENANT_ADMIN', 'AUDITOR', 'PLATFORM_ADMIN', 'SYSTEM']
const DEPARTMENTS = ['SB_', 'CR_'] as const

/**
 * The two departments stay apart: the seats of one are never filled from the other. People of neither department (who may
 * be called to a committee) are represented by anyone with a business role.
 */
export function maySubstitute(roles: readonly string[], delegateRoles: readonly string[]): boolean {
  const business = delegateRoles.filter((r) => !WITHOUT_BUSINESS.includes(r))
  if (business.length === 0 || business.length < delegateRoles.length) return false
  const departments = DEPARTMENTS.filter((d) => roles.some((r) => r.startsWith(d)))
  return departments.every((d) => business.some((r) => r.startsWith(d)))
}
