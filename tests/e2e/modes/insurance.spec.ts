/**
 * LI from overdue to recovery (§2.5): the insurer is asked with the whole file for its share of principal and interest,
 * finds one paper wanting and gets it, pays less than it accepted; what it left open is a shortfall, not forgotten.
 */
import { expect, type Page, test } from '@playwright/test'
import { label, text } from '../words'
import {
  answerLetter,
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

const INSURER = '沧海财产保险股份有限公司'
type Papers = { papers: { kind: string; state: string }[] }
let loan: Loan
let claim: Claim & Papers
let payout = 0n

test('the claim asks for four fifths of principal and interest, without penalty, inside the insurer’s window', async ({
  browser,
}) => {
  let claimId = ''
  await turn(browser, 'rm', async (page) => {
    loan = await lateLoan(page, 'Q3')
  })
  await callLoan(browser, loan.id)
  await turn(browser, 'rm', async (page) => {
    loan = await loanOf(page, loan.id)
    claimId = await raiseClaim(page, loan.id)
    claim = (await claimOf(page, claimId)) as Claim & Papers
    const base = fen(loan.principal) + fen(loan.interestDue)
    payout = (base * 8n + 5n) / 10n
    expect(fen(loan.principal)).toBe(20_000_000n)
    expect(claim).toMatchObject({ type: 'INSURER', parts: { penalty: '0.00', costs: '0.00' } })
    expect(fen(claim.parts.principal) + fen(claim.parts.interest)).toBe(payout)
    await figuresShown(page, claimId, { amount: payout, paid: 0n, short: 0n })
  })
  await throughTheBank(browser, claimId)
})

test('no letter goes out while a paper is wanting; the collector brings it, and the file goes with the letter', async ({
  browser,
}) => {
  await turn(browser, 'collector', async (page) => {
    await page.goto(`/claims/${claim.id}`, { waitUntil: 'networkidle' })
    const missing = claim.papers.filter((p) => p.state === 'MISSING')
    expect(missing.map((p) => p.kind)).toEqual(['COLLECTION_RECORD'])
    await button(page, 'guarantees.claim.notify').click()
    const refused = page.getByRole('alertdialog')
    await refused.getByRole('button', { name: text('guarantees.claim.notify') }).click()
    await expect(refused.getByRole('alert')).toBeVisible()
    await page.keyboard.press('Escape')
    await bringPaper(page, 'COLLECTION_RECORD', 'CS-2026-0327-01', 'record')
  })
  await sendLetters(browser, 'collector', claim.id)
})

/** Records a paper by its number, the first time or when it was asked for again. */
async function bringPaper(page: Page, kind: string, number: string, how: 'record' | 'again') {
  const row = page.getByRole('row').filter({ hasText: text(`guarantees.paper.kinds.${kind}`) })
  await row.getByRole('button', { name: text(`guarantees.paper.${how}`) }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(label('guarantees.paper.reference')).fill(number)
  await dialog.getByRole('button', { name: text(`guarantees.paper.${how}`) }).click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
  await expect(row).toContainText(number)
}

test('the insurer’s person reads the file, asks for one paper again, gets it and accepts; no other partner sees it', async ({
  browser,
}) => {
  await turn(browser, 'insurer.i1', async (page) => {
    await page.goto('/portal', { waitUntil: 'networkidle' })
    const paper = page
      .getByRole('listitem')
      .filter({ hasText: text('guarantees.paper.kinds.COLLECTION_RECORD') })
      .last()
    await confirm(page, 'partners.desk.paper.ask', (d) => d.getByRole('textbox').fill('请补充上门催收照片'), paper)
  })
  await turn(browser, 'collector', async (page) => {
    await page.goto(`/claims/${claim.id}`, { waitUntil: 'networkidle' })
    await expect(page.getByText('请补充上门催收照片').first()).toBeVisible()
    await bringPaper(page, 'COLLECTION_RECORD', 'CS-2026-0327-02', 'again')
    claim = (await claimOf(page, claim.id)) as Claim & Papers
  })
  const [letter] = claim.notices
  for (const other of ['guarantor.g1', 'gov-fund.f1'])
    await seesNothingElse(browser, other, { claimId: claim.id, loanId: loan.id, letterId: letter!.id })
  await answerLetter(browser, 'insurer.i1', letter!, { agree: true })
  await turn(browser, 'collector', async (page) => {
    await takeUp(page, claim.id, letter!.number)
    expect((await claimOf(page, claim.id)).state).toBe('ACCEPTED')
  })
})

test('it pays a part, the rest is declared a shortfall; the insurer stands in the bank’s place for what it paid', async ({
  browser,
}) => {
  const paid = 15_000_000n
  await receive(browser, claim.id, { payer: INSURER, amount: paid, reference: 'PF2026032701' })
  await end(browser, claim.id, 'fallShort', '保险公司对余款拒付，转诉讼')
  await turn(browser, 'rm', async (page) => {
    await figuresShown(page, claim.id, { amount: payout, paid, short: payout - paid })
    const after = await loanOf(page, loan.id)
    expect(after.state).toBe('COMPENSATED_PARTIAL')
    expect(fen(after.totalDue)).toBe(fen(loan.totalDue) - paid)
    expect((await claimOf(page, claim.id)).payments.map((p) => fen(p.recourse))).toEqual([paid])
  })
})

test('what the borrower’s stock brings in pays the bank first, then the insurer; the claim closes', async ({
  browser,
}) => {
  const own = fen(loan.totalDue) - 15_000_000n
  const shares = await recover(browser, claim.id, { amount: own + 3_000_000n, costs: 0n, reference: 'PM20260327' })
  expect(shares.map((s) => [s.payee, s.payer, fen(s.amount)])).toEqual([
    ['BANK', null, own],
    ['PAYER', INSURER, 3_000_000n],
  ])
  await turn(browser, 'rm', async (page) => {
    expect(fen((await loanOf(page, loan.id)).totalDue)).toBe(0n)
    expect(sum((await claimOf(page, claim.id)).payments.map((p) => fen(p.recourse)))).toBe(12_000_000n)
  })
  await end(browser, claim.id, 'close', '理赔与追偿完毕')
})
