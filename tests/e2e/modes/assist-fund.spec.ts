/**
 * AF from overdue to recovery (§2.3): the enterprises' fund pays first and is emptied, the government's fund and the bank
 * share the rest, the fund's manager answering on its own desk; what comes back flows in the reverse order.
 */
import { expect, type Page, test } from '@playwright/test'
import {
  answerLetter,
  api,
  button,
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
  recover,
  seesNothingElse,
  sendLetters,
  sum,
  takeUp,
  throughTheBank,
  turn,
} from './story'

test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)

/** 3 % of 150,000, 400,000 and 450,000: what the three enterprises paid in before their loans (INV-AF2). */
const SHARES = [450_000n, 1_200_000n, 1_350_000n]
const SEED = 500_000_000n
let loan: Loan
let enterprises: Claim
let government: Claim

type Account = { type: string; market: string | { code: string }; ledger: string }
const fundOf = async (page: Page, type: string) => {
  const { items } = await api<{ items: Account[] }>(page, '/margin-accounts')
  return fen(items.find((a) => a.type === type)!.ledger)
}

test('the enterprises’ fund answers first, for everyone of the pool, and is emptied', async ({ browser }) => {
  let claimId = ''
  await turn(browser, 'rm', async (page) => {
    loan = await lateLoan(page, 'Q4')
    expect(fen(loan.principal)).toBe(15_000_000n)
  })
  await callLoan(browser, loan.id)
  await turn(browser, 'rm', async (page) => {
    loan = await loanOf(page, loan.id)
    claimId = await raiseClaim(page, loan.id)
  })
  await turn(browser, 'ops-maker', async (page) => {
    expect(await fundOf(page, 'ASSIST_FUND')).toBe(sum(SHARES))
    expect(await fundOf(page, 'RISK_COMP_FUND')).toBe(SEED)
  })
  await throughTheBank(browser, claimId)
  await turn(browser, 'ops-maker', async (page) => {
    const due = fen(loan.totalDue)
    enterprises = await claimOf(page, claimId)
    expect(enterprises).toMatchObject({ type: 'ASSIST_FUND', state: 'SHORTFALL' })
    expect(enterprises.payments.map((p) => fen(p.amount)).sort()).toEqual([...SHARES].sort())
    await figuresShown(page, claimId, { amount: due, paid: sum(SHARES), short: due - sum(SHARES) })
    expect(await fundOf(page, 'ASSIST_FUND')).toBe(0n)
  })
})

test('the government’s fund is asked for half of the rest; nothing leaves it before its manager has answered', async ({
  browser,
}) => {
  let claimId = ''
  const rest = fen(loan.totalDue) - sum(SHARES)
  const half = (rest + 1n) / 2n
  await turn(browser, 'rm', async (page) => {
    claimId = await raiseClaim(page, loan.id)
  })
  await throughTheBank(browser, claimId)
  await sendLetters(browser, 'post-partner', claimId)
  await turn(browser, 'ops-checker', async (page) => {
    await figuresShown(page, claimId, { amount: half, paid: 0n, short: 0n })
    government = await claimOf(page, claimId)
    expect(government.type).toBe('GOV_FUND')
    await expect(button(page, 'guarantees.claim.debit')).toHaveCount(0)
  })
  const [letter] = government.notices
  for (const other of ['guarantor.g1', 'insurer.i1'])
    await seesNothingElse(browser, other, { claimId, loanId: loan.id, letterId: letter!.id })
  await answerLetter(browser, 'gov-fund.f1', letter!, { agree: true, note: '符合风险补偿条件，同意代偿' })
  await seesNothingElse(browser, 'gov-fund.f1', { claimId, loanId: loan.id })
  await turn(browser, 'post-partner', (page) => takeUp(page, claimId, letter!.number))
  await turn(browser, 'ops-checker', async (page) => {
    await page.goto(`/claims/${claimId}`, { waitUntil: 'networkidle' })
    await confirm(page, 'guarantees.claim.debit')
    await figuresShown(page, claimId, { amount: half, paid: half, short: 0n })
    government = await claimOf(page, claimId)
    expect(government.state).toBe('PAID')
    expect(await fundOf(page, 'RISK_COMP_FUND')).toBe(SEED - half)
    expect(fen((await loanOf(page, loan.id)).totalDue)).toBe(rest - half)
  })
})

test('a first recovery is shared by bank and government side by side; the enterprises’ fund waits', async ({
  browser,
}) => {
  const half = fen(government.paid)
  const own = fen(loan.totalDue) - sum(SHARES) - half
  const net = 2_000_000n
  const shares = await recover(browser, government.id, {
    amount: net + 100_000n,
    costs: 100_000n,
    reference: 'AF20260327-1',
  })
  const [bank, fund] = proRata(net, [own, half])
  expect(shares.map((s) => [s.payee, fen(s.amount)])).toEqual([
    ['BANK', bank],
    ['PAYER', fund],
  ])
})

test('the last recovery fills both, then the enterprises’ fund again; both claims close', async ({ browser }) => {
  let own = 0n
  let open = 0n
  await turn(browser, 'rm', async (page) => {
    own = fen((await loanOf(page, loan.id)).totalDue)
    open = sum((await claimOf(page, government.id)).payments.map((p) => fen(p.recourse)))
  })
  const back = 1_000_000n
  const shares = await recover(browser, government.id, {
    amount: own + open + back,
    costs: 0n,
    reference: 'AF20260327-2',
  })
  expect(shares.filter((s) => s.payee === 'BANK').map((s) => fen(s.amount))).toEqual([own])
  expect(
    shares
      .filter((s) => s.payee === 'PAYER')
      .map((s) => fen(s.amount))
      .sort(),
  ).toEqual([open, ...proRata(back, SHARES)].sort())
  await turn(browser, 'ops-maker', async (page) => {
    // every yuan of the government's is in its fund again, and a third of the enterprises'
    expect(await fundOf(page, 'RISK_COMP_FUND')).toBe(SEED)
    expect(await fundOf(page, 'ASSIST_FUND')).toBe(back)
    expect(fen((await loanOf(page, loan.id)).totalDue)).toBe(0n)
  })
  await end(browser, government.id, 'close', '风险补偿已全额追回')
  await end(browser, enterprises.id, 'close', '追偿完毕')
})
