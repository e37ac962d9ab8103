/**
 * A day of the people who look after loans: money is booked as it was shown, a mistake is taken back by two, terms are
 * changed by one and decided by another, the day is tried and closed, the ledger balances and the core agrees.
 */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { complaintsOf, windowOf } from './session'
import { label, say } from './words'

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

type Loan = { id: string; number: string; state: string; group: string | null; maturityDate: string; dpd: number }

let loan: Loan
let amount = ''

async function turn(browser: Browser, login: string, act: (page: Page) => Promise<void>) {
  const context = await windowOf(browser, login)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await act(page)
  expect(complaints, `${login}: complaints of the browser`).toEqual([])
  await context.close()
}

const api = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(`/api/v1${path}`)).json() as T
const button = (page: Page, key: string) => page.getByRole('button', { name: say(key) })
const businessDate = async (page: Page) => (await api<{ date: string }>(page, '/business-date')).date

/** Opens the form for a change of a kind. */
async function openChange(page: Page, kind: string): Promise<void> {
  await page.goto(`/loans/${loan.id}`, { waitUntil: 'networkidle' })
  await button(page, 'servicing.change.title').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(label('servicing.change.kindLabel')).selectOption(kind)
}

/** Shows what the change would do, ticks every consent, and asks for its decision. */
async function ask(page: Page, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(label('servicing.change.reason')).fill(reason)
  await button(page, 'servicing.change.preview').click()
  await expect(button(page, 'servicing.change.ask')).toBeVisible()
  for (const box of await dialog.getByRole('checkbox').all()) await box.click()
  await button(page, 'servicing.change.ask').click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
}

async function decide(page: Page, decision: 'approve' | 'reject', note?: string): Promise<void> {
  await page.goto(`/loans/${loan.id}`, { waitUntil: 'networkidle' })
  await button(page, `servicing.change.${decision}`).first().click()
  const dialog = page.getByRole('alertdialog')
  if (note) await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: say(`servicing.change.${decision}`) }).click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
}

test('a repayment is booked as its preview said, once', async ({ browser }) => {
  await turn(browser, 'ops-maker@yjb', async (page) => {
    const { items } = await api<{ items: Loan[] }>(page, '/loans?state=CURRENT&limit=200')
    loan = items.find((l) => l.dpd === 0)!
    expect(loan, 'the demo has a loan in order').toBeTruthy()
    amount = `1${String(Date.now() % 1000).padStart(3, '0')}.37`
    await page.goto(`/loans/${loan.id}`, { waitUntil: 'networkidle' })
    await button(page, 'servicing.page.repay').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(label('servicing.repay.amount')).fill(amount)
    await button(page, 'servicing.repay.preview').click()
    await expect(dialog.getByText(say('servicing.repay.allocation'))).toBeVisible()
    await button(page, 'servicing.repay.confirm').dblclick()
    await expect(dialog).toHaveCount(0, { timeout: 30_000 })
    type Detail = { repayments: { amount: string; reversed: boolean }[] }
    const { repayments } = await api<Detail>(page, `/loans/${loan.id}`)
    expect(repayments.filter((r) => r.amount === amount)).toHaveLength(1)
  })
})

test('two people take the repayment back, and the loan says who and why', async ({ browser }) => {
  await turn(browser, 'ops-maker@yjb', async (page) => {
    await openChange(page, 'REVERSAL')
    await ask(page, '记错借据，冲正重记')
    await expect(page.getByText(say('servicing.change.waiting')).first()).toBeVisible()
    await expect(button(page, 'servicing.change.approve')).toHaveCount(0)
  })
  await turn(browser, 'ops-checker@yjb', async (page) => {
    await page.goto('/loans/changes?state=REQUESTED', { waitUntil: 'networkidle' })
    await expect(page.getByRole('row').filter({ hasText: loan.number })).toBeVisible()
    await decide(page, 'approve')
    await page.goto(`/loans/${loan.id}?tab=events`, { waitUntil: 'networkidle' })
    await expect(page.getByText('记错借据，冲正重记').first()).toBeVisible()
    type Detail = { repayments: { amount: string; reversed: boolean }[] }
    const { repayments } = await api<Detail>(page, `/loans/${loan.id}`)
    expect(repayments.find((r) => r.amount === amount)).toMatchObject({ reversed: true })
  })
})

test('an extension beyond its longest term is refused with the day that would do; that one is agreed by a second person', async ({
  browser,
}) => {
  let latest = ''
  await turn(browser, 'rm@yjb', async (page) => {
    await openChange(page, 'EXTENSION')
    const dialog = page.getByRole('dialog')
    const maturity = dialog.getByLabel(label('servicing.change.maturityDate')).filter({ visible: true })
    await maturity.fill('2039-01-01')
    await maturity.press('Tab')
    await dialog.getByLabel(label('servicing.change.reason')).fill('回款延后，申请展期')
    await button(page, 'servicing.change.preview').click()
    const refusal = dialog.getByText(/\d{4}-\d{2}-\d{2}/).first()
    await expect(refusal).toBeVisible()
    latest = /\d{4}-\d{2}-\d{2}/.exec((await refusal.textContent()) ?? '')![0]
    await maturity.fill(latest)
    await maturity.press('Tab')
    await ask(page, '回款延后，申请展期')
  })
  await turn(browser, 'cr-approver@yjb', async (page) => {
    await decide(page, 'approve')
    expect(await api<Loan>(page, `/loans/${loan.id}`)).toMatchObject({ maturityDate: latest })
  })
})

test('a change that is not agreed goes back with its reason, and who asked may withdraw another', async ({
  browser,
}) => {
  await turn(browser, 'rm@yjb', async (page) => {
    await openChange(page, 'RATE')
    await page.getByRole('dialog').getByLabel(label('servicing.change.annualRate')).fill('5.00')
    await ask(page, '按最新利率调整')
  })
  await turn(browser, 'cr-approver@yjb', async (page) => {
    await decide(page, 'reject', '利率调整依据不足')
    await page.goto('/loans/changes?state=REJECTED', { waitUntil: 'networkidle' })
    await expect(page.getByText('利率调整依据不足').first()).toBeVisible()
  })
  await turn(browser, 'rm@yjb', async (page) => {
    await openChange(page, 'MISUSE')
    await page.getByRole('dialog').getByLabel(label('servicing.change.amount')).fill('100.00')
    await ask(page, '走访发现改变用途')
    await button(page, 'servicing.change.withdraw').click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: say('servicing.change.withdraw') })
      .click()
    await expect(button(page, 'servicing.change.withdraw')).toHaveCount(0, { timeout: 30_000 })
  })
})

test('the end of the day is tried first, then closed; the ledger balances and its journals are found', async ({
  browser,
}) => {
  await turn(browser, 'ops-checker@yjb', async (page) => {
    const day = await businessDate(page)
    await page.goto('/end-of-day', { waitUntil: 'networkidle' })
    await button(page, 'servicing.eod.dryRun').click()
    await expect(page.getByText(say('servicing.eod.dryHint'))).toBeVisible({ timeout: 60_000 })
    expect(await businessDate(page)).toBe(day)
    await button(page, 'servicing.eod.run').click()
    await expect.poll(() => businessDate(page), { timeout: 90_000 }).not.toBe(day)
    await page.goto(`/ledger?date=${day}`, { waitUntil: 'networkidle' })
    await expect(page.getByText(say('servicing.ledger.balanced'))).toBeVisible()
    await page.goto('/ledger/journals?event=ACCRUAL', { waitUntil: 'networkidle' })
    await page.locator('main a[href*="/ledger/journals/J"]').first().click()
    await expect(page).toHaveURL(/\/ledger\/journals\/J\d+/, { timeout: 60_000 })
    await page.goto('/ledger?tab=periods', { waitUntil: 'networkidle' })
    const download = page.waitForEvent('download')
    await button(page, 'servicing.ledger.exportCsv').click()
    expect((await download).suggestedFilename()).toMatch(/^GL\d{8}\.csv$/)
  })
})

test('the core’s statement is imported; what it says differently stands until a second person explains it', async ({
  browser,
}) => {
  let id = ''
  await turn(browser, 'ops-maker@yjb', async (page) => {
    const day = await businessDate(page)
    await page.goto('/ledger/reconciliation', { waitUntil: 'networkidle' })
    await page.getByLabel(label('servicing.recon.account')).fill('6711')
    await page.locator('input[type=file]').setInputFiles({
      name: '核心对账.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`日期,流水号,发生额\n${day},CORE-${Date.now()},88.00\n`),
    })
    await page.getByLabel(label('servicing.recon.closing')).fill('88.00')
    await button(page, 'servicing.recon.import').click()
    await page.waitForURL(/\/ledger\/reconciliation\/[0-9a-f-]{36}/, { timeout: 30_000 })
    id = page.url().split('/').at(-1)!
    await expect(button(page, 'servicing.recon.resolve')).toHaveCount(0)
  })
  await turn(browser, 'ops-checker@yjb', async (page) => {
    await page.goto(`/ledger/reconciliation/${id}`, { waitUntil: 'networkidle' })
    await button(page, 'servicing.recon.resolve').click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('textbox').fill('核心当日在途款项，次日到账')
    await dialog.getByRole('button', { name: say('servicing.recon.resolve') }).click()
    await expect(dialog).toHaveCount(0, { timeout: 30_000 })
    await expect(page.getByText('核心当日在途款项，次日到账').first()).toBeVisible()
  })
})
