/** The file of an insurance claim: whole before the insurer is asked, read by that insurer alone, asked for again while it may. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimsDaily } from '@/lib/guarantees/claims-daily'
import { answerNotice, notifyClaim } from '@/lib/guarantees/commands/claim-answers'
import { queryClaimPaper, recordClaimPaper } from '@/lib/guarantees/commands/claim-papers'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim } from '@/lib/guarantees/commands/claims'
import { claimDetail } from '@/lib/guarantees/queries-claims'
import { partnerHome } from '@/lib/partners/home'
import { date } from '@/lib/platform/dates'
import { registerFile } from '@/lib/platform/files'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { bringPapers } from '../../fixtures/claim-papers'
import { inside } from '../../fixtures/inside'
import { type ModeWorld, modeWorld, TROUBLE_DAY } from '../../fixtures/mode-world'
import { type Person, testParty, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'
import { value } from '../../fixtures/ready-group'

let db: TestDatabase
let w: ModeWorld
let stranger: Person
let claimId: string
const staff = () => ({ bankId: w.bank.id, partyId: null })
const refused = (code: string) => ({ ok: false, error: { code } })
const paper = async (kind: string) => (await claimDetail(w.who.rm, { claimId })).papers.find((p) => p.kind === kind)!
const notify = () => notifyClaim(w.who.collector, { claimId, channel: 'PARTNER_DESK', sentOn: TROUBLE_DAY })

beforeAll(async () => {
  db = await testDatabase()
  w = await modeWorld(db, 'CPB', 'LI', ['500000'])
  const other = await testParty(w.bank, 'P-OTHER', 'INSURER')
  stranger = await testPerson(w.bank, 'stranger', ['INSURER_USER'], { partyCode: 'P-OTHER', partyId: other })
  claimId = value(await createClaim(w.who.rm, { loanId: w.loans.loanIds[0]! })).id
  value(await reviewClaim(w.who.risk, { claimId, agree: true, reason: '同意' }))
  value(await makeCompensation(w.who.maker, { claimId }))
  value(await confirmCompensation(w.who.checker, { claimId }))
})
afterAll(() => db.drop())

test('five papers are needed by the last day of the window; what the books have is there at once', async () => {
  const { papers } = await claimDetail(w.who.rm, { claimId })
  expect(papers.map((p) => [p.kind, p.state, p.dueOn?.toString()])).toEqual([
    ['LOAN_CONTRACT', 'MISSING', '2026-05-21'],
    ['POLICY', 'MISSING', '2026-05-21'],
    ['DRAWDOWN_VOUCHER', 'RECEIVED', '2026-05-21'],
    ['ARREARS_STATEMENT', 'RECEIVED', '2026-05-21'],
    ['COLLECTION_RECORD', 'MISSING', '2026-05-21'],
  ])
})

test('the insurer is not asked with half a file, and the RM is told what the file lacks, once', async () => {
  expect(await notify()).toMatchObject({
    ok: false,
    error: { code: 'E_CLAIM_PAPERS', params: { count: 3, missing: ['LOAN_CONTRACT', 'POLICY', 'COLLECTION_RECORD'] } },
  })
  const morning = () => inside(w.bank, (ctx) => claimsDaily(ctx, date(TROUBLE_DAY)))
  expect(await morning()).toMatchObject({ claimPapers: 1 })
  expect(await morning()).toMatchObject({ claimPapers: 0 })
})

test('a paper without number and file is none, and a file of nobody is no paper', async () => {
  const { id } = await paper('POLICY')
  expect(await recordClaimPaper(w.who.rm, { paperId: id })).toMatchObject(refused('E_REQUIRED:reference'))
  expect(await recordClaimPaper(w.who.rm, { paperId: id, fileId: newId() })).toMatchObject(refused('E_NOT_FOUND'))
  expect(await recordClaimPaper(w.who.partner, { paperId: id, reference: 'X-1' })).toMatchObject(refused('E_FORBIDDEN'))
})

test('nothing of the file is seen before the letter; with it the insurer opens every paper, another insurer none', async () => {
  const file = await withTenant(staff(), (tx) =>
    registerFile(
      tx,
      w.bank.id,
      { sha256: 'a'.repeat(64), sizeBytes: 10n },
      { name: '保单.pdf', mediaType: 'application/pdf', kind: 'EVIDENCE', partyId: null, createdBy: w.who.rm.userId },
    ),
  )
  value(
    await recordClaimPaper(w.who.rm, { paperId: (await paper('POLICY')).id, reference: 'BD-2026-1', fileId: file.id }),
  )
  expect(await bringPapers(staff(), w.who.rm, claimId)).toEqual(['LOAN_CONTRACT', 'COLLECTION_RECORD'])
  const seen = (p: Person) =>
    withTenant({ bankId: w.bank.id, partyId: p.partyId }, (tx) =>
      tx.claimPaper.findMany({ where: { bankId: w.bank.id } }),
    )
  expect(await seen(w.who.partner)).toEqual([])
  value(await notify())
  expect(await seen(w.who.partner)).toHaveLength(5)
  expect(await seen(stranger)).toEqual([])
  const [letter] = (await partnerHome(w.who.partner, {})).letters
  const policy = letter!.papers.find((p) => p.kind === 'POLICY')!
  expect(policy.file!.name).toBe('保单.pdf')
  const opened = (p: Person) =>
    withTenant({ bankId: w.bank.id, partyId: p.partyId }, (tx) =>
      tx.fileObject.findFirst({ where: { bankId: w.bank.id, id: policy.file!.id } }),
    )
  expect(await opened(w.who.partner)).not.toBeNull()
  expect(await opened(stranger)).toBeNull()
})

// 19 June is a holiday: twenty working days from 25 May end on the 23rd
test('what the insurer has is not exchanged behind its back; what it asks for again starts its days anew', async () => {
  const { id } = await paper('COLLECTION_RECORD')
  expect(await recordClaimPaper(w.who.rm, { paperId: id, reference: 'C-2' })).toMatchObject(refused('E_STATE'))
  expect(await queryClaimPaper(stranger, { paperId: id, note: '看不到' })).toMatchObject(refused('E_NOT_FOUND'))
  value(await queryClaimPaper(w.who.partner, { paperId: id, note: '请补充电话录音' }))
  expect(await queryClaimPaper(w.who.partner, { paperId: id, note: '再问一次' })).toMatchObject(refused('E_STATE'))
  expect((await paper('COLLECTION_RECORD')).queryNote).toBe('请补充电话录音')
  const before = (await claimDetail(w.who.rm, { claimId })).lines[0]!.payBy!.toString()
  await standOn(w.bank.id, date('2026-05-25'))
  value(await recordClaimPaper(w.who.rm, { paperId: id, reference: 'C-2' }))
  const after = await claimDetail(w.who.rm, { claimId })
  expect([before, after.lines[0]!.payBy!.toString()]).toEqual(['2026-06-17', '2026-06-23'])
  expect(after.notices[0]!.answerBy.toString()).toBe('2026-06-01')
})

test('after its days to answer, or once it has answered, the insurer cannot find the file wanting any more', async () => {
  const { id } = await paper('POLICY')
  await standOn(w.bank.id, date('2026-06-02'))
  expect(await queryClaimPaper(w.who.partner, { paperId: id, note: '太晚' })).toMatchObject(refused('E_STATE'))
  await standOn(w.bank.id, date('2026-05-26'))
  const [letter] = (await partnerHome(w.who.partner, {})).letters
  value(await answerNotice(w.who.partner, { noticeId: letter!.id, agree: true }))
  expect(await queryClaimPaper(w.who.partner, { paperId: id, note: '已答复' })).toMatchObject(refused('E_STATE'))
})
