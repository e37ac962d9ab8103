/**
 * Checking the papers of a batch as a customer manager does it all day: by keys, paper by paper. Works on the submitted
 * batch of market M5; it returns one merchant and passes another, and leaves the batch where it is.
 */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { complaintsOf, DESKTOP, PHONE, windowOf } from './session'

type Batch = { id: string; code: string; state: string; market: { code: string } }
type Merchant = { id: string; name: string; state: string; papers: number; good: number; bad: number }

async function submittedBatch(page: Page): Promise<Batch> {
  const answer = await page.request.get('/api/v1/batches?state=SUBMITTED&market=M5')
  const { items } = (await answer.json()) as { items: Batch[] }
  expect(items.length, 'the demo has a submitted batch of M5').toBeGreaterThan(0)
  return items.at(-1)!
}

/** Merchants that nobody has touched yet, from the end of the list so that a second run on one server finds others. */
async function untouched(page: Page, batch: Batch): Promise<Merchant[]> {
  const answer = await page.request.get(`/api/v1/batches/${batch.id}/check-list`)
  const { items } = (await answer.json()) as { items: Merchant[] }
  return items.filter((m) => m.state === 'SUBMITTED' && m.good + m.bad === 0)
}

const merchantsOf = (page: Page): Locator => page.getByRole('list', { name: '商户', exact: true })
const papersOf = (page: Page): Locator => page.getByRole('list', { name: '资料', exact: true })

/** The desk of one merchant, its first scan drawn: only then does the page's script run and answer keys. */
async function openDesk(page: Page, batch: Batch, merchant: Merchant): Promise<void> {
  await page.goto(`/batches/${batch.id}/check?item=${merchant.id}`, { waitUntil: 'networkidle' })
  await expect(page.getByRole('heading', { level: 2, name: merchant.name })).toBeVisible()
  await expect(page.getByText('第 1 / 1 页')).toBeVisible({ timeout: 60_000 })
}

test('papers are judged by keys, a merchant goes back with what is wrong ticked already, and the next one is there', async ({
  browser,
}) => {
  test.slow()
  const context = await windowOf(browser, 'rm@yjb')
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  const batch = await submittedBatch(page)
  const [first, second] = await untouched(page, batch)
  expect(first && second, 'two merchants that nobody has touched').toBeTruthy()
  await openDesk(page, batch, first!)

  // k and j go to the merchant before and after, and the address follows
  await page.keyboard.press('j')
  await expect(page).toHaveURL(new RegExp(second!.id))
  await page.keyboard.press('k')
  await expect(page).toHaveURL(new RegExp(first!.id))
  await expect(page.getByRole('heading', { level: 2, name: first!.name })).toBeVisible()

  // n and p turn papers without judging them
  const papers = papersOf(page).getByRole('button')
  await page.keyboard.press('n')
  await expect(papers.nth(1)).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('p')
  await expect(papers.nth(0)).toHaveAttribute('aria-current', 'true')

  // a: good, and on to the next paper that is open
  await page.keyboard.press('a')
  await expect(papers.nth(0)).toHaveAccessibleName(/合格/)
  await expect(papers.nth(1)).toHaveAttribute('aria-current', 'true')
  // e: expired, with the day that is printed on it
  await page.keyboard.press('e')
  await page.getByRole('dialog').getByRole('textbox').fill('2026-02-28')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(papers.nth(1)).toHaveAccessibleName(/不合格/)
  // u: cannot be read; a: after all it can
  await page.keyboard.press('u')
  await expect(papers.nth(2)).toHaveAccessibleName(/不合格/)
  await page.keyboard.press('p')
  await expect(papers.nth(2)).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('a')
  await expect(papers.nth(2)).toHaveAccessibleName(/[^不]合格/)

  // a merchant with a bad paper is not passed, neither by key nor by button
  await expect(page.getByText('此户有 1 处错误')).toBeVisible()
  await expect(page.getByRole('button', { name: /^原件已核/ })).toBeDisabled()
  await page.keyboard.press('o')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)

  // r: back to the operator; the bad paper is ticked, a reason is asked for
  await page.keyboard.press('r')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('checkbox', { name: '营业执照' })).toBeChecked()
  await dialog.getByRole('button', { name: '退回此户' }).click()
  await expect(dialog.getByText('请写明理由')).toBeVisible()
  await dialog.getByRole('button', { name: '证件已过期，请提供有效证件' }).click()
  await dialog.getByRole('button', { name: '退回此户' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(merchantsOf(page).getByRole('button', { name: first!.name })).toContainText('已退回')
  await expect(page).toHaveURL(new RegExp(second!.id))

  // all papers of the next one are good: o passes it, and the one after is there
  await expect(page.getByRole('heading', { level: 2, name: second!.name })).toBeVisible()
  for (let i = 0; i < second!.papers; i++) {
    await expect(papers.nth(i)).toHaveAttribute('aria-current', 'true')
    await page.keyboard.press('a')
    await expect(papers.nth(i)).toHaveAccessibleName(/[^不]合格/)
  }
  await page.keyboard.press('o')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(merchantsOf(page).getByRole('button', { name: second!.name })).toContainText('资料已核')
  await expect(page).not.toHaveURL(new RegExp(second!.id))

  // what was done stands on the server, and the keys in the sheet
  const now = await page.request.get(`/api/v1/applications/${first!.id}/papers`)
  expect(await now.json()).toMatchObject({
    state: 'RETURNED',
    returned: { slots: ['BUSINESS_LICENSE'], reason: '证件已过期，请提供有效证件' },
  })
  await page.keyboard.press('Shift+?')
  // what was just said may still float above it
  await expect(page.getByRole('dialog').filter({ hasText: '原件已核' })).toBeVisible()
  expect(complaints).toEqual([])
  await context.close()
})

test('a batch that cannot be taken in yet says which merchants stand in the way, each a link to its papers', async ({
  browser,
}) => {
  test.slow()
  const context = await windowOf(browser, 'rm@yjb')
  const page = await context.newPage()
  const batch = await submittedBatch(page)
  const waiting = (await untouched(page, batch)).at(-1)!
  await page.goto(`/batches/${batch.id}`, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: '受理', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('户资料尚未核对完毕')
  await dialog.getByRole('link', { name: waiting.name }).click()
  await expect(page.getByRole('heading', { level: 2, name: waiting.name })).toBeVisible({ timeout: 60_000 })
  await context.close()
})

test('whoever may only read a batch is offered nothing to press, and whoever may not gets told so', async ({
  browser,
}) => {
  test.slow()
  for (const login of ['sb-reviewer@yjb', 'auditor@yjb', 'evaluator@yjb']) {
    const context = await windowOf(browser, login)
    const page = await context.newPage()
    const batch = await submittedBatch(page)
    await page.goto(`/batches/${batch.id}`, { waitUntil: 'networkidle' })
    await expect(page.getByRole('heading', { level: 1, name: batch.code })).toBeVisible()
    for (const name of ['受理', '退回批次', '更多'])
      await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
    await page.goto(`/batches/${batch.id}/check`, { waitUntil: 'networkidle' })
    await expect(page.getByText('核对由客户经理办理')).toBeVisible()
    await expect(page.getByRole('button', { name: /^(合格|原件已核|退回此户|剔除此户)/ })).toHaveCount(0)
    await context.close()
  }
  const rm = await windowOf(browser, 'rm@yjb')
  const batch = await submittedBatch(await rm.newPage())
  await rm.close()
  const context = await windowOf(browser, 'ops-maker@yjb')
  const page = await context.newPage()
  for (const path of [`/batches/${batch.id}`, `/batches/${batch.id}/check`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('您没有查看此页的权限')
  }
  await context.close()
})

for (const look of [DESKTOP, PHONE]) {
  test(`every part of a batch's page is shut to nobody and stays in the window (${look.width} px)`, async ({
    browser,
  }) => {
    test.slow()
    const context = await windowOf(browser, 'rm@yjb', look)
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    const batch = await submittedBatch(page)
    for (const tab of ['overview', 'merchants', 'packet', 'submissions', 'timeline']) {
      await page.goto(`/batches/${batch.id}?tab=${tab}`, { waitUntil: 'networkidle' })
      const axe = await new AxeBuilder({ page })
        .exclude('nextjs-portal')
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect(axe.violations.map((v) => `${tab} ${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    }
    expect(complaints).toEqual([])
    await context.close()
  })
}
