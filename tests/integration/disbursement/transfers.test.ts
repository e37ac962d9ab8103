import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { approveDrawdown } from '@/lib/disbursement/commands/pay'
import { drawdownDetail } from '@/lib/disbursement/queries'
import { importCoreMessage } from '@/lib/disbursement/transfers/commands'
import { confirmOutcome, proposeOutcome } from '@/lib/disbursement/transfers/outcome'
import { transferList } from '@/lib/disbursement/transfers/queries'
import { fetchAnswers, sendTransfer } from '@/lib/disbursement/transfers/send'
import { simulatedCore } from '@/lib/disbursement/transfers/simulated-core'
import '@/lib/disbursement/jobs'
import { systemActor } from '@/lib/platform/actor'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { type TestDatabase, testDatabase } from '../../database'
import type { TestGroup } from '../../fixtures/group'
import { type Cast, readyGroup, reviewedDrawdown, value } from '../../fixtures/ready-group'

let db: TestDatabase
let bank: BankRow
let who: Cast
let group: TestGroup
let root: string
const system = () => systemActor(bank, 'test')
const refused = (code: string) => ({ ok: false, error: { code } })
const folder = (name: string) => join(root, bank.code, name)
const handedOver = () => readdirSync(folder('out')).filter((f) => f.endsWith('.xml'))
const message = async (drawdownId: string) => (await transferList(who.checker, { drawdownId })).items[0]!
const loans = (drawdownId: string) =>
  withTenant({ bankId: bank.id, partyId: null }, (tx) => tx.loan.findMany({ where: { bankId: bank.id, drawdownId } }))
const balanceOf = async (code: string) =>
  (await trialBalance(who.checker, {})).accounts.find((a) => a.code === code)?.balanceFen ?? 0n

/** Approves through the directory channel without letting the worker run. */
async function approved(key: number, accounts?: string[]) {
  const d = await reviewedDrawdown(who, group.members[key]!, accounts)
  const paid = value(await approveDrawdown(who.approver, { drawdownId: d.id }))
  expect(paid).toMatchObject({ state: 'DISBURSE_PENDING', loanId: null })
  return { drawdownId: d.id, transferId: paid.transferId }
}

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  root = mkdtempSync(join(tmpdir(), 'fangshi-core-'))
  db = await testDatabase()
  ;({ bank, who, group } = await readyGroup('TRB'))
  process.env.FANGSHI_TRANSFER_DIR = root
  for (const f of ['out', 'in', 'done']) mkdirSync(folder(f), { recursive: true })
}, 240_000)
afterEach(() => {
  process.env.FANGSHI_TRANSFER_DIR = root
})
afterAll(() => {
  delete process.env.FANGSHI_TRANSFER_DIR
  return db.drop()
})

test('a worker killed between handing over and writing it down never pays twice, and the loan is booked by what the core knows', async () => {
  const { drawdownId, transferId } = await approved(0)
  expect(await loans(drawdownId)).toHaveLength(0)
  const signal = await new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        './scripts/resolve.mjs',
        'tests/integration/disbursement/send-child.ts',
        bank.code,
        transferId,
        folder(''),
      ],
      { cwd: join(import.meta.dirname, '../../..'), env: process.env, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    child.on('error', reject)
    child.on('close', (_, s) => resolve(s))
  })
  expect(signal).toBe('SIGKILL')
  expect(await message(drawdownId)).toMatchObject({ state: 'SENDING' })
  const first = handedOver()
  expect(first).toHaveLength(1)
  const sent = readFileSync(join(folder('out'), first[0]!), 'utf8')

  // The job that was enqueued with the approval comes again, as it does after a crash, and once more for good measure.
  await drainJobs(bank.id)
  expect(actOf(await sendTransfer(system(), transferId))).toBe('ASK')
  expect(handedOver()).toEqual(first)
  expect(readFileSync(join(folder('out'), first[0]!), 'utf8')).toBe(sent)
  expect(await message(drawdownId)).toMatchObject({ state: 'SENT' })
  expect(await loans(drawdownId)).toHaveLength(0)

  writeFileSync(join(folder('in'), first[0]!), simulatedCore(sent))
  expect(await fetchAnswers(system())).toBe(1)
  // the same answer again, by hand
  expect(value(await importCoreMessage(system(), { xml: simulatedCore(sent) }))).toMatchObject({ known: 1, booked: 0 })
  const [loan, ...more] = await loans(drawdownId)
  expect(more).toEqual([])
  expect(loan).toMatchObject({ principalFen: group.members[0]!.amountFen, state: 'CURRENT' })
  expect((await drawdownDetail(who.rm, { drawdownId })).payments.map((p) => p.state)).toEqual(['PAID', 'PAID'])
  expect(await balanceOf('1301')).toBe(group.members[0]!.amountFen)
  expect(await balanceOf('2411')).toBe(0n)
  expect((await trialBalance(who.checker, {})).differenceFen).toBe(0n)
})

const actOf = (r: Awaited<ReturnType<typeof sendTransfer>>) => (r.ok ? r.act : r.code)

test('two workers that take one instruction at the same moment hand it over once', async () => {
  const { drawdownId, transferId } = await approved(1)
  const before = handedOver().length
  const acts = await Promise.all([1, 2, 3].map(() => sendTransfer(system(), transferId)))
  expect(acts.map(actOf).filter((a) => a === 'SEND')).toHaveLength(1)
  expect(handedOver()).toHaveLength(before + 1)

  // The core's answer is lost; the statement of the day proves the payments and gives the value date.
  const m = await message(drawdownId)
  const d = await drawdownDetail(who.rm, { drawdownId })
  const entry = (p: (typeof d.payments)[number], direction = 'DBIT') =>
    `<Ntry><Amt Ccy="CNY">${p.amountFen / 100n}.00</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-19</Dt></BookgDt><ValDt><Dt>2026-03-19</Dt></ValDt><AcctSvcrRef>X-77</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>${p.id.replaceAll('-', '')}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`
  const statement = (entries: string) =>
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S-1</Id>${entries}</Stmt></BkToCstmrStmt></Document>`
  // one payment alone proves nothing of the whole
  expect(value(await importCoreMessage(system(), { xml: statement(entry(d.payments[0]!)) }))).toMatchObject({
    booked: 0,
  })
  expect(
    value(await importCoreMessage(system(), { xml: statement(d.payments.map((p) => entry(p)).join('')) })),
  ).toMatchObject({ booked: 1 })
  expect((await loans(drawdownId)).map((l) => l.startDate.toISOString().slice(0, 10))).toEqual(['2026-03-19'])
  expect(await message(drawdownId)).toMatchObject({ state: 'ACCEPTED', coreReference: 'X-77' })
  expect(m.state).toBe('SENT')

  // A payee's bank sends one of them back: the money is in transit again, once, and the manager is asked.
  const transit = await balanceOf('2411')
  const back = statement(entry(d.payments[0]!, 'CRDT'))
  expect(value(await importCoreMessage(system(), { xml: back }))).toMatchObject({ returned: 1 })
  expect(value(await importCoreMessage(system(), { xml: back }))).toMatchObject({ returned: 0, known: 1 })
  expect((await balanceOf('2411')) - transit).toBe(-d.payments[0]!.amountFen)
})

test('what the core refuses pays nothing, and goes out again only as another message after another approval', async () => {
  const { drawdownId, transferId } = await approved(2, ['0000111122223333', '0000111122224444'])
  await sendTransfer(system(), transferId)
  const m = await message(drawdownId)
  const sent = readFileSync(join(folder('out'), `${m.messageId}.xml`), 'utf8')
  expect(value(await importCoreMessage(system(), { xml: simulatedCore(sent) }))).toMatchObject({ refused: 1 })
  expect(await loans(drawdownId)).toHaveLength(0)
  expect(await drawdownDetail(who.rm, { drawdownId })).toMatchObject({ state: 'RETURNED' })
  const contradiction = simulatedCore(sent.replaceAll('0000111122', '6222111122'))
  expect(await importCoreMessage(system(), { xml: contradiction })).toMatchObject(refused('E_TRANSFER_CONTRADICTED'))
  expect(await sendTransfer(system(), transferId)).toEqual({ ok: true, act: 'NONE' })
})

test('a transfer that the core does not know waits for two people; one alone neither books nor frees it', async () => {
  const { drawdownId, transferId } = await approved(3)
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.transferMessage.updateMany({ where: { bankId: bank.id, id: transferId }, data: { state: 'SENDING' } }),
  )
  expect(actOf(await sendTransfer(system(), transferId))).toBe('ASK')
  expect(await message(drawdownId)).toMatchObject({ state: 'UNKNOWN' })
  expect(await confirmOutcome(who.checker, { id: transferId, decision: 'CONFIRM' })).toMatchObject(refused('E_STATE'))
  const finding = { id: transferId, outcome: 'NOT_PAID' as const, reason: '核心与对手行均无此笔' }
  expect(await proposeOutcome(who.checker, finding)).toMatchObject(refused('E_FORBIDDEN'))
  value(await proposeOutcome(who.maker, finding))
  expect(value(await confirmOutcome(who.checker, { id: transferId, decision: 'CONFIRM' }))).toMatchObject({
    outcome: 'REFUSED',
  })
  expect(await loans(drawdownId)).toHaveLength(0)
  expect(await drawdownDetail(who.rm, { drawdownId })).toMatchObject({ state: 'RETURNED' })
})

test('what no longer holds at the moment of payment is not paid', async () => {
  const { drawdownId, transferId } = await approved(4)
  const freeze = (frozen: boolean) =>
    withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.application.updateMany({ where: { bankId: bank.id, id: group.members[4]!.applicationId }, data: { frozen } }),
    )
  await freeze(true)
  const before = handedOver().length
  expect(actOf(await sendTransfer(system(), transferId))).toBe('NONE')
  expect(handedOver()).toHaveLength(before)
  expect(await message(drawdownId)).toMatchObject({ state: 'REJECTED', reasonText: 'CP-11' })
  await freeze(false)
})

test('a document type, another bank’s message and half a message are refused or counted, never taken', async () => {
  const bad = (xml: string) => importCoreMessage(who.maker, { xml })
  expect(await bad('<!DOCTYPE a [<!ENTITY x "y">]><Document><a>&x;</a></Document>')).toMatchObject(
    refused('E_CORE_MESSAGE'),
  )
  expect(await bad('<Document><CstmrPmtStsRpt/></Document>')).toMatchObject(refused('E_CORE_MESSAGE'))
  expect(await bad('<Document><CstmrPmtStsRpt>')).toMatchObject(refused('E_CORE_MESSAGE'))
  const strange =
    '<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>OTHER-1</OrgnlMsgId><GrpSts>ACSC</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>'
  expect(value(await bad(strange))).toMatchObject({ strange: 1, booked: 0 })
})
