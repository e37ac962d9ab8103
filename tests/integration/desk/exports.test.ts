/** Lists as workbooks on real PostgreSQL: exactly what is filtered, for whom it is, told on the trail; read back each time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiTable } from '@/lib/api'
import { exportList, LISTS, listAnswer } from '@/lib/desk/exports'
import { LIST_NAMES, type ListName } from '@/lib/desk/list-names'
import { ROLES } from '@/lib/platform/actor'
import { dispatch } from '@/lib/platform/http/dispatch'
import { createToken } from '@/lib/platform/ops/bank'
import { type BankRow, newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { rowsOf } from '../../fixtures/workbook'
import { refusal } from '../scoring/fixture'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let group: TestGroup
let loans: string[]
let subLedger: string
const accountId = newId()
let webhook: string
const report = newId()
let rm: Person
let admin: Person
let operator: Person
let stranger: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

/** Head (title, filter, who and when), headings and rows of the list's workbook. */
async function taken(person: Person, list: ListName, query: Record<string, string> = {}) {
  const answer = await listAnswer(person, list, query)
  const rows = await rowsOf(new Uint8Array(await answer.arrayBuffer()))
  const name = decodeURIComponent(
    /filename\*=UTF-8''(.+)$/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '',
  )
  return { name, head: rows.slice(0, 3).map((r) => String(r[0])), headings: rows[3] as string[], rows: rows.slice(4) }
}
const column = (t: { rows: unknown[][] }, i: number) => t.rows.map((r) => r[i])
const notAllowed = (list: ListName, person: Person, query: Record<string, string> = {}) =>
  listAnswer(person, list, query).then(
    () => 'answered',
    (e: { error?: { code: string } }) => e.error?.code,
  )

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  rm = await testPerson(bank, 'rm', ['RM', 'OPS_MAKER', 'TENANT_ADMIN'])
  admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
  market = await admittedMarket(bank, 'M1', { people: { rmId: rm.userId } })
  operator = await testPerson(bank, 'operator.m1', ['OPERATOR_ADMIN'], { partyCode: 'OP-M1', partyId: market.partyId })
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  loans = await paidOut(bank, market, group)
  subLedger = newId()
  webhook = newId()
  await inBank((tx) =>
    tx.webhookEndpoint.create({
      data: {
        bankId: bank.id,
        id: webhook,
        name: '核心系统',
        url: 'https://core.bank.example',
        topics: ['*'],
        state: 'ACTIVE',
      },
    }),
  )
  await inBank(async (tx) => {
    await tx.reportDefinition.create({
      data: {
        bankId: bank.id,
        id: report,
        kind: 'INCLUSIVE',
        name: '普惠表',
        groupBy: 'MODE',
        clientCapFen: 1_000_000_000n,
        borrowerTypes: ['ENTERPRISE'],
        schedule: 'NONE',
        recipients: [],
        state: 'ACTIVE',
      },
    })
    await tx.marginAccount.create({
      data: {
        bankId: bank.id,
        id: accountId,
        accountNo: '9988776655443322110',
        name: '保证金',
        type: 'JG_MARGIN',
        controlledBy: 'BANK',
        marketId: market.id,
        state: 'OPEN',
      },
    })
    await tx.marginSubLedger.create({
      data: {
        bankId: bank.id,
        id: subLedger,
        accountId,
        subNo: '0001',
        applicationId: group.members[0]!.applicationId,
        groupId: group.groupId,
        state: 'OPEN',
        requiredFen: 5_000_000n,
      },
    })
  })
  stranger = await testPerson(await testBank('BYB'), 'rm', ['RM'])
})
afterAll(() => db.drop())

describe('every list', () => {
  const ids: Record<string, () => string> = {
    batch: () => group.batchId,
    loan: () => loans[0]!,
    subLedger: () => subLedger,
    account: () => accountId,
    webhook: () => webhook,
    report: () => report,
  }
  const query = (name: ListName) => {
    const key = LISTS[name].object?.key
    return key ? { [key]: ids[key]!() } : {}
  }

  test.each(LIST_NAMES)(
    '%s has a workbook in both languages, with words for headings and not their keys',
    async (name) => {
      const all: Person = { ...rm, roles: [...ROLES] }
      const zh = await taken(all, name, query(name))
      const en = await taken({ ...all, locale: 'en' }, name, query(name))
      expect(en.headings).toHaveLength(zh.headings.length)
      for (const text of [...zh.head, ...zh.headings]) expect(text).not.toMatch(/^[a-z][\w-]*(\.[\w-]+)+$/i)
      expect(zh.headings.join()).toMatch(/[\u4e00-\u9fff]/)
      expect(en.headings.join()).not.toMatch(/[\u4e00-\u9fff]/)
      expect(zh.name).toMatch(/\.xlsx$/)
      // what filters it may have has a name too
      const filters = [...(LISTS[name].address.filters ?? []), ...(LISTS[name].address.context ?? [])]
      expect(filters.filter((f) => !(f in LISTS[name].filters) && f !== LISTS[name].object?.key)).toEqual([])
    },
  )

  test.each(LIST_NAMES)('%s is taken away only by whom its page would show it to', async (name) => {
    // a role that no query names
    const nobody: Person = { ...rm, roles: ['UNDERWRITER_USER'] }
    const open: ListName[] = ['batches', 'batch-merchants', 'tokens']
    expect(await notAllowed(name, nobody, query(name))).toBe(open.includes(name) ? 'answered' : 'E_FORBIDDEN')
  })

  test.each(LIST_NAMES.filter((n) => LISTS[n].object))('%s of another bank is not there', async (name) => {
    const all: Person = { ...stranger, roles: [...ROLES] }
    expect(await notAllowed(name, all, query(name))).toBe('E_NOT_FOUND')
  })
})

describe('exactly what is filtered', () => {
  test('the merchants of a batch: searched, in the order of the list, with who took them, and on the batch’s trail', async () => {
    const t = await taken(rm, 'batch-merchants', {
      batch: group.batchId,
      q: '五金',
      sort: '-requested',
      state: 'APPROVED,SIGNED',
      after: '1:1',
      size: '25',
    })
    expect(t.head[0]).toBe('兴隆五金机电市场 B-2026-001 · 商户')
    expect(t.head[1]).toContain('“五金” · 状态：')
    expect(t.head[2]).toContain(rm.login)
    expect(t.name).toContain('兴隆五金机电市场 B-2026-001')
    expect(column(t, 6)).toEqual([500_000, 500_000, 400_000, 300_000, 300_000])
    const trail = await inBank((tx) =>
      tx.auditEvent.findMany({
        where: { bankId: bank.id, command: 'lists.export', objectId: group.batchId, actorId: rm.userId },
      }),
    )
    expect(trail.at(-1)).toMatchObject({
      objectType: 'batch',
      detail: {
        list: 'batch-merchants',
        rows: 5,
        cut: false,
        q: '五金',
        filters: { state: ['APPROVED', 'SIGNED'] },
      },
    })
  })

  test('loans: by state, switch and the batch that the page was opened with, which is named', async () => {
    const all = await taken(rm, 'loans')
    expect(all.head[1]).toBe('未筛选，全部')
    expect(all.rows).toHaveLength(5)
    const some = await taken(rm, 'loans', { state: 'OVERDUE', overdue: '1', batch: group.batchId })
    expect(some.head[1]).toBe('状态：逾期 · 只看逾期 · 批次：兴隆五金机电市场 B-2026-001')
    expect(column(some, 0)).toEqual(['L-2026-5', 'L-2026-4', 'L-2026-3', 'L-2026-2'])
    expect(await notAllowed('loans', rm, { batch: newId() })).toBe('E_NOT_FOUND')
  })

  test('lists that show a part by themselves say so', async () => {
    expect((await taken(rm, 'drawdowns')).head[1]).toBe('状态：待审核、待审批')
    expect((await taken(rm, 'drawdowns')).rows).toEqual([])
    expect(column(await taken(rm, 'drawdowns', { state: 'DISBURSED' }), 0)).toHaveLength(5)
  })

  test('a word that neither the list nor its page knows is refused, not ignored', async () => {
    expect(await notAllowed('loans', rm, { colour: 'red' })).toBe('E_UNKNOWN_FIELD')
    expect(await notAllowed('loans', rm, { line: 'SIDE' })).toBe('E_MALFORMED')
    expect(await notAllowed('loan-schedule', rm, {})).toBe('E_ID')
    expect(await notAllowed('secrets' as ListName, rm)).toBe('E_NOT_FOUND')
  })

  test('personal numbers are as short as in the list', async () => {
    const phones = column(await taken(rm, 'merchants'), 5)
    expect(phones).toHaveLength(5)
    for (const phone of phones) expect(phone).toMatch(/^138\*{4}\d{4}$/)
  })

  test('a trial balance ends with its totals', async () => {
    const t = await taken(rm, 'trial-balance')
    expect(t.rows.at(-1)?.slice(1)).toEqual(['合计', 0, 0, 0])
  })
})

describe('what a person may not list he may not take away', () => {
  test('an operator takes the own batches, without what the bank found out, and nobody else’s', async () => {
    const other = await approvedGroup(bank, await admittedMarket(bank, 'M2'), { rmId: rm.userId }, '002')
    expect(column(await taken(operator, 'batches'), 0)).toEqual(['B-2026-001'])
    const mine = await taken(operator, 'batch-merchants', { batch: group.batchId })
    expect(mine.rows).toHaveLength(5)
    expect(mine.headings).not.toContain('得分')
    expect(mine.headings).not.toContain('批准（元）')
    expect(await notAllowed('batch-merchants', operator, { batch: other.batchId })).toBe('E_NOT_FOUND')
    expect(await notAllowed('loans', operator)).toBe('E_FORBIDDEN')
  })

  test('another bank’s person gets the own bank’s rows only', async () => {
    expect((await taken(stranger, 'batches')).rows).toEqual([])
    expect((await taken(stranger, 'loans')).rows).toEqual([])
  })

  test('a role without the list, and a token that only reads, take nothing; a refusal leaves no trace of rows', async () => {
    expect(await notAllowed('loans', admin)).toBe('E_FORBIDDEN')
    expect(refusal(await exportList({ ...rm, scope: 'READ' }, { list: 'loans' }))).toBe('E_FORBIDDEN')
    const trail = await inBank((tx) =>
      tx.auditEvent.count({ where: { bankId: bank.id, command: 'lists.export', actorId: admin.userId } }),
    )
    expect(trail).toBe(0)
  })
})

describe('by the API', () => {
  const asked = async (path: string, headers: Record<string, string>) => {
    const { token } = await createToken(bank, { login: rm.login })
    return dispatch(
      new Request(`http://bank.test/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } }),
      path.split('?')[0]!,
      apiTable,
    )
  }
  const title = async (answer: Response) => (await rowsOf(new Uint8Array(await answer.arrayBuffer())))[0]?.[0]

  test('a program takes the same workbook by the page’s query string; what is no list is not there', async () => {
    const answer = await asked('/exports/loans?state=OVERDUE&size=50', {})
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ])
    expect(await rowsOf(new Uint8Array(await answer.arrayBuffer()))).toHaveLength(8)
    expect((await asked('/exports/nothing', {})).status).toBe(404)
    expect((await asked('/exports/loans?colour=red', {})).status).toBe(400)
  })

  test('the workbook speaks the language of the screens, whatever the browser was installed in', async () => {
    const german = { 'accept-language': 'de-DE,zh-CN;q=0.8' }
    expect(await title(await asked('/exports/loans', { ...german, cookie: 'a=%E0%A4%A; fangshi-locale=en' }))).toBe(
      'Loans',
    )
    expect(await title(await asked('/exports/loans', german))).toBe('贷款')
    expect(await title(await asked('/exports/loans', { 'accept-language': 'en' }))).toBe('Loans')
  })
})
