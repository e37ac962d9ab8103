/** What a bank sets besides figures (domain rules §12): seats, modes, clocks, papers, words and days, each by two people. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calendarYear, clearCalendarDay, loadOfficialDays, setCalendarDay } from '@/lib/admin/calendar'
import { errorTextDetail, errorTextList } from '@/lib/admin/error-texts'
import { decideParameter, parameterList, proposeParameter } from '@/lib/admin/parameter-changes'
import { loadParameters } from '@/lib/admin/parameters'
import { createBatch } from '@/lib/batches/commands/create'
import { packetDesk } from '@/lib/intake/queries'
import { createMarket } from '@/lib/markets/commands/create'
import { businessDate, loadCalendar } from '@/lib/platform/calendar'
import type { PlainDate } from '@/lib/platform/dates'
import { errorText } from '@/lib/platform/i18n/error-text'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { value } from '../scoring/fixture'

let db: TestDatabase
let bank: BankRow
let other: BankRow
let one: Person
let two: Person
let rm: Person
let market: TestMarket
let today: PlainDate

const code = (r: { ok: boolean; error?: { code: string } }) => (r.ok ? 'ok' : r.error!.code)
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)
type Value = Parameters<typeof proposeParameter>[1]['value']
const propose = (key: string, set: Value, days = 0) =>
  proposeParameter(one, { key, value: set, effectiveFrom: today.add({ days }).toString(), reason: '行长办公会' })
const decided = async (key: string, set: Value, days = 0) => {
  const made = value(await propose(key, set, days))
  value(await decideParameter(two, { parameterId: made.id, approve: true }))
}
const parameters = (on: PlainDate) => inBank((tx) => loadParameters(tx, bank.id, on))

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  other = await testBank('BYB')
  one = await testPerson(bank, 'admin1', ['TENANT_ADMIN'])
  two = await testPerson(bank, 'admin2', ['TENANT_ADMIN'])
  rm = await testPerson(bank, 'rm', ['RM'])
  market = await admittedMarket(bank, 'M6')
  today = await inBank((tx) => businessDate(tx, bank.id))
})
afterAll(() => db.drop())

describe('a level of authority', () => {
  test('has seats of both departments from its day on, and a plan of the day before keeps the old ones', async () => {
    const key = 'approvals.authority.levels.0.seats'
    expect(code(await propose(key, 'SB_HEAD, SB_REVIEWER'))).toBe('E_PARAMETER_CHOICE')
    expect(code(await propose(key, 'SB_HEAD, TENANT_ADMIN'))).toBe('E_PARAMETER_CHOICE')
    expect(code(await propose(key, ''))).toBe('E_PARAMETER_FORMAT')
    await decided(key, 'SB_HEAD, CR_APPROVER, CR_HEAD', 3)
    const seats = async (on: PlainDate) => (await parameters(on)).approvals.authority.levels[0]!.seats
    expect(await seats(today.add({ days: 2 }))).toEqual(['SB_HEAD', 'CR_APPROVER'])
    expect(await seats(today.add({ days: 3 }))).toEqual(['SB_HEAD', 'CR_APPROVER', 'CR_HEAD'])
  })

  test('decides the modes that the bank gives it, and a ceiling of a mode of its own', async () => {
    expect(code(await propose('approvals.authority.levels.0.modes', 'JG, XX'))).toBe('E_PARAMETER_CHOICE')
    await decided('approvals.authority.levels.0.modes', 'JG, AF')
    await decided('approvals.authority.levels.0.modeSingleMaxFen.AF', '500000.00')
    const level = (await parameters(today)).approvals.authority.levels[0]!
    expect(level.modes).toEqual(['JG', 'AF'])
    expect(level.modeSingleMaxFen.AF).toBe(50_000_000n)
    expect(level.modeSingleMaxFen.JG).toBeNull()
  })
})

describe('a clock', () => {
  test('that begins after the change runs the bank’s days, one that runs keeps its own', async () => {
    const days = async (marketId: string) =>
      (await inBank((tx) => tx.slaClock.findFirstOrThrow({ where: { bankId: bank.id, objectId: marketId } })))
        .workingDaysTenths
    const made = async (name: string) =>
      value(
        await createMarket(rm, {
          name,
          city: '恒山市',
          trade: '五金',
          operatorPartyId: market.partyId,
        } as Parameters<typeof createMarket>[1]),
      ).id
    const before = await made('东市场')
    await decided('sla.START_SURVEY.normalWorkingDays', '7')
    const after = await made('西市场')
    expect(await days(before)).toBe(50)
    expect(await days(after)).toBe(70)
    expect(code(await propose('sla.START_SURVEY.normalWorkingDays', '0'))).toBe('E_PARAMETER_RANGE')
  })
})

describe('papers that an operator must supply', () => {
  test('are asked of batches opened afterwards, and the rules’ own five cannot be left out', async () => {
    const key = 'intake.requiredSlots'
    const five = 'APPLICATION, BUSINESS_LICENSE, ID_LEGAL_REP, CREDIT_QUERY_CONSENT, STALL_TENURE'
    const earlier = value(await createBatch(rm, { market: 'M6', mode: 'JG' }))
    expect(code(await propose(key, 'APPLICATION, RENT_RECEIPTS'))).toBe('E_PARAMETER_CHOICE')
    expect(code(await propose(key, `${five}, OP_LIST`))).toBe('E_PARAMETER_CHOICE')
    await decided(key, `${five}, RENT_RECEIPTS`)
    const later = value(await createBatch(rm, { market: 'M6', mode: 'JG' }))
    const asked = async (id: string) => (await packetDesk(rm, { batchId: id })).requiredSlots
    expect(await asked(earlier.id)).not.toContain('RENT_RECEIPTS')
    expect(await asked(later.id)).toContain('RENT_RECEIPTS')
  })
})

describe('the words of a refusal', () => {
  const key = 'texts.E_STOP_NEW'
  const rows = (zh: string, en = 'Stopped by the board') => [
    { locale: 'zh-CN', title: zh, detail: zh },
    { locale: 'en', title: en, detail: en },
  ]
  const said = async (bankId: string | null, locale: 'zh-CN' | 'en' = 'zh-CN') =>
    errorText(await translatorFor(locale, bankId), { code: 'E_STOP_NEW', params: { market: 'M6' } }).title

  test('are the bank’s own after two people agreed, in both languages, and no other bank’s', async () => {
    const standard = await said(bank.id)
    expect(code(await propose(key, rows('本行暂停 {nobody}')))).toBe('E_TEXT_ARGUMENT')
    expect(code(await propose(key, rows('本行暂停 {market')))).toBe('E_PARAMETER_FORMAT')
    expect(code(await propose(key, rows('本行暂停').slice(0, 1)))).toBe('E_PARAMETER_FORMAT')
    expect(code(await propose('texts.E_NO_SUCH_CODE', rows('x')))).toBe('E_PARAMETER_UNKNOWN')
    const made = value(await propose(key, rows('本行暂停该市场新业务')))
    expect(await said(bank.id)).toBe(standard)
    expect(code(await decideParameter(one, { parameterId: made.id, approve: true }))).toBe('E_FOUR_EYES')
    value(await decideParameter(two, { parameterId: made.id, approve: true }))
    expect(await said(bank.id)).toBe('本行暂停该市场新业务')
    expect(await said(bank.id, 'en')).toBe('Stopped by the board')
    expect(await said(other.id)).toBe(standard)
    expect(await said(null)).toBe(standard)
    expect((await errorTextDetail(one, { code: 'E_STOP_NEW' })).versions).toHaveLength(1)
    expect((await errorTextList(one, {})).items.filter((i) => i.changed).map((i) => i.code)).toEqual(['E_STOP_NEW'])
  })

  test('do not appear before their day, and do not stand among the figures', async () => {
    await decided('texts.E_FOUR_EYES', rows('须另一人办理'), 5)
    const title = errorText(await translatorFor('zh-CN', bank.id), { code: 'E_FOUR_EYES' }).title
    expect(title).not.toBe('须另一人办理')
    expect((await parameterList(one, {})).items.some((p) => p.key.startsWith('texts.'))).toBe(false)
  })
})

describe('a day of the calendar', () => {
  const works = async (day: PlainDate) => (await inBank((tx) => loadCalendar(tx, bank.id))).isWorkingDay(day)

  test('is a holiday only after a second person agreed, and goes back the same way', async () => {
    let day = today.add({ days: 40 })
    while (!(await works(day))) day = day.add({ days: 1 })
    const made = value(await setCalendarDay(one, { day: day.toString(), isWorking: false, name: '行庆' }))
    expect(await works(day)).toBe(true)
    expect((await calendarYear(two, {})).proposed).toMatchObject([{ of: day.toString(), mine: false }])
    expect(code(await decideParameter(one, { parameterId: made.id, approve: true }))).toBe('E_FOUR_EYES')
    value(await decideParameter(two, { parameterId: made.id, approve: true }))
    expect(await works(day)).toBe(false)
    const back = value(await clearCalendarDay(two, { day: day.toString() }))
    value(await decideParameter(one, { parameterId: back.id, approve: true }))
    expect(await works(day)).toBe(true)
  })

  test('that was refused changes nothing, and announced holidays of an unknown year are not invented', async () => {
    const day = today.add({ days: 60 }).toString()
    const made = value(await setCalendarDay(one, { day, isWorking: false, name: '行庆' }))
    value(await decideParameter(two, { parameterId: made.id, approve: false, reason: '不需要' }))
    expect((await calendarYear(one, {})).days.some((d) => d.day.toString() === day && d.name === '行庆')).toBe(false)
    expect(code(await loadOfficialDays(one, { year: 2099 }))).toBe('E_YEAR_UNKNOWN')
  })
})
