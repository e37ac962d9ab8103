/**
 * A market operator's own walk with a real packet: upload it, read what is wrong, mend, take out, submit. The batch is
 * of a mode that no other test uses in M6, and is withdrawn at the end, whatever happened.
 */
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import AxeBuilder from '@axe-core/playwright'
import { expect as expectSoon, type Locator, type Page, test } from '@playwright/test'
import { complaintsOf, DESKTOP, PHONE, windowOf } from './session'

/** a packet is read, and its whole batch looked at again after every change, beside everything else that runs */
const expect = expectSoon.configure({ timeout: 30_000 })

const OPERATOR = 'operator-admin.m6@yjb'
const SAMPLE = join(import.meta.dirname, '../../samples/hardware-market')

const count = (page: Page, filter: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${filter}\\s*\\d`) })
const rowButton = (page: Page, row: number): Locator =>
  page.getByRole('button', { name: new RegExp(`^${row}\\s*恒山`) })
const panel = (page: Page): Locator => page.getByRole('region', { name: /问题、内容和资料/ })

/** From the top of the page: what has scrolled halfway under the bar would count as too small to hit. */
async function shutToNobody(page: Page): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0))
  const axe = await new AxeBuilder({ page })
    .exclude('nextjs-portal')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([])
}

async function withdraw(page: Page, batchId: string): Promise<number> {
  return page.evaluate(async (id) => {
    const answer = await fetch(`/api/v1/batches/${id}/withdraw`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: '演练结束，撤回' }),
    })
    return answer.status
  }, batchId)
}

test('a packet of a whole market is uploaded, mended where it stands, and submitted without its bad rows', async ({
  browser,
}) => {
  test.slow()
  const context = await windowOf(browser, OPERATOR)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto('/portal/batches/new', { waitUntil: 'networkidle' })
  await page.getByRole('radio', { name: '助保金' }).click()
  await page.locator('input[type=file]').setInputFiles([join(SAMPLE, '商户清单.xlsx'), join(SAMPLE, '证件扫描件.zip')])
  // the list is looked at on this machine, by the bank's rules, before a byte of it leaves
  const look = page.getByRole('region', { name: '上传前检查' })
  await expect(look.getByRole('status')).toContainText('86 户', { timeout: 30_000 })
  await expect(look.getByRole('status')).toContainText('8 户有错误')
  await expect(look).toContainText('信用代码校验位不符')
  const sent = page.waitForResponse((r) => r.url().endsWith('/api/v1/packets') && r.request().method() === 'POST')
  await page.getByRole('button', { name: '开始上传' }).click()
  const { batchId } = (await (await sent).json()) as { batchId: string }
  try {
    // nobody has to wait on the upload's page: the desk itself follows the reading, and shows the rows when it is done
    await page.goto(`/portal/batches/${batchId}`)
    await expect(count(page, '全部')).toContainText('86', { timeout: 90_000 })
    await expect(count(page, '有错误')).toContainText('11')
    await expect(count(page, '已齐备')).toContainText('75')
    await expect(page.getByRole('table')).toContainText('恒山鑫源工具经营部')

    // found by pinyin initials, and by the operator's own number
    await expect(async () => {
      await page.keyboard.press('/')
      await expect(page.getByRole('searchbox')).toBeFocused({ timeout: 1000 })
    }).toPass()
    await page.keyboard.type('xygj')
    await expect(page).toHaveURL(/q=xygj/)
    await expect(rowButton(page, 1)).toBeVisible()
    await expect(rowButton(page, 2)).toHaveCount(0)
    await page.getByRole('searchbox').fill('')
    await expect(page).not.toHaveURL(/q=/)

    // the bad rows, walked by keys; a row tells what is wrong and what to do, and is mended in it
    await count(page, '有错误').click()
    await expect(page).toHaveURL(/show=errors/)
    await expect(page.getByRole('table').getByRole('rowheader')).toHaveCount(11)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(panel(page)).toContainText('信用代码校验位不符')
    await page.keyboard.press('Enter')
    await expect(panel(page)).toHaveCount(0)
    await rowButton(page, 31).click()
    await expect(panel(page)).toContainText('没有填写联系电话')
    await shutToNobody(page)
    const phone = panel(page).getByLabel('联系电话')
    await phone.fill('1380013')
    await phone.press('Tab')
    await expect(panel(page)).toContainText('不是有效的手机或固定电话号码')
    await phone.fill('138 0013 8031')
    await phone.press('Enter')
    await expect(count(page, '有错误')).toContainText('10')
    await expect(count(page, '已齐备')).toContainText('76')
    await expect(phone).toHaveValue('13800138031')
    await panel(page).getByRole('button', { name: '收起' }).click()
    await expect(page.getByRole('table').getByRole('rowheader')).toHaveCount(10)

    // what is not ready is named, with the way to it; the batch does not go
    await page.getByRole('button', { name: '报送', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: '报送这一批次' })
    await expect(dialog.getByRole('listitem')).toHaveCount(10)
    await expect(dialog.getByRole('button', { name: '确认报送' })).toBeDisabled()
    await shutToNobody(page)
    await dialog.getByRole('link', { name: /12.*缺少资料/ }).click()
    await expect(panel(page)).toContainText('缺少摊位租赁或产权证明')
    await panel(page).getByRole('button', { name: '催办短信' }).click()
    await expect(page.getByRole('dialog', { name: '催办短信' })).toContainText('请尽快交到市场管理办公室')
    await page.keyboard.press('Escape')

    // the missing paper is supplied in its place
    await panel(page)
      .getByLabel('上传摊位租赁或产权证明')
      .last()
      .setInputFiles({ name: '租赁合同.png', mimeType: 'image/png', buffer: PIXEL })
    await expect(panel(page)).not.toContainText('缺少摊位租赁或产权证明')
    await expect(count(page, '已齐备')).toContainText('77')
    // what this merchant has agreed to, each with its purpose and its paper
    const consents = panel(page).getByRole('region', { name: '授权与同意' })
    await expect(consents).toContainText('用途：贷款审批及贷后管理中查询征信')
    await expect(consents.getByText('有效', { exact: true }).first()).toBeVisible()

    // the others are taken out at once, for a reason
    await page.goto(`/portal/batches/${batchId}?show=errors`, { waitUntil: 'networkidle' })
    await page.getByRole('checkbox', { name: '全选所列商户' }).click()
    await page.getByRole('toolbar').getByRole('button', { name: '移出所选' }).click()
    const ask = page.getByRole('alertdialog')
    await ask.getByRole('button', { name: '移出所选' }).click()
    await expect(ask).toContainText(/请|必填|理由/)
    await ask.getByRole('textbox').fill('资料有误，下批再报')
    await ask.getByRole('button', { name: '移出所选' }).click()
    await expect(count(page, '全部')).toContainText('77')
    await expect(count(page, '已移出')).toContainText('9')

    // how the columns were taken, with what they hold
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '核对列' }).click()
    const columns = page.getByRole('dialog', { name: '列的对应' })
    await expect(columns.getByRole('combobox', { name: /申请金额/ })).toHaveValue('requestedAmount')
    await columns.getByRole('button', { name: '取消' }).click()

    await page.getByRole('button', { name: '报送', exact: true }).click()
    await expect(dialog).toContainText('77 户齐备')
    await dialog.getByRole('button', { name: '确认报送' }).click()
    await expect(dialog).toContainText('请填写签署日期')
    await dialog.locator('#submit-date').fill('2020-01-01')
    await expect(dialog).toContainText('签署日期须在')
    const today = await page.evaluate(async () => (await (await fetch('/api/v1/business-date')).json()).date as string)
    await dialog.locator('#submit-date').fill(today)
    await dialog.getByRole('button', { name: '确认报送' }).click()

    // handed over: to read, not to change
    await expect(page.getByText('批次已报送，内容不能修改')).toBeVisible()
    await expect(page.getByRole('button', { name: '重新上传' })).toHaveCount(0)
    await page.getByRole('button', { name: '全部' }).first().click()
    await rowButton(page, 1).click()
    await expect(panel(page).getByRole('textbox')).toHaveCount(0)
    await expect(panel(page).getByRole('button', { name: '移出此户' })).toHaveCount(0)
    await page.getByRole('tab', { name: /历次报送/ }).click()
    await expect(page.getByRole('tabpanel')).toContainText('77 户')
    await page.getByRole('tab', { name: '办理结果' }).click()
    await expect(page.getByRole('tabpanel')).toContainText('待核对')
    expect(complaints).toEqual([])
  } finally {
    expect(await withdraw(page, batchId)).toBe(200)
    await context.close()
  }
})

test('files that cannot be read say so on the desk, papers of nobody are given their place by keys, and no look shuts anybody out', async ({
  browser,
}) => {
  test.slow()
  const context = await windowOf(browser, OPERATOR, DESKTOP)
  const page = await context.newPage()
  await page.goto('/portal/batches/new', { waitUntil: 'networkidle' })
  await page.getByRole('radio', { name: '助保金' }).click()
  await page.locator('input[type=file]').setInputFiles([join(SAMPLE, '商户清单.xlsx')])
  const sent = page.waitForResponse((r) => r.url().endsWith('/api/v1/packets') && r.request().method() === 'POST')
  await page.getByRole('button', { name: '开始上传' }).click()
  const { batchId } = (await (await sent).json()) as { batchId: string }
  const again = async (file: Parameters<Locator['setInputFiles']>[0]) => {
    await page.getByRole('button', { name: '重新上传' }).click()
    const dialog = page.getByRole('dialog', { name: '重新上传' })
    await dialog.locator('input[type=file]').setInputFiles(file)
    await dialog.getByRole('button', { name: '开始上传' }).click()
  }
  try {
    await page.goto(`/portal/batches/${batchId}`)
    await expect(count(page, '全部')).toContainText('86', { timeout: 90_000 })
    await again({ name: '清单.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 no workbook') })
    await expect(page.getByRole('alert').filter({ hasText: '没有读成' })).toContainText('E_FILE_TYPE', {
      timeout: 60_000,
    })

    await again({ name: '补充.zip', mimeType: 'application/zip', buffer: oneFileZip('不知道是谁的.png', PIXEL) })
    await page.getByRole('link', { name: '去归位' }).click({ timeout: 60_000 })
    await expect(page.getByRole('img', { name: '不知道是谁的.png' })).toBeVisible()
    await shutToNobody(page)
    const merchant = page.getByRole('combobox', { name: /^商户/ })
    await merchant.fill('xygj')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(merchant).toHaveValue(/恒山鑫源工具经营部/)
    await page.getByLabel('资料类别').selectOption({ label: '租金缴纳凭证' })
    await page.getByRole('button', { name: '归位', exact: true }).click()
    await expect(page.getByRole('tab', { name: /未归位/ })).toHaveCount(0)

    const phone = await windowOf(browser, OPERATOR, PHONE)
    const small = await phone.newPage()
    await small.goto(`/portal/batches/${batchId}`, { waitUntil: 'networkidle' })
    await small.getByRole('button', { name: /^1\s*恒山/ }).click()
    await expect(small.getByRole('region', { name: /problems, details and papers/ })).toBeVisible()
    await shutToNobody(small)
    expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
    await phone.close()
  } finally {
    expect(await withdraw(page, batchId)).toBe(200)
    await context.close()
  }
})

test('a list whose headings nobody knows is read once the operator says what they are; an empty one is told as empty', async ({
  browser,
}) => {
  test.slow()
  const context = await windowOf(browser, OPERATOR)
  const page = await context.newPage()
  // what was said once is remembered: each run has headings of its own
  const tag = [...String(Date.now() % 100_000)].map((d) => '甲乙丙丁戊己庚辛壬癸'[Number(d)]).join('')
  await page.goto('/portal/batches/new', { waitUntil: 'networkidle' })
  await page.getByRole('radio', { name: '助保金' }).click()
  const csv = (text: string) => ({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page
    .locator('input[type=file]')
    .setInputFiles(
      csv(
        `${['店家', '掌柜', '证照', '要借多少', '多久还', '找谁'].map((h) => h + tag).join()}\n恒山鑫源工具经营部,陈立,92330199MADEM0038R,200000,12,13800138001\n`,
      ),
    )
  await expect(page.getByRole('alert').filter({ hasText: '找不到表头' })).toBeVisible()
  const sent = page.waitForResponse((r) => r.url().endsWith('/api/v1/packets') && r.request().method() === 'POST')
  await page.getByRole('button', { name: '开始上传' }).click()
  const { batchId } = (await (await sent).json()) as { batchId: string }
  try {
    await page.goto(`/portal/batches/${batchId}`)
    await page.getByRole('button', { name: '自己指定各列' }).click({ timeout: 60_000 })
    const columns = page.getByRole('dialog', { name: '列的对应' })
    for (const [heading, field] of [
      ['店家', '商户名称'],
      ['掌柜', '经营者姓名'],
      ['证照', '统一社会信用代码'],
      ['要借多少', '申请金额'],
      ['找谁', '联系电话'],
    ] as const)
      await columns.getByRole('combobox', { name: new RegExp(heading) }).selectOption({ label: field })
    await shutToNobody(page)
    await columns.getByRole('button', { name: '按此重读' }).click()
    await expect(rowButton(page, 1)).toContainText('恒山鑫源工具经营部', { timeout: 60_000 })
    await expect(page.getByRole('alert').filter({ hasText: '没有读成' })).toHaveCount(0)

    await page.getByRole('button', { name: '重新上传' }).click()
    const dialog = page.getByRole('dialog', { name: '重新上传' })
    await dialog.locator('input[type=file]').setInputFiles(csv('序号,商户名称,统一社会信用代码,经营者,联系电话\n'))
    await expect(dialog.getByRole('alert')).toContainText('清单里没有商户')
    await dialog.getByRole('button', { name: '开始上传' }).click()
    await expect(page.getByRole('alert').filter({ hasText: '清单里没有商户' })).toContainText('E_LIST_EMPTY', {
      timeout: 60_000,
    })
    await expect(rowButton(page, 1)).toBeVisible()
  } finally {
    expect(await withdraw(page, batchId)).toBe(200)
    await context.close()
  }
})

test('the customer manager reaches the same desk for an operator, and a partner of another kind its own page only', async ({
  browser,
}) => {
  test.slow()
  const rm = await windowOf(browser, 'rm@yjb')
  const page = await rm.newPage()
  const { items } = (await (await page.request.get('/api/v1/batches?market=M4&limit=1')).json()) as {
    items: { id: string; code: string }[]
  }
  await page.goto(`/batches/${items[0]!.id}/desk`, { waitUntil: 'networkidle' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(items[0]!.code)
  await expect(page.getByRole('table')).toBeVisible()
  await shutToNobody(page)
  await rm.close()
  for (const login of ['guarantor.g1@yjb', 'insurer.i1@yjb', 'gov-fund.f1@yjb', 'park.pk1@yjb']) {
    const partner = await windowOf(browser, login)
    const home = await partner.newPage()
    await home.goto('/portal', { waitUntil: 'networkidle' })
    await expect(home.getByRole('heading', { name: '合作协议' })).toBeVisible()
    await expect(home.getByText('其他机构的信息、商户资料和银行的评分意见不在此显示')).toBeVisible()
    await shutToNobody(home)
    if (login.startsWith('guarantor')) {
      await home.goto(`/portal/batches/${items[0]!.id}`)
      await expect(home.getByRole('heading', { name: '找不到此页' })).toBeVisible()
    }
    await partner.close()
  }
})

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A zip with one stored file, name in UTF-8: enough for a packet of one paper. */
function oneFileZip(name: string, content: Buffer): Buffer {
  const path = Buffer.from(name, 'utf8')
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(0x0800, 2)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(path.length, 22)
  const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), fields, path, content])
  const central = Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), fields, Buffer.alloc(14), path])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
