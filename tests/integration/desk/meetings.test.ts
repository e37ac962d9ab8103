/** Joint meetings with an agenda from the books and resolutions that are followed up; the green channel's board (§9 rows 7, 17). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { explainBreach, greenBoard } from '@/lib/desk/green/board'
import { callMeeting, completeResolution, holdMeeting } from '@/lib/desk/meetings/commands'
import { meetingsDaily } from '@/lib/desk/meetings/daily'
import { meetingDetail, meetingList } from '@/lib/desk/meetings/queries'
import { myWork } from '@/lib/desk/work'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { zDate } from '@/lib/platform/schema'
import { shortenGreenClock, startClock } from '@/lib/platform/sla'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let market: TestMarket
let rm: Person
let post: Person
let head: Person
let batchId: string
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const morning = defineCommand({
  name: 'test.meetingsMorning',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.on.toString() })
    return meetingsDaily(ctx, ctx.input.on)
  },
})
const at = async (on: string) => {
  await standOn(bank.id, date(on))
  const r = await morning(systemOf(bank), { on })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('JM')
  rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  market = await admittedMarket(bank, 'M-JM', { people: { rmId: rm.userId } })
  const group = await approvedGroup(bank, market, { rmId: rm.userId })
  batchId = group.batchId
  await paidOut(bank, market, group)
  await inBank((tx) => tx.market.updateMany({ data: { postMktId: post.userId } }))
})
afterAll(() => db.drop())

const attendance = [
  { role: 'RM' as const, name: '李某' },
  { role: 'POST_MKT' as const, name: '王某' },
  { role: 'OPERATOR' as const, name: '市场经理赵某' },
]

describe('a joint meeting', () => {
  let meetingId: string
  test('is called by itself, once, three working days ahead', async () => {
    expect(await at('2026-04-01')).toMatchObject({ meetingsCalled: 1 })
    expect(await at('2026-04-02')).toMatchObject({ meetingsCalled: 0 })
    const [m] = (await meetingList(rm, {})).items
    expect(m!.meetsOn.toString()).toBe('2026-04-07')
    meetingId = m!.id
    expect(await callMeeting(rm, { market: 'M-JM', meetsOn: '2026-04-09' })).toMatchObject({ ok: false, error: { code: 'E_MEETING_CALLED' } }) // biome-ignore format: one line
  })

  test('has its agenda from the books: late loans with what they owe, signals, visits', async () => {
    const { agenda } = await meetingDetail(rm, { meetingId })
    const late = await inBank((tx) => tx.loanState.count({ where: { live: true, dpd: { gt: 0 } } }))
    expect(agenda.overdue.loans).toBe(late)
    expect(late).toBeGreaterThan(0)
    expect(agenda.overdue.worst[0]!.dpd).toBeGreaterThanOrEqual(agenda.overdue.worst.at(-1)!.dpd)
    expect(agenda.list[0]).toMatchObject({ batchId })
  })

  test('without three of the four roles there is none; with them its agenda is frozen', async () => {
    const minutes = '逐项讨论名单变化与逾期情况'
    const hold = (who: typeof attendance) =>
      holdMeeting(rm, {
        meetingId,
        attendance: who,
        minutes,
        resolutions: [
          { content: '上门核实两户欠租', owner: post.login, dueOn: '2026-04-10' },
          { content: '建议调减一户额度', owner: rm.login, dueOn: '2026-04-10', proposesLimit: true },
        ],
      })
    expect(await hold(attendance.slice(0, 2))).toMatchObject({ ok: false, error: { code: 'E_QUORUM' } })
    expect(await hold(attendance)).toMatchObject({ ok: true, value: { state: 'HELD' } })
    const before = (await meetingDetail(rm, { meetingId })).agenda.overdue.loans
    await inBank((tx) => tx.loanState.updateMany({ data: { dpd: 0 } }))
    expect((await meetingDetail(rm, { meetingId })).agenda.overdue.loans).toBe(before)
  })

  test('its resolutions are work of their owners, and go to the head three working days over', async () => {
    expect((await myWork(post, {})).items.filter((i) => i.title === 'RESOLUTION')).toMatchObject([
      { detail: '上门核实两户欠租', href: `/desk/meetings/${meetingId}` },
    ])
    expect(await at('2026-04-14')).toMatchObject({ resolutionsEscalated: 0 })
    expect(await at('2026-04-15')).toMatchObject({ resolutionsEscalated: 2 })
    expect(await at('2026-04-16')).toMatchObject({ resolutionsEscalated: 0 })
    expect((await myWork(head, {})).items.filter((i) => i.title === 'RESOLUTION_LATE')).toHaveLength(2)
  })

  test('only its owner finishes one; the last one closes the meeting', async () => {
    const { resolutions } = await meetingDetail(rm, { meetingId })
    const [first, second] = resolutions
    expect(await completeResolution(rm, { resolutionId: first!.id, evidence: '已核实' })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
    expect(await completeResolution(post, { resolutionId: first!.id, evidence: '走访记录两份' })).toMatchObject({ ok: true, value: { closed: false } }) // biome-ignore format: one line
    expect(await completeResolution(rm, { resolutionId: second!.id, evidence: '已提交审批' })).toMatchObject({ ok: true, value: { closed: true } }) // biome-ignore format: one line
    expect((await meetingDetail(rm, { meetingId })).state).toBe('CLOSED')
    expect((await myWork(head, {})).items.filter((i) => i.title === 'RESOLUTION_LATE')).toEqual([])
  })

  test('the next month calls the next one, a red signal the next week', async () => {
    expect(await at('2026-04-20')).toMatchObject({ meetingsCalled: 0 })
    await inBank((tx) =>
      tx.warningSignal.create({
        data: { bankId: bank.id, id: newId(), code: 'W-M05', objectType: 'MARKET', objectId: market.id, marketId: market.id, level: 'RED', state: 'RAISED', value: 'FIRE', raisedOn: new Date('2026-04-20') }, // biome-ignore format: one line
      }),
    )
    expect(await at('2026-04-21')).toMatchObject({ meetingsCalled: 1 })
    expect((await meetingList(rm, {})).items[0]).toMatchObject({ weekly: true, state: 'CALLED' })
  })
})

describe('the green channel', () => {
  const started = new Date('2026-04-01T02:00:00Z')
  test('promises seven working days, three once the list goes under an effective plan', async () => {
    await inBank(async (tx) => {
      await startClock(tx, bank.id, { objectType: 'batch', objectId: batchId, partyId: null, kind: 'TOTAL', profile: 'GREEN', green: 7, normal: 15, at: started }) // biome-ignore format: one line
    })
    const seven = await inBank((tx) => tx.slaClock.findFirstOrThrow({ where: { profile: 'GREEN' } }))
    expect(seven.dueAt.toISOString()).toBe('2026-04-13T10:00:00.000Z')
    await inBank((tx) => shortenGreenClock(tx, bank.id, { objectType: 'batch', objectId: batchId, kind: 'TOTAL', days: 3 })) // biome-ignore format: one line
    const three = await inBank((tx) => tx.slaClock.findFirstOrThrow({ where: { profile: 'GREEN' } }))
    expect(three.dueAt.toISOString()).toBe('2026-04-07T10:00:00.000Z')
    expect(three.workingDaysTenths).toBe(30)
  })

  test('over it, the board names a person, who gives the reason once; who has nothing to do with it cannot', async () => {
    await inBank((tx) => tx.slaClock.updateMany({ where: { profile: 'GREEN' }, data: { startedAt: new Date(Date.now() - 86_400_000), dueAt: new Date(Date.now() - 3_600_000) } })) // biome-ignore format: one line
    const board = await greenBoard(rm, {})
    expect(board.counts).toMatchObject({ running: 1, over: 1, unexplained: 1 })
    expect(board.items[0]).toMatchObject({ batchId, over: true, reason: null })
    const clockId = board.items[0]!.clockId
    const stranger = await testPerson(bank, 'rm2', ['RM'])
    expect(await explainBreach(stranger, { clockId, reason: '与我无关的批次' })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
    expect(await explainBreach(head, { clockId, reason: '外部评估报告晚到两天' })).toMatchObject({ ok: true, value: { late: false } }) // biome-ignore format: one line
    expect(await explainBreach(head, { clockId, reason: '换一个理由' })).toMatchObject({ ok: false, error: { code: 'E_GREEN_EXPLAINED' } }) // biome-ignore format: one line
    expect((await greenBoard(rm, {})).items[0]).toMatchObject({ reason: '外部评估报告晚到两天', reasonBy: head.name })
  })
})
