/**
 * GC from overdue to recovery (§2.4): the guarantor is asked for 80 % of the unpaid principal on its own desk, pays, and
 * stands in the bank's place for it; the bank's own fifth comes first when money comes back.
 */
import { expect, test } from '@playwright/test'
import {
  answerLetter,
  button,
  type Claim,
  callLoan,
  claimOf,
  end,
  fen,
  figuresShown,
  type Loan,
  lateLoan,
  loanOf,
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

const GUARANTOR = '青屿融资担保股份有限公司'
let loan: Loan
let claim: Claim

test('a claim on the principal is refused while the principal is not due; then the loan is called by two', async ({
  browser,
}) => {
  await turn(browser, 'rm', async (page) => {
    loan = await lateLoan(page, 'Q2')
    expect(fen(loan.principal)).toBe(10_000_000n)
    await button(page, 'servicing.page.claim').click()
    await expect(page.getByRole('alert').filter({ hasText: '宣布提前到期' }).first()).toBeVisible()
  })
  await callLoan(browser, loan.id)
})

test('the claim asks for four fifths of the principal and for nothing else, inside the cap of the programme’s year', async ({
  browser,
}) => {
  let claimId = ''
  await turn(browser, 'rm', async (page) => {
    claimId = await raiseClaim(page, loan.id)
  })
  await throughTheBank(browser, claimId)
  await sendLetters(browser, 'post-partner', claimId)
  await turn(browser, 'rm', async (page) => {
    loan = await loanOf(page, loan.id)
    claim = await claimOf(page, claimId)
    // 80 % of 100,000; 3 % of the programme's 100,000 + 7 × 480,000 would be 103,800
    expect(claim).toMatchObject({
      type: 'GUARANTOR',
      state: 'NOTICE_SENT',
      amount: '80000.00',
      parts: { principal: '80000.00', interest: '0.00', penalty: '0.00', costs: '0.00' },
    })
    await figuresShown(page, claimId, { amount: 8_000_000n, paid: 0n, short: 0n })
  })
})

test('the guarantor’s person finds the letter on the own desk and accepts it; another partner cannot', async ({
  browser,
}) => {
  const [letter] = claim.notices
  for (const other of ['enhancer.e1', 'insurer.i1'])
    await seesNothingElse(browser, other, { claimId: claim.id, loanId: loan.id, letterId: letter!.id })
  await answerLetter(browser, 'guarantor.g1', letter!, { agree: true, note: '资料齐全，同意代偿' })
  await seesNothingElse(browser, 'guarantor.g1', { claimId: claim.id, loanId: loan.id })
  await turn(browser, 'post-partner', async (page) => {
    await takeUp(page, claim.id, letter!.number)
    expect((await claimOf(page, claim.id)).state).toBe('ACCEPTED')
  })
})

test('it pays in two parts; the loan keeps the bank’s fifth, and the guarantor its recourse', async ({ browser }) => {
  await receive(browser, claim.id, { payer: GUARANTOR, amount: 5_000_000n, reference: 'DB2026032701' })
  await turn(browser, 'rm', async (page) => {
    expect((await claimOf(page, claim.id)).state).toBe('PAID_PARTIAL')
    await figuresShown(page, claim.id, { amount: 8_000_000n, paid: 5_000_000n, short: 3_000_000n })
  })
  await receive(browser, claim.id, { payer: GUARANTOR, amount: 3_000_000n, reference: 'DB2026032702' })
  await turn(browser, 'rm', async (page) => {
    await figuresShown(page, claim.id, { amount: 8_000_000n, paid: 8_000_000n, short: 0n })
    claim = await claimOf(page, claim.id)
    expect(claim.state).toBe('PAID')
    expect(sum(claim.payments.map((p) => fen(p.recourse)))).toBe(8_000_000n)
    const after = await loanOf(page, loan.id)
    expect(after.state).toBe('COMPENSATED_PARTIAL')
    expect(fen(after.totalDue)).toBe(fen(loan.totalDue) - 8_000_000n)
  })
})

test('what comes back pays the bank’s own part first, then the guarantor; the claim closes', async ({ browser }) => {
  const own = fen(loan.totalDue) - 8_000_000n
  const shares = await recover(browser, claim.id, {
    amount: own + 1_200_000n,
    costs: 200_000n,
    reference: 'ZX20260328',
  })
  expect(shares.map((s) => [s.payee, s.payer, fen(s.amount)])).toEqual(expect.arrayContaining([['BANK', null, own]]))
  const back = shares.filter((s) => s.payee === 'PAYER')
  expect(back.every((s) => s.payer === GUARANTOR)).toBe(true)
  expect(sum(back.map((s) => fen(s.amount)))).toBe(1_000_000n)
  await turn(browser, 'rm', async (page) => {
    expect(sum((await claimOf(page, claim.id)).payments.map((p) => fen(p.recourse)))).toBe(7_000_000n)
    expect(fen((await loanOf(page, loan.id)).totalDue)).toBe(0n)
  })
  await end(browser, claim.id, 'close', '代偿完成，剩余由担保公司追偿')
})
