/** A card on its way from a draft to a version, as two people walk it in the browser. */
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'

const PASSWORD = 'fangshi-demo'

async function signIn(browser: Browser, login: string, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<Page> {
  const context = await browser.newContext({ baseURL: test.info().project.use.baseURL, locale })
  await context.addCookies([{ name: 'fangshi-locale', value: locale, url: test.info().project.use.baseURL ?? '' }])
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', PASSWORD)
  await Promise.all([page.waitForURL((u) => !u.pathname.includes('sign-in')), page.click('button[type=submit]')])
  return page
}

async function noBarriers(page: Page) {
  const axe = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([])
}

test('a card is drafted, shows its gap while it is typed, and only a second person publishes it', async ({
  browser,
}) => {
  const maker = await signIn(browser, 'risk-mgr@YJB')
  await maker.goto('/scorecards')
  await maker.getByRole('button', { name: '新建或导入' }).click()
  const dialog = maker.getByRole('dialog')
  await dialog.getByLabel('以某卡为底建新卡').check()
  await dialog.getByLabel('来源').selectOption('CSC-DEFAULT')
  const code = `CSC-E2E${Date.now() % 100_000}`
  await dialog.getByLabel('新卡代码').fill(code)
  await dialog.getByRole('button', { name: '开始起草' }).click()
  await maker.waitForURL(/scorecards\/drafts\//)
  await noBarriers(maker)
  // without its lower edge a bin runs on below all the others
  const edge = maker.getByRole('textbox', { name: '第 2 个区间的下端' })
  await edge.fill('')
  await expect(maker.getByText(/^\d+ 处缺口或重叠/)).toBeVisible()
  await expect(maker.getByRole('button', { name: '提交复核' })).toBeDisabled()
  await edge.fill('5')
  await maker.getByRole('checkbox', { name: '第 2 个区间含下端' }).check()
  await expect(maker.getByText(/无缺口、无重叠/)).toBeVisible()
  await maker.getByRole('tab', { name: /基本信息/ }).click()
  const today = (await maker.getByText(/不早于营业日/).textContent())!.match(/\d{4}-\d{2}-\d{2}/)![0]
  await maker.getByPlaceholder('YYYY-MM-DD').fill(today)
  await maker.getByLabel(/变更说明/).fill('端到端走查：以默认卡为底的挑战者卡')
  await maker.getByRole('button', { name: '保存' }).click()
  await expect(maker.getByText('草稿已保存').first()).toBeVisible()
  await expect(maker.getByText('可以发布')).toBeVisible()
  await maker.getByRole('button', { name: '提交复核' }).click()
  await maker.getByRole('alertdialog').getByRole('button', { name: '提交复核' }).click()
  await expect(maker.getByText('等待另一人复核')).toBeVisible()
  await expect(maker.getByRole('button', { name: '发布' })).toHaveCount(0)

  const checker = await signIn(browser, 'risk-mgr2@YJB', 'en')
  await checker.goto(new URL(maker.url()).pathname)
  await expect(checker.getByText('Yours to decide')).toBeVisible()
  await checker.getByRole('button', { name: 'Publish' }).click()
  await checker.getByRole('alertdialog').getByRole('button', { name: 'Publish' }).click()
  await checker.waitForURL(new RegExp(`scorecards/${code}`))
  await expect(checker.getByRole('heading', { level: 1 })).toContainText('Customer scorecard')
  await checker.getByRole('tab', { name: /Versions/ }).click()
  await expect(checker.getByRole('tabpanel')).toContainText('Version 1')
  await noBarriers(checker)
  await maker.context().close()
  await checker.context().close()
})

test('whoever may not define cards reads them, and finds no way to change them', async ({ browser }) => {
  const page = await signIn(browser, 'evaluator@YJB')
  await page.goto('/scorecards/CSC-DEFAULT')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('客户评分卡')
  await expect(page.getByRole('button', { name: '起草新版本' })).toHaveCount(0)
  await noBarriers(page)
  await page.context().close()
})
