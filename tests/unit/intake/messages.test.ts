import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FIELDS } from '@/lib/intake/fields'
import { packetIssue } from '@/lib/intake/issue'
import { SLOTS } from '@/lib/intake/slots'
import { errorText } from '@/lib/platform/i18n/error-text'
import { LOCALES } from '@/lib/platform/i18n/locale'
import { translatorFor } from '@/lib/platform/i18n/translator'

const read = (folder: string, recursive = true): string[] =>
  readdirSync(folder, { recursive, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))

/** Every code that sources can give, read from their literals; comments do not count. */
const codesIn = (texts: string[]): Set<string> =>
  new Set(
    texts.flatMap((text) =>
      [...text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/['"`]([EW]_[A-Z_]*[A-Z])(?=[:'"`])/g)].map((m) => m[1]!),
    ),
  )

describe.each(LOCALES)('texts in %s', (locale) => {
  const file = JSON.parse(readFileSync(`messages/${locale}/errors/intake.json`, 'utf8')) as Record<
    string,
    { title: string; detail: string }
  >
  const labels = JSON.parse(readFileSync(`messages/${locale}/intake.json`, 'utf8')) as Record<
    string,
    Record<string, string>
  >

  it('every code has its text, and no text is left over from a code that is gone', async () => {
    const t = await translatorFor(locale)
    const ours = codesIn([...read('lib/intake', false), ...read('lib/merchants/rules')])
    expect([...ours].filter((code) => !(t.has(`errors.${code}.title`) && t.has(`errors.${code}.detail`)))).toEqual([])
    const { names, ...texts } = file
    const anywhere = codesIn(read('lib'))
    expect(Object.keys(texts).filter((code) => !anywhere.has(code))).toEqual([])
    expect(Object.keys(names!)).toEqual(expect.arrayContaining([...FIELDS, ...SLOTS]))
  })
  it('every field and slot has its label', () => {
    expect(Object.keys(labels.fields!)).toEqual([...FIELDS])
    expect(Object.keys(labels.slots!)).toEqual([...SLOTS])
  })
  it('texts are filled with words, never with codes, braces or dashes for what is known', async () => {
    const t = await translatorFor(locale)
    const issues = [
      packetIssue('E_REQUIRED:phone', 'phone'),
      packetIssue('W_CLEANED:marketEntryDate', 'marketEntryDate', { value: '2015年3月' }),
      packetIssue('E_DOC_MISSING:ID_LEGAL_REP', 'ID_LEGAL_REP', { side: 'BACK' }),
      packetIssue('E_FILE_TYPE', 'a/b.heic', { reason: 'heic', path: 'a/b.heic' }),
      packetIssue('E_ARCHIVE_PATH', null, { reason: 'climbs' }),
      packetIssue('E_USCC_DUP', 'uscc', { value: 'X', reason: 'list', other: '51' }),
      packetIssue('W_UNIT_ASSUMED:annualTurnover', 'annualTurnover', { unit: 'WAN' }),
    ]
    for (const issue of issues) {
      const { title, detail } = errorText(t, issue)
      expect(title).not.toMatch(/[{}]|[EW]_/)
      expect(detail).not.toMatch(/[{}—]|[EW]_|undefined|ID_LEGAL_REP|marketEntryDate/)
      expect(detail.length).toBeGreaterThan(5)
    }
    expect(errorText(t, issues[0]!).detail).toContain(labels.fields!.phone)
  })
})
