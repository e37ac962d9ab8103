/**
 * DF from a short reserve to its payment (§2.7): each issuer owes its own part. One has laid by too little: the enhancer is
 * called, answers on its own desk and pays what the issuer's late deposit leaves open; the neighbour's part is untouched.
 */
import { type Browser, expect, test } from '@playwright/test'
import { label, text } from '../words'
import { api, confirm, fen, shown, sum, turn } from './story'

test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)

const [GOOD, SHORT] = ['青屿恒锐精密机械有限公司', '青屿联创模具有限公司']
type Payment = {
  id: string
  issuer: string
  dueOn: string
  due: string
  reserved: string
  enhancer: string
  unpaid: string
  state: string
  stage: string
  call: { state: string } | null
}
type Pool = { id: string; name: string; state: string; enhancementLeft: string; payments: Payment[] }
let pool: Pool
const first = (p: Pool, issuer: string) => p.payments.find((x) => x.issuer === issuer)!

/** Movements of the reserve's account that wait for their second person, booked by it. */
async function book(browser: Browser, amounts: readonly bigint[]): Promise<void> {
  await turn(browser, 'ops-checker', async (page) => {
    await page.goto('/margin?tab=pending', { waitUntil: 'networkidle' })
    for (const amount of amounts) {
      const row = page.getByRole('listitem').filter({ hasText: shown(amount) })
      await row.getByRole('button', { name: text('guarantees.screen.post') }).click()
      await expect(row).toHaveCount(0, { timeout: 30_000 })
    }
  })
}

test('ten working days before the date the reserve is short: the pool is triggered and one issuer is named', async ({
  browser,
}) => {
  await turn(browser, 'post-partner', async (page) => {
    const { items } = await api<{ items: { id: string }[] }>(page, '/issues')
    pool = await api<Pool>(page, `/issues/${items[0]!.id}`)
    expect(pool.state).toBe('TRIGGERED')
    // a year's interest at 4.5 % on 30,000,000 and on 20,000,000
    expect(first(pool, GOOD)).toMatchObject({ due: '1350000.00', reserved: '1350000.00', stage: 'NONE', call: null })
    expect(first(pool, SHORT)).toMatchObject({ due: '900000.00', reserved: '300000.00', call: { state: 'SENT' } })
    await page.goto(`/issues/${pool.id}?tab=payments`, { waitUntil: 'networkidle' })
    const row = page
      .getByRole('row')
      .filter({ hasText: SHORT })
      .filter({ hasText: first(pool, SHORT).dueOn })
    await expect(row).toContainText(text('issues.callStates.SENT'))
  })
})

test('the enhancer signs in, sees what is missing of that issuer and says that it will pay; the underwriter and a stranger do not', async ({
  browser,
}) => {
  for (const other of ['underwriter.u1', 'guarantor.g1'])
    await turn(browser, other, async (page) => {
      await page.goto('/portal', { waitUntil: 'networkidle' })
      await expect(page.getByText(SHORT)).toHaveCount(0)
      expect((await page.request.get(`/api/v1/issues/${pool.id}`)).status()).toBe(403)
    })
  await turn(browser, 'enhancer.e1', async (page) => {
    await page.goto('/portal', { waitUntil: 'networkidle' })
    const row = page.getByRole('listitem').filter({ hasText: SHORT })
    await expect(row).toContainText(shown(60_000_000n))
    await expect(page.getByText(GOOD)).toHaveCount(0)
    await confirm(page, 'partners.desk.call.accept', undefined, row)
    await expect(row).toContainText(text('partners.desk.call.states.ACCEPTED'))
    for (const path of ['/issues', `/issues/${pool.id}`])
      expect((await page.request.get(`/api/v1${path}`)).status(), path).toBe(403)
  })
})

test('the issuer brings a part late; on the date the enhancer pays the rest and the pool is in service again', async ({
  browser,
}) => {
  await turn(browser, 'post-partner', async (page) => {
    await page.goto(`/issues/${pool.id}?tab=payments`, { waitUntil: 'networkidle' })
    const row = page
      .getByRole('row')
      .filter({ hasText: SHORT })
      .filter({ hasText: first(pool, SHORT).dueOn })
    await expect(row).toContainText(text('issues.callStates.ACCEPTED'))
    await row.getByRole('button', { name: text('issues.deposit') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(label('issues.amount')).fill('250000.00')
    await dialog.getByLabel(label('issues.reference')).fill('TG-2026-003')
    await dialog.getByRole('button').last().click()
    await expect(dialog).toHaveCount(0, { timeout: 30_000 })
  })
  await turn(browser, 'enhancer.e1', async (page) => {
    await page.goto('/portal', { waitUntil: 'networkidle' })
    await expect(page.getByRole('listitem').filter({ hasText: SHORT })).toContainText(shown(35_000_000n))
  })
  await book(browser, [25_000_000n])
  await turn(browser, 'post-partner', async (page) => {
    await page.goto(`/issues/${pool.id}?tab=payments`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: text('issues.settle').replace('{date}', first(pool, SHORT).dueOn) }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button').last().click()
    await expect(dialog).toHaveCount(0, { timeout: 30_000 })
    const after = await api<Pool>(page, `/issues/${pool.id}`)
    expect(after.state).toBe('IN_SERVICE')
    // 900,000 due, 550,000 laid by; 5,000,000 of enhancement
    expect(first(after, SHORT)).toMatchObject({ state: 'PAID', enhancer: '350000.00', unpaid: '0.00' })
    expect(first(after, GOOD)).toMatchObject({ state: 'PAID', enhancer: '0.00', unpaid: '0.00' })
    expect(fen(after.enhancementLeft)).toBe(500_000_000n - 35_000_000n)
    expect(sum(after.payments.map((p) => fen(p.unpaid)))).toBe(0n)
    const row = page
      .getByRole('row')
      .filter({ hasText: SHORT })
      .filter({ hasText: first(pool, SHORT).dueOn })
    await expect(row).toContainText(shown(35_000_000n))
  })
  // the one debit that a reserve knows: each issuer's own part of what it laid by
  await book(browser, [135_000_000n, 55_000_000n])
  await turn(browser, 'enhancer.e1', async (page) => {
    await page.goto('/portal', { waitUntil: 'networkidle' })
    const row = page.getByRole('listitem').filter({ hasText: SHORT })
    await expect(row).toContainText(text('partners.desk.call.states.SETTLED'))
    await expect(row).toContainText(shown(35_000_000n))
  })
})
