/**
 * next-auth, thin: it speaks the protocols (its own CSRF, OpenID Connect with PKCE, state and nonce), we keep the
 * session. Its "JWT" is replaced by our opaque session cookie and carries nothing else.
 */
import type { NextAuthOptions } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { businessDate } from '../calendar'
import { clientOf } from '../http/client'
import { log } from '../log'
import { findBankByCode, withTenant } from '../tenant'
import { secureCookies, sessionCookieName, sessionCookieOptions } from './cookie'
import { type AuthPolicy, loadAuthPolicy } from './policy'
import { keyFor } from './secrets'
import { findSession, SESSION_MAX_MS } from './session'
import { signIn, signInBySubject, signOut } from './sign-in'

type Headers = { get(name: string): string | null }
/** What travels from sign-in to the cookie: the session's secret under `cookie`. */
type Entered = { id: string; cookie?: string }
type Token = JWT & { cookie?: string }

export const OIDC_PREFIX = 'oidc-'

/** The options for one request: its connection decides the cookies, its address the bank whose provider is asked. */
export async function nextAuthOptions(headers: Headers, providerId: string | undefined): Promise<NextAuthOptions> {
  const client = clientOf(headers)
  const oidc = await oidcProvider(providerId)
  return {
    secret: keyFor('next-auth').toString('base64url'),
    session: { strategy: 'jwt', maxAge: SESSION_MAX_MS / 1000 },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    // Only what happened, never the message: it may hold codes and tokens of the provider.
    logger: {
      error: (code, detail) =>
        log.warn({ code, reason: detail instanceof Error ? detail.name : undefined }, 'next-auth'),
      warn: () => undefined,
      debug: () => undefined,
    },
    useSecureCookies: secureCookies(headers),
    cookies: { sessionToken: { name: sessionCookieName(headers), options: sessionCookieOptions(headers) } },
    providers: [
      Credentials({
        credentials: { login: {}, password: {} },
        async authorize(given) {
          const entered = await signIn({ login: given?.login ?? '', password: given?.password ?? '', client })
          if (!entered.ok) throw new Error(entered.error.code)
          return { id: 'session', cookie: entered.value.cookie }
        },
      }),
      ...(oidc ? [oidc.provider] : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== 'oauth' || !oidc) return true
        const { sub, amr } = profile as { sub?: string; amr?: string[] }
        const strong = (amr ?? []).some((m) => ['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face'].includes(m))
        const entered = await signInBySubject({ bankId: oidc.bankId, subject: sub ?? '', strong, client })
        if (!entered.ok) return '/sign-in?error=E_SIGN_IN'
        ;(user as Entered).cookie = entered.value.cookie
        return true
      },
      jwt: ({ token, user }): Token => (user ? { cookie: (user as Entered).cookie } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    jwt: {
      encode: async ({ token }) => (token as Token | undefined)?.cookie ?? '',
      async decode({ token }): Promise<Token | null> {
        return token && (await findSession(token, crypto.randomUUID())) ? { cookie: token } : null
      },
    },
    events: {
      async signOut({ token }) {
        await endSession((token as Token | undefined)?.cookie)
      },
    },
  }
}

/** Revokes the session of a cookie, if it is one. */
export async function endSession(cookie: string | undefined): Promise<void> {
  const session = await findSession(cookie, crypto.randomUUID())
  if (session) await signOut(session.actor, {})
}

type BankProvider = { bankId: string; provider: OAuthConfig<{ sub: string }> }

async function oidcProvider(providerId: string | undefined): Promise<BankProvider | null> {
  const code = providerId?.startsWith(OIDC_PREFIX) ? providerId.slice(OIDC_PREFIX.length).toUpperCase() : null
  const bank = code ? await findBankByCode(code) : null
  if (bank?.state !== 'ACTIVE') return null
  const { oidc } = await bankPolicy(bank.id)
  if (!oidc.issuer || !oidc.clientId) return null
  const secret = process.env[`FANGSHI_OIDC_SECRET_${bank.code}`]
  return {
    bankId: bank.id,
    provider: {
      id: `${OIDC_PREFIX}${bank.code.toLowerCase()}`,
      name: oidc.label || bank.name,
      type: 'oauth',
      wellKnown: `${oidc.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
      authorization: { params: { scope: 'openid' } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      clientId: oidc.clientId,
      clientSecret: secret,
      client: secret ? {} : { token_endpoint_auth_method: 'none' },
      httpOptions: { timeout: 10_000 },
      profile: (profile) => ({ id: profile.sub }),
    },
  }
}

/** The sign-in policy of a bank on its business date, before anybody is signed in. */
export async function bankPolicy(bankId: string): Promise<AuthPolicy> {
  return withTenant(
    { bankId, partyId: null },
    async (tx) => loadAuthPolicy(tx, bankId, await businessDate(tx, bankId)),
    { readOnly: true },
  )
}
