/** Claims of every mode from the first day they may be raised to what comes back after years: who paid each yuan, and why. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { claimsDaily } from '@/lib/guarantees/claims-daily'
import { openAccount } from '@/lib/guarantees/commands/accounts'
import { answerNotice, confirmDelivery, notifyClaim, recordAnswer } from '@/lib/guarantees/commands/claim-answers'
import { debitAccepted, decideReceipt, endClaim, requestReceipt } from '@/lib/guarantees/commands/claim-money'
import {
  confirmCompensation,
  createClaim,
  makeCompensation,
  reviewClaim,
  submitClaim,
} from '@/lib/guarantees/commands/claims'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { decideRecovery, requestRecovery } from '@/lib/guarantees/commands/recovery'
import { subLedgers } from '@/lib/guarantees/queries'
import { accountStatement } from '@/lib/guarantees/queries-accounts'
import { claimDetail } from '@/lib/guarantees/queries-claims'
import { defineCommand } from '@/lib/platform/commands'
import { date, toDb } from '@/lib/platform/dates'
import type { Result } from '@/lib/platform/errors'
import { sumFen, toYuan, yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { loanPositions } from '@/lib/servicing/position'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { type TestDatabase, testDatabase } from '../../database'
import { bringPapers } from '../../fixtures/claim-papers'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { type Portfolio, portfolio, standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: BankRow
const who = {} as Record<
  'rm' | 'risk' | 'maker' | 'checker' | 'collector' | 'keeper' | 'guarantor' | 'stranger' | 'fund' | 'insurer',
  Person
>
const loans = {} as Record<'GC' | 'AF' | 'LI' | 'PK', Portfolio>
const parties = {} as Record<'GC' | 'AF' | 'LI' | 'PK', string>

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
const refused = (code: string) => ({ ok: false, error: { code } })
const staff = () => ({ bankId: bank.id, partyId: null })
const DAY = '2026-05-20'
const owed = (loanId: string, on = DAY) =>
  withTenant(staff(), async (tx) => (await loanPositions(tx, bank.id, [loanId], date(on))).get(loanId)!)
const TERMS: BookTerms = {
  ...loanTerms(
    {
      principalFen: yuan('1000000'),
      annualRatePpm: 60_000,
      startDate: date('2026-01-20'),
      maturityDate: date('2026-02-20'),
      method: 'BULLET',
    },
    { repaymentDay: 20 },
  ),
  upliftPpm: 500_000,
  misuseUpliftPpm: 1_000_000,
  graceDays: 0,
  settlementDay: 20,
  settlementMonths: 1,
  compoundOnPenalty: true,
  allocation: 'LEGAL',
  principalFirstAfter90: false,
}
const SCHEME = {
  GC: { kind: 'GUARANTOR', terms: { compensation: '80.00', compensationGraceDays: 60, liability: 'GUARANTEE' } },
  AF: { kind: 'GOV_FUND', terms: { compensation: '50.00', compensationGraceDays: 30, liability: 'FUND_LIMITED' } },
  LI: { kind: 'INSURER', terms: { compensation: '80.00', compensationGraceDays: 60, liability: 'INSURANCE' } },
  PK: { kind: 'DEVELOPER', terms: { compensation: '100.00', compensationGraceDays: 30, liability: 'GUARANTEE' } },
} as const

/** The ledger balances, and what is kept for those who paid is what they have not had back. */
async function proven(): Promise<void> {
  const t = await trialBalance(who.checker, { date: DAY })
  expect(sumFen(t.accounts.map((a) => a.balanceFen))).toBe(0n)
  expect(t.accounts.find((a) => a.code === '2241')?.balanceFen ?? 0n).toBe(0n)
  const [open] = await withTenant(
    staff(),
    (tx) =>
      tx.$queryRaw<
        { fen: bigint }[]
      >`select coalesce(sum(amount_fen - recovered_fen), 0)::bigint as fen from recourse_case where bank_id = ${bank.id}::uuid`,
  )
  expect(t.accounts.find((a) => a.code === '7105')?.balanceFen ?? 0n).toBe(open!.fen)
  const over = await withTenant(
    staff(),
    (tx) => tx.$queryRaw<{ n: number }[]>`
      select count(*)::int as n from claim c where c.bank_id = ${bank.id}::uuid and (
        c.paid_fen <> (select coalesce(sum(p.amount_fen), 0) from claim_payment p where p.bank_id = c.bank_id and p.claim_id = c.id)
        or c.paid_fen <> (select coalesce(sum(l.paid_fen), 0) from claim_line l where l.bank_id = c.bank_id and l.claim_id = c.id)
        or c.paid_fen <> (select coalesce(sum(r.amount_fen), 0) from repayment r where r.bank_id = c.bank_id and r.claim_id = c.id))`,
  )
  expect(over[0]!.n).toBe(0)
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CLB')
  who.rm = await testPerson(bank, 'rm', ['RM'])
  who.risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  who.maker = await testPerson(bank, 'maker', ['OPS_MAKER'])
  who.checker = await testPerson(bank, 'checker', ['OPS_CHECKER'])
  who.collector = await testPerson(bank, 'collector', ['COLLECTOR'])
  who.keeper = await testPerson(bank, 'keeper', ['POST_PARTNER'])
  await standOn(bank.id, date('2026-01-20'))
  for (const mode of ['GC', 'AF', 'LI', 'PK'] as const) {
    await standOn(bank.id, date('2026-01-20'))
    loans[mode] = await portfolio(db, bank, [TERMS])
    parties[mode] = await testParty(bank, `P-${mode}`, SCHEME[mode].kind)
    await withTenant(staff(), async (tx) => {
      await tx.batch.updateMany({ where: { bankId: bank.id, id: loans[mode].batchId }, data: { mode } })
      await tx.loan.updateMany({ where: { bankId: bank.id, id: loans[mode].loanIds[0]! }, data: { state: 'OVERDUE' } })
      await tx.cooperationScheme.create({
        data: {
          bankId: bank.id,
          id: newId(),
          marketId: loans[mode].marketId,
          partyId: parties[mode],
          mode,
          versionNo: 1,
          number: `CO-${mode}`,
          state: 'ACTIVE',
          params: {
            totalCoopLimit: '100000000.00',
            singleClientLimit: '10000000.00',
            startsOn: '2026-01-01',
            ...SCHEME[mode].terms,
          },
          totalCoopLimitFen: yuan('100000000'),
          startsOn: toDb(date('2026-01-01')),
          endsOn: toDb(date('2026-12-31')),
        },
      })
    })
  }
  who.guarantor = await testPerson(bank, 'gc-user', ['GUARANTOR_USER'], { partyCode: 'P-GC', partyId: parties.GC })
  who.insurer = await testPerson(bank, 'li-user', ['INSURER_USER'], { partyCode: 'P-LI', partyId: parties.LI })
  who.fund = await testPerson(bank, 'af-user', ['GOV_FUND_USER'], { partyCode: 'P-AF', partyId: parties.AF })
})
afterAll(() => db.drop())

const daily = defineCommand({
  name: 'test.claimsMorning',
  input: z.object({ day: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'test', objectId: bank.id })
    return claimsDaily(ctx, date(ctx.input.day))
  },
})
const morning = async (day: string) => value(await daily(systemOf(bank), { day }))

/** A claim through the bank's own hands. */
async function confirmed(loanId: string, more: Partial<Parameters<typeof createClaim>[1]> = {}) {
  const claim = value(await createClaim(who.rm, { loanId, ...more }))
  value(await reviewClaim(who.risk, { claimId: claim.id, agree: true, reason: '同意代偿' }))
  value(await makeCompensation(who.maker, { claimId: claim.id }))
  return { claim, result: value(await confirmCompensation(who.checker, { claimId: claim.id })) }
}
async function received(lineId: string, amount: string, reference: string) {
  const asked = value(await requestReceipt(who.maker, { lineId, amount, valueDate: DAY, reference }))
  return value(await decideReceipt(who.checker, { receiptId: asked.id, decision: 'POST' }))
}
async function recovered(loanId: string, amount: string, reference: string, costs = '0') {
  const asked = value(
    await requestRecovery(who.maker, { loanId, amount, costs, valueDate: DAY, origin: 'COURT', reference }),
  )
  return value(await decideRecovery(who.checker, { recoveryId: asked.id, decision: 'POST' }))
}

describe('guarantee company (§2.4)', () => {
  let claimId: string
  let lineId: string

  test('not before its days of grace; a draft moves nothing', async () => {
    const loanId = loans.GC.loanIds[0]!
    await standOn(bank.id, date('2026-04-20'))
    expect(await createClaim(who.rm, { loanId })).toMatchObject({
      ok: false,
      error: { code: 'E_CLAIM_TOO_EARLY', params: { dpd: 59, trigger: 60 } },
    })
    await standOn(bank.id, date(DAY))
    const draft = value(await createClaim(who.rm, { loanId, draft: true }))
    expect((await claimDetail(who.rm, { claimId: draft.id })).state).toBe('DRAFT')
    value(await submitClaim(who.rm, { claimId: draft.id, discard: true }))
    const loan = await withTenant(staff(), (tx) => tx.loan.findFirstOrThrow({ where: { bankId: bank.id, id: loanId } }))
    expect(loan.state).toBe('OVERDUE')
  })

  test('asks for its share of unpaid principal and of nothing else (INV-GC4), the batch cap of the year above it (INV-GC5)', async () => {
    // coverage 80 % of 1,000,000 = 800,000, but 3 % of a year's volume of 1,000,000 = 30,000
    const { claim } = await confirmed(loans.GC.loanIds[0]!)
    claimId = claim.id
    const d = await claimDetail(who.rm, { claimId })
    expect(d).toMatchObject({
      type: 'GUARANTOR',
      state: 'BANK_CONFIRMED',
      amountFen: yuan('30000'),
      parts: { principalFen: yuan('30000'), interestFen: 0n, penaltyFen: 0n, costsFen: 0n },
    })
    lineId = d.lines[0]!.id
  })

  test('a letter by post needs its proof; one on the desk is there at once, for that guarantor alone', async () => {
    expect(await notifyClaim(who.collector, { claimId, channel: 'COURIER', sentOn: DAY })).toMatchObject(
      refused('E_REQUIRED:proofNo'),
    )
    const sent = value(
      await notifyClaim(who.collector, { claimId, channel: 'COURIER', sentOn: DAY, proofNo: 'SF-001' }),
    )
    const noticeId = sent.letters[0]!.id
    value(await confirmDelivery(who.collector, { noticeId, deliveredOn: DAY, proofNo: 'SF-001-R' }))
    expect(await answerNotice(who.insurer, { noticeId, agree: true })).toMatchObject(refused('E_NOT_FOUND'))
    value(await answerNotice(who.guarantor, { noticeId, agree: false, note: '主合同资料不全' }))
    value(await recordAnswer(who.keeper, { noticeId, agree: true }))
    // the bank cannot turn a dispute into its opposite
    expect((await claimDetail(who.rm, { claimId })).state).toBe('DISPUTED')
    value(await answerNotice(who.guarantor, { noticeId, agree: true }))
    value(await recordAnswer(who.keeper, { noticeId, agree: true }))
    expect((await claimDetail(who.rm, { claimId })).state).toBe('ACCEPTED')
  })

  test('pays in parts, never a fen more than was asked, each by two hands', async () => {
    expect(
      await requestReceipt(who.maker, { lineId, amount: '30000.01', valueDate: DAY, reference: 'CORE-1' }),
    ).toMatchObject(refused('E_CLAIM_OVER_DUE'))
    const before = (await owed(loans.GC.loanIds[0]!)).totalDueFen
    const asked = value(
      await requestReceipt(who.maker, { lineId, amount: '10000', valueDate: DAY, reference: 'CORE-1' }),
    )
    expect(
      await requestReceipt(who.maker, { lineId, amount: '20000.01', valueDate: DAY, reference: 'CORE-2' }),
    ).toMatchObject(refused('E_CLAIM_OVER_DUE'))
    expect(value(await decideReceipt(who.checker, { receiptId: asked.id, decision: 'POST' })).state).toBe(
      'PAID_PARTIAL',
    )
    expect((await received(lineId, '20000', 'CORE-2')).state).toBe('PAID')
    expect((await owed(loans.GC.loanIds[0]!)).totalDueFen).toBe(before - yuan('30000'))
    const d = await claimDetail(who.rm, { claimId })
    expect(d.payments.map((p) => [p.source, p.payer, p.amountFen, p.recourseFen])).toEqual([
      ['GUARANTOR', 'P-GC', yuan('10000'), yuan('10000')],
      ['GUARANTOR', 'P-GC', yuan('20000'), yuan('20000')],
    ])
    await proven()
  })

  test('the loan is compensated in part, and no other source is left to claim on', async () => {
    const loan = await withTenant(staff(), (tx) =>
      tx.loan.findFirstOrThrow({ where: { bankId: bank.id, id: loans.GC.loanIds[0]! } }),
    )
    expect(loan.state).toBe('COMPENSATED_PARTIAL')
    expect(await createClaim(who.rm, { loanId: loan.id })).toMatchObject(refused('E_CLAIM_EXHAUSTED'))
  })

  test('what the court brings goes to the bank first, then to the guarantor in the bank’s place (CC-700), then to the borrower', async () => {
    const loanId = loans.GC.loanIds[0]!
    const due = (await owed(loanId)).totalDueFen
    const first = await recovered(loanId, '100500.00', 'COURT-1', '500.00')
    expect(first).toMatchObject({ bankFen: yuan('100000'), returnedFen: 0n })
    const rest = due - yuan('100000')
    const second = await recovered(loanId, toYuan(rest + yuan('12000')), 'COURT-2')
    expect(second).toMatchObject({ bankFen: rest, returnedFen: yuan('12000'), borrowerFen: 0n })
    await proven()
    const third = await recovered(loanId, '18000.00', 'COURT-3')
    expect(third).toMatchObject({ bankFen: 0n, returnedFen: yuan('18000') })
    expect((await claimDetail(who.rm, { claimId })).payments.every((p) => p.recourseFen === 0n)).toBe(true)
    expect(
      await requestRecovery(who.maker, {
        loanId,
        amount: '1',
        costs: '0',
        valueDate: DAY,
        origin: 'COURT',
        reference: 'COURT-4',
      }),
    ).toMatchObject(refused('E_RECOVERY_NONE'))
    await proven()
  })
})

describe('assist fund (§2.3)', () => {
  let fundLine: string

  test('the enterprises’ fund pays first and is emptied; government and bank then share the rest by its account’s limit', async () => {
    const loanId = loans.AF.loanIds[0]!
    const due = (await owed(loanId)).totalDueFen
    const accounts = {
      enterprise: value(await openAccount(who.maker, { type: 'ASSIST_FUND', marketId: loans.AF.marketId })).id,
      government: value(
        await openAccount(who.maker, { type: 'RISK_COMP_FUND', marketId: loans.AF.marketId, partyId: parties.AF }),
      ).id,
    }
    const fill = async (accountId: string, kind: 'MARGIN_IN' | 'SEED_IN', amount: string) => {
      const [pool] = (await subLedgers(who.maker, { accountId })).items
      const asked = value(
        await requestMovement(who.maker, {
          subLedgerId: pool!.id,
          kind,
          amount,
          valueDate: DAY,
          sourceAccount: '62170009',
        }),
      )
      value(await decideMovement(who.checker, { requestId: asked.id, decision: 'POST' }))
    }
    await fill(accounts.enterprise, 'MARGIN_IN', '200000.00')
    await fill(accounts.government, 'SEED_IN', '10000000.00')
    expect(await createClaim(who.rm, { loanId, type: 'GOV_FUND' })).toMatchObject({
      ok: false,
      error: { code: 'E_CLAIM_ORDER', params: { earlier: 'ASSIST_FUND' } },
    })
    const first = await confirmed(loanId)
    expect(first.result).toMatchObject({
      state: 'SHORTFALL',
      paidFen: yuan('200000'),
      shortfallFen: due - yuan('200000'),
    })
    const second = await confirmed(loanId)
    const rest = due - yuan('200000')
    const government = (rest + 1n) / 2n
    const d = await claimDetail(who.rm, { claimId: second.claim.id })
    expect(d).toMatchObject({ type: 'GOV_FUND', state: 'BANK_CONFIRMED', amountFen: government })
    fundLine = second.claim.id
    // nothing leaves the government's fund before its manager has answered
    expect(await debitAccepted(who.checker, { claimId: fundLine })).toMatchObject(refused('E_STATE'))
    const sent = value(await notifyClaim(who.keeper, { claimId: fundLine, channel: 'PARTNER_DESK', sentOn: DAY }))
    value(await answerNotice(who.fund, { noticeId: sent.letters[0]!.id, agree: true }))
    value(await recordAnswer(who.keeper, { noticeId: sent.letters[0]!.id, agree: true }))
    value(await debitAccepted(who.checker, { claimId: fundLine }))
    expect((await claimDetail(who.rm, { claimId: fundLine })).state).toBe('PAID')
    expect((await owed(loanId)).totalDueFen).toBe(rest - government)
    expect((await accountStatement(who.maker, { accountId: accounts.government })).account.ledgerFen).toBe(
      yuan('10000000') - government,
    )
    await proven()
  })

  test('recoveries come back in reverse: bank and government side by side, the enterprises’ fund last', async () => {
    const loanId = loans.AF.loanIds[0]!
    const bankOpen = (await owed(loanId)).totalDueFen
    const first = await recovered(loanId, '300000.00', 'AF-1')
    // equal losses, equal shares; the odd fen stays with the one that lost it
    expect(first.bankFen - first.returnedFen <= 1n && first.returnedFen - first.bankFen <= 1n).toBe(true)
    expect(first.bankFen + first.returnedFen).toBe(yuan('300000'))
    const government = (await claimDetail(who.rm, { claimId: fundLine })).payments[0]!.recourseFen
    const left = bankOpen - first.bankFen + government
    const last = await recovered(loanId, toYuan(left + yuan('50000')), 'AF-2')
    expect(last.bankFen).toBe(bankOpen - first.bankFen)
    expect(last.returnedFen).toBe(government + yuan('50000'))
    await proven()
  })
})

describe('insurance (§2.5)', () => {
  test('pays its share of principal and interest, no penalty; what it refuses is a shortfall that somebody declares', async () => {
    const loanId = loans.LI.loanIds[0]!
    const o = await owed(loanId)
    const { claim } = await confirmed(loanId)
    const d = await claimDetail(who.rm, { claimId: claim.id })
    const payout = ((o.principalFen + o.interestDueFen) * 8n + 5n) / 10n
    expect(d).toMatchObject({ type: 'INSURER', amountFen: payout, parts: { penaltyFen: 0n, costsFen: 0n } })
    expect(d.parts.principalFen + d.parts.interestFen).toBe(payout)
    await bringPapers(staff(), who.rm, claim.id)
    const sent = value(await notifyClaim(who.collector, { claimId: claim.id, channel: 'PARTNER_DESK', sentOn: DAY }))
    value(await answerNotice(who.insurer, { noticeId: sent.letters[0]!.id, agree: true }))
    value(await recordAnswer(who.collector, { noticeId: sent.letters[0]!.id, agree: true }))
    // twenty working days are over: the insurer takes no new business until it pays; on the day itself it still does
    expect(await morning('2026-06-17')).toMatchObject({ partnersStopped: 0, schemesStopped: 0 })
    expect(await morning('2026-06-18')).toMatchObject({ partnersStopped: 1 })
    expect(await morning('2026-06-19')).toMatchObject({ partnersStopped: 0, schemesStopped: 0 })
    await received(d.lines[0]!.id, '500000.00', 'INS-1')
    const ended = value(
      await endClaim(who.risk, { claimId: claim.id, event: 'fall-short', reason: '保险公司拒付余款，转诉讼' }),
    )
    expect(ended.state).toBe('SHORTFALL')
    expect((await claimDetail(who.rm, { claimId: claim.id })).shortfallFen).toBe(payout - yuan('500000'))
    await proven()
  })

  test('after its window nobody can be asked any more (INV-LI4)', async () => {
    // 20 Feb + 60 days of waiting + 30 of the window = 21 May
    await standOn(bank.id, date('2026-05-22'))
    const other = await portfolioOf('LI')
    expect(await createClaim(who.rm, { loanId: other })).toMatchObject({
      ok: false,
      error: { code: 'E_CLAIM_PERIOD', params: { until: '2026-05-21' } },
    })
    await standOn(bank.id, date(DAY))
  })
})

/** One more loan of a mode, as late as the first. */
async function portfolioOf(mode: 'LI'): Promise<string> {
  const today = '2026-05-22'
  await standOn(bank.id, date('2026-01-20'))
  const p = await portfolio(db, bank, [TERMS])
  await withTenant(staff(), async (tx) => {
    await tx.batch.updateMany({ where: { bankId: bank.id, id: p.batchId }, data: { mode } })
    await tx.loan.updateMany({ where: { bankId: bank.id, id: p.loanIds[0]! }, data: { state: 'OVERDUE' } })
    await tx.cooperationScheme.create({
      data: {
        bankId: bank.id,
        id: newId(),
        marketId: p.marketId,
        partyId: parties[mode],
        mode,
        versionNo: 1,
        number: 'CO-2',
        state: 'ACTIVE',
        params: { totalCoopLimit: '1.00', singleClientLimit: '1.00', startsOn: '2026-01-01', ...SCHEME[mode].terms },
        totalCoopLimitFen: 100n,
      },
    })
  })
  await standOn(bank.id, date(today))
  return p.loanIds[0]!
}

describe('park (§2.6)', () => {
  test('the developer’s margin answers before the developer itself, each asked by letter, all of it traced', async () => {
    const loanId = loans.PK.loanIds[0]!
    const due = (await owed(loanId)).totalDueFen
    const account = value(
      await openAccount(who.maker, { type: 'DEVELOPER_MARGIN', marketId: loans.PK.marketId, partyId: parties.PK }),
    ).id
    const [pool] = (await subLedgers(who.maker, { accountId: account })).items
    const asked = value(
      await requestMovement(who.maker, {
        subLedgerId: pool!.id,
        kind: 'MARGIN_IN',
        amount: '50000.00',
        valueDate: DAY,
        sourceAccount: '62170010',
      }),
    )
    value(await decideMovement(who.checker, { requestId: asked.id, decision: 'POST' }))
    const { claim } = await confirmed(loanId)
    const d = await claimDetail(who.rm, { claimId: claim.id })
    expect(d.lines.map((l) => [l.source, l.demandedFen])).toEqual([
      ['developerMargin', yuan('50000')],
      ['developerGuarantee', due - yuan('50000')],
    ])
    const sent = value(
      await notifyClaim(who.collector, { claimId: claim.id, channel: 'NOTARY', sentOn: DAY, proofNo: 'GZ-1' }),
    )
    for (const letter of sent.letters) value(await recordAnswer(who.collector, { noticeId: letter.id, agree: true }))
    value(await debitAccepted(who.checker, { claimId: claim.id }))
    expect((await claimDetail(who.rm, { claimId: claim.id })).state).toBe('PAID_PARTIAL')
    await received(d.lines[1]!.id, toYuan(due - yuan('50000')), 'DEV-1')
    const done = await claimDetail(who.rm, { claimId: claim.id })
    expect(done.state).toBe('PAID')
    expect(sumFen(done.repaid.map((r) => r.costsFen + r.penaltyFen + r.interestFen + r.principalFen))).toBe(due)
    expect((await owed(loanId)).totalDueFen).toBe(0n)
    await proven()
  })
})
