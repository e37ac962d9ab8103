/** Requests with first-contact responsibility, lost customers and winning them back, cases without names (§9 rows 16, 18, 19). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { caseSearch, writeCase } from '@/lib/desk/cases/cases'
import { confirmExit, decideLost, dormantClients, lostDaily, lostList, reportLost } from '@/lib/desk/clients/lost'
import { closeRequest, handOverRequest, receiveRequest, requestList, takeRequest } from '@/lib/desk/clients/requests'
import { myWork } from '@/lib/desk/work'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { zDate } from '@/lib/platform/schema'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let post: Person
let head: Person
let clients: { id: string; name: string }[]
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const morning = defineCommand({
  name: 'test.lostMorning',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.on.toString() })
    return lostDaily(ctx as CommandContext<unknown>, ctx.input.on)
  },
})

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CLI')
  rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  const market = await admittedMarket(bank, 'M-CLI', { people: { rmId: rm.userId } })
  await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
  await inBank((tx) => tx.market.updateMany({ data: { postMktId: post.userId } }))
  clients = await inBank((tx) => tx.merchant.findMany({ where: { loans: { some: {} } }, select: { id: true, name: true }, orderBy: { id: 'asc' } })) // biome-ignore format: one line
  await standOn(bank.id, date('2026-06-16'))
})
afterAll(() => db.drop())

describe('a lost customer', () => {
  const report = (i: number, evidence: 'OTHER_BANK_LOAN' | 'SETTLEMENT_MOVED' = 'OTHER_BANK_LOAN') =>
    reportLost(rm, { merchantId: clients[i]!.id, evidence, detail: '征信显示他行新增贷款' })
  const lostId = async (i: number) => (await lostList(rm, {})).items.find((l) => l.merchantId === clients[i]!.id)!.id

  test('owes nothing and drew nothing for ninety days; one who still borrows here is not lost', async () => {
    expect(await report(0)).toMatchObject({ ok: false, error: { code: 'E_NOT_LOST' } })
    await inBank((tx) => tx.loanState.updateMany({ data: { live: false, principalFen: 0n } }))
    await standOn(bank.id, date('2026-06-15'))
    expect(await report(0)).toMatchObject({ ok: false, error: { code: 'E_NOT_LOST' } })
    expect((await dormantClients(rm, {})).items).toEqual([])
    expect(await report(1, 'SETTLEMENT_MOVED')).toMatchObject({ ok: true })
    await standOn(bank.id, date('2026-06-16'))
    expect((await dormantClients(rm, {})).items).toHaveLength(clients.length - 1)
    expect(await report(0)).toMatchObject({ ok: true })
    expect(await report(0)).toMatchObject({ ok: false, error: { code: 'E_NOT_LOST' } })
  })

  test('is won back by a new loan only; an exit for quality needs the named person, and not the manager alone', async () => {
    const id = await lostId(0)
    expect(await decideLost(rm, { lostId: id, reason: 'RECOVERED', note: '已回来' })).toMatchObject({ ok: false, error: { code: 'E_NOT_RECOVERED' } }) // biome-ignore format: one line
    expect(await decideLost(rm, { lostId: id, reason: 'QUALITY_EXIT', note: '涉诉，主动退出' })).toMatchObject({ ok: true, value: { state: 'EXIT_ASKED' } }) // biome-ignore format: one line
    expect((await myWork(post, {})).items.filter((i) => i.kind === 'client')).toHaveLength(1)
    expect(await confirmExit(post, { lostId: id, agree: false, note: '经营正常，应挽回' })).toMatchObject({ ok: true, value: { state: 'RECOVERING' } }) // biome-ignore format: one line
    await decideLost(rm, { lostId: id, reason: 'QUALITY_EXIT', note: '补充涉诉材料' })
    expect(await confirmExit(post, { lostId: id, agree: true, note: '材料属实' })).toMatchObject({ ok: true, value: { state: 'QUALITY_EXIT' } }) // biome-ignore format: one line
  })

  test('nobody wins back by waiting: after thirty days without a word the client is lost', async () => {
    expect(await morning(systemOf(bank), { on: '2026-07-15' })).toMatchObject({ value: { clientsLost: 0 } })
    expect(await morning(systemOf(bank), { on: '2026-07-16' })).toMatchObject({ value: { clientsLost: 1 } })
    expect((await lostList(rm, { state: 'LOST' })).items).toMatchObject([{ merchantId: clients[1]!.id, reason: null }])
  })
})

test('a request stays with its first contact until another accepts, who closes it; the first contact is still told', async () => {
  const r = await receiveRequest(rm, { asker: '商户周某', content: '咨询续贷手续', market: 'M-CLI' })
  const requestId = r.ok ? r.value.id : ''
  expect(await closeRequest(post, { requestId, result: '已答复' })).toMatchObject({ ok: false, error: { code: 'E_REQUEST_OWNER' } }) // biome-ignore format: one line
  await handOverRequest(rm, { requestId, to: post.login, reason: '贷后事项' })
  expect((await requestList(rm, {})).items).toMatchObject([{ first: rm.name, owner: rm.name, handedTo: post.name }])
  await takeRequest(post, { requestId, accept: true })
  expect(await closeRequest(rm, { requestId, result: '已答复' })).toMatchObject({ ok: false, error: { code: 'E_REQUEST_OWNER' } }) // biome-ignore format: one line
  expect(await closeRequest(post, { requestId, result: '已告知四项材料' })).toMatchObject({ ok: true, value: { state: 'CLOSED' } }) // biome-ignore format: one line
  expect((await requestList(rm, {})).items).toMatchObject([{ first: rm.name, owner: post.name, state: 'CLOSED' }])
  const stranger = await testPerson(bank, 'rm9', ['RM'])
  expect((await requestList(stranger, {})).items).toEqual([])
})

describe('the library of cases', () => {
  const story = '一户客户连续三月经营流水下降，客户经理仅电话了解而未上门，至逾期时摊位已转让。'
  test('takes no case that tells whom it is about', async () => {
    const named = await writeCase(rm, { kind: 'RISK', title: '迟到的走访', story: `${clients[0]!.name}：${story}`, lesson: '流水降三成必须上门' }) // biome-ignore format: one line
    expect(named).toMatchObject({ ok: false, error: { code: 'E_CASE_NAMES', params: { word: clients[0]!.name } } })
  })

  test('finds a case by words of its story, lesson, tags and market, and only when all are in it', async () => {
    const written = await writeCase(rm, { kind: 'RISK', title: '迟到的走访', story, lesson: '流水降三成必须上门', market: 'M-CLI', mode: 'JG', tags: ['走访', '转让'] }) // biome-ignore format: one line
    expect(written).toMatchObject({ ok: true })
    await writeCase(head, { kind: 'WIN', title: '三天放款赢回老客户', story: '客户在他行等待两周未果，本行走绿色通道三个工作日放款，客户将结算一并转入。', lesson: '速度就是优势' }) // biome-ignore format: one line
    const find = async (q: string) => (await caseSearch(post, { q })).items.map((c) => c.title)
    expect(await find('转让 上门')).toEqual(['迟到的走访'])
    expect(await find('兴隆五金 jg')).toEqual(['迟到的走访'])
    expect(await find('转让 绿色通道')).toEqual([])
    expect(await find('%')).toEqual([])
    expect((await caseSearch(post, {})).thisMonth).toEqual({ WIN: 1, LOSS: 0, RISK: 1 })
  })
})
