/** What stands between words is a matter of language: an English screen with a Chinese comma looks broken. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatClauses, formatLabelled, formatList, formatSentences } from '@/lib/platform/i18n/format'

const ROOT = join(import.meta.dirname, '../../..')

test('names, sentences and labels are put together as the reader’s language does', () => {
  expect(formatList('zh-CN', ['甲', '乙', '丙'])).toBe('甲、乙、丙')
  expect(formatList('en', ['A', 'B', 'C'])).toBe('A, B, C')
  expect(formatList('en', [])).toBe('')
  expect(formatClauses('zh-CN', ['甲', '乙'])).toBe('甲；乙')
  expect(formatClauses('en', ['A', 'B'])).toBe('A; B')
  expect(formatSentences('zh-CN', ['甲。', '乙。'])).toBe('甲。乙。')
  expect(formatSentences('en', ['A.', 'B.'])).toBe('A. B.')
  expect(formatLabelled('zh-CN', '金额', '1.00')).toBe('金额：1.00')
  expect(formatLabelled('en', 'Amount', '1.00')).toBe('Amount: 1.00')
})

test('no screen carries one language’s separators into the other', () => {
  const files = ['app', 'components'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((f) => f.endsWith('.tsx'))
      .map((f) => join(folder, f)),
  )
  // read into text, not written by it: what people type
  const reads = /replace\(\//
  const wrong = files.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter(
        (line) => /join\('[、；，]|[：；，、]/.test(line) && !reads.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line),
      )
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(wrong).toEqual([])
})
