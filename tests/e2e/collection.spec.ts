/** A collector's morning on a phone: the late loan of the list, a call, a promise, a letter that can be read as it was written. */
import { expect, type Page, test } from '@playwright/test'
import { complaintsOf, DESKTOP, windowOf } from './session'
import { label, say } from './words'

const button = (page: Page, key: string) => page.getByRole('button', { name: say(key) })

async function act(page: Page, key: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>) {
  await button(page, key).click()
  const dialog = page.getByRole('dialog')
  await fill(dialog)
  await dialog.getByRole('button').last().click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
}

test('a late loan is called, promises, and is written to; the file keeps all of it', async ({ browser }) => {
  test.setTimeout(120_000)
  const context = await windowOf(browser, 'collector@yjb', { ...DESKTOP, width: 390 })
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto('/collection', { waitUntil: 'networkidle' })
  const first = page.locator('a[href^="/collection/"]').first()
  await expect(first, 'the demo has a late loan').toBeVisible()
  await first.click()
  await page.waitForURL(/\/collection\/[0-9a-f-]{36}$/)
  await act(page, 'collection.act.call', async (dialog) => {
    await dialog.getByLabel(label('collection.field.note')).fill('商户称本周回款')
  })
  await expect(page.getByText('商户称本周回款')).toBeVisible()
  await act(page, 'collection.act.promise', async (dialog) => {
    await dialog.locator('input[type=date]:visible, input[placeholder="YYYY-MM-DD"]:visible').first().fill('2026-03-27')
  })
  await expect(page.getByText(say('collection.actState.OPEN')).first()).toBeVisible()
  await act(page, 'collection.act.letter', async (dialog) => {
    await dialog.locator('input[type=date]:visible, input[placeholder="YYYY-MM-DD"]:visible').first().fill('2026-03-30')
  })
  await expect(page.getByText(say('collection.actState.SENT')).first()).toBeVisible()
  const letter = page.locator('a[href^="/api/v1/collection/letters/"]').first()
  const href = await letter.getAttribute('href')
  const pdf = await page.request.get(href!)
  expect(pdf.headers()['content-type']).toContain('application/pdf')
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')
  expect(complaints).toEqual([])
  await context.close()
})
