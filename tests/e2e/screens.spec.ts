/** Every screen, as a person sees it at a desk in Chinese and on a phone at night in English. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { SCREENS, type Screen } from './screens'
import { complaintsOf, DESKTOP, type Look, PHONE, windowOf } from './session'

/** With SCREENS_DIR=docs/screens the main screens' pictures are kept there, in all four looks. */
const PICTURES = process.env.SCREENS_DIR
const LOOKS: Look[] = PICTURES
  ? [DESKTOP, PHONE, { width: 1280, theme: 'dark', locale: 'en' }, { width: 390, theme: 'light', locale: 'zh-CN' }]
  : [DESKTOP, PHONE]

async function reach(page: Page, screen: Screen): Promise<void> {
  await page.goto(screen.path, { waitUntil: 'networkidle' })
  for (const pattern of [screen.open, screen.into]) {
    if (!pattern) continue
    const hrefs = await page
      .locator('main a[href]')
      .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? ''))
    const href = hrefs.find((h) => pattern.test(h.split('?')[0] ?? ''))
    expect(href, `${screen.name}: no link like ${pattern} on ${page.url()}`).toBeTruthy()
    await page.goto(href ?? '', { waitUntil: 'networkidle' })
  }
  if (screen.below) await page.goto(`${new URL(page.url()).pathname}${screen.below}`, { waitUntil: 'networkidle' })
}

/** A picture with few colours: a page of text loses nothing by it, and the folder stays small. */
async function keepPicture(page: Page, name: string, look: Look): Promise<void> {
  mkdirSync(PICTURES ?? '', { recursive: true })
  const file = join(PICTURES ?? '', `${name}-${look.width}-${look.theme}-${look.locale}.png`)
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 128, effort: 8 })
    .toFile(file)
}

/** Words in small Latin letters that stand on a Chinese screen outside codes, addresses and people's own names. */
async function englishOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent ?? ''
      if (!parent || !/[a-z]{4,}/.test(text)) continue
      if (parent.closest('script, style, code, pre, kbd, .font-mono, [lang], [data-verbatim], nextjs-portal')) continue
      if (/@|\/|\.(xlsx|csv|zip|pdf|jpg|png)/i.test(text) || /^\s*English\s*$/.test(text)) continue
      found.push(text.trim().slice(0, 60))
    }
    return found
  })
}

// each screen stands for itself, so all browsers share them
test.describe.configure({ mode: 'parallel' })

for (const look of LOOKS) {
  const everyScreen = look === DESKTOP || look === PHONE
  test.describe(`${look.width} px, ${look.theme}, ${look.locale}`, () => {
    for (const screen of SCREENS.filter((s) => everyScreen || s.main)) {
      test(`${screen.name} opens for ${screen.login}, without a fault and shut to nobody`, async ({ browser }) => {
        const context = await windowOf(browser, screen.login, look)
        const page = await context.newPage()
        const complaints = complaintsOf(page)
        await reach(page, screen)
        await expect(page.locator('h1')).toHaveCount(1)
        if (PICTURES && screen.main) await keepPicture(page, screen.name, look)
        const axe = await new AxeBuilder({ page })
          .exclude('nextjs-portal')
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze()
        expect(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([])
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth),
          'wider than the window',
        ).toBeLessThanOrEqual(look.width)
        if (look.locale === 'zh-CN') expect(await englishOn(page)).toEqual([])
        expect(complaints).toEqual([])
        await context.close()
      })
    }
  })
}
