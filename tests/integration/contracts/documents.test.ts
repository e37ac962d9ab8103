import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signingCalendar } from '@/lib/contracts/calendar-document'
import { appointSigning, openContracting } from '@/lib/contracts/commands/appoint'
import { deliverCopies, rescheduleSigning } from '@/lib/contracts/commands/deliver'
import { reviewResolution, setParticulars } from '@/lib/contracts/commands/particulars'
import { reissueContracts } from '@/lib/contracts/commands/reissue'
import { checkIdentity, explainClauses, signContract } from '@/lib/contracts/commands/sign'
import { contractDraft } from '@/lib/contracts/draft'
import { issueContracts } from '@/lib/contracts/issue'
import { mergingState } from '@/lib/contracts/merging'
import { contractDetail, contractsOf, signingTable } from '@/lib/contracts/queries'
import { verifyContract } from '@/lib/contracts/signature/verify'
import '@/lib/contracts/jobs'
import { askPartner } from '@/lib/partners/commands/cases'
import { systemActor } from '@/lib/platform/actor'
import { businessDate } from '@/lib/platform/calendar'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { testBank, testPerson } from '../../fixtures/people'
import { type Cast, castOf, value } from '../../fixtures/ready-group'
import { approvedSingles, type Singles } from '../../fixtures/singles'
import { replayBreaks } from '../replay'

let db: TestDatabase
let bank: BankRow
let who: Cast
let market: TestMarket
const refused = (code: string) => ({ ok: false, error: { code } })

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('DCB')
  who = await castOf(bank)
  market = await admittedMarket(bank, 'M1', { people: { rmId: who.rm.userId } })
}, 120_000)
afterAll(() => db.drop())

async function appointed(singles: Singles) {
  value(await openContracting(who.rm, { batchId: singles.batchId }))
  const done = value(
    await appointSigning(who.rm, {
      batchId: singles.batchId,
      allWithoutGroup: true,
      place: '市场管理处',
      startsAt: '2026-03-20T09:00:00+08:00',
      contractOfficerId: who.officer.userId,
    }),
  )
  return done.sessions[0]!.id
}
const aFile = () =>
  withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    const id = newId()
    await tx.fileObject.create({
      data: {
        bankId: bank.id,
        id,
        sha256: 'a'.repeat(64),
        sizeBytes: 3n,
        mediaType: 'application/pdf',
        name: 'a.pdf',
        kind: 'EVIDENCE',
        createdBy: who.rm.userId,
      },
    })
    return id
  })

test('a batch of merchants without groups is merged as one job that tells how far it is, and once only', async () => {
  const singles = await approvedSingles(bank, market, 'GC', 60, { rmId: who.rm.userId })
  const sessionId = await appointed(singles)
  await drainJobs(bank.id)
  expect(await mergingState(who.rm, { sessionId })).toMatchObject({ state: 'DONE', done: 60, total: 60 })
  const kinds = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.contract.groupBy({
      by: ['kind', 'state'],
      where: { bankId: bank.id, batchId: singles.batchId },
      _count: { _all: true },
    }),
  )
  expect(Object.fromEntries(kinds.map((k) => [k.kind, k._count._all]))).toEqual({
    COOPERATION_AGREEMENT: 1,
    PARTNER_AGREEMENT: 1,
    LOAN_CONTRACT: 60,
    GUARANTEE_CONTRACT: 60,
    COUNTER_GUARANTEE: 60,
    CONSENTS: 60,
  })
  expect(new Set(kinds.map((k) => k.state))).toEqual(new Set(['ISSUED']))
  // the job comes again, as after a crash: nothing twice
  expect(
    value(
      await issueContracts(systemActor(bank, 'test'), {
        sessionId,
        applicationIds: singles.applicationIds.slice(0, 50),
      }),
    ),
  ).toMatchObject({ issued: 0 })
  expect((await replayBreaks(bank.id)).filter((b) => b.startsWith('contract'))).toEqual([])
})

test('a mode that needs a partner, a policy or a mortgage is not merged without it', async () => {
  const singles = await approvedSingles(bank, market, 'LI', 2, { rmId: who.rm.userId })
  const sessionId = await appointed(singles)
  await drainJobs(bank.id)
  expect(await mergingState(who.rm, { sessionId })).toMatchObject({ state: 'FAILED', errorCode: 'E_CONTRACT_BLANK' })
  const [first, second] = singles.applicationIds
  expect(await contractDraft(who.rm, { applicationId: first!, kind: 'INSURANCE_POLICY' })).toMatchObject({ blanks: 4 })
  const policy = {
    insurer: '华岭财产保险',
    number: 'PL-1',
    sumInsured: '220000',
    premium: '5000',
    from: '2026-03-20',
    until: '2027-06-30',
  }
  for (const applicationId of [first!, second!])
    value(await setParticulars(who.rm, { applicationId, particulars: { policy } }))
  expect(value(await issueContracts(systemActor(bank, 'test'), { sessionId }))).toMatchObject({ merchants: 2 })
  const { items } = await contractsOf(who.rm, { applicationId: first! })
  expect(items.map((c) => c.kind)).toContain('INSURANCE_POLICY')
})

test('nobody guarantees its own controller, nor itself (LEG-14)', async () => {
  const singles = await approvedSingles(bank, market, 'GC', 1, { rmId: who.rm.userId })
  const applicationId = singles.applicationIds[0]!
  const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)
  const item = await inBank((tx) => tx.application.findFirstOrThrow({ where: { bankId: bank.id, id: applicationId } }))
  const partner = await inBank((tx) =>
    tx.party.findFirstOrThrow({ where: { bankId: bank.id, kind: 'GUARANTOR', state: 'ADMITTED' } }),
  )
  const set = (g: { name: string; uscc: string }) =>
    setParticulars(who.rm, { applicationId, particulars: { guarantor: { ...g, licensed: true, branch: false } } })
  const company = { name: partner.name, uscc: partner.uscc! }
  expect(await set({ name: item.name!, uscc: '91330000MA0000009X' })).toMatchObject(refused('E_GUARANTOR_RELATED'))
  const person = newId()
  const put = (role: string, sharePpm: number | null, until: Date | null) =>
    inBank((tx) =>
      tx.partnerPerson.upsert({
        where: { bankId_id: { bankId: bank.id, id: person } },
        create: {
          bankId: bank.id,
          id: person,
          partyId: partner.id,
          role,
          name: '周某',
          idNo: item.ownerIdNo,
          sharePpm,
          since: new Date('2020-01-01'),
          until,
        },
        update: { role, sharePpm, until },
      }),
    )
  const ask = () => askPartner(who.rm, { applicationId, kind: 'GUARANTEE', amount: '100000' })
  await put('CONTROLLER', null, null)
  expect(await set(company)).toMatchObject(refused('E_GUARANTOR_RELATED'))
  expect(await ask()).toMatchObject(refused('E_GUARANTOR_RELATED'))
  await put('SHAREHOLDER', 250_000, null)
  expect(await set(company)).toMatchObject(refused('E_GUARANTOR_RELATED'))
  await put('SHAREHOLDER', 50_000, null)
  value(await set(company))
  await put('CONTROLLER', null, new Date('2021-01-01'))
  value(await set(company))
  value(await ask())
})

test('a company’s guarantee is merged only after a second person reviewed its resolution; an organ of state never guarantees', async () => {
  const singles = await approvedSingles(bank, market, 'AF', 1, { rmId: who.rm.userId })
  const applicationId = singles.applicationIds[0]!
  const guarantor = { name: '云栖市场管理有限公司', uscc: '91330000MA0000002X', licensed: false, branch: false }
  const set = (g: object) =>
    setParticulars(who.rm, { applicationId, particulars: { guarantor: { ...guarantor, ...g } } })
  const fund = { name: '云江合作机构有限公司' }
  expect(await set(fund)).toMatchObject(refused('E_GOV_CANNOT_GUARANTEE'))
  // a chamber of commerce, an institution and an office that the bank has no record of: their codes tell
  expect(await set({ uscc: '51330000MA0000004X' })).toMatchObject(refused('E_NONPROFIT_CANNOT_GUARANTEE'))
  expect(await set({ uscc: '12330000MA0000004X' })).toMatchObject(refused('E_NONPROFIT_CANNOT_GUARANTEE'))
  expect(await set({ uscc: '11330000MA0000004X' })).toMatchObject(refused('E_GOV_CANNOT_GUARANTEE'))
  value(await set({}))
  const sessionId = await appointed(singles)
  const issue = () => issueContracts(systemActor(bank, 'test'), { sessionId })
  expect(await issue()).toMatchObject(refused('E_RESOLUTION_MISSING'))
  value(await set({ resolutionNo: '股决 3 号', resolutionOn: '2026-03-10', fileId: await aFile() }))
  expect(await issue()).toMatchObject(refused('E_RESOLUTION_UNREVIEWED'))
  const both = await testPerson(bank, 'rm-officer', ['RM', 'CONTRACT_OFFICER'])
  value(
    await setParticulars(both, {
      applicationId,
      particulars: {
        guarantor: { ...guarantor, resolutionNo: '股决 4 号', resolutionOn: '2026-03-11', fileId: await aFile() },
      },
    }),
  )
  expect(await reviewResolution(both, { applicationId, note: '决议有效' })).toMatchObject(refused('E_SOD'))
  value(await reviewResolution(who.officer, { applicationId, note: '决议权限与印章相符' }))
  value(await issue())
  const { items } = await contractsOf(who.rm, { applicationId })
  expect(items.map((c) => c.kind).sort()).toEqual([
    'ASSIST_FUND_AGREEMENT',
    'CONSENTS',
    'GUARANTEE_CONTRACT',
    'LOAN_CONTRACT',
    'STALL_UNDERTAKING',
  ])
  // its share of the enterprises' fund is opened with the agreement: 3 % of what it may draw, to be paid before it does (INV-AF2)
  const share = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.marginSubLedger.findFirst({ where: { bankId: bank.id, applicationId }, include: { account: true } }),
  )
  expect(share).toMatchObject({ requiredFen: yuan('6000'), account: { type: 'ASSIST_FUND', interestOwner: 'POOL' } })
})

test('a change makes another text with another seal, and what was signed on the old one is signed again', async () => {
  const singles = await approvedSingles(bank, market, 'GC', 1, { rmId: who.rm.userId })
  const sessionId = await appointed(singles)
  await drainJobs(bank.id)
  const applicationId = singles.applicationIds[0]!
  const loanOf = async () =>
    (await signingTable(who.rm, { sessionId })).persons
      .flatMap((p) => p.documents)
      .find((d) => d.kind === 'LOAN_CONTRACT')!
  const old = await loanOf()
  value(await checkIdentity(who.officer, { signerIds: [old.signerId], originalSeen: true, faceMatched: true }))
  value(
    await explainClauses(who.rm, {
      explanations: [{ signerId: old.signerId, clauses: old.clauses.map((c) => c.id), readAloud: true }],
    }),
  )
  value(
    await signContract(who.officer, { signatures: [{ signerId: old.signerId, sha256: old.sha256! }], method: 'PAPER' }),
  )
  const seal = (await contractDetail(who.rm, { contractId: old.contractId })).contentSha256
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.application.updateMany({ where: { bankId: bank.id, id: applicationId }, data: { purpose: '采购春季货品' } }),
  )
  value(await reissueContracts(who.rm, { contractId: old.contractId, reason: '用途更正' }))
  await drainJobs(bank.id)
  const fresh = await loanOf()
  expect(fresh.number).not.toBe(old.number)
  expect(fresh).toMatchObject({ signedAt: null, identityChecked: false })
  expect(fresh.clauses.every((c) => !c.confirmed)).toBe(true)
  expect((await contractDetail(who.rm, { contractId: fresh.contractId })).contentSha256).not.toBe(seal)
  expect(
    await signContract(who.officer, { signatures: [{ signerId: old.signerId, sha256: old.sha256! }], method: 'PAPER' }),
  ).toMatchObject(refused('E_STATE'))
  expect(
    await signContract(who.officer, {
      signatures: [{ signerId: fresh.signerId, sha256: old.sha256! }],
      method: 'PAPER',
    }),
  ).toMatchObject(refused('E_CONTRACT_HASH'))
})

test('a card that runs out within the month is renewed before anything is signed (§4.2)', async () => {
  const singles = await approvedSingles(bank, market, 'GC', 1, { rmId: who.rm.userId })
  const sessionId = await appointed(singles)
  await drainJobs(bank.id)
  const signer = (await signingTable(who.rm, { sessionId })).persons
    .flatMap((p) => p.documents)
    .find((d) => d.kind === 'LOAN_CONTRACT')!
  const [paper, fileId] = [newId(), await aFile()]
  const ends = (slot: string, day: string) =>
    withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.document.upsert({
        where: { bankId_id: { bankId: bank.id, id: paper } },
        create: {
          bankId: bank.id,
          id: paper,
          batchId: singles.batchId,
          partyId: market.partyId,
          applicationId: singles.applicationIds[0]!,
          slot,
          fileId,
          originalPath: '身份证.png',
          sha256: 'a'.repeat(64),
          state: 'ACCEPTED',
          expiresOn: new Date(day),
        },
        update: { slot, expiresOn: new Date(day) },
      }),
    )
  const identify = () =>
    checkIdentity(who.officer, { signerIds: [signer.signerId], originalSeen: true, faceMatched: true })
  const today = await withTenant({ bankId: bank.id, partyId: null }, (tx) => businessDate(tx, bank.id))
  await ends('ID_LEGAL_REP', today.add({ days: 29 }).toString())
  expect(await identify()).toMatchObject(refused('E_ID_EXPIRED'))
  await ends('BUSINESS_LICENSE', today.add({ days: 29 }).toString())
  expect(await identify()).toMatchObject(refused('E_DOC_EXPIRED:BUSINESS_LICENSE'))
  await ends('ID_LEGAL_REP', today.add({ days: 30 }).toString())
  value(await identify())
})

test('a signature that is older than the text is not taken, and what was signed can be proved until somebody touches it', async () => {
  const singles = await approvedSingles(bank, market, 'GC', 1, { rmId: who.rm.userId })
  const early = await aFile()
  const sessionId = await appointed(singles)
  await drainJobs(bank.id)
  const table = await signingTable(who.rm, { sessionId })
  const doc = table.persons.flatMap((p) => p.documents).find((d) => d.kind === 'CONSENTS')!
  value(await checkIdentity(who.officer, { signerIds: [doc.signerId], originalSeen: true, faceMatched: true }))
  const explanations = [{ signerId: doc.signerId, clauses: doc.clauses.map((c) => c.id), readAloud: true }]
  value(await explainClauses(who.rm, { explanations }))
  const sign = (signatureFileId?: string) =>
    signContract(who.officer, {
      signatures: [{ signerId: doc.signerId, sha256: doc.sha256! }],
      method: 'SCAN',
      ...(signatureFileId ? { signatureFileId } : {}),
    })
  expect(await sign()).toMatchObject(refused('E_REQUIRED:signatureFileId'))
  expect(await sign(early)).toMatchObject(refused('E_PRESIGNED'))
  value(await sign(await aFile()))
  expect(await verifyContract(who.rm, { contractId: doc.contractId })).toMatchObject({
    proved: true,
    proofs: [{ algorithm: 'SM2-SM3', file: true, row: true, signature: true }],
  })
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.contract.updateMany({ where: { bankId: bank.id, id: doc.contractId }, data: { contentSha256: 'f'.repeat(64) } }),
  )
  expect(await verifyContract(who.rm, { contractId: doc.contractId })).toMatchObject({
    proved: false,
    proofs: [{ file: true, row: false, signature: true }],
  })

  expect(await deliverCopies(who.rm, { signerIds: [doc.signerId], method: 'PAPER' })).toMatchObject(refused('E_STATE'))
  const moved = { sessionId, place: '商户摊位', startsAt: '2026-03-22T09:00:00+08:00', reason: '商户外出' }
  expect(await rescheduleSigning(who.sbHead, moved)).toMatchObject(refused('E_FORBIDDEN'))
  value(await rescheduleSigning(who.rm, moved))
  const ics = await (await signingCalendar(who.rm, { sessionId })).text()
  expect(ics).toContain('DTSTART:20260322T010000Z')
  expect(ics).toContain('SEQUENCE:2')
})
