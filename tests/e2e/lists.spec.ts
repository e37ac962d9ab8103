/** What every list offers: views that are kept and shared, and a workbook of exactly what is filtered. */
import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { rowsOf } from '../fixtures/workbook'
import { complaintsOf, PHONE, windowOf } from './session'

const views = (page: Page) => page.getByRole('button', { name: /^(视图|Views)$/ })

/** The workbook behind the button, as its rows below the head and the headings. */
async function taken(page: Page, button: string): Promise<{ name: string; filter: string; rows: unknown[][] }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: button, exact: true }).click(),
  ])
  const rows = await rowsOf(new Uint8Array(await readFile(await download.path())))
  return { name: download.suggestedFilename(), filter: String(rows[1]?.[0]), rows: rows.slice(4) }
}

test('filters are kept under a name with the columns, colleagues find them, and nobody else can delete them', async ({
  browser,
}) => {
  test.slow()
  const name = `走访-${Date.now()}`
  const context = await windowOf(browser, 'rm@yjb')
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto('/loans', { waitUntil: 'networkidle' })
  const all = await page.locator('tbody tr').count()
  expect(all, 'the demo has loans').toBeGreaterThan(1)

  // a search and a column that is not shown by itself
  await page.getByRole('searchbox').fill('云栖')
  await expect(page).toHaveURL(/q=/)
  await page.getByRole('button', { name: '列与行距' }).click()
  await page.getByRole('menuitemcheckbox', { name: '市场' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: '市场' })).toBeVisible()

  // kept and shared
  await views(page).click()
  const panel = page.getByRole('dialog', { name: '视图' })
  await panel.getByRole('textbox').fill(name)
  await panel.getByRole('checkbox').check()
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
  expect(violations.map((v) => v.id)).toEqual([])
  await panel.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('button', { name })).toBeVisible({ timeout: 30_000 })

  // gone with the address and the columns, back with the view
  await page.getByRole('button', { name: '列与行距' }).click()
  await page.getByRole('menuitemcheckbox', { name: '市场' }).click()
  await page.goto('/loans', { waitUntil: 'networkidle' })
  await expect(page.getByRole('columnheader', { name: '市场' })).toHaveCount(0)
  await views(page).click()
  await panel.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await expect(page).toHaveURL(/q=/)
  await expect(page.getByRole('columnheader', { name: '市场' })).toBeVisible()
  await expect(page.getByRole('button', { name })).toBeVisible()

  // a colleague, on a phone and in English
  const other = await windowOf(browser, 'evaluator@yjb', PHONE)
  const theirs = await other.newPage()
  await theirs.goto('/loans', { waitUntil: 'networkidle' })
  await views(theirs).click()
  const shared = theirs.getByRole('dialog', { name: 'Views' })
  await expect(shared.getByRole('button', { name: `Delete view: ${name}` })).toHaveCount(0)
  await shared.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await expect(theirs).toHaveURL(/q=/)
  await other.close()

  // deleted by its owner
  await page.getByRole('button', { name }).click()
  await panel.getByRole('button', { name: `删除视图：${name}` }).click()
  await expect(panel.getByRole('button', { name: new RegExp(`^${name}`) })).toHaveCount(0)
  expect(complaints).toEqual([])
  await context.close()
})

test('the workbook holds the rows that are on the screen, in the order and language of the screen', async ({
  browser,
}) => {
  test.slow()
  const context = await windowOf(browser, 'rm@yjb')
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto('/loans?q=%E4%BA%91%E6%A0%96&size=100', { waitUntil: 'networkidle' })
  const shown = await page.locator('tbody tr td:first-child').allInnerTexts()
  const workbook = await taken(page, '导出 Excel')
  expect(workbook.name).toMatch(/^贷款 \d{4}-\d{2}-\d{2}\.xlsx$/)
  expect(workbook.filter).toContain('云栖')
  expect(workbook.rows.map((r) => r[0])).toEqual(shown)
  expect(complaints).toEqual([])
  await context.close()

  // an operator on a phone takes the own batches, in English
  const portal = await windowOf(browser, 'operator-admin.m1@yjb', PHONE)
  const batches = await portal.newPage()
  await batches.goto('/portal/batches', { waitUntil: 'networkidle' })
  const cards = await batches.locator('tbody tr').count()
  expect(cards, 'market M1 has batches').toBeGreaterThan(0)
  const own = await taken(batches, 'Export to Excel')
  expect(own.name).toMatch(/^Batches /)
  expect(own.rows).toHaveLength(cards)
  await portal.close()
})

test('what a list may not be filtered by, or who may not see it, gets a refusal and no file', async ({ browser }) => {
  const context = await windowOf(browser, 'operator-admin.m1@yjb')
  const page = await context.newPage()
  await page.goto('/portal/batches')
  expect((await page.request.get('/api/v1/exports/loans')).status()).toBe(403)
  expect((await page.request.get('/api/v1/exports/batches?colour=red')).status()).toBe(400)
  await context.close()
})
