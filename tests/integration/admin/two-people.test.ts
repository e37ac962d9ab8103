import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignMarket } from '@/lib/admin/assignments'
import { auditTrail } from '@/lib/admin/audit'
import { calendarYear, setCalendarDay } from '@/lib/admin/calendar'
import { declareConflict } from '@/lib/admin/conflicts'
import { decideRole, requestRole, revokeRole } from '@/lib/admin/grants'
import { decideParameter, parameterHistory, parameterList, proposeParameter } from '@/lib/admin/parameter-changes'
import { loadParameters } from '@/lib/admin/parameters'
import { grantList, userDetail, userList } from '@/lib/admin/queries'
import { createToken, revokeToken, tokenList } from '@/lib/admin/tokens'
import { createAccount, disableAccount, resetPassword, updateAccount } from '@/lib/admin/users'
import { findSession } from '@/lib/platform/auth/session'
import { signIn } from '@/lib/platform/auth/sign-in'
import { businessDate } from '@/lib/platform/calendar'
import type { PlainDate } from '@/lib/platform/dates'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
let one: Person
let two: Person
let three: Person
let twin: Person
let rm: Person
let today: PlainDate

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  one = await testPerson(bank, 'admin1', ['TENANT_ADMIN'], { idNo: '11010519491231002X' })
  two = await testPerson(bank, 'admin2', ['TENANT_ADMIN'])
  three = await testPerson(bank, 'admin3', ['TENANT_ADMIN'])
  twin = await testPerson(bank, 'admin1-again', ['TENANT_ADMIN'], { idNo: '11010519491231002X' })
  rm = await testPerson(bank, 'rm', ['RM'])
  today = await withTenant(staff(), (tx) => businessDate(tx, bank.id))
})
afterAll(() => db.drop())

const staff = () => ({ bankId: bank.id, partyId: null })
const code = (r: { ok: boolean; error?: { code: string } }) => (r.ok ? 'ok' : r.error!.code)
const parameters = (on: PlainDate) => withTenant(staff(), (tx) => loadParameters(tx, bank.id, on))

describe('a role', () => {
  test('gives no right before another administrator has decided', async () => {
    const newcomer = await testPerson(bank, 'newcomer', [])
    const asked = await requestRole(one, { userId: newcomer.userId, role: 'CR_HEAD', reason: '接任' })
    if (!asked.ok) throw new Error(asked.error.code)
    const roles = async () =>
      (await userDetail(one, { userId: newcomer.userId })).grants.filter((g) => g.state === 'ACTIVE')
    expect(await roles()).toHaveLength(0)
    const decide = (by: Person) => decideRole(by, { grantId: asked.value.id, approve: true })
    expect(code(await decide(one))).toBe('E_FOUR_EYES')
    expect(code(await decide(twin))).toBe('E_FOUR_EYES')
    expect(code(await decide(rm))).toBe('E_FORBIDDEN')
    expect((await grantList(one, {})).items.find((g) => g.id === asked.value.id)?.decidable).toBe(false)
    expect((await grantList(two, {})).items.find((g) => g.id === asked.value.id)?.decidable).toBe(true)
    expect(code(await decide(two))).toBe('ok')
    expect((await roles()).map((g) => g.role)).toEqual(['CR_HEAD'])
    expect(code(await decide(three))).toBe('E_STATE')
  })

  test('is never asked for or decided for oneself, under any account', async () => {
    expect(code(await requestRole(one, { userId: one.userId, role: 'RM', reason: 'x' }))).toBe('E_GRANT_SELF')
    expect(code(await requestRole(one, { userId: twin.userId, role: 'RM', reason: 'x' }))).toBe('E_GRANT_SELF')
    const asked = await requestRole(two, { userId: twin.userId, role: 'RM', reason: 'x' })
    if (!asked.ok) throw new Error(asked.error.code)
    expect(code(await decideRole(one, { grantId: asked.value.id, approve: true }))).toBe('E_GRANT_SELF')
    expect(code(await decideRole(three, { grantId: asked.value.id, approve: false, reason: '不需要' }))).toBe('ok')
  })

  test('of the bank does not go to a partner’s people, nor the other way round, nor twice', async () => {
    const partyId = await testParty(bank, 'OP9')
    const partner = await testPerson(bank, 'op', [], { partyCode: 'OP9', partyId })
    expect(code(await requestRole(one, { userId: partner.userId, role: 'RM', reason: 'x' }))).toBe('E_ROLE_SIDE')
    expect(code(await requestRole(one, { userId: rm.userId, role: 'OPERATOR_ADMIN', reason: 'x' }))).toBe('E_ROLE_SIDE')
    expect(code(await requestRole(one, { userId: rm.userId, role: 'RM', reason: 'x' }))).toBe('E_ROLE_HELD')
  })

  test('of administrators is not taken away down to fewer than two persons', async () => {
    const grants = async (p: Person) =>
      (await userDetail(two, { userId: p.userId })).grants.find((g) => g.role === 'TENANT_ADMIN')!.id
    // one and his twin are one person: with three gone, two persons are left
    expect(code(await revokeRole(two, { grantId: await grants(three), reason: '离职' }))).toBe('ok')
    expect(code(await disableAccount(one, { userId: two.userId, reason: 'x' }))).toBe('E_LAST_ADMIN')
    expect(code(await revokeRole(one, { grantId: await grants(two), reason: 'x' }))).toBe('E_LAST_ADMIN')
  })
})

describe('an account', () => {
  test('is made without roles and with a first password that must be changed', async () => {
    const made = await createAccount(one, { loginName: 'fresh', name: '新人' })
    if (!made.ok) throw new Error(made.error.code)
    const login = { login: made.value.login, password: made.value.password!, client: { ip: null, userAgent: null } }
    expect(await signIn(login)).toMatchObject({ ok: true, value: { step: 'CHANGE_PASSWORD' } })
    expect(code(await createAccount(one, { loginName: 'fresh', name: '又一个' }))).toBe('E_LOGIN_TAKEN')
    expect(code(await createAccount(rm, { loginName: 'other', name: 'x' }))).toBe('E_FORBIDDEN')
    const listed = await userList(one, { q: 'fresh' })
    expect(listed.items).toMatchObject([{ login: 'fresh@yjb', roles: [], state: 'ACTIVE' }])
  })

  test('that is disabled ends its sessions and tokens at once', async () => {
    const leaver = await testPerson(bank, 'leaver', ['RM'])
    const entered = await signIn({
      login: 'leaver@yjb',
      password: leaver.password,
      client: { ip: null, userAgent: null },
    })
    if (!entered.ok) throw new Error(entered.error.code)
    expect(code(await disableAccount(one, { userId: leaver.userId, reason: '离职' }))).toBe('ok')
    expect(await findSession(entered.value.cookie, 'r')).toBeNull()
    expect((await userDetail(one, { userId: leaver.userId })).state).toBe('DISABLED')
  })

  test('is not changed against an older version, and an administrator does not reset the own password here', async () => {
    const { version } = await userDetail(one, { userId: rm.userId })
    const change = (ifMatch: number) => updateAccount(one, { userId: rm.userId, name: '江晓岚' }, { ifMatch })
    expect(code(await change(version))).toBe('ok')
    expect(code(await change(version))).toBe('E_VERSION_CONFLICT')
    expect(code(await resetPassword(one, { userId: one.userId }))).toBe('E_FORBIDDEN')
  })

  test('list pages forward and back without skipping or repeating anybody', async () => {
    const all = (await userList(one, {})).items.map((u) => u.login)
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof userList>> = await userList(one, { size: 3, after })
      seen.push(...page.items.map((u) => u.login))
      after = page.after
    } while (after)
    expect(seen).toEqual(all)
    const second = await userList(one, { size: 3, after: (await userList(one, { size: 3 })).after })
    const back = await userList(one, { size: 3, before: second.before })
    expect(back.items.map((u) => u.login)).toEqual(all.slice(0, 3))
  })
})

describe('a parameter', () => {
  const propose = (key: string, value: string | null, days = 0, by = one) =>
    proposeParameter(by, { key, value, effectiveFrom: today.add({ days }).toString(), reason: '行长办公会' })

  test('takes effect on its day, after another person decided, and not before', async () => {
    const made = await propose('plans.jg.marginRatioPpm', '12', 5)
    if (!made.ok) throw new Error(made.error.code)
    expect(code(await propose('plans.jg.marginRatioPpm', '13'))).toBe('E_PARAMETER_PENDING')
    const decide = (by: Person) => decideParameter(by, { parameterId: made.value.id, approve: true })
    expect(code(await decide(one))).toBe('E_FOUR_EYES')
    expect(code(await decide(twin))).toBe('E_FOUR_EYES')
    expect(code(await decide(rm))).toBe('E_FORBIDDEN')
    expect((await parameters(today.add({ days: 9 }))).plans.jg.marginRatioPpm).toBe(100_000)
    expect(code(await decide(two))).toBe('ok')
    expect((await parameters(today.add({ days: 4 }))).plans.jg.marginRatioPpm).toBe(100_000)
    expect((await parameters(today.add({ days: 5 }))).plans.jg.marginRatioPpm).toBe(120_000)
    const listed = (await parameterList(one, { feature: 'plans' })).items.find(
      (p) => p.key === 'plans.jg.marginRatioPpm',
    )
    expect(listed).toMatchObject({ value: '10.00', changed: false, next: { state: 'ACTIVE', value: '12' } })
    expect((await parameterHistory(one, { key: 'plans.jg.marginRatioPpm' })).versions).toHaveLength(1)
  })

  test('stays inside its range and form, and never begins in the past', async () => {
    expect(code(await propose('plans.jg.marginRatioPpm.x', '1'))).toBe('E_PARAMETER_UNKNOWN')
    expect(code(await propose('plans.jg.sizeMin', '2'))).toBe('E_PARAMETER_RANGE')
    expect(code(await propose('plans.jg.sizeMin', 'five'))).toBe('E_PARAMETER_FORMAT')
    expect(code(await propose('plans.jg.sizeMin', '4', -1))).toBe('E_DATE_PAST')
    expect(code(await propose('auth.mfaRoles', 'RM,KING'))).toBe('E_PARAMETER_CHOICE')
  })

  test('goes back to the standard by a decided change, too', async () => {
    const set = async (value: string | null) => {
      const made = await propose('plans.jg.sizeMax', value)
      if (!made.ok) throw new Error(made.error.code)
      expect(code(await decideParameter(two, { parameterId: made.value.id, approve: true }))).toBe('ok')
      return (await parameters(today)).plans.jg.sizeMax
    }
    expect(await set('12')).toBe(12)
    expect(await set(null)).toBe(10)
  })

  test('LPR is published as a whole table', async () => {
    const made = await proposeParameter(one, {
      key: 'plans.lpr',
      value: [
        { publishedOn: '2026-02-20', oneYear: '2.90', fiveYear: '3.40' },
        { publishedOn: '2025-05-20', oneYear: '3.00', fiveYear: '3.50' },
      ],
      effectiveFrom: today.toString(),
      reason: '公布',
    })
    if (!made.ok) throw new Error(made.error.code)
    await decideParameter(two, { parameterId: made.value.id, approve: true })
    const { lpr } = (await parameters(today)).plans
    expect(lpr.map((r) => [r.publishedOn.toString(), r.oneYearPpm])).toEqual([
      ['2025-05-20', 30_000],
      ['2026-02-20', 29_000],
    ])
  })
})

describe('the rest', () => {
  test('the calendar is seeded with the announced holidays and takes the bank’s own days, not in the past', async () => {
    const year = await calendarYear(one, {})
    expect(year.days.length).toBeGreaterThan(10)
    const day = today.add({ days: 40 })
    expect(code(await setCalendarDay(one, { day: day.toString(), isWorking: false, name: '行庆' }))).toBe('ok')
    const past = today.subtract({ days: 1 }).toString()
    expect(code(await setCalendarDay(one, { day: past, isWorking: false, name: 'x' }))).toBe('E_DATE_PAST')
  })

  test('a market is given only to people who hold the duty’s role, and one person one duty', async () => {
    const operator = await testParty(bank, 'OPM')
    const marketId = newId()
    await withTenant(staff(), (tx) =>
      tx.market.create({
        data: {
          bankId: bank.id,
          id: marketId,
          code: 'M1',
          name: '市场',
          city: '某市',
          trade: '五金',
          operatorPartyId: operator,
          state: 'DRAFT',
          pyFull: 'shichang',
          pyInitials: 'sc',
        },
      }),
    )
    const both = await testPerson(bank, 'both', ['RM', 'EVALUATOR'])
    expect(code(await assignMarket(one, { marketId, rmId: both.userId, evaluatorId: rm.userId }))).toBe('E_ASSIGNEE')
    expect(code(await assignMarket(one, { marketId, rmId: both.userId, evaluatorId: both.userId }))).toBe(
      'E_ASSIGNEE_TWICE',
    )
    expect(code(await assignMarket(one, { marketId, rmId: rm.userId, evaluatorId: both.userId }))).toBe('ok')
    expect(
      code(await declareConflict(rm, { subjectType: 'MARKET', subjectId: marketId, relation: 'FAMILY', note: '' })),
    ).toBe('ok')
  })

  test('tokens are made by their owner in a session only, and revoked by the owner or an administrator', async () => {
    expect(code(await createToken(rm, { name: 't', scope: 'READ', days: 30 }))).toBe('E_TOKEN_BY_TOKEN')
    const made = await createToken({ ...rm, sessionId: newId() }, { name: 't', scope: 'READ', days: 30 })
    if (!made.ok) throw new Error(made.error.code)
    const other = await testPerson(bank, 'rm2', ['RM'])
    expect(code(await revokeToken(other, { tokenId: made.value.id }))).toBe('E_NOT_FOUND')
    expect(await tokenList(other, { mine: false })).toEqual([])
    expect(code(await revokeToken(one, { tokenId: made.value.id }))).toBe('ok')
    expect(JSON.stringify(await tokenList(rm, {}))).not.toContain('Hash')
  })

  test('every act of administration stands in the trail, without a password or a secret in it', async () => {
    const trail = await auditTrail(one, { command: 'admin.', limit: 200 })
    const commands = new Set(trail.items.map((e) => e.command))
    for (const name of ['admin.requestRole', 'admin.decideRole', 'admin.createUser', 'admin.proposeParameter']) {
      expect(commands).toContain(name)
    }
    const made = await createAccount(one, { loginName: 'secretive', name: '某' })
    if (!made.ok) throw new Error(made.error.code)
    const after = await auditTrail(one, { limit: 5 })
    expect(JSON.stringify(after.items, (_k, v) => (typeof v === 'bigint' ? String(v) : v))).not.toContain(
      made.value.password,
    )
  })
})
