/** Answers of the core that do not come by themselves: files brought by people, and reports with parts left out or put in. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveDrawdown } from '@/lib/disbursement/commands/pay'
import { drawdownDetail } from '@/lib/disbursement/queries'
import { importCoreMessage } from '@/lib/disbursement/transfers/commands'
import { confirmOutcome } from '@/lib/disbursement/transfers/outcome'
import { transferContent } from '@/lib/disbursement/transfers/queries'
import { sendTransfer } from '@/lib/disbursement/transfers/send'
import { simulatedCore } from '@/lib/disbursement/transfers/simulated-core'
import { systemActor } from '@/lib/platform/actor'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import type { TestGroup } from '../../fixtures/group'
import { type Cast, readyGroup, reviewedDrawdown, value } from '../../fixtures/ready-group'

let db: TestDatabase
let bank: BankRow
let who: Cast
let group: TestGroup
const system = () => systemActor(bank, 'test')
const refused = (code: string) => ({ ok: false, error: { code } })
const loans = (drawdownId: string) =>
  withTenant({ bankId: bank.id, partyId: null }, (tx) => tx.loan.findMany({ where: { bankId: bank.id, drawdownId } }))

async function approved(key: number, accounts: string[]) {
  const d = await reviewedDrawdown(who, group.members[key]!, accounts)
  const { transferId } = value(await approveDrawdown(who.approver, { drawdownId: d.id }))
  return { drawdownId: d.id, transferId }
}

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  const root = mkdtempSync(join(tmpdir(), 'fangshi-core-'))
  db = await testDatabase()
  ;({ bank, who, group } = await readyGroup('TRA'))
  process.env.FANGSHI_TRANSFER_DIR = root
  for (const f of ['out', 'in', 'done']) mkdirSync(join(root, bank.code, f), { recursive: true })
}, 240_000)
afterAll(() => {
  delete process.env.FANGSHI_TRANSFER_DIR
  return db.drop()
})

test('a file that one person brings neither books nor frees a payment until another has confirmed it', async () => {
  const { drawdownId, transferId } = await approved(0, ['6222000011112222', '6222000011113333'])
  const content = (await transferContent(who.maker, { id: transferId })).content
  const forged = simulatedCore(content).replaceAll('ACSC', 'RJCT')
  // it has not left the house yet: nobody can have answered it
  expect(value(await importCoreMessage(who.maker, { xml: forged }))).toMatchObject({ refused: 0, known: 1 })
  await sendTransfer(system(), transferId)
  expect(value(await importCoreMessage(who.maker, { xml: forged }))).toMatchObject({ refused: 0, proposed: 1 })
  expect(await drawdownDetail(who.rm, { drawdownId })).toMatchObject({ state: 'DISBURSE_PENDING' })
  // what waits for a second person is not changed under his eyes
  expect(value(await importCoreMessage(who.maker, { xml: simulatedCore(content) }))).toMatchObject({
    proposed: 0,
    known: 1,
  })
  expect(await confirmOutcome(who.maker, { id: transferId, decision: 'CONFIRM' })).toMatchObject(refused('E_FORBIDDEN'))
  value(await confirmOutcome(who.checker, { id: transferId, decision: 'REFUSE' }))
  // what was refused is gone: it cannot be confirmed later
  expect(await confirmOutcome(who.checker, { id: transferId, decision: 'CONFIRM' })).toMatchObject(refused('E_STATE'))
  expect(await loans(drawdownId)).toHaveLength(0)

  expect(value(await importCoreMessage(who.maker, { xml: simulatedCore(content) }))).toMatchObject({
    booked: 0,
    proposed: 1,
  })
  expect(await loans(drawdownId)).toHaveLength(0)
  expect(value(await confirmOutcome(who.checker, { id: transferId, decision: 'CONFIRM' }))).toMatchObject({
    outcome: 'BOOKED',
  })
  expect(await loans(drawdownId)).toHaveLength(1)
})

test('one refused of two is not the whole refused, one unnamed is not paid, and a payment of another message is no answer', async () => {
  const { drawdownId, transferId } = await approved(1, ['6222000011112222', '0000000033334444'])
  await sendTransfer(system(), transferId)
  const { content } = await transferContent(who.maker, { id: transferId })
  const whole = simulatedCore(content)
  const parts = whole.match(/<TxInfAndSts>.*?<\/TxInfAndSts>/g)!
  const only = (...kept: string[]) => whole.replace(parts.join(''), kept.join(''))
  const take = (xml: string) => importCoreMessage(system(), { xml })
  expect(await take(only())).toMatchObject(refused('E_CORE_MESSAGE'))
  const strange = parts[1]!.replace(/<OrgnlEndToEndId>[^<]*/, '<OrgnlEndToEndId>ffffffffffffffffffffffffffffffff')
  expect(await take(only(strange))).toMatchObject(refused('E_CORE_MESSAGE'))
  expect(value(await take(only(parts[0]!.replace('ACSC', 'ACSP'), parts[1]!)))).toMatchObject({ waiting: 1 })
  expect(await loans(drawdownId)).toHaveLength(0)
  // only what differs from the group is named
  expect(value(await take(only(parts[1]!)))).toMatchObject({ booked: 1, refused: 0 })
  expect(await loans(drawdownId)).toHaveLength(1)
  const states = (await drawdownDetail(who.rm, { drawdownId })).payments.map((x) => x.state).sort()
  expect(states).toEqual(['PAID', 'RETURNED'])
})
