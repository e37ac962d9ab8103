/**
 * PK from overdue to recovery (§2.6): while the certificate is not in custody the developer's margin answers, then the
 * developer; both by letter to its own desk. When the machine is sold the bank has nothing more to get, and all goes back.
 */
import { expect, test } from '@playwright/test'
import {
  answerLetter,
  type Claim,
  callLoan,
  claimOf,
  confirm,
  end,
  fen,
  figuresShown,
  type Loan,
  lateLoan,
  loanOf,
  proRata,
  raiseClaim,
  receive,
  recover,
  seesNothingElse,
  sendLetters,
  sum,
  takeUp,
  throughTheBank,
  turn,
} from './story'

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

const DEVELOPER = '青屿智造园开发有限公司'
const MARGIN = 3_000_000n
let loan: Loan
let claim: Claim

test('the park’s register shows the asset and that the developer still stands for it', async ({ browser }) => {
  await turn(browser, 'rm', async (page) => {
    loan = await lateLoan(page, 'Q5')
    expect(fen(loan.principal)).toBe(20_000_000n)
    await page.goto('/parks', { waitUntil: 'networkidle' })
    await expect(page.locator('main').getByText('CNC-2025-0001').first()).toBeVisible()
  })
  await callLoan(browser, loan.id)
})

test('everything due is asked of the developer: its margin first, itself for the rest', async ({ browser }) => {
  let claimId = ''
  await turn(browser, 'rm', async (page) => {
    loan = await loanOf(page, loan.id)
    claimId = await raiseClaim(page, loan.id)
  })
  await throughTheBank(browser, claimId)
  await sendLetters(browser, 'post-partner', claimId)
  await turn(browser, 'rm', async (page) => {
    claim = await claimOf(page, claimId)
    const due = fen(loan.totalDue)
    expect(claim.type).toBe('DEVELOPER')
    expect(claim.lines.map((l) => [l.source, fen(l.demanded)])).toEqual([
      ['developerMargin', MARGIN],
      ['developerGuarantee', due - MARGIN],
    ])
    await figuresShown(page, claimId, { amount: due, paid: 0n, short: 0n })
  })
})

test('the park’s person answers both letters on the own desk; no other partner does', async ({ browser }) => {
  for (const other of ['guarantor.g1', 'gov-fund.f1'])
    await seesNothingElse(browser, other, { claimId: claim.id, loanId: loan.id, letterId: claim.notices[0]!.id })
  for (const letter of claim.notices) await answerLetter(browser, 'park.pk1', letter, { agree: true })
  await seesNothingElse(browser, 'park.pk1', { claimId: claim.id, loanId: loan.id })
  await turn(browser, 'post-partner', async (page) => {
    for (const letter of claim.notices) await takeUp(page, claim.id, letter.number)
    expect((await claimOf(page, claim.id)).state).toBe('ACCEPTED')
  })
})

test('the margin is taken, the developer pays the rest, and the loan is the developer’s to recover', async ({
  browser,
}) => {
  const due = fen(claim.amount)
  await turn(browser, 'ops-checker', async (page) => {
    await page.goto(`/claims/${claim.id}`, { waitUntil: 'networkidle' })
    await confirm(page, 'guarantees.claim.debit')
    await figuresShown(page, claim.id, { amount: due, paid: MARGIN, short: due - MARGIN })
  })
  await receive(browser, claim.id, { payer: DEVELOPER, amount: due - MARGIN, reference: 'KF2026032701' })
  await turn(browser, 'rm', async (page) => {
    await figuresShown(page, claim.id, { amount: due, paid: due, short: 0n })
    claim = await claimOf(page, claim.id)
    expect(claim.state).toBe('PAID')
    const after = await loanOf(page, loan.id)
    expect(fen(after.totalDue)).toBe(0n)
    expect(sum(claim.payments.map((p) => fen(p.recourse)))).toBe(due)
  })
})

test('what the sold machine brings in goes back to margin and developer by what each paid; the claim closes', async ({
  browser,
}) => {
  const back = 10_000_000n
  const shares = await recover(browser, claim.id, {
    amount: back + 300_000n,
    costs: 300_000n,
    reference: 'PM20260327-2',
  })
  expect(
    shares
      .filter((s) => s.payee === 'PAYER')
      .map((s) => fen(s.amount))
      .sort(),
  ).toEqual(proRata(back, [MARGIN, fen(claim.amount) - MARGIN]).sort())
  expect(shares.filter((s) => s.payee === 'BANK')).toEqual([])
  await end(browser, claim.id, 'close', '代偿与追偿完毕')
})
