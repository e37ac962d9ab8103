/** A signing called off on real PostgreSQL: nothing of it binds anybody, and its merchants are not lost (§7.1). */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appointSigning, openContracting } from '@/lib/contracts/commands/appoint'
import { cancelSigning } from '@/lib/contracts/commands/cancel-signing'
import { completeContracts } from '@/lib/contracts/commands/complete'
import { checkIdentity, explainClauses, signContract } from '@/lib/contracts/commands/sign'
import { issueContracts } from '@/lib/contracts/issue'
import { contractsOf, signingTable } from '@/lib/contracts/queries'
import { signingList } from '@/lib/contracts/signing-list'
import '@/lib/contracts/jobs'
import { signingCalendar } from '@/lib/contracts/calendar-document'
import { systemActor } from '@/lib/platform/actor'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { value } from '../../fixtures/ready-group'
import { approvedSingles } from '../../fixtures/singles'
import { replayBreaks } from '../replay'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
const who = {} as Record<'rm' | 'other' | 'officer', Person>
const refused = (code: string) => ({ ok: false, error: { code } })
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)
const states = async (applicationIds: string[]) =>
  Object.fromEntries(
    (
      await inBank((tx) =>
        tx.application.findMany({
          where: { bankId: bank.id, id: { in: applicationIds } },
          select: { id: true, state: true },
        }),
      )
    ).map((a) => [a.id, a.state]),
  )

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('CSB')
  who.rm = await testPerson(bank, 'rm', ['RM'])
  who.other = await testPerson(bank, 'rm2', ['RM'])
  who.officer = await testPerson(bank, 'officer', ['CONTRACT_OFFICER'])
  market = await admittedMarket(bank, 'M1', { people: { rmId: who.rm.userId } })
})
afterAll(() => db.drop())

async function appointed(batchId: string, applicationIds: string[]): Promise<string> {
  const made = await appointSigning(who.rm, {
    batchId,
    applicationIds,
    place: '兴隆市场管理处二楼',
    startsAt: '2026-03-21T09:00:00+08:00',
    contractOfficerId: who.officer.userId,
  })
  return value(made).sessions[0]!.id
}
const cancel = (sessionId: string, by = who.rm) => cancelSigning(by, { sessionId, reason: '商户外出进货' })

/** Identity, explanation and signature of the first document of a kind. */
async function signed(sessionId: string, kind: string) {
  const t = await signingTable(who.rm, { sessionId })
  const docs = t.persons.flatMap((p) => p.documents).filter((d) => d.kind === kind)
  const signerIds = docs.map((d) => d.signerId)
  value(await checkIdentity(who.officer, { signerIds, originalSeen: true, faceMatched: true }))
  value(
    await explainClauses(who.rm, {
      explanations: docs
        .filter((d) => d.clauses.length > 0)
        .map((d) => ({ signerId: d.signerId, clauses: d.clauses.map((c) => c.id), readAloud: true })),
    }),
  )
  const signatures = docs.map((d) => ({ signerId: d.signerId, sha256: d.sha256! }))
  return { docs, sign: () => signContract(who.officer, { signatures, method: 'PAPER' }) }
}

test('what was merged, explained and signed for it is void, and every merchant stands where it stood before', async () => {
  const singles = await approvedSingles(bank, market, 'GC', 3, { rmId: who.rm.userId })
  const [first, second, third] = singles.applicationIds as [string, string, string]
  await inBank(async (tx) => {
    await tx.application.updateMany({ where: { bankId: bank.id, id: second }, data: { state: 'APPROVED_REDUCED' } })
    await tx.planLine.updateMany({
      where: { bankId: bank.id, applicationId: second },
      data: { state: 'APPROVED_REDUCED' },
    })
    await tx.applicationOutcome.updateMany({
      where: { bankId: bank.id, applicationId: second },
      data: { merchantAcceptedAt: new Date() },
    })
  })
  value(await openContracting(who.rm, { batchId: singles.batchId }))
  const before = await states(singles.applicationIds)
  const sessionId = await appointed(singles.batchId, [first, second])
  const otherId = await appointed(singles.batchId, [third])
  await drainJobs(bank.id)
  const { docs, sign } = await signed(sessionId, 'CONSENTS')
  value(await sign())
  expect(await cancel(sessionId, who.other)).toMatchObject(refused('E_FORBIDDEN'))
  expect(await cancelSigning(who.officer, { sessionId, reason: '商户外出' })).toMatchObject(refused('E_FORBIDDEN'))
  // a double click
  const clicks = await Promise.all([cancel(sessionId), cancel(sessionId)])
  expect(clicks.filter((r) => r.ok)).toHaveLength(1)
  expect(clicks.find((r) => !r.ok)).toMatchObject(refused('E_STATE'))
  expect(await states([first, second])).toEqual({ [first]: before[first], [second]: before[second] })
  expect((await states([third]))[third]).toBe('CONTRACTING')
  const { items } = await contractsOf(who.rm, { applicationId: first })
  expect(new Set(items.map((c) => c.state))).toEqual(new Set(['VOID']))
  // nothing can be signed on what is void, and the merging that was still under way makes nothing any more
  const signatures = docs.map((d) => ({ signerId: d.signerId, sha256: d.sha256! }))
  expect(await signContract(who.officer, { signatures, method: 'PAPER' })).toMatchObject(refused('E_STATE'))
  expect(value(await issueContracts(systemActor(bank, 'test'), { sessionId }))).toMatchObject({ issued: 0 })
  // the documents of the whole scheme, merged for this signing, are there again for the other one
  await drainJobs(bank.id)
  const rest = await signingTable(who.rm, { sessionId: otherId })
  expect(rest.contracts.map((c) => c.kind)).toContain('COOPERATION_AGREEMENT')
  // waiting again, and another appointment starts afresh
  const list = await signingList(who.rm, { batchId: singles.batchId })
  expect(list.merchantsWaiting.map((m) => m.id).sort()).toEqual([first, second].sort())
  expect(list.items.map((s) => s.id)).toEqual([otherId])
  const again = await appointed(singles.batchId, [first, second])
  await drainJobs(bank.id)
  const fresh = await signingTable(who.rm, { sessionId: again })
  expect(fresh.persons.flatMap((p) => p.documents).every((d) => d.signedAt === null && !d.identityChecked)).toBe(true)
  const ics = await (await signingCalendar(who.rm, { sessionId })).text()
  expect(ics).toContain('METHOD:CANCEL')
  expect(ics).toContain('STATUS:CANCELLED')
  expect((await replayBreaks(bank.id)).filter((b) => b.startsWith('contract'))).toEqual([])
})

test('a signing of which a document has been signed by all is not called off, whoever is faster', async () => {
  const singles = await approvedSingles(bank, market, 'GC', 1, { rmId: who.rm.userId })
  value(await openContracting(who.rm, { batchId: singles.batchId }))
  const sessionId = await appointed(singles.batchId, singles.applicationIds)
  await drainJobs(bank.id)
  const { docs, sign } = await signed(sessionId, 'CONSENTS')
  value(await sign())
  const contractIds = [docs[0]!.contractId]
  const [closed, off] = await Promise.all([
    completeContracts(who.officer, { contractIds, recordingRef: 'AV-1' }),
    cancel(sessionId),
  ])
  expect([closed.ok, off.ok].filter(Boolean)).toHaveLength(1)
  const { items } = await contractsOf(who.rm, { applicationId: singles.applicationIds[0]! })
  expect(items.find((c) => c.kind === 'CONSENTS')!.state).toBe(closed.ok ? 'SIGNED' : 'VOID')
  if (closed.ok) expect(await cancel(sessionId)).toMatchObject(refused('E_SIGNING_BEGUN'))
})
