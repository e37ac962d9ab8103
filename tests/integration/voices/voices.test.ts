/** Tip-offs whose teller is protected, complaints whose owner stays answerable, on real PostgreSQL (§9 rows 5, 6, 18). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditTrail } from '@/lib/admin/audit'
import { objectState } from '@/lib/admin/object-state'
import { objectTrail } from '@/lib/admin/object-trail'
import { workFacts } from '@/lib/desk/log/facts'
import { myWork } from '@/lib/desk/work'
import { BANK_ROLES } from '@/lib/platform/actor'
import { civilDate, date } from '@/lib/platform/dates'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { handOverComplaint, moveComplaint, receiveComplaint, takeComplaint } from '@/lib/voices/commands/complaints'
import {
  answerTipOff,
  assignTipOff,
  concludeTipOff,
  receiveTipOff,
  revealTeller,
  triageTipOff,
} from '@/lib/voices/commands/tip-offs'
import { complaintList, tipOffList } from '@/lib/voices/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let post: Person
let risk: Person
let named: Person
let auditor: Person
let boss: Person
const TELLER = '摊主赵某 13800001111'
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('VOI')
  rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  named = await testPerson(bank, 'risk2', ['RISK_MGR', 'AUDITOR'])
  auditor = await testPerson(bank, 'auditor', ['AUDITOR'])
  boss = await testPerson(bank, 'boss', ['SB_HEAD'])
  await admittedMarket(bank, 'M-VOI')
  await standOn(bank.id, date('2026-04-10'))
})
afterAll(() => db.drop())

describe('a tip-off', () => {
  let tipOffId: string
  test('is taken in with the teller sealed: no table and no trail holds the name in clear', async () => {
    expect(
      await receiveTipOff(rm, { channel: 'PHONE', content: '有人向商户放高利贷', named: ['nobody@voi'] }),
    ).toMatchObject({ ok: false, error: { code: 'E_TIP_NAMED' } })
    const r = await receiveTipOff(rm, {
      channel: 'PHONE',
      content: '有人向商户放高利贷',
      market: 'M-VOI',
      named: [named.login],
      teller: TELLER,
    })
    if (!r.ok) throw new Error(r.error.code)
    tipOffId = r.value.id
    const rows = await inBank(async (tx) =>
      JSON.stringify([
        await tx.tipOff.findMany(),
        await tx.tipOffIdentity.findMany(),
        (await tx.auditEvent.findMany()).map((e) => e.detail),
      ]),
    )
    expect(rows).not.toContain('赵某')
    expect(rows).not.toContain('13800001111')
  })

  test('whom it names never sees it: not in the list, not in the work of the day, not by its number', async () => {
    expect((await tipOffList(named, {})).items).toEqual([])
    expect((await myWork(named, {})).items.filter((i) => i.kind === 'voice')).toEqual([])
    expect(await triageTipOff(named, { tipOffId, pursue: false, reason: '不实' })).toMatchObject({
      ok: false,
      error: { code: 'E_NOT_FOUND' },
    })
    expect(await revealTeller(named, { tipOffId, reason: '想知道' })).toMatchObject({
      ok: false,
      error: { code: 'E_NOT_FOUND' },
    })
    expect((await tipOffList(risk, {})).items).toMatchObject([{ state: 'RECEIVED' }])
    expect((await myWork(risk, {})).items.filter((i) => i.kind === 'voice')).toHaveLength(1)
  })

  test('one investigator and the auditor open the name, with a reason on the trail; the risk manager does not', async () => {
    await triageTipOff(risk, { tipOffId, pursue: true, reason: '线索具体' })
    expect(await assignTipOff(risk, { tipOffId, investigator: named.login })).toMatchObject({
      ok: false,
      error: { code: 'E_TIP_INVESTIGATOR' },
    })
    expect(await assignTipOff(risk, { tipOffId, investigator: post.login })).toMatchObject({
      ok: true,
      value: { state: 'INVESTIGATING' },
    })
    expect(await revealTeller(risk, { tipOffId, reason: '了解情况' })).toMatchObject({
      ok: false,
      error: { code: 'E_TIP_NOT_YOURS' },
    })
    expect(await revealTeller(post, { tipOffId, reason: '约谈举报人' })).toMatchObject({
      ok: true,
      value: { teller: TELLER },
    })
    expect(await revealTeller(auditor, { tipOffId, reason: '复核' })).toMatchObject({ ok: true })
    const trail = await inBank((tx) => tx.auditEvent.findMany({ where: { command: 'tipOffs.reveal' } }))
    expect(trail.map((e) => e.reason)).toEqual(['约谈举报人', '复核'])
  })

  test('confirmed, it is a signal of the market at once; its teller is answered by who investigated', async () => {
    expect(await concludeTipOff(risk, { tipOffId, confirmed: true, conclusion: '属实' })).toMatchObject({
      ok: false,
      error: { code: 'E_TIP_NOT_YOURS' },
    })
    expect(await concludeTipOff(post, { tipOffId, confirmed: true, conclusion: '查实两户参与' })).toMatchObject({
      ok: true,
      value: { signals: [expect.any(String)] },
    })
    expect(await inBank((tx) => tx.warningSignal.findMany({ where: { code: 'W-M11' } }))).toMatchObject([
      { level: 'YELLOW', objectType: 'MARKET' },
    ])
    expect(await answerTipOff(post, { tipOffId, feedback: '已核实并处理，感谢' })).toMatchObject({
      ok: true,
      value: { state: 'CLOSED' },
    })
  })

  test('an anonymous one has no name to open', async () => {
    const r = await receiveTipOff(rm, { channel: 'LETTER', content: '匿名信反映管理方截留租金' })
    expect(await revealTeller(auditor, { tipOffId: r.ok ? r.value.id : '', reason: '查看' })).toMatchObject({
      ok: false,
      error: { code: 'E_TIP_ANONYMOUS' },
    })
  })
})

describe('who told a tip-off stays hidden', () => {
  const SECRET = '知情人孙某 13911112222'
  let tipOffId: string
  beforeAll(async () => {
    await assignTo(post)
  })
  const assignTo = async (person: Person) => {
    const r = await receiveTipOff(rm, { channel: 'APP', content: '客户经理收受商户好处', named: [named.login, boss.login], teller: SECRET }) // biome-ignore format: one line
    tipOffId = r.ok ? r.value.id : ''
    await triageTipOff(auditor, { tipOffId, pursue: true, reason: '涉及内部人员，专人核查' })
    await assignTipOff(auditor, { tipOffId, investigator: person.login })
  }

  test('from every role of the bank but the auditor and the one investigator', async () => {
    for (const role of BANK_ROLES.filter((r) => r !== 'AUDITOR')) {
      const person = await testPerson(bank, `try-${role.toLowerCase().replaceAll('_', '-')}`, [role])
      const r = await revealTeller(person, { tipOffId, reason: '试探' })
      expect([role, r.ok]).toEqual([role, false])
      expect(JSON.stringify(await tipOffList(person, {}), (_, v) => (typeof v === 'bigint' ? String(v) : v))).not.toContain('孙某') // biome-ignore format: one line
    }
    expect(await revealTeller({ ...post, bankId: newId() }, { tipOffId, reason: '他行' })).toMatchObject({ ok: false })
  })

  test('from the book of repeated requests: the name is opened anew each time, each time on the trail', async () => {
    const opened = async () => revealTeller(post, { tipOffId, reason: '约谈' }, { idempotencyKey: 'reveal-once' })
    expect(await opened()).toMatchObject({ ok: true, value: { teller: SECRET } })
    expect(await opened()).toMatchObject({ ok: true, value: { teller: SECRET } })
    const kept = await inBank(async (tx) => JSON.stringify([await tx.idempotencyRecord.findMany(), await tx.outboxEvent.findMany(), await tx.stateHistory.findMany(), await tx.task.findMany()], (_, v) => (typeof v === 'bigint' ? String(v) : v))) // biome-ignore format: one line
    expect(kept).not.toContain('孙某')
    expect(await inBank((tx) => tx.auditEvent.count({ where: { command: 'tipOffs.reveal', objectId: tipOffId } }))).toBe(2) // biome-ignore format: one line
  })

  test('from the trail: an auditor whom it names and an administrator find nothing of it, by object, person or day', async () => {
    const admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
    const object = `tip-off:${tipOffId}`
    expect((await auditTrail(auditor, { object })).items.length).toBeGreaterThan(0)
    const on = civilDate(new Date()).toString()
    for (const who of [named, admin]) {
      expect((await auditTrail(who, { object })).items).toEqual([])
      expect((await auditTrail(who, { command: 'tipOffs' })).items.filter((e) => e.objectId === tipOffId)).toEqual([])
      await expect(objectState(who, { object, on })).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
      const trail = await objectTrail(who, { type: 'user', id: rm.userId })
      expect(trail.events.filter((e) => e.object === object)).toEqual([])
    }
    expect(await objectState(auditor, { object, on })).toMatchObject({ state: 'INVESTIGATING' })
  })

  test('from a superior whom it names and who reads what his people did that day', async () => {
    const on = civilDate(new Date())
    const facts = await inBank((tx) => workFacts(tx, bank.id, rm.userId, { startsOn: on, endsOn: on }))
    expect(facts.acts.filter((a) => a.command.startsWith('tipOffs'))).toEqual([])
  })
})

describe('a complaint', () => {
  test('stays with who was first spoken to until another accepts it, and is opened again twice at most', async () => {
    const r = await receiveComplaint(rm, { complainant: '商户钱某', content: '放款太慢，等了三周' })
    const complaintId = r.ok ? r.value.id : ''
    expect(await moveComplaint(post, { complaintId, event: 'accept' })).toMatchObject({
      ok: false,
      error: { code: 'E_COMPLAINT_OWNER' },
    })
    expect(await moveComplaint(rm, { complaintId, event: 'accept' })).toMatchObject({
      ok: true,
      value: { state: 'ACCEPTED' },
    })
    expect(await handOverComplaint(rm, { complaintId, to: post.login, reason: '涉及贷后' })).toMatchObject({ ok: true })
    expect((await complaintList(rm, {})).items).toMatchObject([{ owner: rm.name, handedTo: post.name }])
    expect(await takeComplaint(post, { complaintId, accept: true })).toMatchObject({ ok: true })
    expect(await moveComplaint(rm, { complaintId, event: 'reply', text: '已答复' })).toMatchObject({
      ok: false,
      error: { code: 'E_COMPLAINT_OWNER' },
    })
    for (const again of [true, true, false]) {
      expect(await moveComplaint(post, { complaintId, event: 'reply', text: '已说明原因并致歉' })).toMatchObject({
        ok: true,
      })
      expect(await moveComplaint(rm, { complaintId, event: 're-open', text: '仍未解决' })).toMatchObject(
        again ? { ok: true } : { ok: false, error: { code: 'E_COMPLAINT_REOPENED' } },
      )
    }
    expect(await moveComplaint(post, { complaintId, event: 'close' })).toMatchObject({
      ok: false,
      error: { code: 'E_REQUIRED:satisfaction' },
    })
    expect(await moveComplaint(post, { complaintId, event: 'close', satisfaction: 4 })).toMatchObject({
      ok: true,
      value: { state: 'CLOSED' },
    })
  })
})
