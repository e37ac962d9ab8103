import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readXlsx } from 'hucre'
import { describe, expect, it } from 'vitest'
import { checkMerchants } from '@/lib/intake/check-merchants'
import type { ListRows } from '@/lib/intake/list-parts'
import { markList, PARSE_LIMITS, parseList, parseListInParts } from '@/lib/intake/parse-worker'
import { listPolicy } from '@/lib/intake/policy'
import { readList } from '@/lib/intake/read-list'
import { marksOf } from '@/lib/intake/write-marked-copy'
import { goodRow, HEADINGS, save, saveXlsx, toCsv } from './make-list'

const texts = {
  column: '问题',
  summary: '问题清单',
  headings: ['序号', '商户', '栏目', '级别', '说明'] as [string, string, string, string, string],
}
/** One process start each, on a busy machine. */
const PATIENCE = 60_000

describe('a list is read in a process of its own', () => {
  it(
    'with the same result, amounts and all',
    async () => {
      const path = 'samples/hardware-market/商户清单.xlsx'
      expect(await parseList(path)).toEqual(await readList(path))
    },
    PATIENCE,
  )
  it(
    'and in parts, each taken before the next one comes, with what was found of every row',
    async () => {
      const rows = Array.from({ length: 2_500 }, (_, i) => goodRow(i + 1))
      const path = await save('list.csv', toCsv([HEADINGS, ...rows]))
      const parts: ListRows[] = []
      let taking = 0
      const about = await parseListInParts(path, {}, async (part) => {
        expect(++taking).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 5))
        parts.push(part)
        taking--
      })
      const whole = await readList(path)
      expect(parts.map((p) => p.merchants.length)).toEqual([1_000, 1_000, 500])
      expect(parts.flatMap((p) => p.merchants)).toEqual(whole.merchants)
      const own = parts.flatMap((p) => [...p.issuesOf.values()].flat())
      expect([...own, ...about.issues]).toHaveLength(whole.issues.length)
      expect(about).toMatchObject({ rowsRead: 2_500, sheet: whole.sheet, mapping: whole.mapping })
    },
    PATIENCE,
  )
  it(
    'its refusals come through as they are',
    async () => {
      await expect(parseList(await save('list.xls', Buffer.from('d0cf11e0a1b11ae100', 'hex')))).rejects.toMatchObject({
        name: 'FileRefused',
        code: 'E_FILE_TYPE',
        params: { reason: 'xls' },
      })
    },
    PATIENCE,
  )
  it(
    'a file that takes too long is a code, and the next list is read',
    async () => {
      const path = await save('list.csv', toCsv([HEADINGS, ...Array.from({ length: 2_000 }, (_, i) => goodRow(i + 1))]))
      await expect(parseList(path, {}, { ...PARSE_LIMITS, timeMs: 50 })).rejects.toMatchObject({
        code: 'E_WORKBOOK_UNSAFE',
        params: { reason: 'time' },
      })
      expect((await parseList(path)).rowsRead).toBe(2_000)
    },
    PATIENCE,
  )
  it(
    'a file that takes too much memory is a code, and this process lives',
    async () => {
      const path = await save('list.csv', `商户名称,联系电话,经营者\n${'店铺,13900000001,张建国\n'.repeat(190_000)}`)
      await expect(parseList(path, {}, { ...PARSE_LIMITS, heapMb: 40 })).rejects.toMatchObject({
        code: 'E_WORKBOOK_UNSAFE',
        params: { reason: 'memory' },
      })
    },
    PATIENCE,
  )
  it(
    'a missing file is an error of ours, not a code',
    async () => {
      const path = await save('list.csv', 'x')
      await rm(dirname(path), { recursive: true })
      await expect(parseList(path)).rejects.toThrow(/ENOENT/)
    },
    PATIENCE,
  )
})

describe('the list comes back with its faults marked', () => {
  it(
    'faulty cells carry a comment, rows a sentence, formulas are dead, and it reads again as it was',
    async () => {
      const bad = goodRow(2)
      bad[6] = '12345'
      bad[7] = "=cmd|'/c calc'!A1"
      const path = await saveXlsx([['推荐清单'], HEADINGS, goodRow(1), bad])
      const list = await readList(path)
      const issues = checkMerchants(list.merchants, { policy: listPolicy('JG'), today: '2026-11-24' })
      const marks = marksOf(issues, list.merchants, (i) => `${i.code}!`)
      const copy = await markList(path, {}, { marks, summary: [['2', '某店', '电话', '错误', '=1+1']], texts })
      const book = await readXlsx(copy, { readStyles: true })
      const [sheet, summary] = book.sheets
      const phone = sheet!.cells!.get('3,6')!
      expect(phone.comment!.text).toBe('E_PHONE!')
      expect(phone.style!.fill).toMatchObject({ fgColor: { rgb: expect.stringContaining('FFC7CE') } })
      expect(sheet!.rows[3]![17]).toBe('E_PHONE!')
      expect(sheet!.rows[1]![17]).toBe('问题')
      expect(sheet!.rows[3]![7]).toBe("'=cmd|'/c calc'!A1")
      expect(summary!.rows[1]).toEqual(['2', '某店', '电话', '错误', "'=1+1"])
      const again = await readList(await save('marked.xlsx', copy))
      expect(again.merchants.map((m) => m.values)).toEqual(list.merchants.map((m) => m.values))
      expect(again.mapping).toEqual(list.mapping)
    },
    PATIENCE,
  )
})
