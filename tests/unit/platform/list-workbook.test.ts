/** What a list is worth outside the product: exact figures, real dates, text that stays text, and whom it came from. */
import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { type ListColumn, listWorkbook, workbookResponse } from '@/lib/platform/list-workbook'
import { maskIdNo, maskPhone } from '@/lib/platform/masks'
import { partOf, rowsOf } from '../../fixtures/workbook'

type Row = { name: string; fen: bigint | null; ppm: number; n: number; day: string; at: Date }

const COLUMNS: ListColumn<Row>[] = [
  { header: '名称', value: (r) => r.name },
  { header: '金额', type: 'money', value: (r) => r.fen },
  { header: '利率', type: 'percent', value: (r) => r.ppm },
  { header: '户数', type: 'count', value: (r) => r.n },
  { header: '到期', type: 'date', value: (r) => r.day },
  { header: '时间', type: 'instant', value: (r) => r.at },
]
const ROW: Row = {
  name: '永康五金',
  fen: 98_000_012_345n,
  ppm: 43_500,
  n: 12,
  day: '2026-03-21',
  at: new Date('2026-03-21T16:30:00Z'),
}

const workbook = (rows: Row[], note: string | null = null, columns = COLUMNS) =>
  listWorkbook({
    sheet: '批次: 甲/乙 [1]',
    title: '批次',
    filter: '状态：草稿',
    origin: (who, at) => `导出人：${who}，${at}`,
    note,
    columns,
    rows,
    actor: { name: '江晓岚', login: 'rm@yjb' },
    at: new Date('2026-03-21T01:05:00Z'),
  })
const sheetOf = (bytes: Uint8Array) => partOf(bytes, 'xl/worksheets/sheet1.xml')

describe('a list as a workbook', () => {
  test('its head says what it is, what was filtered, who took it and when; so does every printed page', async () => {
    const bytes = await workbook([ROW])
    const rows = await rowsOf(bytes)
    expect(rows.slice(0, 3).map((r) => r[0])).toEqual(['批次', '状态：草稿', '导出人：江晓岚 rm@yjb，2026-03-21 09:05'])
    expect(rows[3]).toEqual(COLUMNS.map((c) => c.header))
    expect(await sheetOf(bytes)).toContain('<oddFooter>&amp;L导出人：江晓岚 rm@yjb，2026-03-21 09:05')
  })

  test('amounts are exact to the fen, rates and counts add up, dates are the bank’s', async () => {
    const xml = await sheetOf(await workbook([ROW]))
    const values = [...xml.matchAll(/<c r="([B-F]5)"[^>]*><v>([^<]*)<\/v>/g)].map(([, cell, v]) => [cell, Number(v)])
    expect(values).toEqual([
      ['B5', 980_000_123.45],
      ['C5', 0.0435],
      ['D5', 12],
      // days since 1899-12-30; half past midnight in Shanghai is the 22nd, whatever the server's zone
      ['E5', date('1899-12-30').until(date('2026-03-21')).days],
      ['F5', date('1899-12-30').until(date('2026-03-22')).days + 30 / 1440],
    ])
    expect(await partOf(await workbook([ROW]), 'xl/styles.xml')).toContain('yyyy-mm-dd hh:mm')
  })

  test.each(['=HYPERLINK("http://evil.test","x")', '+1+1', '-2+3', '@SUM(A1)', "=cmd|' /C calc'!A0", '\t=1', '＝1+1'])(
    'a merchant called %s is a name, never a formula',
    async (name) => {
      const bytes = await workbook([{ ...ROW, name }], name)
      const xml = await sheetOf(bytes)
      expect(xml).not.toMatch(/<f[ >]/)
      // a shared string in a cell whose format is text, so that editing it does not make it a formula either
      const style = Number(/<c r="A6" t="s" s="(\d+)"/.exec(xml)?.[1])
      const formats = [...(await partOf(bytes, 'xl/styles.xml')).matchAll(/<xf numFmtId="(\d+)"[^>]*xfId="0"/g)]
      const text = /numFmtId="(\d+)" formatCode="@"/.exec(await partOf(bytes, 'xl/styles.xml'))?.[1] ?? '49'
      expect(formats[style]?.[1]).toBe(text)
      expect((await rowsOf(bytes))[5]?.[0]).toBe(name)
      expect((await rowsOf(bytes))[3]?.[0]).toBe(name)
    },
  )

  test('digits of an account or an identity number are not rounded away', async () => {
    const [, , , , row] = await rowsOf(await workbook([{ ...ROW, name: '621700001234567890123' }]))
    expect(row?.[0]).toBe('621700001234567890123')
  })

  test('missing rows are told before the first one', async () => {
    const rows = await rowsOf(await workbook([ROW], '仅含前 1 行'))
    expect(rows[3]?.[0]).toBe('仅含前 1 行')
    expect(rows[4]).toEqual(COLUMNS.map((c) => c.header))
  })

  test('a text longer than a cell, a sheet name that no sheet may have and an empty value do not spoil the file', async () => {
    const bytes = await workbook([{ ...ROW, name: '长'.repeat(40_000), fen: null }])
    const [, , , , row] = await rowsOf(bytes)
    expect(String(row?.[0])).toHaveLength(32_767)
    expect(row?.[1] ?? null).toBeNull()
    expect(await partOf(bytes, 'xl/workbook.xml')).toContain('name="批次  甲 乙  1 "')
  })

  test('columns beyond Z are still filtered', async () => {
    const wide = Array.from({ length: 28 }, (_, i): ListColumn<Row> => ({ header: `c${i}`, value: (r) => r.name }))
    expect(await sheetOf(await workbook([ROW], null, wide))).toContain('<autoFilter ref="A4:AB5"')
  })

  test('is saved under its own name in any script', () => {
    const header = workbookResponse(new Uint8Array([1]), "兴隆市场 B-1 (甲's).xlsx").headers.get('content-disposition')
    expect(header).toBe(
      `attachment; filename="list.xlsx"; filename*=UTF-8''${encodeURIComponent('兴隆市场 B-1 ')}%28${encodeURIComponent('甲')}%27s%29.xlsx`,
    )
  })
})

test('a list tells people apart without giving their numbers away', () => {
  expect(maskPhone('13800138000')).toBe('138****8000')
  expect(maskPhone(null)).toBeNull()
  expect(maskIdNo('110101198001010012')).toBe('110101********0012')
})
