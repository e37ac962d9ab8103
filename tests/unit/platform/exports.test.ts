/** Every file that people take away and open in a spreadsheet: no name in it may be taken for a formula. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith('.ts') && !f.includes('generated'))
  .map((f) => ({ name: join('lib', f), text: readFileSync(join('lib', f), 'utf8') }))

describe('formulas in exports', () => {
  const workbooks = files.filter((f) => f.text.includes('writeXlsx('))
  test.each(workbooks.map((f) => [f.name, f.text]))('%s writes names as text', (_name, text) => {
    // either the text is neutralised, or its cells are formatted as text for good
    expect(text.includes('neutralText(') || text.includes("numFmt: '@'")).toBe(true)
  })
  const tables = files.filter((f) => f.text.includes("from 'csv-stringify"))
  test.each(tables.map((f) => [f.name, f.text]))('%s escapes formulas', (_name, text) => {
    const written = text.match(/\bstringify\(/g)?.length ?? 0
    expect(text.match(/escape_formulas: true/g)).toHaveLength(written)
  })
  test('there is no other way out', () => {
    expect(workbooks.length).toBeGreaterThan(5)
    expect(tables.length).toBeGreaterThan(1)
    const others = files.filter(
      (f) => f.text.includes("'text/csv; charset") && !/csv\b/i.test(f.text.replaceAll('text/csv', '')),
    )
    expect(others.map((f) => f.name)).toEqual([])
  })
})
