/** The auditor's work, on a phone too: the trail is searched and proved, an object stands as it stood, a batch's file is taken away. */
import { expect, type Page, test } from '@playwright/test'
import { complaintsOf, DESKTOP, windowOf } from './session'
import { say } from './words'

const api = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(`/api/v1${path}`)).json() as T

test('whoever audits finds who did what, that nothing is missing, how it stood, and the papers of it', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const context = await windowOf(browser, 'auditor@yjb', { ...DESKTOP, width: 390 })
  const page = await context.newPage()
  const complaints = complaintsOf(page)

  // one act among all of them, by what was done
  await page.goto('/admin/audit?command=batches.submit', { waitUntil: 'networkidle' })
  const rows = page.getByRole('table').getByRole('row')
  expect(await rows.count()).toBeGreaterThan(1)
  await expect(page.getByText('batches.submit').first()).toBeVisible()
  type Trail = { items: { objectType: string; objectId: string; at: string; stateTo: string | null }[] }
  const { items } = await api<Trail>(page, '/audit?command=batches.submit&limit=5')
  const act = items.find((e) => e.objectType === 'batch')!

  // the whole chain is recomputed against what was kept outside of the database
  await page.getByRole('button', { name: say('admin.audit.verify') }).click()
  await expect(page.getByText(say('admin.audit.ok'))).toBeVisible({ timeout: 60_000 })

  // the batch as it stood at the end of that day, and before it was there
  const day = new Date(act.at).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
  await page.goto(`/admin/audit/state?object=batch:${act.objectId}&on=${day}`, { waitUntil: 'networkidle' })
  await expect(page.getByText(say('admin.object.history'))).toBeVisible()
  const pack = page.getByRole('link', { name: say('admin.object.download') })
  const zip = await page.request.get((await pack.getAttribute('href'))!)
  expect(zip.headers()['content-type']).toContain('application/zip')
  expect((await zip.body()).subarray(0, 2).toString()).toBe('PK')
  await page.goto(`/admin/audit/state?object=batch:${act.objectId}&on=2020-01-01`, { waitUntil: 'networkidle' })
  await expect(page.getByText(say('admin.object.none'))).toBeVisible()

  // an auditor reads: nothing of the bank's business is the auditor's to do
  const refused = await page.request.post(`/api/v1/batches/${act.objectId}/withdraw`, { data: { reason: '试' } })
  expect([403, 404, 405]).toContain(refused.status())
  expect(complaints).toEqual([])
  await context.close()
})
