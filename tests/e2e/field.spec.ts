/** The field without a line: a signing and a promise go on, survive the page that is closed and opened again, and arrive once. */
import { expect, type Page, test } from '@playwright/test'
import { DESKTOP, type Look, windowOf } from './session'
import { label, say } from './words'

const PHONE: Look = { ...DESKTOP, width: 390 }
const api = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(`/api/v1${path}`)).json() as T
const button = (page: Page, key: string) => page.getByRole('button', { name: say(key) })
/** The page of the field is on the phone once its keeper has it. */
const kept = (page: Page) =>
  expect
    .poll(
      () =>
        page.evaluate(async () => {
          const pages = await caches.open('fangshi-pages-1')
          return (await pages.match(location.pathname, { ignoreVary: true })) !== undefined
        }),
      { timeout: 30_000 },
    )
    .toBe(true)

type Table = {
  persons: {
    name: string
    identityChecked: boolean
    documents: { signerId: string; signedAt: string | null; method: string | null; clauses: { confirmed: boolean }[] }[]
  }[]
}

test('a signing goes on without a line: identity, clauses and signature arrive once, as they were given', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const context = await windowOf(browser, 'rm@yjb', PHONE)
  const page = await context.newPage()
  const { items } = await api<{ items: { id: string; state: string; contracts: number }[] }>(
    page,
    '/signings?limit=200',
  )
  const session = items.find((s) => s.state === 'APPOINTED' && s.contracts > 0)!
  const address = `/signing/${session.id}`
  await page.goto(address, { waitUntil: 'networkidle' })
  await kept(page)

  // the person with the fewest clauses, who has not begun
  const before = await api<Table>(page, `/signings/${session.id}`)
  const open = before.persons.map((p, i) => ({ i, n: p.documents.reduce((n, d) => n + d.clauses.length, 0), p }))
  const { i } = open.filter(({ p }) => !p.identityChecked).sort((a, b) => a.n - b.n)[0]!
  const persons = page.getByRole('navigation', { name: say('contracts.screen.persons') }).getByRole('button')
  await persons.nth(i).click()

  await context.setOffline(true)
  await page.getByRole('checkbox', { name: say('contracts.screen.originalSeen') }).click()
  await page.getByRole('checkbox', { name: say('contracts.screen.faceMatched') }).click()
  await button(page, 'contracts.screen.identify').click()
  await expect(page.getByText(say('contracts.screen.identityDone'))).toBeVisible()
  const confirm = button(page, 'contracts.screen.confirmClause')
  while ((await confirm.count()) > 0) {
    const left = await page.getByRole('main').getByText(/^✓ /).count()
    await confirm.first().click()
    await expect.poll(() => page.getByRole('main').getByText(/^✓ /).count()).toBeGreaterThan(left)
  }
  // the page is closed and opened again, still without a line: what was done is there, and the signing goes on
  await page.reload()
  await expect(page.getByText(say('manager.field.waiting')).first()).toBeVisible({ timeout: 30_000 })
  await persons.nth(i).click()
  await expect(page.getByText(say('contracts.screen.identityDone'))).toBeVisible()
  const sheet = page.locator('canvas')
  await sheet.scrollIntoViewIfNeeded()
  const box = (await sheet.boundingBox())!
  await page.mouse.move(box.x + 30, box.y + 40)
  await page.mouse.down()
  for (let k = 1; k < 8; k++) await page.mouse.move(box.x + 30 + k * 20, box.y + 40 + (k % 2) * 20)
  await page.mouse.up()
  await button(page, 'contracts.screen.signDone').click()
  await expect(page.getByText(say('contracts.screen.waitsForLine')).first()).toBeVisible()

  await context.setOffline(false)
  await expect(page.getByText(say('contracts.screen.waitsForLine'))).toHaveCount(0, { timeout: 45_000 })
  const person = (await api<Table>(page, `/signings/${session.id}`)).persons[i]!
  expect(person.identityChecked).toBe(true)
  for (const d of person.documents) {
    expect(d).toMatchObject({ method: 'DRAWN', signedAt: expect.any(String) })
    expect(d.clauses.every((c) => c.confirmed)).toBe(true)
  }
  await page.reload({ waitUntil: 'networkidle' })
  await expect(page.getByText(say('manager.field.waiting'))).toHaveCount(0)
  await context.close()
})

test('a promise made without a line is sent from whatever page is open when the line is back, and is one promise', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const context = await windowOf(browser, 'collector@yjb', PHONE)
  const page = await context.newPage()
  await page.goto('/collection', { waitUntil: 'networkidle' })
  const address = (await page.locator('a[href^="/collection/"]').last().getAttribute('href'))!
  await page.goto(address, { waitUntil: 'networkidle' })
  await kept(page)
  const note = `无信号登记 ${Date.now()}`
  await context.setOffline(true)
  await button(page, 'collection.act.call').click()
  const dialog = page.locator('[role=dialog]:not([data-type])')
  await dialog.getByLabel(label('collection.field.note')).fill(note)
  await dialog.getByRole('button').last().click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
  await expect(page.getByText(say('manager.field.waiting'))).toBeVisible()
  await page.close()
  await context.setOffline(false)
  // two windows at once: what is sent twice counts once
  const [one, two] = [await context.newPage(), await context.newPage()]
  await Promise.all([one.goto('/today'), two.goto('/collection')])
  type File = { acts: { note: string | null }[] }
  const id = address.split('/').at(-1)
  await expect
    .poll(async () => (await api<File>(one, `/loans/${id}/collection`)).acts.filter((a) => a.note === note).length, {
      timeout: 45_000,
    })
    .toBe(1)
  await one.waitForTimeout(1500)
  expect((await api<File>(one, `/loans/${id}/collection`)).acts.filter((a) => a.note === note)).toHaveLength(1)
  await context.close()
})

test('the phone is offered the app, and what is kept of the bank goes when its person leaves', async ({ browser }) => {
  const context = await windowOf(browser, 'evaluator@yjb', PHONE)
  const page = await context.newPage()
  await page.goto('/today', { waitUntil: 'networkidle' })
  const manifest = await page.request.get((await page.locator('link[rel=manifest]').getAttribute('href'))!)
  expect(await manifest.json()).toMatchObject({ display: 'standalone', start_url: '/' })
  for (const icon of ((await manifest.json()) as { icons: { src: string }[] }).icons)
    expect((await page.request.get(icon.src)).status(), icon.src).toBe(200)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.evaluate(async () => (await caches.open('fangshi-pages-1')).put('/signing/x', new Response('kept')))
  await page.goto('/sign-in')
  await expect.poll(() => page.evaluate(() => caches.has('fangshi-pages-1'))).toBe(false)
  await context.close()
})
