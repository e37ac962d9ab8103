/** Self-discipline groups on real PostgreSQL: one a merchant, elections by votes, a charter that each signs (§9 row 4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  adoptCharter,
  changeMembers,
  dissolveCircle,
  formCircle,
  holdCircle,
  signCharter,
} from '@/lib/desk/circles/circles'
import { circleDetail, circleList } from '@/lib/desk/circles/queries'
import { date } from '@/lib/platform/dates'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let post: Person
let circleId: string
const stalls = Array.from({ length: 18 }, (_, i) => `A${i + 1}`)
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CIR')
  rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT'])
  const market = await admittedMarket(bank, 'M-CIR')
  await standOn(bank.id, date('2026-04-10'))
  await inBank((tx) =>
    tx.merchant.createMany({
      data: stalls.map((stallNo) => ({ bankId: bank.id, id: newId(), marketId: market.id, borrowerType: 'INDIVIDUAL_BUSINESS', name: `商户${stallNo}`, stallNo, pyFull: 'sh', pyInitials: 'sh' })), // biome-ignore format: one line
    }),
  )
})
afterAll(() => db.drop())

describe('a group', () => {
  test('is formed of merchants that are there, each of whom belongs to no other', async () => {
    const form = (name: string, of: string[]) => formCircle(rm, { market: 'M-CIR', name, area: 'A区', stalls: of })
    expect(await form('A区一组', ['A1', 'Z9'])).toMatchObject({ ok: false, error: { code: 'E_STALL_UNKNOWN', params: { stall: 'Z9' } } }) // biome-ignore format: one line
    const r = await form('A区一组', stalls.slice(0, 15))
    expect(r).toMatchObject({ ok: true, value: { members: 15 } })
    circleId = r.ok ? r.value.id : ''
    expect(await form('A区二组', ['A15', 'A16'])).toMatchObject({ ok: false, error: { code: 'E_CIRCLE_MEMBER' } })
    expect(await form('A区一组', ['A16'])).toMatchObject({ ok: false, error: { code: 'E_CIRCLE_NAME' } })
    expect((await circleList(rm, {})).items).toMatchObject([{ members: 15, size: 'FITS', electionDue: true }])
  })

  test('elects by two thirds present and more than half of them', async () => {
    const meet = (present: number, votes: number) =>
      holdCircle(rm, { circleId, heldOn: '2026-04-10', present: stalls.slice(0, present), minutes: '推选组长并议公约', elected: 'A3', votes }) // biome-ignore format: one line
    expect(await meet(9, 9)).toMatchObject({ ok: false, error: { code: 'E_ELECTION:PRESENT' } })
    expect(await meet(10, 5)).toMatchObject({ ok: false, error: { code: 'E_ELECTION:VOTES' } })
    expect(await meet(10, 6)).toMatchObject({ ok: true })
    const c = await circleDetail(rm, { circleId })
    expect(c.members.filter((m) => m.leader).map((m) => m.stallNo)).toEqual(['A3'])
    expect(c.leaderUntil?.toString()).toBe('2027-04-10')
    expect(await holdCircle(rm, { circleId, heldOn: '2026-04-10', present: ['A17'], minutes: '外人列席会议' })).toMatchObject({ ok: false, error: { code: 'E_CIRCLE_STRANGER' } }) // biome-ignore format: one line
  })

  test('keeps a charter that each signs anew at every version, and none that fixes prices', async () => {
    expect(await signCharter(rm, { circleId, stalls: ['A1'] })).toMatchObject({ ok: false, error: { code: 'E_CHARTER_NONE' } }) // biome-ignore format: one line
    const charter = '一、诚信经营，按时交租还款。二、每季度至少开会一次并做好记录。'
    expect(await adoptCharter(rm, { circleId, charter: `${charter}三、全体成员执行统一定价。` })).toMatchObject({ ok: false, error: { code: 'E_CHARTER_PRICE' } }) // biome-ignore format: one line
    await adoptCharter(rm, { circleId, charter })
    expect(await signCharter(rm, { circleId, stalls: ['A1', 'A2'] })).toMatchObject({ ok: true, value: { signed: 2 } })
    expect(await signCharter(rm, { circleId, stalls: ['A2', 'A3'] })).toMatchObject({ ok: true, value: { signed: 1 } })
    await adoptCharter(rm, { circleId, charter: `${charter}三、各户自主定价。` })
    expect((await circleDetail(rm, { circleId })).members.filter((m) => m.signedOn)).toEqual([])
  })

  test('loses its leader with his leaving; its members are free when it is dissolved', async () => {
    expect(await changeMembers(rm, { circleId, join: false, stalls: ['A3', 'A4', 'A5', 'A6'] })).toMatchObject({ ok: true, value: { members: 11 } }) // biome-ignore format: one line
    expect((await circleList(rm, {})).items).toMatchObject([{ leader: null, size: 'MERGE' }])
    expect(await dissolveCircle(rm, { circleId, reason: '合并' })).toMatchObject({ ok: false, error: { code: 'E_FORBIDDEN' } }) // biome-ignore format: one line
    expect(await dissolveCircle(post, { circleId, reason: '人数不足，并入二组' })).toMatchObject({ ok: true })
    expect(await formCircle(rm, { market: 'M-CIR', name: 'A区新组', area: 'A区', stalls })).toMatchObject({ ok: true, value: { members: 18 } }) // biome-ignore format: one line
  })
})
