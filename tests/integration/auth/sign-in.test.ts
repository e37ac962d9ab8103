import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findSession, SESSION_IDLE_MS, SESSION_MAX_MS, sessionHash } from '@/lib/platform/auth/session'
import { LOCK_AFTER, lockedUntil, signIn, signInBySubject } from '@/lib/platform/auth/sign-in'
import { resetLimits } from '@/lib/platform/http/rate-limit'
import { createUser } from '@/lib/platform/ops/bank'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { PASSWORD, testBank, testParty, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
const client = { ip: '10.0.0.1', userAgent: 'test' }

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  await testPerson(bank, 'rm', ['RM'])
})
afterAll(() => db.drop())
beforeEach(resetLimits)

const enter = (login: string, password = PASSWORD) => signIn({ login, password, client })
const staff = () => ({ bankId: bank.id, partyId: null })
const account = (login: string) =>
  withTenant(staff(), (tx) => tx.appUser.findFirstOrThrow({ where: { bankId: bank.id, login } }))

describe('sign-in', () => {
  test('the right password opens a session that knows the person, the bank and the roles', async () => {
    const answer = await enter(' RM@yjb ')
    if (!answer.ok) throw new Error(answer.error.code)
    expect(answer.value.step).toBe('READY')
    const session = await findSession(answer.value.cookie, 'request-1')
    expect(session?.actor).toMatchObject({ login: 'rm@yjb', bankCode: 'YJB', roles: ['RM'], requestId: 'request-1' })
  })

  test('the cookie itself is nowhere in the database: a stolen table opens no session', async () => {
    const answer = await enter('rm@yjb')
    if (!answer.ok) throw new Error(answer.error.code)
    const rows = await withTenant(staff(), (tx) => tx.userSession.findMany({ where: { bankId: bank.id } }))
    const secret = answer.value.cookie.split('.')[1]!
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(rows.map((r) => r.tokenHash)).toContain(sessionHash(answer.value.cookie))
  })

  test('a wrong password, an unknown person, an unknown bank and nonsense get one and the same answer', async () => {
    const answers = await Promise.all([
      enter('rm@yjb', 'wrong'),
      enter('nobody@yjb'),
      enter('rm@nobank'),
      enter('rm'),
      enter("rm'--@yjb"),
    ])
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]).toMatchObject({ ok: false, error: { code: 'E_SIGN_IN', status: 401, params: {} } })
  })

  test('a disabled person and the people of a partner that left cannot sign in', async () => {
    const gone = await testPerson(bank, 'gone', ['RM'])
    const partyId = await testParty(bank, 'OP1')
    await testPerson(bank, 'op', ['OPERATOR_ADMIN'], { partyCode: 'OP1', partyId })
    expect((await enter('gone@yjb')).ok).toBe(true)
    const partner = await enter('op@yjb')
    expect(partner.ok).toBe(true)
    await withTenant(staff(), async (tx) => {
      await tx.appUser.updateMany({ where: { bankId: bank.id, id: gone.userId }, data: { state: 'DISABLED' } })
      await tx.party.updateMany({ where: { bankId: bank.id, id: partyId }, data: { state: 'EXITED' } })
    })
    expect((await enter('gone@yjb')).ok).toBe(false)
    expect((await enter('op@yjb')).ok).toBe(false)
    if (partner.ok) expect(await findSession(partner.value.cookie, 'r')).toBeNull()
  })

  test('a first password only leads to its change', async () => {
    await createUser(bank, { loginName: 'newcomer', name: '新人', password: PASSWORD, mustChangePassword: true })
    const answer = await enter('newcomer@yjb')
    expect(answer).toMatchObject({ ok: true, value: { step: 'CHANGE_PASSWORD' } })
    if (answer.ok) expect((await findSession(answer.value.cookie, 'r'))?.step).toBe('CHANGE_PASSWORD')
  })

  test('every attempt stands in the audit trail with its reason', async () => {
    await enter('nobody@yjb')
    const event = await withTenant(staff(), (tx) =>
      tx.auditEvent.findFirst({ where: { bankId: bank.id, command: 'auth.signIn' }, orderBy: { seq: 'desc' } }),
    )
    expect(event).toMatchObject({ stateTo: 'REFUSED', detail: { reason: 'UNKNOWN', ip: '10.0.0.1' } })
  })
})

describe('lockout', () => {
  test('guessing locks the account, and even the right password waits', async () => {
    await testPerson(bank, 'victim', ['RM'])
    for (let i = 0; i < LOCK_AFTER; i++) expect((await enter('victim@yjb', `guess ${i}`)).ok).toBe(false)
    expect((await account('victim@yjb')).lockedUntil).not.toBeNull()
    expect((await enter('victim@yjb')).ok).toBe(false)
    await withTenant(staff(), (tx) =>
      tx.appUser.updateMany({ where: { bankId: bank.id, login: 'victim@yjb' }, data: { lockedUntil: new Date(0) } }),
    )
    expect((await enter('victim@yjb')).ok).toBe(true)
    expect((await account('victim@yjb')).failedAttempts).toBe(0)
  })

  test('guesses made at the same time are all counted', async () => {
    await testPerson(bank, 'parallel', ['RM'])
    await Promise.all(Array.from({ length: 4 }, (_, i) => enter('parallel@yjb', `guess ${i}`)))
    expect((await account('parallel@yjb')).failedAttempts).toBe(4)
  })

  test('the lock grows with every further guess, up to an hour', () => {
    const now = new Date('2026-11-24T00:00:00Z')
    const seconds = (n: number) => ((lockedUntil(n, now)?.getTime() ?? now.getTime()) - now.getTime()) / 1000
    expect([4, 5, 6, 7, 8].map(seconds)).toEqual([0, 30, 60, 120, 240])
    expect(seconds(40)).toBe(3600)
  })

  test('one address that keeps failing must wait, whomever it tries', async () => {
    const from = (n: number) =>
      signIn({ login: `x${n}@nobank`, password: 'x', client: { ip: '10.9.9.9', userAgent: null } })
    for (let i = 0; i < 31; i++) await from(i)
    expect(await from(99)).toMatchObject({ ok: false, error: { code: 'E_TOO_MANY', status: 429 } })
    expect((await enter('rm@yjb')).ok).toBe(true)
  })
})

describe('session', () => {
  const open = async () => {
    const answer = await enter('rm@yjb')
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value.cookie
  }
  const later = (ms: number) => new Date(Date.now() + ms)

  test('ends when unused for half an hour', async () => {
    const cookie = await open()
    expect(await findSession(cookie, 'r', later(SESSION_IDLE_MS - 5000))).not.toBeNull()
    // that use counts, so the half hour starts again from it
    expect(await findSession(cookie, 'r', later(SESSION_IDLE_MS + 60_000))).not.toBeNull()
    expect(await findSession(cookie, 'r', later(3 * SESSION_IDLE_MS))).toBeNull()
  })

  test('ends after twelve hours, however busy', async () => {
    const cookie = await open()
    for (let t = 0; t < SESSION_MAX_MS - 1000; t += SESSION_IDLE_MS - 60_000) {
      expect(await findSession(cookie, 'r', later(t))).not.toBeNull()
    }
    expect(await findSession(cookie, 'r', later(SESSION_MAX_MS + 1000))).toBeNull()
  })

  test('ends at once when revoked, and a forged or foreign cookie opens nothing', async () => {
    const cookie = await open()
    const other = await testBank('BYB')
    const secret = cookie.split('.')[1]
    expect(await findSession(`${other.id}.${secret}`, 'r')).toBeNull()
    expect(await findSession(`${bank.id}.${'A'.repeat(43)}`, 'r')).toBeNull()
    expect(await findSession("x' or 1=1.", 'r')).toBeNull()
    await withTenant(staff(), (tx) =>
      tx.userSession.updateMany({
        where: { bankId: bank.id, tokenHash: sessionHash(cookie) },
        data: { revokedAt: new Date() },
      }),
    )
    expect(await findSession(cookie, 'r')).toBeNull()
  })
})

describe('single sign-on', () => {
  test('the provider’s subject leads to the one account that carries it, and to no other', async () => {
    await testPerson(bank, 'sso', ['RM'], { oidcSubject: 'subject-1' })
    const known = await signInBySubject({ bankId: bank.id, subject: 'subject-1', strong: true, client })
    if (!known.ok) throw new Error(known.error.code)
    expect((await findSession(known.value.cookie, 'r'))?.actor.login).toBe('sso@yjb')
    expect(await signInBySubject({ bankId: bank.id, subject: 'subject-2', strong: true, client })).toMatchObject({
      ok: false,
      error: { code: 'E_SIGN_IN' },
    })
  })
})

test('time does not tell which accounts exist', async () => {
  const time = async (login: string) => {
    const times: number[] = []
    for (let i = 0; i < 9; i++) {
      resetLimits()
      const t = performance.now()
      await enter(login, 'wrong password')
      times.push(performance.now() - t)
    }
    return times.sort((a, b) => a - b)[4]!
  }
  vi.useRealTimers()
  await testPerson(bank, 'timed', ['RM'])
  const [known, unknown] = [await time('timed@yjb'), await time('nobody@yjb')]
  expect(Math.abs(known - unknown)).toBeLessThan(0.6 * Math.max(known, unknown))
})
