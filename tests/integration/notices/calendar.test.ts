/** The calendar by a secret address: valid, of its owner only, without a merchant's name, and dead once it is closed. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { closeCalendarFeed, openCalendarFeed } from '@/lib/notices/commands'
import { serveFeed } from '@/lib/notices/feed'
import { noticeSettings } from '@/lib/notices/queries'
import { resetLimits } from '@/lib/platform/http/rate-limit'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let other: Awaited<ReturnType<typeof testBank>>
let rm: Person
let head: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CALA')
  other = await testBank('CALB')
  rm = await testPerson(bank, 'rm', ['RM'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  const task = (assigneeId: string, kind: string, dueOn: string) =>
    inBank((tx) =>
      tx.task.create({
        data: {
          bankId: bank.id,
          kind,
          objectType: 'batch',
          objectId: newId(),
          assigneeId,
          state: 'OPEN',
          dueOn: new Date(dueOn),
          params: { code: '王小明，甲铺' },
        },
      }),
    )
  await task(rm.userId, 'STALL_VISIT', '2026-12-03')
  await task(head.userId, 'LIFT_STOP', '2026-12-04')
  await inBank((tx) =>
    tx.visit.create({
      data: {
        bankId: bank.id,
        kind: 'ROUTINE',
        assigneeId: rm.userId,
        plannedOn: new Date('2026-12-10'),
        dueOn: new Date('2026-12-15'),
        state: 'PLANNED',
      },
    }),
  )
  await inBank((tx) =>
    tx.bankSetting.updateMany({ where: { bankId: bank.id }, data: { businessDate: new Date('2026-12-01') } }),
  )
})
afterAll(() => db.drop())
beforeEach(resetLimits)

const open = async (who: Person) => {
  const r = await openCalendarFeed(who, {})
  if (!r.ok) throw new Error(r.error.code)
  return r.value.path
}
const read = (path: string, from = '10.0.0.1') => {
  const [bankCode = '', file = ''] = path.replace('/api/calendar/', '').split('/')
  return serveFeed(new Request(`http://fangshi.test${path}`, { headers: { 'x-forwarded-for': from } }), bankCode, file)
}

/** The rules of RFC 5545 that a calendar program stumbles over. */
function parse(text: string) {
  const lines = text.split('\r\n')
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(lines.at(-1)).toBe('')
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const whole = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)
  const open: string[] = []
  const events: Record<string, string>[] = []
  for (const line of whole) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? []
    expect(name, line).not.toBe('')
    if (name === 'BEGIN') {
      open.push(value)
      if (value === 'VEVENT') events.push({})
    } else if (name === 'END') expect(open.pop()).toBe(value)
    else if (open.at(-1) === 'VEVENT') {
      expect(events.at(-1)![name], `${name} twice`).toBeUndefined()
      events.at(-1)![name] = value
    }
  }
  expect(open).toEqual([])
  for (const e of events)
    expect(Object.keys(e)).toEqual(expect.arrayContaining(['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY']))
  expect(new Set(events.map((e) => e.UID)).size).toBe(events.length)
  return events
}

test('it shows what is due to its owner, as a calendar that every program reads, and no merchant’s name', async () => {
  const answer = await read(await open(rm))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const text = await answer.text()
  const events = parse(text)
  expect(events.map((e) => [e.DTSTART, e.DTEND, e.SUMMARY])).toEqual([
    ['20261203', '20261204', '任务 · 督促市场方到摊位查看'],
    ['20261210', '20261211', expect.stringContaining('走访')],
  ])
  expect(text).not.toContain('王小明')
  expect((await noticeSettings(rm, {})).calendar?.lastReadAt).toBeInstanceOf(Date)
})

test('what investors are owed to be told stands in the calendar long before it becomes a task, once, until it is done', async () => {
  const keeper = await testPerson(bank, 'keeper', ['POST_PARTNER'])
  const market = await admittedMarket(bank, 'M-CAL')
  const poolId = newId()
  const disclosure = newId()
  await inBank(async (tx) => {
    await tx.bankSetting.updateMany({
      where: { bankId: bank.id },
      data: { businessDate: new Date('2026-12-01') },
    })
    await tx.issuePool.create({
      data: {
        bankId: bank.id,
        id: poolId,
        code: 'DF-01',
        name: '集合票据',
        kind: 'NOTE',
        marketId: market.id,
        state: 'IN_SERVICE',
        enhancementFen: 0n,
        seniorPpm: 1_000_000,
        mezzPpm: 0,
        juniorPpm: 0,
      },
    })
    await tx.issueDisclosure.createMany({
      data: [
        { bankId: bank.id, id: disclosure, poolId, kind: 'HALF_YEAR_REPORT', dueOn: new Date('2027-03-20') },
        { bankId: bank.id, id: newId(), poolId, kind: 'ANNUAL_REPORT', dueOn: new Date('2027-04-30') },
      ],
    })
    // as the morning asks for it a few days before
    await tx.task.create({
      data: {
        bankId: bank.id,
        kind: 'ISSUE_DISCLOSURE',
        objectType: 'issuePool',
        objectId: poolId,
        role: 'POST_PARTNER',
        state: 'OPEN',
        dueOn: new Date('2027-03-20'),
        params: { code: 'DF-01' },
      },
    })
  })
  const path = await open(keeper)
  const shown = async () => parse(await (await read(path)).text()).map((e) => [e.DTSTART, e.SUMMARY])
  expect(await shown()).toEqual([['20270320', '信息披露 · DF-01 半年度报告']])
  await inBank((tx) =>
    tx.issueDisclosure.updateMany({
      where: { bankId: bank.id, id: disclosure },
      data: { doneOn: new Date('2027-03-01') },
    }),
  )
  expect(await shown()).toEqual([])
})

test('only the hash of the address is kept', async () => {
  const path = await open(rm)
  const token = path.split('/').at(-1)!.replace('.ics', '')
  expect(token).toHaveLength(43)
  expect(JSON.stringify(await inBank((tx) => tx.calendarFeed.findMany()))).not.toContain(token)
  const audit = await inBank((tx) => tx.auditEvent.findMany({ where: { bankId: bank.id } }))
  expect(JSON.stringify(audit.map((a) => [a.objectId, a.detail]))).not.toContain(token)
})

test('a new address closes the old one; a closed one, one of another bank and one of a person who left lead nowhere', async () => {
  const first = await open(rm)
  const second = await open(rm)
  expect((await read(first)).status).toBe(404)
  expect((await read(second)).status).toBe(200)
  expect((await read(second.replace('CALA', other.code))).status).toBe(404)
  await inBank((tx) =>
    tx.appUser.updateMany({ where: { bankId: bank.id, id: rm.userId }, data: { state: 'DISABLED' } }),
  )
  expect((await read(second)).status).toBe(404)
  await inBank((tx) => tx.appUser.updateMany({ where: { bankId: bank.id, id: rm.userId }, data: { state: 'ACTIVE' } }))
  expect(await closeCalendarFeed(rm, {})).toMatchObject({ ok: true })
  expect((await read(second)).status).toBe(404)
  expect(await closeCalendarFeed(rm, {})).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } })
})

test('guessing is slowed, and so is reading without pause', async () => {
  const path = await open(head)
  const statuses: number[] = []
  for (let i = 0; i < 62; i++) statuses.push((await read(path, '10.0.0.2')).status)
  expect([statuses[0], statuses.at(-1)]).toEqual([200, 429])
  for (let i = 0; i < 62; i++) await read(`/api/calendar/CALA/${'A'.repeat(43)}.ics`, '10.0.0.3')
  const blocked = await read(path, '10.0.0.3')
  expect(blocked.status).toBe(429)
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
})
