/**
 * Sign-in by password or by the bank's identity provider. Whatever is wrong (no such bank, no such person, password,
 * locked, disabled) the answer and its time are the same. Wrong passwords lock the account for growing times.
 */
import { z } from 'zod'
import { systemActor } from '../actor'
import { type CommandContext, defineCommand } from '../commands'
import type { Result } from '../errors'
import { statusOf } from '../errors'
import { countUse, waitFor } from '../http/rate-limit'
import { type BankRow, findBank, findBankByCode } from '../tenant'
import { verifyPassword } from './password'
import { loadAuthPolicy, needsSecondFactor } from './policy'
import { type Client, openSession, type SessionStep } from './session'

/** From this wrong attempt in a row on, the account is locked: 30 s, then twice as long each time, at most an hour. */
export const LOCK_AFTER = 5
const LOCK_FIRST_MS = 30_000
const LOCK_MOST_MS = 3_600_000

/** When an account with this many wrong attempts in a row may try again; null while it may at once. */
export function lockedUntil(failedAttempts: number, now: Date): Date | null {
  if (failedAttempts < LOCK_AFTER) return null
  return new Date(now.getTime() + Math.min(LOCK_MOST_MS, LOCK_FIRST_MS * 2 ** (failedAttempts - LOCK_AFTER)))
}

export type SignInAnswer = { cookie: string; step: SessionStep; locale: string; partyId: string | null }
type Outcome = { signedIn: SignInAnswer } | { signedIn: null }

const zClient = z.strictObject({ ip: z.string().nullable(), userAgent: z.string().nullable() })

/**
 * Signs a person in. `login` is `name@bank`. Refuses E_SIGN_IN for every reason that concerns the account, and
 * E_TOO_MANY (with `retryAfter` seconds) when the address tried too often.
 */
export async function signIn(request: {
  login: string
  password: string
  client: Client
}): Promise<Result<SignInAnswer>> {
  const address = request.client.ip ?? 'unknown'
  const wait = await waitFor('signIn', address)
  if (wait !== null) return refused('E_TOO_MANY', { retryAfter: wait })
  const login = request.login.normalize('NFKC').trim().toLowerCase()
  const bank = await bankOfLogin(login)
  const password = request.password.slice(0, 1024)
  const outcome: Outcome = bank
    ? await recorded(passwordSignIn(systemActor(bank, 'sign-in'), { login, password, client: request.client }))
    : await verifyPassword(null, password).then(() => ({ signedIn: null }))
  if (outcome.signedIn) return { ok: true, value: outcome.signedIn }
  await countUse('signIn', address)
  return refused('E_SIGN_IN')
}

/** Signs in the person whom the bank's identity provider vouched for; `strong` when it checked a second factor. */
export async function signInBySubject(request: {
  bankId: string
  subject: string
  strong: boolean
  client: Client
}): Promise<Result<SignInAnswer>> {
  const bank = await findBank(request.bankId)
  if (bank?.state !== 'ACTIVE') return refused('E_SIGN_IN')
  const { bankId: _, ...input } = request
  const outcome = await recorded(subjectSignIn(systemActor(bank, 'sign-in'), input))
  return outcome.signedIn ? { ok: true, value: outcome.signedIn } : refused('E_SIGN_IN')
}

/** The bank that a login names after its @, when it is open. */
export async function bankOfLogin(login: string): Promise<BankRow | null> {
  const code = /^[^@\s]{1,100}@([a-z0-9]{2,16})$/.exec(login)?.[1]
  const bank = code ? await findBankByCode(code) : null
  return bank?.state === 'ACTIVE' ? bank : null
}

function refused(code: string, params: Record<string, number> = {}): Result<never> {
  return { ok: false, error: { code, status: statusOf(code), params, fields: [] } }
}

async function recorded(result: Promise<Result<Outcome>>): Promise<Outcome> {
  const r = await result
  return r.ok ? r.value : { signedIn: null }
}

type Account = {
  id: string
  party_id: string | null
  locale: string
  state: string
  party_state: string | null
  password_hash: string | null
  failed_attempts: number
  locked_until: Date | null
  must_change_password: boolean
  has_totp: boolean
  roles: string[]
}

/** Locks the account's row: guesses at one account wait for each other, so none escapes the count. */
async function account(ctx: Ctx, by: { login: string } | { subject: string }): Promise<Account | undefined> {
  const [login, subject] = 'login' in by ? [by.login, null] : [null, by.subject]
  const rows = await ctx.tx.$queryRaw<Account[]>`
    select u.id, u.party_id, u.locale, u.state, p.state as party_state, u.password_hash, u.failed_attempts,
           u.locked_until, u.must_change_password, u.totp_enabled_at is not null as has_totp,
           array(select g.role from role_grant g
                 where g.bank_id = u.bank_id and g.user_id = u.id and g.state = 'ACTIVE') as roles
    from app_user u left join party p on p.bank_id = u.bank_id and p.id = u.party_id
    where u.bank_id = ${ctx.actor.bankId}::uuid
      and (u.login = ${login} or u.oidc_subject = ${subject}) for update of u`
  return rows[0]
}

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'today' | 'audit'>

/** The refusal is its value, not an error, so that the count of wrong attempts and the audit entry stay. */
const passwordSignIn = defineCommand({
  name: 'auth.signIn',
  input: z.strictObject({ login: z.string().max(200), password: z.string().max(1024), client: zClient }),
  access: { roles: ['SYSTEM'] },
  async run(ctx): Promise<Outcome> {
    const { tx, actor, input, now, audit } = ctx
    const user = await account(ctx, { login: input.login })
    const policy = await loadAuthPolicy(tx, actor.bankId, ctx.today)
    const right = await verifyPassword(user?.password_hash ?? null, input.password)
    const locked = !!user?.locked_until && user.locked_until > now
    // Staff of a bank with single sign-on may not go round it; an administrator may, to repair it.
    const byPassword = policy.passwords || !!user?.party_id || !!user?.roles.includes('TENANT_ADMIN')
    const usable = user && isOpen(user) && byPassword
    if (user && usable && right && !locked) return enter(ctx, user, input.client, 'password', false)
    const reason = !user ? 'UNKNOWN' : locked ? 'LOCKED' : !usable ? 'CLOSED' : 'PASSWORD'
    if (user && reason === 'PASSWORD') {
      const failed = user.failed_attempts + 1
      const until = lockedUntil(failed, now)
      const data = { failedAttempts: failed, lockedUntil: until }
      await tx.appUser.updateMany({ where: { bankId: actor.bankId, id: user.id }, data })
    }
    audit({ objectType: 'user', objectId: user?.id ?? 'unknown', to: 'REFUSED', detail: { reason, ...input.client } })
    return { signedIn: null }
  },
})

const subjectSignIn = defineCommand({
  name: 'auth.signInBySubject',
  input: z.strictObject({ subject: z.string().min(1).max(300), strong: z.boolean(), client: zClient }),
  access: { roles: ['SYSTEM'] },
  async run(ctx): Promise<Outcome> {
    const user = await account(ctx, { subject: ctx.input.subject })
    if (user && isOpen(user)) return enter(ctx, user, ctx.input.client, 'oidc', ctx.input.strong)
    const reason = user ? 'CLOSED' : 'UNKNOWN'
    const detail = { reason, ...ctx.input.client }
    ctx.audit({ objectType: 'user', objectId: user?.id ?? 'unknown', to: 'REFUSED', detail })
    return { signedIn: null }
  },
})

const isOpen = (user: Account): boolean => user.state === 'ACTIVE' && user.party_state !== 'EXITED'

async function enter(
  ctx: Ctx,
  user: Account,
  client: Client,
  by: 'password' | 'oidc',
  strong: boolean,
): Promise<Outcome> {
  const { tx, actor, now, audit } = ctx
  const policy = await loadAuthPolicy(tx, actor.bankId, ctx.today)
  const wanted = user.has_totp || needsSecondFactor(policy, user.roles)
  const mfa = strong ? 'PASSED' : wanted ? 'PENDING' : 'NONE'
  const owner = { bankId: actor.bankId, id: user.id, partyId: user.party_id }
  const { id, cookie } = await openSession(tx, owner, mfa, client, now)
  await tx.appUser.updateMany({
    where: { bankId: actor.bankId, id: user.id },
    data: { failedAttempts: 0, lockedUntil: null, lastSignInAt: now },
  })
  audit({ objectType: 'user', objectId: user.id, to: 'SIGNED_IN', detail: { by, mfa, sessionId: id, ...client } })
  const change = user.must_change_password && user.password_hash !== null
  const step = mfa === 'PENDING' ? 'SECOND_FACTOR' : change ? 'CHANGE_PASSWORD' : 'READY'
  return { signedIn: { cookie, step, locale: user.locale, partyId: user.party_id } }
}

/** Ends the session at hand (sign-out). */
export const signOut = defineCommand({
  name: 'auth.signOut',
  input: z.strictObject({}),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, now, audit }) {
    if (actor.sessionId && actor.userId) {
      await tx.userSession.updateMany({
        where: { bankId: actor.bankId, id: actor.sessionId, userId: actor.userId },
        data: { revokedAt: now },
      })
    }
    audit({
      objectType: 'user',
      objectId: actor.userId ?? 'none',
      to: 'SIGNED_OUT',
      detail: { session: actor.sessionId },
    })
    return {}
  },
})
