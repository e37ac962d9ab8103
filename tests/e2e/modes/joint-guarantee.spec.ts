/**
 * JG from overdue to recovery (§2.2): the member's own margin, the others' margins by their balances, the members
 * themselves by letter; what a court brings in goes to the bank first, then back to the members that paid.
 */
import { expect, test } from '@playwright/test'
import {
  api,
  type Claim,
  callLoan,
  claimOf,
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
test.setTimeout(240_000)

let loan: Loan
let margin: Claim
let joint: Claim

test('the loan is late; its default has tasks by day, and all of it is called by two people', async ({ browser }) => {
  await turn(browser, 'rm', async (page) => {
    loan = await lateLoan(page, 'Q1')
    expect(loan.dpd).toBeGreaterThan(30)
    expect(fen(loan.principal)).toBe(20_000_000n)
  })
  await callLoan(browser, loan.id)
})

test('the margins answer first: its own, then the others’ by their balances', async ({ browser }) => {
  let claimId = ''
  await turn(browser, 'rm', async (page) => {
    loan = await loanOf(page, loan.id)
    claimId = await raiseClaim(page, loan.id)
  })
  await throughTheBank(browser, claimId)
  await turn(browser, 'rm', async (page) => {
    margin = await claimOf(page, claimId)
    const due = fen(loan.totalDue)
    // 10 % of 200,000 of its own, then of the others' 220,000 + 240,000 + 260,000 + 280,000: all of it, and not enough
    const own = 2_000_000n
    const others = [2_200_000n, 2_400_000n, 2_600_000n, 2_800_000n]
    const rest = due - own
    const short = rest - sum(others)
    expect(margin).toMatchObject({ type: 'MARGIN', state: 'SHORTFALL' })
    expect(margin.payments.map((p) => fen(p.amount)).sort()).toEqual([own, ...others].sort())
    await figuresShown(page, claimId, { amount: due, paid: own + sum(others), short })
    expect(fen((await loanOf(page, loan.id)).totalDue)).toBe(short)
    // the others fill again what was taken of theirs within ten working days
    expect(margin.replenishments.map((r) => fen(r.amount)).sort()).toEqual([...others].sort())
  })
})

test('what the margins left open is asked of each member by letter with proof of posting, in its share', async ({
  browser,
}) => {
  let claimId = ''
  await turn(browser, 'rm', async (page) => {
    claimId = await raiseClaim(page, loan.id)
  })
  await throughTheBank(browser, claimId)
  await sendLetters(browser, 'collector', claimId, 'XA20260327001')
  await turn(browser, 'collector', async (page) => {
    joint = await claimOf(page, claimId)
    const short = fen(margin.shortfall)
    // shares by the principal of each: 220,000, 240,000, 260,000 and 280,000 (LEG-6)
    const shares = proRata(short, [22n, 24n, 26n, 28n])
    expect(joint).toMatchObject({ type: 'JOINT_LIABILITY', state: 'NOTICE_SENT' })
    expect(joint.notices.map((n) => fen(n.amount)).sort()).toEqual([...shares].sort())
    await figuresShown(page, claimId, { amount: short, paid: 0n, short: 0n })
    for (const n of joint.notices) await takeUp(page, claimId, n.number, false)
    expect((await claimOf(page, claimId)).state).toBe('ACCEPTED')
  })
})

test('the market operator signs in and sees its packets, not the claim', async ({ browser }) => {
  await turn(browser, 'operator-admin.q1', async (page) => {
    await page.goto('/portal', { waitUntil: 'networkidle' })
    const { items } = await api<{ items: { code: string }[] }>(page, '/batches')
    expect(items).toHaveLength(1)
    await expect(page.locator('main').getByText(items[0]!.code).first()).toBeVisible()
    await expect(page.locator('main').getByText(joint.number)).toHaveCount(0)
  })
  await seesNothingElse(browser, 'operator-admin.q1', {
    claimId: joint.id,
    loanId: loan.id,
    letterId: joint.notices[0]!.id,
  })
})

test('one member pays its share, the others’ is a shortfall; the payer stands in the bank’s place', async ({
  browser,
}) => {
  const payer = joint.lines[0]!
  await receive(browser, joint.id, {
    payer: payer.payer!,
    amount: fen(payer.demanded),
    reference: 'HX2026032701',
  })
  await end(browser, joint.id, 'fallShort', '其余成员暂无偿付能力，转诉讼')
  await turn(browser, 'rm', async (page) => {
    const left = fen(joint.amount) - fen(payer.demanded)
    await figuresShown(page, joint.id, { amount: fen(joint.amount), paid: fen(payer.demanded), short: left })
    const after = await loanOf(page, loan.id)
    expect(fen(after.totalDue)).toBe(left)
    expect(after.state).toBe('COMPENSATED_PARTIAL')
    joint = await claimOf(page, joint.id)
    expect(joint.payments.map((p) => fen(p.recourse))).toEqual([fen(payer.demanded)])
  })
})

test('what the court brings in pays the bank first, then comes back to the margins and to who paid; both claims close', async ({
  browser,
}) => {
  const left = fen(joint.shortfall)
  const over = 1_000_000n
  const shares = await recover(browser, joint.id, {
    amount: left + over + 50_000n,
    costs: 50_000n,
    reference: 'ZX20260327',
  })
  expect(shares.filter((s) => s.payee === 'BANK').map((s) => fen(s.amount))).toEqual([left])
  const back = shares.filter((s) => s.payee === 'PAYER')
  // in proportion to what each paid, the defaulter's own margin not among them
  const paid = [...margin.payments.filter((p) => p.source !== 'OWN_MARGIN'), ...joint.payments].map((p) =>
    fen(p.amount),
  )
  expect(back.map((s) => fen(s.amount)).sort()).toEqual(
    proRata(over, paid)
      .filter((x) => x > 0n)
      .sort(),
  )
  expect(sum(back.map((s) => fen(s.amount)))).toBe(over)
  await end(browser, joint.id, 'close', '追偿到账，余额转执行')
  await end(browser, margin.id, 'close', '保证金代偿完成')
  await turn(browser, 'ops-checker', async (page) => {
    expect(fen((await loanOf(page, loan.id)).totalDue)).toBe(0n)
    const t = await api<{ accounts: { balance: string }[] }>(page, '/ledger/trial-balance')
    expect(sum(t.accounts.map((a) => fen(a.balance)))).toBe(0n)
  })
})
