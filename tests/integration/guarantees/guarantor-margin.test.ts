/** A guarantor that lets its days pass: told in time, stopped, its margin taken to the fen; and a filing that is spent on one drawdown. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimsDaily } from '@/lib/guarantees/claims-daily'
import { notifyClaim } from '@/lib/guarantees/commands/claim-answers'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim } from '@/lib/guarantees/commands/claims'
import { debitGuarantorMargin } from '@/lib/guarantees/commands/guarantor-margin'
import { claimDetail } from '@/lib/guarantees/queries-claims'
import { requireCases } from '@/lib/partners/cases'
import { recordCounterGuarantee, releaseCounterGuarantee } from '@/lib/partners/commands/counter-guarantees'
import { partnerDetail } from '@/lib/partners/queries'
import { checkCases } from '@/lib/partners/rules/cases'
import { date, toDb } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { inside } from '../../fixtures/inside'
import { type ModeWorld, modeWorld, TROUBLE_DAY } from '../../fixtures/mode-world'
import { standOn } from '../../fixtures/portfolio'
import { value } from '../../fixtures/ready-group'

let db: TestDatabase
let w: ModeWorld
let claimId: string
const staff = () => ({ bankId: w.bank.id, partyId: null })
const refused = (code: string) => ({ ok: false, error: { code } })

beforeAll(async () => {
  db = await testDatabase()
  // 3 % of the year's volume of 41,000,000: the batch cap leaves 1,230,000, more than is asked here
  w = await modeWorld(db, 'GMB', 'GC', ['1000000', '40000000'])
  await w.fill('GUARANTOR_MARGIN', 'MARGIN_IN', '300000')
})
afterAll(() => db.drop())

test('on the first day late the RM is asked to tell the guarantor, and from day 60 to claim; once each', async () => {
  const run = () => inside(w.bank, (ctx) => claimsDaily(ctx, date(TROUBLE_DAY)))
  await withTenant(staff(), (tx) =>
    tx.loanState.updateMany({ where: { bankId: w.bank.id }, data: { dpd: 89, oldestDue: toDb(date('2026-02-20')) } }),
  )
  expect((await run()).partnerSteps).toBe(4)
  expect((await run()).partnerSteps).toBe(0)
})

test('the margin is not touched while the guarantor still has time', async () => {
  const claim = value(await createClaim(w.who.rm, { loanId: w.loans.loanIds[0]! }))
  value(await reviewClaim(w.who.risk, { claimId: claim.id, agree: true, reason: '同意代偿' }))
  value(await makeCompensation(w.who.maker, { claimId: claim.id }))
  value(await confirmCompensation(w.who.checker, { claimId: claim.id }))
  value(await notifyClaim(w.who.collector, { claimId: claim.id, channel: 'PARTNER_DESK', sentOn: TROUBLE_DAY }))
  claimId = claim.id
  expect(claim.amountFen).toBe(yuan('800000'))
  expect(await debitGuarantorMargin(w.who.checker, { claimId })).toMatchObject(refused('E_CLAIM_NOT_OVERDUE'))
})

test('after ten working days its margin answers as far as it goes, the rest stays asked, and it must be filled again', async () => {
  await standOn(w.bank.id, date('2026-06-10'))
  expect(await debitGuarantorMargin(w.who.maker, { claimId })).toMatchObject(refused('E_FORBIDDEN'))
  const done = value(await debitGuarantorMargin(w.who.checker, { claimId }))
  expect(done).toMatchObject({ takenFen: yuan('300000'), paidFen: yuan('300000'), shortfallFen: yuan('500000') })
  const d = await claimDetail(w.who.rm, { claimId })
  expect(d.state).toBe('PAID_PARTIAL')
  expect(d.lines.map((l) => [l.source, l.demandedFen, l.paidFen])).toEqual([
    ['guarantor', yuan('500000'), 0n],
    ['guarantorMargin', yuan('300000'), yuan('300000')],
  ])
  expect(d.payments.map((p) => [p.source, p.amountFen, p.recourseFen])).toEqual([
    ['GUARANTOR_MARGIN', yuan('300000'), yuan('300000')],
  ])
  const sub = await withTenant(staff(), (tx) => tx.marginSubLedger.findFirstOrThrow({ where: { bankId: w.bank.id } }))
  expect(sub).toMatchObject({ ledgerFen: 0n, state: 'REPLENISH_DUE', replenishDueFen: yuan('300000') })
  expect(await debitGuarantorMargin(w.who.checker, { claimId })).toMatchObject(refused('E_MARGIN_UNAVAILABLE'))
  const morning = await inside(w.bank, (ctx) => claimsDaily(ctx, date('2026-06-10')))
  expect(morning).toMatchObject({ partnersStopped: 1, schemesStopped: 1 })
})

test('a filing is spent on one drawdown; the next one is filed anew (INV-GC2)', async () => {
  const cases = ['GUARANTEE', 'DRAWDOWN_FILING'].map((kind, i) => ({
    bankId: w.bank.id,
    id: newId(),
    partyId: w.partyId,
    schemeId: w.schemeId,
    applicationId: w.loans.applicationId,
    kind,
    number: `PC-${i}`,
    borrower: '恒山',
    amountFen: yuan('500000'),
    state: 'GIVEN',
    askedOn: toDb(date(TROUBLE_DAY)),
    answerBy: toDb(date(TROUBLE_DAY)),
  }))
  await withTenant(staff(), (tx) => tx.partnerCase.createMany({ data: cases }))
  const drawdowns = await withTenant(staff(), (tx) =>
    tx.drawdown.findMany({ where: { bankId: w.bank.id }, orderBy: { id: 'asc' } }),
  )
  const gate = (i: number) =>
    inside(w.bank, (ctx) =>
      requireCases(ctx, {
        id: drawdowns[i]!.id,
        applicationId: w.loans.applicationId,
        amountFen: yuan('400000'),
        tenorMonths: 12,
        batch: { marketId: w.loans.marketId, mode: 'GC' },
      }),
    )
  await gate(0)
  await gate(0)
  await expect(gate(1)).rejects.toThrow('E_CASE_MISSING')
})

test('a policy for another purpose is no cover (INV-LI2)', () => {
  const policy = {
    kind: 'POLICY' as const,
    state: 'GIVEN',
    amountFen: 100n,
    coverFen: 120n,
    validFrom: date('2026-03-20'),
    validUntil: date('2027-07-20'),
    purpose: '采购五金货品',
  }
  const need = { drawdownFen: 100n, drawdownDate: date('2026-03-20'), mustReach: date('2027-06-18') }
  expect(checkCases('LI', [policy], { ...need, purpose: '采购五金货品' })).toEqual([])
  expect(checkCases('LI', [policy], { ...need, purpose: '装修店面' })).toEqual([{ kind: 'POLICY', fault: 'PURPOSE' }])
})

test('a counter-guarantee is in the register once, a mortgage with its rank, until it is given up', async () => {
  const guarantee = await withTenant(staff(), (tx) =>
    tx.partnerCase.findFirstOrThrow({ where: { bankId: w.bank.id, kind: 'GUARANTEE' } }),
  )
  const entry = {
    caseId: guarantee.id,
    kind: 'MORTGAGE' as const,
    giver: '林一',
    amount: '600000',
    documentNo: 'FD-001',
  }
  expect(await recordCounterGuarantee(w.who.keeper, entry)).toMatchObject(refused('E_REQUIRED:rank'))
  const made = value(await recordCounterGuarantee(w.who.keeper, { ...entry, rank: 2 }))
  expect(await recordCounterGuarantee(w.who.rm, { ...entry, rank: 2 })).toMatchObject(refused('E_COUNTER_TWICE'))
  expect(value(await releaseCounterGuarantee(w.who.rm, { id: made.id, reason: '贷款结清' })).state).toBe('RELEASED')
  expect(await releaseCounterGuarantee(w.who.rm, { id: made.id, reason: '贷款结清' })).toMatchObject(refused('E_STATE'))
})

test('who secures the bank for a guaranteed loan and not the guarantor keeps the money in; the register lets it out', async () => {
  const guarantor = { name: '恒山物流有限公司', uscc: '91110000MA0000000X', licensed: false, branch: false }
  await withTenant(staff(), (tx) =>
    tx.contractParticulars.create({
      data: {
        bankId: w.bank.id,
        applicationId: w.loans.applicationId,
        // stored when the form still asked for more: what it says of the guarantor counts all the same
        data: { stagePayment: false, guarantor },
        recordedAt: new Date(),
      },
    }),
  )
  const [drawdown] = await withTenant(staff(), (tx) =>
    tx.drawdown.findMany({ where: { bankId: w.bank.id }, orderBy: { id: 'asc' } }),
  )
  const gate = () =>
    inside(w.bank, (ctx) =>
      requireCases(ctx, {
        id: drawdown!.id,
        applicationId: w.loans.applicationId,
        amountFen: yuan('400000'),
        tenorMonths: 12,
        batch: { marketId: w.loans.marketId, mode: 'GC' },
      }),
    )
  await expect(gate()).rejects.toThrow('E_COUNTER_PARITY')
  const page = await partnerDetail(w.who.keeper, { partyId: w.partyId })
  // the guarantee of 500,000 at 80 % is what the page asks for
  expect(page.counterGaps).toMatchObject([{ giver: guarantor.name, fault: 'MISSING', needFen: yuan('400000') }])
  const asked = await withTenant(staff(), (tx) =>
    tx.partnerCase.findFirstOrThrow({ where: { bankId: w.bank.id, kind: 'GUARANTEE' } }),
  )
  value(
    await recordCounterGuarantee(w.who.keeper, {
      caseId: asked.id,
      kind: 'COMPANY',
      giver: guarantor.name,
      giverIdNo: guarantor.uscc,
      amount: '400000',
      documentNo: 'FD-002',
    }),
  )
  await gate()
  expect((await partnerDetail(w.who.keeper, { partyId: w.partyId })).counterGaps).toEqual([])
})
