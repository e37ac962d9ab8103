/**
 * Merchants that leave a batch, in a browser: one split off by two people, its group formed again, one dropped, and the
 * split one handed in anew by its operator, returned for one paper, and mended. Works on the batch of market M2 that
 * waits for its plan, and moves no other.
 */
import { type Browser, expect as expectSoon, type Page, test } from '@playwright/test'
import { complaintsOf, windowOf } from './session'
import { say } from './words'

/** every act looks at a whole batch again, beside everything else that runs */
const expect = expectSoon.configure({ timeout: 30_000 })

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

type Item = { id: string; name: string; row: string; state: string }
type Line = { id: string; name: string; state: string; group: unknown; applicationId?: string }

let batchId = ''
let planId = ''
let childId = ''
let leaving: Item
let items: Item[] = []

async function turn(browser: Browser, login: string, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await windowOf(browser, login)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await act(page)
  expect(complaints, `${login}: complaints of the browser`).toEqual([])
  await context.close()
}

const api = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(`/api/v1${path}`)).json() as T
const merchantsOf = async (page: Page, batch: string): Promise<Item[]> =>
  (await api<{ items: Item[] }>(page, `/batches/${batch}/merchants?limit=200`)).items
const statesOf = async (page: Page): Promise<Record<string, string>> =>
  Object.fromEntries((await merchantsOf(page, batchId)).map((i) => [i.id, i.state]))
const button = (page: Page, key: string) => page.getByRole('button', { name: say(key) })

test('the evaluator writes the plan and forms groups', async ({ browser }) => {
  await turn(browser, 'evaluator@yjb', async (page) => {
    const found = await api<{ items: { id: string }[] }>(page, '/batches?state=PLAN_DRAFTING&market=M2')
    expect(found.items.length, 'the demo has a batch of M2 before its plan').toBeGreaterThan(0)
    batchId = found.items.at(-1)!.id
    const { plan } = await api<{ plan: { id: string } | null }>(page, `/batches/${batchId}/plan`)
    planId = plan?.id ?? ''
    if (!plan) {
      await page.goto(`/plans/new?batch=${batchId}`, { waitUntil: 'networkidle' })
      await button(page, 'plans.page.draft').click()
      await page.waitForURL(/\/plans\/[0-9a-f-]{36}/, { timeout: 60_000 })
      planId = page.url().split('/').at(-1)!.split('?')[0]!
    }
    await page.goto(`/groups/${batchId}`, { waitUntil: 'networkidle' })
    await button(page, 'guarantees.groups.propose').click()
    await expect(page.getByText(/第1联保小组/).first()).toBeVisible()
    items = (await merchantsOf(page, batchId)).filter((i) => i.state === 'ADMITTED')
    expect(items.length).toBeGreaterThanOrEqual(7)
    const { lines } = await api<{ lines: Line[] }>(page, `/plans/${planId}`)
    const grouped = lines.find((l) => l.state === 'PROPOSED' && l.group)!
    leaving = items.find((i) => i.name === grouped.name)!
  })
})

test('the customer manager splits one merchant off; it stays until a second person agrees', async ({ browser }) => {
  await turn(browser, 'rm@yjb', async (page) => {
    await page.goto(`/batches/${batchId}?tab=merchants`, { waitUntil: 'networkidle' })
    await page.getByRole('row').filter({ hasText: leaving.name }).getByRole('checkbox').click()
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: say('batches.merchants.split') })
      .click()
    const ask = page.getByRole('alertdialog')
    await expect(ask).toContainText('受理之后拆分须由小企业部审核岗确认')
    await ask.getByRole('textbox').fill('租赁合同续签中，另批报送')
    await ask.getByRole('button', { name: say('batches.merchants.split') }).click()
    await expect(page.getByText(say('batches.split.waiting'))).toBeVisible()
    expect((await statesOf(page))[leaving.id]).toBe('ADMITTED')
    // who asked for it is not offered to confirm it
    await page.goto(`/batches/${batchId}`, { waitUntil: 'networkidle' })
    await expect(page.getByText(say('batches.split.pendingTitle'))).toBeVisible()
    await expect(button(page, 'batches.split.confirm')).toHaveCount(0)
  })
})

test('the reviewer agrees: the merchant has a batch of its own, and only its group must be formed again', async ({
  browser,
}) => {
  await turn(browser, 'sb-reviewer@yjb', async (page) => {
    await page.goto(`/batches/${batchId}`, { waitUntil: 'networkidle' })
    await button(page, 'batches.split.confirm').click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: say('batches.split.confirm') })
      .click()
    await expect.poll(async () => (await statesOf(page))[leaving.id]).toBeUndefined()
    const states = await statesOf(page)
    for (const i of items.filter((x) => x.id !== leaving.id))
      expect(['ADMITTED', 'REGROUP_REQUIRED'], i.name).toContain(states[i.id])
    const children = await api<{ items: { id: string; state: string }[] }>(page, '/batches?state=DRAFT&market=M2')
    for (const child of children.items) {
      const inside = await merchantsOf(page, child.id)
      if (inside.some((i) => i.id === leaving.id)) childId = child.id
    }
    expect(childId, 'the split merchant is in a new batch').not.toBe('')
    // from the old batch a way leads to the new one
    await page.goto(`/batches/${batchId}`, { waitUntil: 'networkidle' })
    await expect(page.locator(`a[href*="${childId}"]`).first()).toBeVisible()
  })
})

test('the evaluator forms the groups again, and drops another merchant without moving anybody else', async ({
  browser,
}) => {
  await turn(browser, 'evaluator@yjb', async (page) => {
    await page.goto(`/groups/${batchId}`, { waitUntil: 'networkidle' })
    await button(page, 'guarantees.groups.restart').click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: say('guarantees.groups.restart') })
      .click()
    const waiting = async () => Object.values(await statesOf(page)).filter((s) => s === 'REGROUP_REQUIRED').length
    await expect.poll(waiting).toBe(0)
    const { lines } = await api<{ lines: Line[] }>(page, `/plans/${planId}`)
    const dropped = lines.filter((l) => l.state === 'PROPOSED').at(-1)!
    await page.goto(`/plans/${planId}`, { waitUntil: 'networkidle' })
    const row = page.getByRole('row').filter({ hasText: dropped.name })
    await row.getByRole('button', { name: say('plans.page.drop') }).click()
    await page.getByRole('alertdialog').getByRole('textbox').fill('商户已退租')
    await page.getByRole('alertdialog').getByRole('button').last().click()
    // while the question stands the table behind it is hidden from everybody: the server says when it is done
    await expect
      .poll(async () => (await merchantsOf(page, batchId)).find((i) => i.name === dropped.name)?.state ?? 'DROPPED')
      .toBe('DROPPED')
    await expect(page.getByRole('alertdialog')).toHaveCount(0)
    await expect(row).toHaveCount(0)
    const after = await merchantsOf(page, batchId)
    for (const i of after.filter((x) => items.some((k) => k.id === x.id) && x.name !== dropped.name))
      expect(['ADMITTED', 'REGROUP_REQUIRED'], i.name).toContain(i.state)
  })
})

test('the operator hands the split merchant in, gets it back for one paper, and supplies just that', async ({
  browser,
}) => {
  await turn(browser, 'operator-admin.m2@yjb', async (page) => {
    const { date } = await api<{ date: string }>(page, '/business-date')
    await page.goto(`/portal/batches/${childId}`, { waitUntil: 'networkidle' })
    await expect(page.getByRole('table')).toContainText(leaving.name)
    await page.getByRole('button', { name: '报送', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('#submit-date').fill(date)
    await dialog.getByRole('button', { name: '确认报送' }).click()
    await expect(page.getByText('批次已报送，内容不能修改')).toBeVisible()
  })
  await turn(browser, 'rm@yjb', async (page) => {
    await page.goto(`/batches/${childId}/check?item=${leaving.id}`, { waitUntil: 'networkidle' })
    await expect(page.getByRole('heading', { level: 2, name: leaving.name })).toBeVisible()
    await page.getByRole('button', { name: '退回此户' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('checkbox', { name: '营业执照' }).click()
    await dialog.getByRole('textbox').last().fill('请提供续期后的营业执照')
    await dialog.getByRole('button', { name: '退回此户' }).click()
    await expect(dialog).toHaveCount(0)
    await page.goto(`/batches/${childId}`, { waitUntil: 'networkidle' })
    await button(page, 'batches.acts.return').click()
    const back = page.getByRole('alertdialog')
    await back.getByRole('textbox').fill('请补充后再报')
    await back.getByRole('button', { name: say('batches.acts.return') }).click()
    await expect.poll(async () => (await api<{ state: string }>(page, `/batches/${childId}`)).state).toBe('RETURNED')
  })
  await turn(browser, 'operator-admin.m2@yjb', async (page) => {
    await page.goto(`/portal/batches/${childId}`, { waitUntil: 'networkidle' })
    // only what came back, with its reason; everything else is out of the operator's hands
    await page
      .getByRole('button', { name: new RegExp(leaving.name) })
      .first()
      .click()
    const panel = page.getByRole('region', { name: /问题、内容和资料/ })
    await expect(panel).toContainText('请提供续期后的营业执照')
    await expect(panel.getByLabel('上传业务申请书')).toHaveCount(0)
    await panel
      .getByLabel('上传营业执照')
      .last()
      .setInputFiles({ name: '营业执照.png', mimeType: 'image/png', buffer: PIXEL })
    await panel.getByRole('button', { name: say('intake.desk.supplement') }).click()
    await expect.poll(async () => (await merchantsOf(page, childId))[0]?.state).toBe('SUBMITTED')
    const { date } = await api<{ date: string }>(page, '/business-date')
    await page.getByRole('button', { name: '报送', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('#submit-date').fill(date)
    await dialog.getByRole('button', { name: '确认报送' }).click()
    await expect(page.getByText('批次已报送，内容不能修改')).toBeVisible()
  })
  // the second look is told what changed since the first
  await turn(browser, 'rm@yjb', async (page) => {
    await page.goto(`/batches/${childId}?tab=submissions`, { waitUntil: 'networkidle' })
    await expect(page.getByRole('tabpanel')).toContainText('营业执照')
  })
})
