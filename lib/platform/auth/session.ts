/**
 * Sessions are rows of our own: checked on every request, ended at once by revoking the row. The cookie holds
 * `<bankId>.<32 random bytes>`, the table only the hash of the whole.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Actor, Role } from '../actor'
import { newId, type Tx, withTenant } from '../tenant'

/** A session unused for this long is over. */
export const SESSION_IDLE_MS = 30 * 60_000
/** However busy, a session is over after this long. */
export const SESSION_MAX_MS = 12 * 3_600_000
/** The last use is written at most this often. */
const TOUCH_MS = 60_000

export type MfaState = 'NONE' | 'PENDING' | 'PASSED'

/** What stands between a session and work: nothing, the second factor, or the first change of password. */
export type SessionStep = 'READY' | 'SECOND_FACTOR' | 'CHANGE_PASSWORD'

/** The page on which the step is taken. */
export const STEP_PATH: Record<SessionStep, string> = {
  READY: '/',
  SECOND_FACTOR: '/second-factor',
  CHANGE_PASSWORD: '/change-password',
}

/** What an action or the API answers while the step is open. */
export const STEP_CODE: Record<SessionStep, string> = {
  READY: 'E_UNAUTHENTICATED',
  SECOND_FACTOR: 'E_SECOND_FACTOR',
  CHANGE_PASSWORD: 'E_PASSWORD_EXPIRED',
}

export type SignedIn = {
  actor: Actor & { userId: string; sessionId: string }
  step: SessionStep
  /** false when the second factor has still to be set up */
  hasSecondFactor: boolean
}

export type SessionOwner = { bankId: string; id: string; partyId: string | null }
export type Client = { ip: string | null; userAgent: string | null }

const COOKIE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}$/

export function sessionHash(cookie: string): string {
  return createHash('sha256').update(cookie).digest('base64url')
}

/** Opens a session; the returned cookie value exists nowhere else. */
export async function openSession(
  tx: Tx,
  user: SessionOwner,
  mfa: MfaState,
  client: Client,
  now: Date,
): Promise<{ id: string; cookie: string }> {
  const cookie = `${user.bankId}.${randomBytes(32).toString('base64url')}`
  const id = newId()
  await tx.userSession.create({
    data: {
      bankId: user.bankId,
      id,
      userId: user.id,
      partyId: user.partyId,
      tokenHash: sessionHash(cookie),
      mfa,
      ip: client.ip?.slice(0, 64) ?? null,
      userAgent: client.userAgent?.slice(0, 300) ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_MAX_MS),
    },
  })
  return { id, cookie }
}

type SessionRow = {
  id: string
  mfa: MfaState
  last_seen_at: Date
  user_id: string
  login: string
  name: string
  person_key: string
  party_id: string | null
  locale: string
  must_change_password: boolean
  has_totp: boolean
  bank_code: string
  roles: Role[]
}

/** The person behind a cookie; null when it is unknown, idle too long, expired or revoked, or the person is disabled. */
export async function findSession(
  cookie: string | undefined,
  requestId: string,
  now = new Date(),
): Promise<SignedIn | null> {
  const bankId = cookie ? COOKIE.exec(cookie)?.[1] : undefined
  if (!cookie || !bankId) return null
  const idleSince = new Date(now.getTime() - SESSION_IDLE_MS)
  const row = await withTenant({ bankId, partyId: null }, async (tx) => {
    const [found] = await tx.$queryRaw<SessionRow[]>`
      select s.id, s.mfa, s.last_seen_at, u.id as user_id, u.login, u.name, u.person_key, u.party_id, u.locale,
             u.must_change_password and u.password_hash is not null as must_change_password,
             u.totp_enabled_at is not null as has_totp, b.code as bank_code,
             array(select g.role from role_grant g
                   where g.bank_id = u.bank_id and g.user_id = u.id and g.state = 'ACTIVE' order by g.role) as roles
      from user_session s
      join app_user u on u.bank_id = s.bank_id and u.id = s.user_id and u.state = 'ACTIVE'
      join bank b on b.id = s.bank_id and b.state = 'ACTIVE'
      left join party p on p.bank_id = u.bank_id and p.id = u.party_id
      where s.bank_id = ${bankId}::uuid and s.token_hash = ${sessionHash(cookie)} and s.revoked_at is null
        and s.expires_at > ${now} and s.last_seen_at > ${idleSince} and p.state is distinct from 'EXITED'`
    if (found && now.getTime() - found.last_seen_at.getTime() > TOUCH_MS) {
      await tx.userSession.updateMany({ where: { bankId, id: found.id }, data: { lastSeenAt: now } })
    }
    return found
  })
  if (!row) return null
  return {
    actor: {
      bankId,
      bankCode: row.bank_code,
      userId: row.user_id,
      login: row.login,
      name: row.name,
      personKey: row.person_key,
      partyId: row.party_id,
      roles: row.roles,
      scope: 'FULL',
      locale: row.locale === 'en' ? 'en' : 'zh-CN',
      sessionId: row.id,
      requestId,
    },
    step: row.mfa === 'PENDING' ? 'SECOND_FACTOR' : row.must_change_password ? 'CHANGE_PASSWORD' : 'READY',
    hasSecondFactor: row.has_totp,
  }
}

/** Ends a person's sessions: one, or all, or all but the one at hand. Returns how many were open. */
export async function revokeSessions(
  tx: Tx,
  bankId: string,
  userId: string,
  now: Date,
  which: { only?: string; except?: string } = {},
): Promise<number> {
  const { count } = await tx.userSession.updateMany({
    where: {
      bankId,
      userId,
      revokedAt: null,
      ...(which.only ? { id: which.only } : {}),
      ...(which.except ? { id: { not: which.except } } : {}),
    },
    data: { revokedAt: now },
  })
  return count
}
