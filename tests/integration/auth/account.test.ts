import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/platform/actor'
import {
  beginSecondFactor,
  changePassword,
  confirmSecondFactor,
  endOtherSessions,
  endSession,
  myAccount,
  passSecondFactor,
  removeSecondFactor,
} from '@/lib/platform/auth/account'
import { findSession, type SignedIn } from '@/lib/platform/auth/session'
import { signIn } from '@/lib/platform/auth/sign-in'
import { totpCode } from '@/lib/platform/auth/totp'
import { date, toDb } from '@/lib/platform/dates'
import { resetLimits } from '@/lib/platform/http/rate-limit'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { PASSWORD, testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
const client = { ip: '10.0.0.2', userAgent: 'test' }

beforeAll(async () => {
  process.env.FANGSHI_SECRET = 'a secret of the tests, longer than thirty-two characters'
  db = await testDatabase()
  bank = await testBank('YJB')
})
afterAll(() => db.drop())
beforeEach(resetLimits)

const staff = () => ({ bankId: bank.id, partyId: null })

async function session(login: string, password = PASSWORD): Promise<SignedIn & { cookie: string }> {
  const entered = await signIn({ login, password, client })
  if (!entered.ok) throw new Error(entered.error.code)
  const found = await findSession(entered.value.cookie, 'r')
  return { ...found!, cookie: entered.value.cookie }
}

describe('password', () => {
  test('a changed password ends every other session, and the old one opens nothing', async () => {
    await testPerson(bank, 'changer', ['RM'])
    const [here, elsewhere] = [await session('changer@yjb'), await session('changer@yjb')]
    const next = 'Umbrella-mountain-77'
    expect(await changePassword(here.actor, { current: PASSWORD, next })).toMatchObject({ ok: true })
    expect(await findSession(elsewhere.cookie, 'r')).toBeNull()
    expect(await findSession(here.cookie, 'r')).not.toBeNull()
    expect((await signIn({ login: 'changer@yjb', password: PASSWORD, client })).ok).toBe(false)
    expect((await signIn({ login: 'changer@yjb', password: next, client })).ok).toBe(true)
  })

  test.each([
    ['short', 'PASSWORD_SHORT'],
    ['rm-zhangsan-2026', 'PASSWORD_OWN_NAME'],
    ['password123456', 'PASSWORD_COMMON'],
    ['aaaaaaaaaaaa', 'PASSWORD_REPEATS'],
    ['abcdefghijkl', 'PASSWORD_REPEATS'],
    ['123456789012', 'PASSWORD_REPEATS'],
  ])('%s is refused: %s', async (next, reason) => {
    const login = `weak-${next.slice(0, 4)}`
    await testPerson(bank, login, ['RM'], { name: 'zhangsan' })
    const { actor } = await session(`${login}@yjb`)
    expect(await changePassword(actor, { current: PASSWORD, next })).toMatchObject({
      ok: false,
      error: { code: 'E_PASSWORD_WEAK', params: { reason }, fields: [{ path: 'next' }] },
    })
  })

  test('the present one must be known, and guessing it is limited', async () => {
    await testPerson(bank, 'unknowing', ['RM'])
    const { actor } = await session('unknowing@yjb')
    const guess = () => changePassword(actor, { current: 'not it', next: 'Umbrella-mountain-77' })
    expect(await guess()).toMatchObject({ ok: false, error: { code: 'E_PASSWORD_WRONG' } })
    for (let i = 0; i < 10; i++) await guess()
    expect(await guess()).toMatchObject({ ok: false, error: { code: 'E_TOO_MANY' } })
  })
})

describe('second factor', () => {
  async function enrolled(loginName: string): Promise<{ secret: string; codes: string[]; used: string }> {
    await testPerson(bank, loginName, ['RM'])
    const { actor } = await session(`${loginName}@yjb`)
    const begun = await beginSecondFactor(actor, {})
    if (!begun.ok) throw new Error(begun.error.code)
    const used = totpCode(begun.value.secret, new Date())
    const confirmed = await confirmSecondFactor(actor, { code: used })
    if (!confirmed.ok) throw new Error(confirmed.error.code)
    return { secret: begun.value.secret, codes: confirmed.value.recoveryCodes, used }
  }
  /** lets the used step pass, as half a minute would */
  const forgetStep = (login: string) =>
    withTenant(staff(), (tx) =>
      tx.appUser.updateMany({ where: { bankId: bank.id, login }, data: { totpLastStep: 0n } }),
    )

  test('once set up, the password alone opens nothing', async () => {
    const { secret } = await enrolled('mfa1')
    await forgetStep('mfa1@yjb')
    const pending = await session('mfa1@yjb')
    expect(pending.step).toBe('SECOND_FACTOR')
    expect(await passSecondFactor(pending.actor, { code: totpCode(secret, new Date()) })).toMatchObject({ ok: true })
    expect((await findSession(pending.cookie, 'r'))?.step).toBe('READY')
  })

  test('a code that was used once is refused, even within its half minute', async () => {
    const { secret, used } = await enrolled('mfa2')
    const pending = await session('mfa2@yjb')
    expect(await passSecondFactor(pending.actor, { code: used })).toMatchObject({
      ok: false,
      error: { code: 'E_SECOND_FACTOR' },
    })
    await forgetStep('mfa2@yjb')
    const code = totpCode(secret, new Date())
    expect((await passSecondFactor(pending.actor, { code })).ok).toBe(true)
    const again = await session('mfa2@yjb')
    expect((await passSecondFactor(again.actor, { code })).ok).toBe(false)
  })

  test('a recovery code works once', async () => {
    const { codes } = await enrolled('mfa3')
    expect(new Set(codes).size).toBe(10)
    const first = await session('mfa3@yjb')
    const typed = codes[3]!.toUpperCase().replaceAll('-', ' ')
    expect(await passSecondFactor(first.actor, { code: typed })).toMatchObject({ ok: true, value: { left: 9 } })
    const second = await session('mfa3@yjb')
    expect((await passSecondFactor(second.actor, { code: codes[3]! })).ok).toBe(false)
  })

  test('five wrong codes end the session and lock the account', async () => {
    await enrolled('mfa4')
    const pending = await session('mfa4@yjb')
    for (let i = 0; i < 5; i++) await passSecondFactor(pending.actor, { code: '000000' })
    expect(await findSession(pending.cookie, 'r')).toBeNull()
    expect((await signIn({ login: 'mfa4@yjb', password: PASSWORD, client })).ok).toBe(false)
  })

  test('neither the secret nor a recovery code can be read in the database, nor moved to another account', async () => {
    const { secret, codes } = await enrolled('mfa5')
    await enrolled('mfa6')
    const rows = await withTenant(staff(), (tx) => tx.appUser.findMany({ where: { bankId: bank.id } }))
    const json = JSON.stringify(rows, (_k, v) => (typeof v === 'bigint' ? v.toString() : v))
    expect(json).not.toContain(secret)
    for (const code of codes) expect(json).not.toContain(code)
    const sealed = rows.find((r) => r.login === 'mfa5@yjb')!.totpSecret
    await withTenant(staff(), (tx) =>
      tx.appUser.updateMany({
        where: { bankId: bank.id, login: 'mfa6@yjb' },
        data: { totpSecret: sealed, totpLastStep: 0n },
      }),
    )
    const thief = await session('mfa6@yjb')
    await expect(passSecondFactor(thief.actor, { code: totpCode(secret, new Date()) })).rejects.toThrow()
  })

  test('a bank that requires it for a role makes its holder set it up, and keeps it on', async () => {
    await withTenant(staff(), (tx) =>
      tx.parameter.create({
        data: {
          bankId: bank.id,
          key: 'auth.mfaRoles',
          versionNo: 1,
          value: 'AUDITOR,TENANT_ADMIN',
          effectiveFrom: toDb(date('2020-01-01')),
          state: 'ACTIVE',
          openToPartners: true,
        },
      }),
    )
    await testPerson(bank, 'strict', ['AUDITOR'])
    const pending = await session('strict@yjb')
    expect(pending).toMatchObject({ step: 'SECOND_FACTOR', hasSecondFactor: false })
    const begun = await beginSecondFactor(pending.actor, {})
    if (!begun.ok) throw new Error(begun.error.code)
    await confirmSecondFactor(pending.actor, { code: totpCode(begun.value.secret, new Date()) })
    expect((await findSession(pending.cookie, 'r'))?.step).toBe('READY')
    await forgetStep('strict@yjb')
    expect(await removeSecondFactor(pending.actor, { code: totpCode(begun.value.secret, new Date()) })).toMatchObject({
      ok: false,
      error: { code: 'E_SECOND_FACTOR_REQUIRED' },
    })
  })
})

describe('sessions', () => {
  test('are listed with the one at hand marked, and end one by one or all but this', async () => {
    await testPerson(bank, 'many', ['RM'])
    const [a, b, c] = [await session('many@yjb'), await session('many@yjb'), await session('many@yjb')]
    const account = await myAccount(a.actor, {})
    expect(account.sessions).toHaveLength(3)
    expect(account.sessions.filter((s) => s.current).map((s) => s.id)).toEqual([a.actor.sessionId])
    expect((await endSession(a.actor, { sessionId: b.actor.sessionId })).ok).toBe(true)
    expect(await findSession(b.cookie, 'r')).toBeNull()
    await endOtherSessions(a.actor, {})
    expect(await findSession(c.cookie, 'r')).toBeNull()
    expect(await findSession(a.cookie, 'r')).not.toBeNull()
  })

  test('of somebody else cannot be ended, and a token has no account to change', async () => {
    await testPerson(bank, 'alice', ['RM'])
    const mallory = await testPerson(bank, 'mallory', ['RM'])
    const [alice, other] = [await session('alice@yjb'), await session('mallory@yjb')]
    expect(await endSession(other.actor, { sessionId: alice.actor.sessionId })).toMatchObject({
      ok: false,
      error: { code: 'E_NOT_FOUND' },
    })
    const byToken: Actor = { ...mallory, sessionId: null }
    expect(await changePassword(byToken, { current: PASSWORD, next: 'Umbrella-mountain-77' })).toMatchObject({
      ok: false,
      error: { code: 'E_FORBIDDEN' },
    })
  })
})
