/** Signed-in pages for browser tests: one sign-in a person and worker, kept for the run. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'

export const PASSWORD = 'fangshi-demo'

export type Look = { width: number; theme: 'light' | 'dark'; locale: 'zh-CN' | 'en' }
export const DESKTOP: Look = { width: 1280, theme: 'light', locale: 'zh-CN' }
export const PHONE: Look = { width: 390, theme: 'dark', locale: 'en' }

/** A browser window of this person's own. Signs in when this worker has not done so before. */
export async function windowOf(browser: Browser, login: string, look: Look = DESKTOP): Promise<BrowserContext> {
  const { baseURL = '' } = test.info().project.use
  const folder = join(test.info().project.outputDir, '.auth', `${test.info().workerIndex}`)
  mkdirSync(folder, { recursive: true })
  const state = join(folder, `${login}.json`)
  const context = await browser.newContext({
    baseURL,
    viewport: { width: look.width, height: look.width < 500 ? 844 : 800 },
    colorScheme: look.theme,
    locale: look.locale,
    timezoneId: 'Asia/Shanghai',
    ...(existsSync(state) ? { storageState: state } : {}),
  })
  await context.addInitScript((theme) => localStorage.setItem('theme', theme), look.theme)
  await context.addCookies([{ name: 'fangshi-locale', value: look.locale, url: baseURL }])
  if (!existsSync(state)) {
    const page = await context.newPage()
    await signIn(page, login)
    await context.storageState({ path: state })
    await page.close()
  }
  return context
}

export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await expect(page).not.toHaveURL(/sign-in/, { timeout: 30_000 })
}

/** What the browser complains about while a page lives. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()))
  page.on('pageerror', (e) => complaints.push(e.message))
  page.on('response', (r) => r.status() >= 500 && complaints.push(`${r.status()} ${r.url()}`))
  return complaints
}
