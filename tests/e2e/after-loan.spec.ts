/**
 * After the loan, on a phone: the named person inspects a market by its check list, a superior passes it, what it showed is
 * a warning that is verified and released; the operator mends its monthly return, and the named person takes it.
 */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { complaintsOf, DESKTOP, type Look, windowOf } from './session'
import { label, say } from './words'

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

const PHONE: Look = { ...DESKTOP, width: 390 }
const api = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(`/api/v1${path}`)).json() as T
const button = (page: Page, key: string) => page.getByRole('button', { name: say(key) })

async function turn(browser: Browser, login: string, act: (page: Page) => Promise<void>) {
  const context = await windowOf(browser, login, PHONE)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await act(page)
  expect(complaints, `${login}: complaints of the browser`).toEqual([])
  await context.close()
}

/** One act with its words in a dialog. */
async function say_(page: Page, key: string, words: string) {
  await button(page, key).first().click()
  const dialog = page.locator('[role=dialog]:not([data-type]), [role=alertdialog]')
  await dialog.getByRole('textbox').fill(words)
  await dialog.getByRole('button').last().click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
}

type Visits = { items: { id: string; kind: string; market: { code: string } | null }[] }
type Warnings = { items: { id: string; code: string; level: string; state: string; object: string }[] }
let visitId = ''
let marketCode = ''

test('a market is inspected by its check list; what is missing stands at its question', async ({ browser }) => {
  await turn(browser, 'post-mkt@yjb', async (page) => {
    const { items } = await api<Visits>(page, '/visits?state=PLANNED&mine=true')
    const visit = items.filter((v) => v.kind === 'MARKET_INSPECTION').at(-1)!
    visitId = visit.id
    marketCode = visit.market!.code
    await page.goto(`/monitoring/visits/${visitId}`, { waitUntil: 'networkidle' })
    const field = (key: string) => page.getByLabel(label(`monitoring.template.question.${key}`))
    await field('occupancy').fill('九成')
    await field('footfallYoY').fill('-12.5')
    await page.getByLabel(label('monitoring.visit.note')).fill('抽查三十户，经营正常，客流偏少')
    await button(page, 'monitoring.visit.save').click()
    await expect(field('occupancy')).toHaveAttribute('aria-invalid', 'true')
    await field('occupancy').fill('93')
    await field('operatorChange').selectOption('NONE')
    await field('planning').selectOption('NONE')
    await button(page, 'monitoring.visit.save').click()
    await expect(page.getByText(say('monitoring.visit.done'))).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('-12.5')).toBeVisible()
  })
})

test('a superior, who is another person, passes it', async ({ browser }) => {
  await turn(browser, 'risk-mgr@yjb', async (page) => {
    await page.goto(`/monitoring/visits/${visitId}`, { waitUntil: 'networkidle' })
    await say_(page, 'monitoring.visit.pass', '检查充分，同意')
    await expect(page.getByText('检查充分，同意')).toBeVisible()
  })
})

test('the fall of its footfall is a warning: taken, verified, handled, and released with a reason', async ({
  browser,
}) => {
  let path = ''
  await turn(browser, 'post-mkt@yjb', async (page) => {
    const { items } = await api<Warnings>(page, '/warnings?limit=200')
    const found = items.find((w) => w.code === 'W-M02' && w.object.includes(marketCode))
    expect(found, 'the inspection raised W-M02').toMatchObject({ level: 'YELLOW' })
    path = `/monitoring/warnings/${found!.id}`
    await page.goto(path, { waitUntil: 'networkidle' })
    await button(page, 'monitoring.act.take').first().click()
    await say_(page, 'monitoring.act.verify', '现场计数与管理方数据一致')
    await say_(page, 'monitoring.act.handle', '与管理方商定促销，月末再测')
    await expect(page.getByText('与管理方商定促销，月末再测')).toBeVisible()
  })
  await turn(browser, 'risk-mgr@yjb', async (page) => {
    await page.goto(path, { waitUntil: 'networkidle' })
    await say_(page, 'monitoring.act.release', '客流已回升')
    await expect(page.getByText(say('monitoring.state.CLOSED')).first()).toBeVisible()
  })
})

test('a return that went back is mended by the operator and taken by the named person', async ({ browser }) => {
  type Returns = { items: { id: string; state: string; market: { code: string } }[] }
  let returnId = ''
  await turn(browser, 'post-mkt@yjb', async (page) => {
    const { items } = await api<Returns>(page, '/returns?state=SUBMITTED')
    returnId = items.find((r) => r.market.code === 'M4')!.id
    await page.goto(`/monitoring/returns/${returnId}`, { waitUntil: 'networkidle' })
    await say_(page, 'monitoring.return.sendBack', '客流与去年同月不可比，请核对')
    await expect(page.getByText(say('monitoring.return.state.RETURNED')).first()).toBeVisible()
  })
  await turn(browser, 'operator-admin.m4@yjb', async (page) => {
    await page.goto(`/portal/returns/${returnId}`, { waitUntil: 'networkidle' })
    await page.getByLabel(label('monitoring.return.figure.note')).fill('已按入口计数核对')
    await button(page, 'monitoring.return.submit').click()
    await expect(page.getByText(say('monitoring.return.state.SUBMITTED')).first()).toBeVisible({ timeout: 30_000 })
  })
  await turn(browser, 'post-mkt@yjb', async (page) => {
    await page.goto(`/monitoring/returns/${returnId}`, { waitUntil: 'networkidle' })
    await button(page, 'monitoring.return.accept').click()
    const dialog = page.locator('[role=dialog]:not([data-type]), [role=alertdialog]')
    await dialog.getByRole('button').last().click()
    await expect(page.getByText(say('monitoring.return.state.ACCEPTED')).first()).toBeVisible({ timeout: 30_000 })
  })
})
