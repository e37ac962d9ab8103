/**
 * What one person begins and another ends, in a browser: seats handed over for an absence, a returned payment made again,
 * a mortgage registered. Each leaves the demo as the other tests expect it.
 */
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { complaintsOf, windowOf } from './session'
import { label, say } from './words'

test.setTimeout(180_000)

async function turn(browser: Browser, login: string, act: (page: Page, context: BrowserContext) => Promise<void>) {
  const context = await windowOf(browser, login)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await act(page, context)
  expect(complaints, `${login}: complaints of the browser`).toEqual([])
  await context.close()
}
const api = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(`/api/v1${path}`)).json() as T
const button = (page: Page, key: string) => page.getByRole('button', { name: say(key) })
/** A dialog; a toast has that role too, and comes beside it. */
const dialog = (page: Page) => page.locator('[role=dialog]:not([data-type])')
const PAPER = { name: 'paper.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }

test('a head who is away hands the seats on; the delegate sees why it came to him, and no longer when it has ended', async ({
  browser,
}) => {
  let planId = ''
  const reason = `休假 ${Date.now()}`
  await turn(browser, 'cr-head@yjb', async (page) => {
    const queue = await api<{ items: { planId: string }[] }>(page, '/queue')
    planId = queue.items[0]!.planId
    await page.goto('/queue/delegations', { waitUntil: 'networkidle' })
    await button(page, 'approvals.delegation.new').click()
    await dialog(page).getByLabel(label('approvals.delegation.delegate')).click()
    await page
      .getByRole('option', { name: /审批人/ })
      .first()
      .click()
    await dialog(page).getByLabel(label('approvals.delegation.reason')).fill(reason)
    await dialog(page)
      .getByRole('button', { name: say('approvals.delegation.save') })
      .click()
    const row = page.getByRole('listitem').filter({ hasText: reason })
    await expect(row).toContainText('生效中')
  })
  await turn(browser, 'cr-approver@yjb', async (page) => {
    await page.goto(`/queue/${planId}`, { waitUntil: 'networkidle' })
    await expect(page.getByText(reason)).toBeVisible()
    const queue = await api<{ items: { planId: string; why: string }[] }>(page, '/queue')
    expect(queue.items.find((i) => i.planId === planId)?.why).toBe('DELEGATE')
  })
  await turn(browser, 'cr-head@yjb', async (page) => {
    await page.goto('/queue/delegations', { waitUntil: 'networkidle' })
    const row = page.getByRole('listitem').filter({ hasText: reason })
    await row.getByRole('button', { name: say('approvals.delegation.end') }).click()
    const sure = page.getByRole('alertdialog').getByRole('button', { name: say('approvals.delegation.end') })
    if (await sure.isVisible().catch(() => false)) await sure.click()
    await expect(row).toContainText('已提前结束')
  })
  await turn(browser, 'cr-approver@yjb', async (page) => {
    const queue = await api<{ items: { planId: string; why: string }[] }>(page, '/queue')
    expect(queue.items.find((i) => i.planId === planId)?.why ?? 'NONE').not.toBe('DELEGATE')
  })
})

type Drawdown = {
  id: string
  paymentMethod: string
  payments: { id: string; payeeName: string; amount: string; state: string }[]
}

test('a payment that came back is paid to another account by the approver, and stands as paid otherwise', async ({
  browser,
}) => {
  let drawdown!: Drawdown
  let payment!: Drawdown['payments'][number]
  await turn(browser, 'rm@yjb', async (page) => {
    const { items } = await api<{ items: Drawdown[] }>(page, '/drawdowns?state=DISBURSED')
    drawdown = items.find((d) => d.paymentMethod === 'ENTRUSTED' && d.payments.every((p) => p.state === 'PAID'))!
    payment = drawdown.payments.find((p) => p.state === 'PAID')!
  })
  await turn(browser, 'ops-maker@yjb', async (page) => {
    const day = await api<{ date: string }>(page, '/business-date')
    const amount = payment.amount
    const xml = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>E2E</Id><Ntry><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>${day.date}</Dt></ValDt><NtryDtls><TxDtls><Refs><EndToEndId>${payment.id.replaceAll('-', '')}</EndToEndId></Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`
    await page.goto('/disbursement?tab=transfers', { waitUntil: 'networkidle' })
    await button(page, 'disbursement.transfer.import').click()
    await dialog(page)
      .locator('input[type=file]')
      .setInputFiles({ name: 'camt053.xml', mimeType: 'application/xml', buffer: Buffer.from(xml) })
    await dialog(page)
      .getByRole('button', { name: say('disbursement.transfer.import') })
      .click()
    await expect(dialog(page)).toBeHidden()
  })
  await turn(browser, 'rm@yjb', async (page) => {
    await page.goto(`/disbursement/drawdowns/${drawdown.id}`, { waitUntil: 'networkidle' })
    await button(page, 'disbursement.again.propose').click()
    await dialog(page).getByLabel(label('disbursement.screen.payee')).fill('义乌五金商行')
    await dialog(page).getByLabel(label('disbursement.screen.payeeAccount')).fill('6222000055556666')
    await dialog(page).getByLabel(label('disbursement.screen.payeeBank')).fill('农业银行义乌支行')
    await dialog(page).getByLabel(label('disbursement.screen.reason')).fill('原账号有误')
    await dialog(page)
      .getByRole('button', { name: say('disbursement.again.send') })
      .click()
    await expect(dialog(page)).toBeHidden()
    await expect(page.getByText('待复核', { exact: true })).toBeVisible({ timeout: 30_000 })
  })
  await turn(browser, 'disb-approver@yjb', async (page) => {
    await page.goto(`/disbursement/drawdowns/${drawdown.id}`, { waitUntil: 'networkidle' })
    await button(page, 'disbursement.again.pay').click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: say('disbursement.again.pay') })
      .click()
    const states = async () => (await api<Drawdown>(page, `/drawdowns/${drawdown.id}`)).payments.map((p) => p.state)
    const before = drawdown.payments.map((p) => (p.id === payment.id ? 'REPLACED' : p.state))
    await expect.poll(async () => (await states()).sort()).toEqual([...before, 'PAID'].sort())
    await expect(page.getByText('已另行支付', { exact: true })).toBeVisible({ timeout: 30_000 })
  })
})

test('a mortgage holds only after another person has seen what the registry wrote', async ({ browser }) => {
  let applicationId = ''
  const number = `恒(2026)不动产权第${Date.now()}号`
  await turn(browser, 'rm@yjb', async (page) => {
    const { items } = await api<{ items: { id: string }[] }>(page, '/conditions?state=CP_PENDING')
    applicationId = items.at(-1)!.id
    await page.goto(`/collateral/${applicationId}`, { waitUntil: 'networkidle' })
    await button(page, 'collateral.record').click()
    const fill = (key: string, value: string) =>
      dialog(page)
        .getByLabel(label(`collateral.fields.${key}`))
        .fill(value)
    await fill('certificateNo', number)
    await fill('description', '一期3号厂房')
    await fill('ownerName', '恒山机械')
    await fill('ownerIdNo', '91330782MA28D3K51X')
    await fill('appraiser', '恒信评估')
    await fill('value', '2000000')
    await dialog(page).locator('input[type=file]').setInputFiles(PAPER)
    await dialog(page)
      .getByRole('button', { name: say('collateral.record') })
      .click()
    await expect(dialog(page)).toBeHidden()
    await expect(page.getByText(say('collateral.problems.UNREGISTERED'))).toBeVisible()
    await expect(page.getByRole('heading', { name: new RegExp(number.replace(/[()]/g, '\\$&')) })).toBeVisible()
    await button(page, 'collateral.acts.ADVANCE').last().click()
    await dialog(page).getByLabel(label('collateral.numbers.ADVANCE')).fill('预-0001')
    await dialog(page).getByLabel(label('collateral.fields.registry')).fill('恒山市不动产登记中心')
    await dialog(page).locator('input[type=file]').setInputFiles(PAPER)
    await dialog(page)
      .getByRole('button', { name: say('collateral.acts.ADVANCE') })
      .click()
    await expect(dialog(page)).toBeHidden()
  })
  await turn(browser, 'legal@yjb', async (page) => {
    await page.goto(`/collateral/${applicationId}`, { waitUntil: 'networkidle' })
    await button(page, 'collateral.confirm').last().click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: say('collateral.confirm') })
      .click()
    await expect(page.getByText(say('collateral.problems.OK'))).toBeVisible()
    await page.goto('/collateral', { waitUntil: 'networkidle' })
    await expect(page.getByRole('row').filter({ hasText: number })).toContainText('已预告登记')
  })
})
