/** The parts that every screen is made of, in a real browser: what breaks here breaks everywhere. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

async function open(page: Page, theme: 'light' | 'dark', locale: 'zh-CN' | 'en', path = '/design') {
  await page.addInitScript((t) => localStorage.setItem('theme', t), theme)
  await page
    .context()
    .addCookies([{ name: 'fangshi-locale', value: locale, url: test.info().project.use.baseURL ?? '' }])
  const problems: string[] = []
  page.on('console', (m) => m.type() === 'error' && problems.push(m.text()))
  page.on('pageerror', (e) => problems.push(e.message))
  await page.goto(path, { waitUntil: 'networkidle' })
  return problems
}

for (const [theme, locale, width] of [
  ['light', 'zh-CN', 1280],
  ['dark', 'en', 1280],
  ['dark', 'zh-CN', 390],
  ['light', 'en', 390],
] as const) {
  test(`nobody is kept out of a part, and the browser refuses nothing (${theme}, ${locale}, ${width} px)`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 860 })
    const problems = await open(page, theme, locale)
    const axe = await new AxeBuilder({ page })
      .exclude('nextjs-portal')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(problems).toEqual([])
  })
}

test('a list is walked, chosen from, searched and turned without a mouse, and its standing is in the address', async ({
  page,
}) => {
  await open(page, 'light', 'zh-CN')
  const list = page.locator('#list')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(list.getByText('已选 1 项')).toBeVisible()
  await list
    .locator('tbody [role=checkbox]')
    .nth(5)
    .click({ modifiers: ['Shift'] })
  await page.keyboard.press('/')
  await page.keyboard.type('hdwj')
  await expect(page).toHaveURL(/q=hdwj/)
  await expect(list.locator('tbody tr').first()).toContainText('宏达五金')
  // what is no longer in sight is no longer chosen
  await expect(list.getByText(/已选/)).toHaveCount(0)
  await page.goto('/design?sort=-amount')
  const first = await list.locator('tbody tr').first().textContent()
  await list.getByRole('button', { name: '下一页' }).click()
  await expect(page).toHaveURL(/after=/)
  await list.getByRole('button', { name: '上一页' }).click()
  await expect(page).toHaveURL(/before=/)
  await expect.poll(() => list.locator('tbody tr').first().textContent()).toBe(first)
})

test('a bulk act says for each refused row why, and keeps those chosen', async ({ page }) => {
  await open(page, 'light', 'zh-CN')
  await page.locator('#list').getByRole('checkbox', { name: '全选本页' }).click()
  await page.getByRole('toolbar').getByRole('button', { name: '受理' }).click()
  const report = page.getByRole('dialog')
  await expect(report).toContainText(/完成 \d+ 项，未通过 \d+ 项/)
  const refused = await report.getByRole('listitem').count()
  await report.getByRole('button', { name: '关闭' }).last().click()
  await expect(page.getByText(`已选 ${refused} 项`)).toBeVisible()
})

test('an input method neither sends a form with its Enter nor leaves half-typed text behind a pick', async ({
  page,
}) => {
  await open(page, 'light', 'zh-CN')
  const ime = await page.context().newCDPSession(page)
  const field = page.locator('#field-members')
  const input = field.locator('input').first()
  await input.click()
  await ime.send('Input.imeSetComposition', { text: 'hong', selectionStart: 4, selectionEnd: 4 })
  await ime.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 })
  await expect(page.locator('#form [role=alert]')).toHaveCount(0)
  await ime.send('Input.insertText', { text: '鑫' })
  const options = page.getByRole('listbox').getByRole('option')
  await expect(options.first()).toContainText('鑫源')
  await ime.send('Input.imeSetComposition', { text: 'yuan', selectionStart: 4, selectionEnd: 4 })
  await options.first().click()
  await expect(field).toContainText('鑫源轴承批发部')
  await expect(input).toHaveValue('')
})

test('a refusal of the server stands at its field, and typed text is not lost without asking', async ({ page }) => {
  await open(page, 'light', 'zh-CN')
  const form = page.locator('#form')
  await form.getByRole('button', { name: '提交' }).click()
  await expect(form.getByRole('alert')).toContainText('处需要改正')
  for (const name of ['宏达', '鑫源']) {
    await form.locator('#field-members input').first().fill(name)
    await page.getByRole('listbox').getByRole('option', { name }).first().click()
  }
  await form.locator('#field-name input').fill('宏达五金经营部')
  await form.locator('#field-amount input').fill('60')
  await form.locator('#field-amount input').fill('600000')
  await expect(form.locator('#field-amount')).toContainText('人民币陆拾万元整')
  await form.locator('#field-market select').selectOption('M1')
  await form.locator('#field-purpose textarea').fill('采购五金配件用于秋季备货季节')
  await form.getByRole('checkbox', { name: '已向商户说明关键条款' }).click()
  await form.getByRole('button', { name: '提交' }).click()
  await expect(form.locator('#field-amount [id$=-error]')).toBeVisible()
  await page.getByRole('link', { name: '坊市' }).click()
  await expect(page.getByRole('dialog')).toContainText('有未保存的修改')
  await page.getByRole('button', { name: '留在本页' }).click()
  await expect(form.locator('#field-name input')).toHaveValue('宏达五金经营部')
})

test('a figure opens its derivation, ⌘K finds by pinyin initials, ? lists the keys', async ({ page }) => {
  await open(page, 'light', 'zh-CN')
  await page
    .getByRole('button', { name: /计算依据/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toContainText('460,000.00')
  await expect(page.getByRole('dialog')).toContainText('§5.3')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('hdwj')
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('宏达五金')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Shift+?')
  await expect(page.getByRole('dialog')).toContainText('下一行')
})

test('scans turn and zoom, and a Chinese PDF without its font is not blank', async ({ page }) => {
  const problems = await open(page, 'light', 'zh-CN')
  const viewer = page.locator('#file')
  await viewer.scrollIntoViewIfNeeded()
  await expect(viewer.getByRole('img', { name: '营业执照.png' })).toBeVisible()
  await viewer.getByRole('button', { name: '放大' }).click()
  await expect(viewer.getByText('125%')).toBeVisible()
  await page.keyboard.press(']')
  await expect(viewer.getByText('第 1 / 2 页')).toBeVisible()
  await expect(viewer.getByText('出租方')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByText('第 2 / 2 页')).toBeVisible()
  expect(problems).toEqual([])
})

test('the language changes and the page stays', async ({ page }) => {
  await open(page, 'light', 'zh-CN', '/design?sort=score')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Design gallery')
  await expect(page).toHaveURL(/sort=score/)
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
})
