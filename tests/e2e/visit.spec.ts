/** A visit on a phone: what is written without a line is kept, survives the page, and arrives once the line is back. */
import { expect, test } from '@playwright/test'
import { type Look, windowOf } from './session'

const PHONE: Look = { width: 390, theme: 'light', locale: 'zh-CN' }
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
)

test('what is written at the stall without a line is not lost, and neither is its photo', async ({ browser }) => {
  test.setTimeout(90_000)
  const context = await windowOf(browser, 'rm@yjb', PHONE)
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation({ latitude: 30.2741, longitude: 120.1551 })
  const page = await context.newPage()
  await page.goto('/scoring/visits', { waitUntil: 'networkidle' })
  const visits = await page
    .locator('main a[href^="/scoring/visits/"]')
    .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? ''))
  const address = visits.at(-1) ?? ''
  await page.goto(address, { waitUntil: 'networkidle' })
  const field = (label: string) => page.getByLabel(label, { exact: true }).first()

  await field('平月销售额').fill('200,000元')
  await expect(page.getByText('已上传')).toBeVisible()
  await context.setOffline(true)
  await field('走访地点').fill('B区308摊位')
  await field('月均进货额').fill('160000')
  await page.getByRole('button', { name: '增加商品' }).click()
  await field('商品').fill('蔬菜')
  await field('售价').fill('100')
  await field('进价').fill('76')
  await field('占比 %').fill('100')
  await expect(page.getByText(/没有网络：已存手机/)).toBeVisible()
  // computed on the phone: 240 万 of sales, 24 % margin, 192 万 of purchases a year give 252.63 万
  await expect(field('(c) 进货倒推')).toHaveValue('2526315.79')
  await page.locator('input[type=file]').setInputFiles([{ name: 'stall.png', mimeType: 'image/png', buffer: PICTURE }])
  await expect(page.getByText('待上传', { exact: true })).toBeVisible({ timeout: 15_000 })

  // the phone is put away, the page is gone; with a line again everything is there and goes by itself
  const later = await context.newPage()
  await page.close()
  await context.setOffline(false)
  await later.goto(address, { waitUntil: 'networkidle' })
  await expect(later.getByText('已上传')).toBeVisible({ timeout: 20_000 })
  await expect(later.getByLabel('走访地点', { exact: true })).toHaveValue('B区308摊位')
  await expect(later.getByRole('link', { name: /stall\.(png|jpg)/ })).toBeVisible({ timeout: 20_000 })
  await expect(later.getByText('30.27410, 120.15510')).toBeVisible()
  await later.reload()
  await expect(later.getByLabel('(c) 进货倒推', { exact: true })).toHaveValue('2526315.79')
  await context.close()
})
