/** Prospects of a market from a survey and from the day's log, up to the customer that the books know (§9 rows 11, 12). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { submitReport } from '@/lib/desk/log/commands'
import { addProspect, importProspects, moveProspect, prospectsDaily } from '@/lib/desk/prospects/prospects'
import { prospectList } from '@/lib/desk/prospects/queries'
import { defineCommand } from '@/lib/platform/commands'
import { civilDate } from '@/lib/platform/dates'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let stranger: Person
let head: Person
let listed: { id: string; name: string }
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const morning = defineCommand({
  name: 'test.prospectsMorning',
  input: z.object({}),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'businessDay', objectId: 'test' })
    return prospectsDaily(ctx)
  },
})
const rows = async (who = rm) => (await prospectList(who, { limit: 200 })).items
const named = async (name: string) => (await prospectList(rm, { q: name })).items.find((r) => r.name === name)!

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('PRS')
  rm = await testPerson(bank, 'rm', ['RM'])
  stranger = await testPerson(bank, 'rm2', ['RM'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  const market = await admittedMarket(bank, 'M-PRS', { people: { rmId: rm.userId } })
  await importProspects(rm, { market: 'M-PRS', csv: '名称\n先到先得布行\n' })
  const group = await approvedGroup(bank, market, { rmId: rm.userId })
  const [first] = await inBank((tx) => tx.application.findMany({ where: { id: { in: group.members.map((m) => m.applicationId) } }, select: { id: true, name: true }, orderBy: { position: 'asc' } })) // biome-ignore format: one line
  listed = { id: first!.id, name: first!.name! }
})
afterAll(() => db.drop())

describe('a survey', () => {
  test('of more than four hundred names is taken in at once; taken in again, nobody stands there twice', async () => {
    const csv = `名称,电话,潜在需求\n${Array.from({ length: 430 }, (_, i) => `调查商户${i},1380000${i},备货`).join('\n')}`
    expect(await importProspects(rm, { market: 'M-PRS', csv })).toMatchObject({ ok: true, value: { added: 430, known: 0 } }) // biome-ignore format: one line
    expect(await importProspects(rm, { market: 'M-PRS', csv: `${csv}\n新来的商户,139,` })).toMatchObject({ ok: true, value: { added: 1, known: 430 } }) // biome-ignore format: one line
    expect((await prospectList(rm, {})).counts).toMatchObject({ LEAD: 432, CONTACTED: 0 })
    expect((await prospectList(rm, { q: 'dcsh' })).items.length).toBeGreaterThan(0)
  })

  test('with a fault takes in nothing and says the line', async () => {
    expect(await importProspects(rm, { market: 'M-PRS', csv: '名称\n好商户\n"" \n' })).toMatchObject({ ok: false, error: { code: 'E_PROSPECT_FILE:name', params: { line: 3 } } }) // biome-ignore format: one line
    expect(await named('好商户')).toBeUndefined()
    expect(await addProspect(rm, { market: 'M-PRS', name: '调查商户 7' })).toMatchObject({ ok: false, error: { code: 'E_PROSPECT_KNOWN' } }) // biome-ignore format: one line
  })
})

describe('a prospect', () => {
  test('is seen and moved by the market’s manager; a head sees all and moves none; another manager sees nothing', async () => {
    const { id } = await named('调查商户0')
    expect(await rows(stranger)).toEqual([])
    expect(await moveProspect(stranger, { prospectId: id, event: 'contact' })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
    expect((await rows(head))[0]!.allowedEvents).toEqual([])
  })

  test('has a need only when it is told, is recommended after that, and is lost for a reason', async () => {
    const { id } = await named('新来的商户')
    expect(await moveProspect(rm, { prospectId: id, event: 'recommend' })).toMatchObject({ ok: false, error: { code: 'E_STATE' } }) // biome-ignore format: one line
    expect(await moveProspect(rm, { prospectId: id, event: 'find-need' })).toMatchObject({ ok: false, error: { code: 'E_REQUIRED:need' } }) // biome-ignore format: one line
    expect(await moveProspect(rm, { prospectId: id, event: 'find-need', need: '旺季备货五十万' })).toMatchObject({ ok: true }) // biome-ignore format: one line
    expect(await moveProspect(rm, { prospectId: id, event: 'recommend' })).toMatchObject({ ok: true, value: { state: 'RECOMMENDED' } }) // biome-ignore format: one line
    expect(await moveProspect(rm, { prospectId: id, event: 'lose' })).toMatchObject({ ok: false, error: { code: 'E_REQUIRED:lostReason' } }) // biome-ignore format: one line
    expect(await moveProspect(rm, { prospectId: id, event: 'lose', lostReason: 'PRICE' })).toMatchObject({ ok: true })
    expect(await moveProspect(rm, { prospectId: id, event: 'revive' })).toMatchObject({ ok: true, value: { state: 'CONTACTED' } }) // biome-ignore format: one line
    expect((await named('新来的商户')).lostReason).toBeNull()
  })

  test('met on a day stands on the list once the day’s log is handed in, with what the log says', async () => {
    const met = [
      { name: '街角小店', address: 'A区12号', person: '钱某', existing: '他行收单', need: '进货周转', market: 'M-PRS' },
      { name: '调查商户429', market: 'M-PRS' },
      { name: '路人', market: '' },
    ]
    const on = civilDate(new Date()).toString()
    expect(await submitReport(rm, { kind: 'DAILY', on, words: { tomorrow: '回访', met: [{ name: '某店', market: 'NONE' }] } })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND', fields: [{ path: 'words.met.0.market' }] } }) // biome-ignore format: one line
    expect(await submitReport(rm, { kind: 'DAILY', on, words: { tomorrow: '回访', met } })).toMatchObject({ ok: true })
    expect(await named('街角小店')).toMatchObject({ state: 'NEED_FOUND', mainPerson: '钱某', need: '进货周转', address: 'A区12号' }) // biome-ignore format: one line
    expect(await named('调查商户429')).toMatchObject({ state: 'CONTACTED' })
    expect(await named('路人')).toBeUndefined()
  })

  test('who stands on an operator’s list has applied, and is a customer once paid; nobody types that', async () => {
    // taken in before the list came
    await addProspect(rm, { market: 'M-PRS', name: listed.name })
    await inBank((tx) => tx.prospect.updateMany({ where: { name: listed.name }, data: { createdAt: new Date('2020-01-01') } })) // biome-ignore format: one line
    expect(await morning(systemOf(bank), {})).toMatchObject({ value: { prospectsApplied: 1, prospectsFunded: 0 } })
    expect(await named(listed.name)).toMatchObject({ state: 'APPLIED' })
    await inBank((tx) => tx.application.updateMany({ where: { id: listed.id }, data: { state: 'ACTIVE' } }))
    expect(await morning(systemOf(bank), {})).toMatchObject({ value: { prospectsApplied: 0, prospectsFunded: 1 } })
    expect(await named(listed.name)).toMatchObject({ state: 'FUNDED', allowedEvents: [] })
  })
})
