/** What a person does with the own account: password, second factor, sessions, language. Nobody else's. */
import { z } from 'zod'
import type { Actor } from '../actor'
import { type CommandContext, defineCommand } from '../commands'
import { type Result, refuse } from '../errors'
import { countUse } from '../http/rate-limit'
import { defineQuery } from '../queries'
import { zId } from '../schema'
import type { Tx } from '../tenant'
import { checkPasswordPolicy, hashPassword, PASSWORD_MAX, verifyPassword } from './password'
import { loadAuthPolicy, needsSecondFactor } from './policy'
import { revokeSessions } from './session'
import { lockedUntil } from './sign-in'
import { matchTotp, newRecoveryCodes, newTotpSecret, openSecret, sealSecret, spendRecoveryCode, totpUri } from './totp'

const mine = { roles: 'ANY_SIGNED_IN' } as const
const zPassword = z.string().min(1, 'E_REQUIRED').max(PASSWORD_MAX, 'E_PASSWORD_WEAK')
const zCode = z.string().trim().min(6, 'E_SECOND_FACTOR').max(40, 'E_SECOND_FACTOR')

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>

/** The person at hand; a token or the machinery has no account to look after. */
async function self({ tx, actor }: Ctx) {
  const user = actor.userId && actor.sessionId ? await tx.appUser.findFirst({ where: whoAmI(actor) }) : null
  if (!user) throw refuse('E_FORBIDDEN', { need: 'SESSION' })
  return user
}
const whoAmI = (actor: Actor) => ({ bankId: actor.bankId, id: actor.userId ?? undefined })

async function limitGuesses(actor: Actor): Promise<void> {
  const wait = await countUse('reauthenticate', actor.userId ?? '')
  if (wait !== null) throw refuse('E_TOO_MANY', { retryAfter: wait })
}

/** Changes the own password; every other session of the person ends. */
export const changePassword = defineCommand({
  name: 'account.changePassword',
  input: z.strictObject({ current: zPassword, next: zPassword }),
  access: mine,
  async run(ctx) {
    const { tx, actor, input, now, audit } = ctx
    const user = await self(ctx)
    if (!(await verifyPassword(user.passwordHash, input.current))) {
      await limitGuesses(actor)
      throw refuse('E_PASSWORD_WRONG', {}, { fields: [{ path: 'current', code: 'E_PASSWORD_WRONG' }] })
    }
    checkPasswordPolicy(input.next, user)
    if (input.next === input.current) {
      throw refuse('E_PASSWORD_SAME', {}, { fields: [{ path: 'next', code: 'E_PASSWORD_SAME' }] })
    }
    await tx.appUser.updateMany({
      where: whoAmI(actor),
      data: { passwordHash: await hashPassword(input.next), mustChangePassword: false, version: { increment: 1 } },
    })
    const ended = await revokeSessions(tx, actor.bankId, user.id, now, { except: actor.sessionId ?? undefined })
    audit({ objectType: 'user', objectId: user.id, to: 'PASSWORD_CHANGED', detail: { ended } })
    return { ended }
  },
})

/** Starts setting up the second factor: the secret for the authenticator app, not yet in force. */
export const beginSecondFactor = defineCommand({
  name: 'account.beginSecondFactor',
  input: z.strictObject({}),
  access: mine,
  async run(ctx) {
    const { tx, actor, audit } = ctx
    const user = await self(ctx)
    if (user.totpEnabledAt) throw refuse('E_STATE', { object: 'second-factor', state: 'ENABLED', event: 'begin' })
    const secret = newTotpSecret()
    await tx.appUser.updateMany({ where: whoAmI(actor), data: { totpSecret: sealSecret(secret, user.id) } })
    audit({ objectType: 'user', objectId: user.id, to: 'SECOND_FACTOR_BEGUN' })
    return { secret, uri: totpUri(secret, user.login) }
  },
})

/** Puts the second factor in force with a first right code; answers the recovery codes, which are shown this once. */
export const confirmSecondFactor = defineCommand({
  name: 'account.confirmSecondFactor',
  input: z.strictObject({ code: zCode }),
  access: mine,
  async run(ctx) {
    const { tx, actor, input, now, audit } = ctx
    const user = await self(ctx)
    if (user.totpEnabledAt || !user.totpSecret) {
      const state = user.totpEnabledAt ? 'ENABLED' : 'NOT_BEGUN'
      throw refuse('E_STATE', { object: 'second-factor', state, event: 'confirm' })
    }
    const step = matchTotp(openSecret(user.totpSecret, user.id), input.code, user.totpLastStep, now)
    if (step === null) {
      await limitGuesses(actor)
      throw wrongCode()
    }
    const { codes, hashes } = newRecoveryCodes()
    await tx.appUser.updateMany({
      where: whoAmI(actor),
      data: { totpEnabledAt: now, totpLastStep: step, recoveryCodes: hashes },
    })
    await passSession(tx, actor)
    await revokeSessions(tx, actor.bankId, user.id, now, { except: actor.sessionId ?? undefined })
    audit({ objectType: 'user', objectId: user.id, to: 'SECOND_FACTOR_ENABLED' })
    return { recoveryCodes: codes }
  },
})

const wrongCode = () => refuse('E_SECOND_FACTOR', {}, { fields: [{ path: 'code', code: 'E_SECOND_FACTOR' }] })

function passSession(tx: Tx, actor: Actor) {
  const where = { bankId: actor.bankId, id: actor.sessionId ?? undefined, userId: actor.userId ?? undefined }
  return tx.userSession.updateMany({ where, data: { mfa: 'PASSED' } })
}

type Passed = { passed: boolean; left: number }

/** A wrong code is its value, so that the count stays; five in a row lock the account and end this session. */
const passSecondFactorAttempt = defineCommand({
  name: 'account.passSecondFactor',
  input: z.strictObject({ code: zCode }),
  access: mine,
  async run(ctx): Promise<Passed> {
    const { tx, actor, input, now, audit } = ctx
    await tx.$queryRaw`select 1 from app_user where bank_id = ${actor.bankId}::uuid and id = ${actor.userId}::uuid for update`
    const user = await self(ctx)
    if (!user.totpEnabledAt || !user.totpSecret) {
      throw refuse('E_STATE', { object: 'second-factor', state: 'NOT_ENABLED', event: 'pass' })
    }
    const hashes = (user.recoveryCodes ?? []) as string[]
    const step = matchTotp(openSecret(user.totpSecret, user.id), input.code, user.totpLastStep, now)
    const rest = step === null ? spendRecoveryCode(hashes, input.code) : hashes
    if (step === null && !rest) {
      const failed = user.failedAttempts + 1
      const until = lockedUntil(failed, now)
      await tx.appUser.updateMany({ where: whoAmI(actor), data: { failedAttempts: failed, lockedUntil: until } })
      if (until) await revokeSessions(tx, actor.bankId, user.id, now, { only: actor.sessionId ?? undefined })
      audit({ objectType: 'user', objectId: user.id, to: 'SECOND_FACTOR_REFUSED' })
      return { passed: false, left: 0 }
    }
    await tx.appUser.updateMany({
      where: whoAmI(actor),
      data: {
        failedAttempts: 0,
        lockedUntil: null,
        recoveryCodes: rest ?? [],
        ...(step === null ? {} : { totpLastStep: step }),
      },
    })
    await passSession(tx, actor)
    const detail = { by: step === null ? 'recovery-code' : 'totp' }
    audit({ objectType: 'user', objectId: user.id, to: 'SECOND_FACTOR_PASSED', detail })
    return { passed: true, left: rest?.length ?? 0 }
  },
})

/** Passes the second factor with a code of the app or a recovery code. Refuses E_SECOND_FACTOR. */
export async function passSecondFactor(actor: Actor, input: { code: string }): Promise<Result<Passed>> {
  const r = await passSecondFactorAttempt(actor, input)
  return r.ok && !r.value.passed ? { ok: false, error: wrongCode().error } : r
}

/** Switches the second factor off, with a last right code; refused where the bank requires it. */
export const removeSecondFactor = defineCommand({
  name: 'account.removeSecondFactor',
  input: z.strictObject({ code: zCode }),
  access: mine,
  async run(ctx) {
    const { tx, actor, input, now, today, audit } = ctx
    const user = await self(ctx)
    if (!user.totpEnabledAt || !user.totpSecret) {
      throw refuse('E_STATE', { object: 'second-factor', state: 'NOT_ENABLED', event: 'remove' })
    }
    if (needsSecondFactor(await loadAuthPolicy(tx, actor.bankId, today), actor.roles)) {
      throw refuse('E_SECOND_FACTOR_REQUIRED')
    }
    if (matchTotp(openSecret(user.totpSecret, user.id), input.code, user.totpLastStep, now) === null) {
      await limitGuesses(actor)
      throw wrongCode()
    }
    const data = { totpEnabledAt: null, totpSecret: null, totpLastStep: null, recoveryCodes: [] }
    await tx.appUser.updateMany({ where: whoAmI(actor), data })
    audit({ objectType: 'user', objectId: user.id, to: 'SECOND_FACTOR_REMOVED' })
    return {}
  },
})

/** Ends one of the own sessions. */
export const endSession = defineCommand({
  name: 'account.endSession',
  input: z.strictObject({ sessionId: zId }),
  access: mine,
  async run(ctx) {
    const { tx, actor, input, now, audit } = ctx
    const user = await self(ctx)
    const ended = await revokeSessions(tx, actor.bankId, user.id, now, { only: input.sessionId })
    if (ended === 0) throw refuse('E_NOT_FOUND')
    audit({ objectType: 'user', objectId: user.id, to: 'SESSION_ENDED', detail: { session: input.sessionId } })
    return { ended }
  },
})

/** Ends every session of the person but the one at hand. */
export const endOtherSessions = defineCommand({
  name: 'account.endOtherSessions',
  input: z.strictObject({}),
  access: mine,
  async run(ctx) {
    const { tx, actor, now, audit } = ctx
    const user = await self(ctx)
    const ended = await revokeSessions(tx, actor.bankId, user.id, now, { except: actor.sessionId ?? undefined })
    audit({ objectType: 'user', objectId: user.id, to: 'SESSIONS_ENDED', detail: { ended } })
    return { ended }
  },
})

export const setLanguage = defineCommand({
  name: 'account.setLanguage',
  input: z.strictObject({ locale: z.enum(['zh-CN', 'en']) }),
  access: mine,
  async run(ctx) {
    const { tx, actor, input, audit } = ctx
    const user = await self(ctx)
    await tx.appUser.updateMany({ where: whoAmI(actor), data: { locale: input.locale } })
    audit({ objectType: 'user', objectId: user.id, to: 'LANGUAGE_SET', detail: { locale: input.locale } })
    return { locale: input.locale }
  },
})

/** The own account as the profile page shows it: identity, roles, second factor, open sessions. */
export const myAccount = defineQuery({
  name: 'account.me',
  input: z.strictObject({}),
  access: mine,
  async run({ tx, actor, now, today }) {
    const user = actor.userId
      ? await tx.appUser.findFirst({ where: whoAmI(actor), include: { party: true, branch: true } })
      : null
    if (!user) throw refuse('E_NOT_FOUND')
    const sessions = await tx.userSession.findMany({
      where: { bankId: actor.bankId, userId: user.id, revokedAt: null, expiresAt: { gt: now } },
      orderBy: { lastSeenAt: 'desc' },
      take: 50,
    })
    const policy = await loadAuthPolicy(tx, actor.bankId, today)
    return {
      id: user.id,
      bank: actor.bankCode,
      login: user.login,
      name: user.name,
      nameEn: user.nameEn,
      party: user.party?.name ?? null,
      branch: user.branch?.name ?? null,
      locale: user.locale,
      roles: actor.roles,
      scope: actor.scope,
      lastSignInAt: user.lastSignInAt,
      secondFactor: {
        enabledAt: user.totpEnabledAt,
        required: needsSecondFactor(policy, actor.roles),
        recoveryCodesLeft: ((user.recoveryCodes ?? []) as string[]).length,
      },
      sessions: sessions.map((s) => ({
        id: s.id,
        current: s.id === actor.sessionId,
        ip: s.ip,
        userAgent: s.userAgent,
        createdAt: s.createdAt,
        lastSeenAt: s.lastSeenAt,
      })),
    }
  },
})
