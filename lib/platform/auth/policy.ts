/** What a bank decides about sign-in: which roles need a second factor, and its own identity provider. */
import type { PlainDate } from '../dates'
import { overridesOf, readParameterValues } from '../parameter-values'
import { withOverrides } from '../parameters'
import type { Tx } from '../tenant'

export type AuthPolicy = {
  /** holders of any of these roles must pass a second factor: codes separated by commas */
  mfaRoles: string
  /** false: staff of this bank sign in through the identity provider only */
  passwords: boolean
  /** single sign-on by OpenID Connect, off while the issuer is empty; its secret is FANGSHI_OIDC_SECRET_<BANK> */
  oidc: { issuer: string; clientId: string; label: string }
}

export const AUTH_DEFAULTS: AuthPolicy = {
  mfaRoles: '',
  passwords: true,
  oidc: { issuer: '', clientId: '', label: '' },
}

export async function loadAuthPolicy(tx: Tx, bankId: string, on: PlainDate): Promise<AuthPolicy> {
  const values = await readParameterValues(tx, bankId, on, 'auth.')
  return withOverrides(AUTH_DEFAULTS, {}, overridesOf(values, 'auth'))
}

/** True when one of these roles may not work without a second factor. */
export function needsSecondFactor(policy: AuthPolicy, roles: readonly string[]): boolean {
  const wanted = policy.mfaRoles.split(/[\s,]+/)
  return roles.some((r) => wanted.includes(r))
}
