import type { CellValue } from 'hucre'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readList } from '@/lib/intake/read-list'
import { goodRow, HEADINGS, save, saveXlsx, toCsv } from './make-list'

const good = (n: number, from = 1) => Array.from({ length: n }, (_, i) => goodRow(from + i))

describe('units', () => {
  const table = (heading: string, amount: CellValue, above: CellValue[][] = []) => [
    ...above,
    ['商户名称', '联系电话', heading],
    ['恒山一号五金店', '13900000001', amount],
  ]
  it.each([
    ['申请金额(万元)', 50, [], '万元', 50_000_000n],
    ['申请金额/万', 50, [], '万元', 50_000_000n],
    ['申请金额(元)', 500_000, [], '元', 50_000_000n],
    ['申请金额', 500_000, [], '元', 50_000_000n],
    ['申请金额', 50, [['单位：人民币 万元']], '万元', 50_000_000n],
    ['申请金额(元)', 500_000, [['单位:万元']], '元', 50_000_000n],
    ['申请金额(千元)', 500, [], '千元', 50_000_000n],
    ['申请金额(亿元)', 0.005, [], '亿元', 50_000_000n],
    ['申请金额(万元)', '50万元', [], '万元', 50_000_000n],
    ['申请金额(万元)', '500,000元', [], '万元', 50_000_000n],
  ] as const)('%s with %s', async (heading, amount, above, unit, fen) => {
    const list = await readList(await saveXlsx(table(heading, amount, above as unknown as CellValue[][])))
    expect(list.unit).toBe(unit)
    expect(list.merchants[0]!.values.requestedAmountFen).toBe(fen)
  })
  it('50 without any unit can only be 万元, and the packet says that it was assumed', async () => {
    const list = await readList(await saveXlsx(table('申请金额', 50)))
    expect(list.merchants[0]!.values.requestedAmountFen).toBe(50_000_000n)
    expect(list.issues).toContainEqual(expect.objectContaining({ code: 'W_UNIT_ASSUMED:requestedAmount', row: null }))
  })
})

describe('csv and tsv in any encoding', () => {
  const text = toCsv([HEADINGS, ...good(3)])
  it.each([
    ['UTF-8', Buffer.from(text), 'UTF-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'UTF-8-BOM'],
    ['GB18030', iconv.encode(text, 'gb18030'), 'GB18030'],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-16LE'],
    ['UTF-16LE without', Buffer.from(text, 'utf16le'), 'UTF-16LE'],
    ['UTF-16BE with a mark', iconv.encode(`\ufeff${text}`, 'utf16be'), 'UTF-16BE'],
  ])('%s', async (_, bytes, encoding) => {
    const list = await readList(await save('list.csv', bytes))
    expect(list).toMatchObject({ format: 'csv', encoding, rowsRead: 3, headerRow: 1 })
    expect(list.merchants[2]!.values).toMatchObject({ name: goodRow(3)[2], requestedAmountFen: 50_000_000n })
  })
  it.each(['\t', ';', '|', '，'])('separated by %j', async (delimiter) => {
    const list = await readList(await save('list.txt', toCsv([HEADINGS, ...good(3)], delimiter)))
    expect(list.rowsRead).toBe(3)
    expect(list.mapping).toMatchObject({ 统一社会信用代码: 'uscc' })
  })
  it('a quoted field with separators, quotes and line breaks; then the next row’s own line', async () => {
    const list = await readList(
      await save(
        'list.csv',
        '商户名称,经营者,联系电话\r\n"恒山,""大""\r\n五金店",张建国,13900000001\r\n恒山二号店,李四光,13900000002\r\n',
      ),
    )
    expect(list.merchants.map((m) => [m.values.name, m.line])).toEqual([
      ['恒山,"大" 五金店', 2],
      ['恒山二号店', 4],
    ])
  })
  it('a stray inch mark does not lose the list', async () => {
    const list = await readList(
      await save('list.csv', '商户名称,经营者,主营\n恒山店铺,张建国,5" 阀门\n恒山二店,李四光,6" 管件\n'),
    )
    expect(list.merchants.map((m) => m.values.mainGoods)).toEqual(['5" 阀门', '6" 管件'])
  })
  it('="0571…" and text with a leading apostrophe are what they show', async () => {
    const list = await readList(
      await save('list.csv', `商户名称,身份证号,联系电话\n恒山店铺,="370199196207140691",'13900000001\n`),
    )
    expect(list.merchants[0]!.values).toMatchObject({ ownerIdNo: '370199196207140691', phone: '13900000001' })
  })
})
