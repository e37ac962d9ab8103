/** What somebody would try to get at money or papers that are not theirs, and two tabs that do one thing twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freezeMargin, requestRelease, requestReversal } from '@/lib/guarantees/commands/accounts'
import { answerNotice, notifyClaim, recordAnswer } from '@/lib/guarantees/commands/claim-answers'
import { decideReceipt, requestReceipt } from '@/lib/guarantees/commands/claim-money'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim } from '@/lib/guarantees/commands/claims'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { movements, subLedgers } from '@/lib/guarantees/queries'
import { accountStatement } from '@/lib/guarantees/queries-accounts'
import { claimDetail } from '@/lib/guarantees/queries-claims'
import { answerCase } from '@/lib/partners/commands/cases'
import { partnerHome } from '@/lib/partners/home'
import { toYuan, yuan } from '@/lib/platform/money'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { type ModeWorld, modeWorld, TROUBLE_DAY } from '../../fixtures/mode-world'
import { type Person, testParty, testPerson } from '../../fixtures/people'
import { value } from '../../fixtures/ready-group'

let db: TestDatabase
let w: ModeWorld
let stranger: Person
let claimId: string
let noticeId: string
let lineId: string
let marginId: string
const refused = (code: string) => ({ ok: false, error: { code } })
const staff = () => ({ bankId: w.bank.id, partyId: null })
const money = (amount: string, reference: string) => ({ lineId, amount, valueDate: TROUBLE_DAY, reference })
/** Both at the same moment; how many went through. */
const both = async (one: () => Promise<{ ok: boolean }>) =>
  (await Promise.all([one(), one()])).filter((r) => r.ok).length

beforeAll(async () => {
  db = await testDatabase()
  w = await modeWorld(db, 'ATB', 'GC', ['1000000', '40000000'])
  marginId = await w.fill('GUARANTOR_MARGIN', 'MARGIN_IN', '300000')
  const other = await testParty(w.bank, 'P-OTHER', 'GUARANTOR')
  stranger = await testPerson(w.bank, 'stranger', ['GUARANTOR_USER'], { partyCode: 'P-OTHER', partyId: other })
  claimId = value(await createClaim(w.who.rm, { loanId: w.loans.loanIds[0]! })).id
  value(await reviewClaim(w.who.risk, { claimId, agree: true, reason: '同意' }))
  value(await makeCompensation(w.who.maker, { claimId }))
})
afterAll(() => db.drop())

describe('two tabs', () => {
  test('a compensation is confirmed once, a letter sent once, an answer given once', async () => {
    expect(await both(() => confirmCompensation(w.who.checker, { claimId }))).toBe(1)
    const send = () => notifyClaim(w.who.collector, { claimId, channel: 'PARTNER_DESK', sentOn: TROUBLE_DAY })
    expect(await both(send)).toBe(1)
    const d = await claimDetail(w.who.rm, { claimId })
    expect(d.notices).toHaveLength(1)
    noticeId = d.notices[0]!.id
    lineId = d.lines[0]!.id
    expect(await both(() => answerNotice(w.who.partner, { noticeId, agree: true }))).toBe(1)
    value(await recordAnswer(w.who.collector, { noticeId, agree: true }))
  })

  test('one transfer is entered once, however often the maker clicks; another reference past the demand is refused', async () => {
    expect(await both(() => requestReceipt(w.who.maker, money('500000', 'CORE-77')))).toBe(1)
    expect(await requestReceipt(w.who.maker, money('1', 'CORE-77'))).toMatchObject(refused('E_RECEIPT_TWICE'))
    const left = (await claimDetail(w.who.rm, { claimId })).lines[0]!.demandedFen - yuan('500000')
    let n = 0
    expect(await both(() => requestReceipt(w.who.maker, money(toYuan(left), `CORE-${n++}`)))).toBe(1)
  })

  test('and booked once by two checkers at the same moment', async () => {
    const r = await withTenant(staff(), (tx) =>
      tx.claimReceipt.findFirstOrThrow({ where: { bankId: w.bank.id, reference: 'CORE-77' } }),
    )
    expect(await both(() => decideReceipt(w.who.checker, { receiptId: r.id, decision: 'POST' }))).toBe(1)
    expect((await claimDetail(w.who.rm, { claimId })).paidFen).toBe(yuan('500000'))
  })
})

describe('another partner', () => {
  test('finds no letter, case, claim, account or movement by its id, and answers nothing of them', async () => {
    expect(await answerNotice(stranger, { noticeId, agree: true })).toMatchObject(refused('E_NOT_FOUND'))
    expect(await answerCase(stranger, { caseId: newId(), agree: true, referenceNo: 'X-1' })).toMatchObject(
      refused('E_NOT_FOUND'),
    )
    const home = await partnerHome(stranger, {})
    expect([home.letters, home.cases, home.schemes, home.returns]).toEqual([[], [], [], []])
    for (const look of [
      () => claimDetail(stranger, { claimId }),
      () => accountStatement(stranger, { accountId: newId() }),
      () => subLedgers(stranger, {}),
      () => movements(stranger, { subLedgerId: marginId }),
      // nor does the partner itself see more than its own desk
      () => claimDetail(w.who.partner, { claimId }),
      () => movements(w.who.partner, { subLedgerId: marginId }),
    ])
      await expect(look()).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
  })

  test('reads no row of the bank’s claims and accounts even with a statement of its own', async () => {
    const rows = await withTenant({ bankId: w.bank.id, partyId: stranger.partyId }, async (tx) => [
      await tx.claim.count(),
      await tx.claimLine.count(),
      await tx.claimNotice.count(),
      await tx.claimReceipt.count(),
      await tx.marginAccount.count(),
      await tx.marginSubLedger.count(),
      await tx.accountMovement.count(),
      await tx.recourseCase.count(),
      await tx.cooperationScheme.count(),
      await tx.counterGuarantee.count(),
    ])
    expect(rows).toEqual(rows.map(() => 0))
  })
})

describe('taking margin out', () => {
  test('no kind of debit can be asked for as a movement, and no amount below zero or beyond all money', async () => {
    for (const kind of ['COMPENSATION_OUT', 'RELEASE_OUT', 'INTEREST_OUT', 'WITHDRAW', 'REVERSAL'])
      expect(
        await requestMovement(w.who.maker, {
          subLedgerId: marginId,
          kind: kind as 'MARGIN_IN',
          amount: '1',
          valueDate: TROUBLE_DAY,
          sourceAccount: '62170001',
        }),
      ).toMatchObject({ ok: false, error: { status: 400 } })
    for (const amount of ['-1', '0', '1e9', '9999999999999999999999', 'NaN', '1.001'])
      expect(
        (
          await requestMovement(w.who.maker, {
            subLedgerId: marginId,
            kind: 'MARGIN_IN',
            amount,
            valueDate: TROUBLE_DAY,
            sourceAccount: '62170001',
          })
        ).ok,
      ).toBe(false)
  })

  test('while the guarantor’s loans live its margin is not released', async () => {
    expect(await requestRelease(w.who.maker, { subLedgerId: marginId })).toMatchObject(refused('E_MARGIN_STILL_COVERS'))
  })

  test('a reversal is no release: what a living loan requires stays until it is there again', async () => {
    await withTenant(staff(), (tx) =>
      tx.marginSubLedger.updateMany({
        where: { bankId: w.bank.id, id: marginId },
        data: { requiredFen: yuan('300000') },
      }),
    )
    const [deposit] = (await movements(w.who.maker, { subLedgerId: marginId })).items
    expect(await requestReversal(w.who.maker, { movementId: deposit!.id, reason: '记错' })).toMatchObject(
      refused('E_MARGIN_STILL_COVERS'),
    )
    const more = value(
      await requestMovement(w.who.maker, {
        subLedgerId: marginId,
        kind: 'MARGIN_IN',
        amount: '300000',
        valueDate: TROUBLE_DAY,
        sourceAccount: '62170001',
      }),
    )
    value(await decideMovement(w.who.checker, { requestId: more.id, decision: 'POST' }))
    const asked = value(await requestReversal(w.who.maker, { movementId: deposit!.id, reason: '记错' }))
    expect(await both(() => decideMovement(w.who.checker, { requestId: asked.id, decision: 'POST' }))).toBe(1)
  })

  test('a court’s freeze and a movement that meet leave what is frozen on the account', async () => {
    const kept = await withTenant(staff(), (tx) =>
      tx.accountMovement.findFirst({ where: { bankId: w.bank.id, kind: 'MARGIN_IN', reversal: null } }),
    )
    await withTenant(staff(), (tx) =>
      tx.marginSubLedger.updateMany({ where: { bankId: w.bank.id, id: marginId }, data: { requiredFen: 0n } }),
    )
    const asked = value(await requestReversal(w.who.maker, { movementId: kept!.id, reason: '记错' }))
    const [frozen, moved] = await Promise.all([
      freezeMargin(w.who.maker, {
        subLedgerId: marginId,
        amount: '200000',
        authority: '恒山市人民法院',
        documentNo: '2026-执-1',
      }),
      decideMovement(w.who.checker, { requestId: asked.id, decision: 'POST' }),
    ])
    expect([frozen.ok, moved.ok].filter(Boolean)).toHaveLength(1)
    const s = await withTenant(staff(), (tx) =>
      tx.marginSubLedger.findFirstOrThrow({ where: { bankId: w.bank.id, id: marginId } }),
    )
    expect([
      [yuan('300000'), yuan('200000')],
      [0n, 0n],
    ]).toContainEqual([s.ledgerFen, s.frozenFen])
  })
})

test('a letter dated after the guarantor’s own period is not sent, nor one dated before the claim or tomorrow', async () => {
  const second = value(await createClaim(w.who.rm, { loanId: w.loans.loanIds[1]! })).id
  value(await reviewClaim(w.who.risk, { claimId: second, agree: true, reason: '同意' }))
  value(await makeCompensation(w.who.maker, { claimId: second }))
  value(await confirmCompensation(w.who.checker, { claimId: second }))
  const send = (sentOn: string) =>
    notifyClaim(w.who.collector, { claimId: second, channel: 'COURIER', proofNo: 'SF-1', sentOn })
  expect(await send('2026-05-19')).toMatchObject(refused('E_DATE'))
  expect(await send('2026-05-21')).toMatchObject(refused('E_DATE'))
  await withTenant(staff(), (tx) =>
    tx.claimLine.updateMany({
      where: { bankId: w.bank.id, claimId: second },
      data: { periodEnd: new Date('2026-05-19T00:00:00Z') },
    }),
  )
  expect(await send(TROUBLE_DAY)).toMatchObject(refused('E_CLAIM_PERIOD'))
})
