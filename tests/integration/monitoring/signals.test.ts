/** From observations and feeds to signals on real PostgreSQL: merged, risen, settled, with the effects of §8.2. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importFeed, recordObservations, takeFeed } from '@/lib/monitoring/commands/observe'
import { releaseWarning, verifyWarning } from '@/lib/monitoring/commands/warnings'
import { creditsChange } from '@/lib/monitoring/rules/feeds'
import { warningDetail, warningList } from '@/lib/monitoring/warning-queries'
import { date, toDb } from '@/lib/platform/dates'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let market: TestMarket
let group: TestGroup
let rm: Person
let post: Person
let risk: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)
const USCC = '91330100MA27XQ1Y2K'

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('SIG')
  rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  market = await admittedMarket(bank, 'M-SIG', { people: { rmId: rm.userId } })
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  await paidOut(bank, market, group)
  await inBank((tx) =>
    tx.merchant.update({
      where: { bankId_id: { bankId: bank.id, id: group.members[0]!.merchantId } },
      data: { uscc: USCC },
    }),
  )
  await standOn(bank.id, date('2026-06-15'))
})
afterAll(() => db.drop())

const observe = async (who: Person, o: Parameters<typeof recordObservations>[1]['observations'][number]) => {
  const r = await recordObservations(who, { observations: [o] })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const signalsOf = (code: string) =>
  inBank((tx) => tx.warningSignal.findMany({ where: { bankId: bank.id, code }, orderBy: { id: 'asc' } }))

describe('one observation', () => {
  test('just under the line says nothing, on the line raises; worse lifts the same signal and starts its clock anew', async () => {
    expect(
      await observe(post, { code: 'W-M01', object: 'M-SIG', reading: 'occupancyDrop', value: '2.9999' }),
    ).toMatchObject({ raised: 0 })
    expect(await observe(post, { code: 'W-M01', object: 'M-SIG', reading: 'occupancyDrop', value: '3' })).toMatchObject(
      { raised: 1 },
    )
    expect(await signalsOf('W-M01')).toMatchObject([
      { level: 'YELLOW', state: 'ASSIGNED', assignedTo: rm.userId, verifyBy: toDb(date('2026-06-23')) },
    ])
    expect(await observe(post, { code: 'W-M01', object: 'M-SIG', reading: 'occupancyDrop', value: '5' })).toMatchObject(
      { raised: 0, lifted: 1 },
    )
    expect(await signalsOf('W-M01')).toMatchObject([
      { level: 'ORANGE', times: 2, value: '50000', verifyBy: toDb(date('2026-06-17')) },
    ])
  })

  test('the same reference from a system is one observation, however often it comes', async () => {
    const told = { code: 'W-M11', object: 'M-SIG', reading: 'complaints', value: '1', reference: 'HOTLINE-1' }
    expect(await observe(post, told)).toMatchObject({ taken: 1, again: 0, raised: 1 })
    expect(await observe(post, told)).toMatchObject({ taken: 0, again: 1, raised: 0 })
    expect(await signalsOf('W-M11')).toMatchObject([{ times: 1 }])
  })

  test('a false alarm that comes again inside seven days stays settled; after seven days, or worse, it is a new signal', async () => {
    const member = group.members[1]!
    const closed = (days: string) =>
      observe(rm, { code: 'W-C03', object: member.merchantId, reading: 'stallClosed', value: days })
    await closed('4')
    const [first] = await signalsOf('W-C03')
    await verifyWarning(rm, { warningId: first!.id, confirmed: false, note: '店主外出进货' })
    await standOn(bank.id, date('2026-06-21'))
    await closed('5')
    expect(await signalsOf('W-C03')).toMatchObject([{ state: 'FALSE_ALARM', times: 2 }])
    await standOn(bank.id, date('2026-06-28'))
    await closed('5')
    expect((await signalsOf('W-C03')).map((s) => s.state)).toEqual(['FALSE_ALARM', 'ASSIGNED'])
    await standOn(bank.id, date('2026-06-15'))
  })

  test('what the table does not know is refused by its place, and nothing of the list is taken', async () => {
    const r = await recordObservations(post, {
      observations: [
        { code: 'W-M02', object: 'M-SIG', reading: 'footfallYoY', value: '-12' },
        { code: 'W-M02', object: 'M-SIG', reading: 'occupancy', value: '60' },
      ],
    })
    expect(r).toMatchObject({
      ok: false,
      error: { code: 'E_READING_UNKNOWN', fields: [{ path: 'observations.1.reading' }] },
    })
    expect(await signalsOf('W-M02')).toEqual([])
  })
})

describe('automatic effects', () => {
  test('a RED merchant: undrawn limit frozen, its class to be reviewed within five working days', async () => {
    const member = group.members[2]!
    await inBank((tx) =>
      tx.application.update({
        where: { bankId_id: { bankId: bank.id, id: member.applicationId } },
        data: { state: 'SIGNED' },
      }),
    )
    await observe(rm, { code: 'W-C08', object: member.merchantId, event: 'DIVORCE' })
    const frozen = async () =>
      (await inBank((tx) => tx.application.findFirstOrThrow({ where: { bankId: bank.id, id: member.applicationId } })))
        .frozen
    expect(await frozen()).toBe(false)
    await observe(rm, { code: 'W-C08', object: member.merchantId, event: 'DEATH' })
    expect(await frozen()).toBe(true)
    expect(await inBank((tx) => tx.task.findMany({ where: { bankId: bank.id, kind: 'REVIEW_CLASS' } }))).toMatchObject([
      { role: 'RM', objectType: 'loan', dueOn: toDb(date('2026-06-23')) },
    ])
  })

  test('a RED partner: no new business with it, once', async () => {
    const party = await testParty(bank, 'G9', 'GUARANTOR')
    await observe(risk, { code: 'W-P05', object: 'G9', event: 'LICENCE_SUSPENDED' })
    await observe(risk, { code: 'W-P05', object: 'G9', event: 'LICENCE_SUSPENDED' })
    expect(await inBank((tx) => tx.stopTrigger.findMany({ where: { bankId: bank.id, scopeId: party } }))).toMatchObject(
      [{ code: 'RED', scopeType: 'PARTY', state: 'ACTIVE', reason: 'W-P05' }],
    )
  })

  test('a RED market: suspended and frozen, its score invalid, every loan of it on the full line', async () => {
    await observe(post, { code: 'W-M05', object: 'M-SIG', event: 'CASUALTIES' })
    const m = await inBank((tx) =>
      tx.market.findFirstOrThrow({ where: { bankId: bank.id, id: market.id }, include: { marketGrading: true } }),
    )
    expect(m).toMatchObject({
      state: 'SUSPENDED',
      frozen: true,
      marketGrading: { invalidSince: toDb(date('2026-06-15')) },
    })
    expect(
      await inBank((tx) => tx.loan.count({ where: { bankId: bank.id, marketId: market.id, monitoringLine: 'LIGHT' } })),
    ).toBe(0)
  })

  test('who verified an ORANGE signal does not release it; another does, and the story tells both', async () => {
    const [signal] = await signalsOf('W-M01')
    expect(await verifyWarning(post, { warningId: signal!.id, confirmed: true, note: '实地清点空铺' })).toMatchObject({
      ok: true,
    })
    expect(await releaseWarning(post, { warningId: signal!.id, reason: '已招商' })).toMatchObject({
      ok: false,
      error: { code: 'E_SOD' },
    })
    expect(await releaseWarning(risk, { warningId: signal!.id, reason: '新租户已入场' })).toMatchObject({ ok: true })
    const story = await warningDetail(rm, { warningId: signal!.id })
    expect(story.history.map((h) => h.event)).toEqual(['create', 'verify', 'release'])
    expect(story.observations.map((o) => o.value)).toEqual(['50000', '30000', '29999'])
    expect(story).toMatchObject({ verifiedBy: post.name, releasedBy: risk.name, unit: 'PPM' })
  })
})

describe('feeds', () => {
  const credit = (month: string, amount: string) => ({
    merchant: USCC,
    kind: 'CREDIT',
    date: `${month}-10`,
    amount,
    reference: `C-${month}`,
  })

  test('credits of three months against the same months a year before raise W-C04 exactly at its lines', async () => {
    const before = ['2025-03', '2025-04', '2025-05'].map((m) => credit(m, '100000.00'))
    const flow = (n: string) => ['2026-03', '2026-04'].map((m) => credit(m, '100000.00')).concat(credit('2026-05', n))
    expect(creditsChange(24_000_001n, 30_000_000n)).toBe(-199_999)
    expect(await takeFeed(rm, { feed: 'ACCOUNT', lines: [...before, ...flow('40000.01')] })).toMatchObject({
      ok: true,
      value: { taken: 6, raised: 0 },
    })
    // one fen less on another line of the same month: exactly −20 %
    expect(
      await takeFeed(rm, {
        feed: 'ACCOUNT',
        lines: [{ merchant: USCC, kind: 'CREDIT', date: '2025-05-11', amount: '0.02', reference: 'C-more' }],
      }),
    ).toMatchObject({ ok: true, value: { taken: 1, raised: 1 } })
    expect(await signalsOf('W-C04')).toMatchObject([{ level: 'YELLOW', value: '-200000' }])
  })

  test('a file takes what it can: unknown clients and unreadable lines are told, repeated lines taken once', async () => {
    const csv = `统一社会信用代码,类型,日期,数量,编号\n${USCC},硬查询,2026-05-20,4,Q1\n${USCC},硬查询,2026-05-20,4,Q1\n91330100MA27XQ1Y2L,硬查询,2026-05-20,4,Q2\n${USCC},硬查询,2026-13-20,4,Q3\n`
    expect(await importFeed(rm, { feed: 'BUREAU', csv })).toMatchObject({
      ok: true,
      value: { taken: 1, again: 1, unknown: 1, raised: 1, faultCount: 1, faults: [{ line: 5, field: 'date' }] },
    })
    expect(await signalsOf('W-C06')).toMatchObject([{ level: 'YELLOW', value: '4' }])
  })

  test('enforcement is RED at once', async () => {
    const r = await takeFeed(rm, {
      feed: 'LITIGATION',
      lines: [{ merchant: USCC, kind: 'ENFORCEMENT', date: '2026-06-01', reference: '（2026）执1号' }],
    })
    expect(r).toMatchObject({ ok: true, value: { raised: 1 } })
    expect((await warningList(rm, { code: 'W-C05' })).items).toMatchObject([
      { level: 'RED', value: 'ENFORCEMENT', unit: null, object: expect.stringContaining('甲记') },
    ])
  })
})
