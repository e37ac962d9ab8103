import { type CellValue, readXlsx, writeXlsx } from 'hucre'
import { describe, expect, it } from 'vitest'
import { FIELDS } from '@/lib/intake/fields'
import { listPolicy } from '@/lib/intake/policy'
import { readList } from '@/lib/intake/read-list'
import { writeTemplate } from '@/lib/intake/template'
import { LOCALES } from '@/lib/platform/i18n/locale'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { goodRow, save } from './make-list'

const make = async (locale: (typeof LOCALES)[number], marketName = '兴隆五金机电市场') => {
  const t = await translatorFor(locale)
  return writeTemplate({
    marketName,
    required: listPolicy('JG').required,
    maxAmountWan: 1000,
    maxMonths: 60,
    t: (key, values) => t(`intake.${key}`, values),
  })
}

describe.each(LOCALES)('the template in %s', (locale) => {
  it('filled in, it reads back without any mapping: every column, amounts in 万元', async () => {
    const book = await readXlsx(await make(locale))
    const r = goodRow(1)
    const filled: CellValue[] = [
      1,
      1,
      r[1]!,
      r[2]!,
      r[3]!,
      r[4]!,
      r[5]!,
      r[6]!,
      r[7]!,
      r[8]!,
      300,
      6.5,
      40,
      4,
      50,
      12,
      '备货',
      '正常',
      '一组',
    ]
    const rows = [...book.sheets[0]!.rows.slice(0, 3), filled]
    const list = await readList(
      await save(
        't.xlsx',
        await writeXlsx({
          sheets: [
            { name: 'x', rows },
            { name: 'help', rows: book.sheets[1]!.rows },
          ],
        }),
      ),
    )
    expect(Object.values(list.mapping)).toEqual([...FIELDS])
    expect(list.merchants).toHaveLength(1)
    expect(list.merchants[0]!.values).toMatchObject({
      requestedAmountFen: 50_000_000n,
      annualRentFen: 6_500_000n,
      requestedTermMonths: 12,
      stallArea: 40,
      groupName: '一组',
    })
    expect(list.issues.filter((i) => i.level === 'error')).toEqual([])
  })
  it('keeps codes as text and refuses what cannot be while it is typed', async () => {
    const { sheets } = await readXlsx(await make(locale), { readStyles: true })
    const validations = sheets[0]!.dataValidations!
    expect(validations.map((v) => v.range)).toContain('E4:E503')
    expect(validations.find((v) => v.range.startsWith('O4'))).toMatchObject({
      type: 'whole',
      formula1: '1',
      formula2: '1000',
    })
    expect(validations.find((v) => v.range.startsWith('R4'))).toMatchObject({ type: 'list' })
    expect(sheets[1]!.rows).toHaveLength(FIELDS.length + 1)
  })
  it('sent back empty, it is refused with the word for it', async () => {
    await expect(readList(await save('t.xlsx', await make(locale)))).rejects.toMatchObject({ code: 'E_LIST_EMPTY' })
  })
})

it('a market’s name cannot smuggle a formula in', async () => {
  const { sheets } = await readXlsx(await make('zh-CN', '=HYPERLINK("http://x")'))
  expect(String(sheets[0]!.rows[0]![0]).startsWith('=')).toBe(false)
})
