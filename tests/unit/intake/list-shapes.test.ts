import type { CellValue } from 'hucre'
import { describe, expect, it } from 'vitest'
import { checkMerchants } from '@/lib/intake/check-merchants'
import { listPolicy } from '@/lib/intake/policy'
import { readList } from '@/lib/intake/read-list'
import { goodRow, HEADINGS, save, saveXlsx, toCsv } from './make-list'

const good = (n: number, from = 1) => Array.from({ length: n }, (_, i) => goodRow(from + i))
const codes = (issues: { code: string }[]) => issues.map((i) => i.code)

describe('headers where operators put them', () => {
  it('on the first row, without anything above', async () => {
    const list = await readList(await saveXlsx([HEADINGS, ...good(3)]))
    expect(list).toMatchObject({ headerRow: 1, unit: '万元', rowsRead: 3 })
    expect(Object.values(list.mapping)).toHaveLength(HEADINGS.length)
  })
  it('under a title, a unit line, instructions and blank rows', async () => {
    const above: CellValue[][] = [
      ['某某市场推荐清单'],
      [],
      ['填表说明:请如实填写商户名称、联系电话、申请金额'],
      ['单位:万元'],
      [],
    ]
    const plain = HEADINGS.map((h) => h.replace(/\(.*\)/, ''))
    const list = await readList(await saveXlsx([...above, plain, ...good(3)]))
    expect(list).toMatchObject({ headerRow: 6, unit: '万元', rowsRead: 3 })
    expect(list.merchants[0]!.values.requestedAmountFen).toBe(50_000_000n)
  })
  it('over two rows with merged headings', async () => {
    const top: CellValue[] = ['序号', '商户信息', null, null, '经营者信息', null, null, '申请贷款', null]
    const sub: CellValue[] = [
      null,
      '名称',
      '统一社会信用代码',
      '摊位',
      '姓名',
      '身份证号',
      '手机',
      '金额(万元)',
      '期限(月)',
    ]
    const row = goodRow(1)
    const data = [1, row[2]!, row[3]!, row[1]!, row[4]!, row[5]!, row[6]!, 50, 12]
    const path = await saveXlsx([
      {
        name: 'Sheet1',
        rows: [['推荐清单'], top, sub, data],
        merges: [
          { startRow: 1, startCol: 0, endRow: 2, endCol: 0 },
          { startRow: 1, startCol: 1, endRow: 1, endCol: 3 },
          { startRow: 1, startCol: 4, endRow: 1, endCol: 6 },
          { startRow: 1, startCol: 7, endRow: 1, endCol: 8 },
        ],
      },
    ])
    const list = await readList(path)
    expect(list.headerRow).toBe(3)
    expect(list.mapping).toMatchObject({
      序号: 'no',
      '商户信息 名称': 'name',
      '经营者信息 姓名': 'ownerName',
      '申请贷款 金额(万元)': 'requestedAmount',
      '申请贷款 期限(月)': 'requestedTermMonths',
    })
    expect(list.merchants[0]!.values).toMatchObject({
      name: row[2],
      ownerName: '张建国',
      requestedAmountFen: 50_000_000n,
    })
  })
  it('in English, in any order', async () => {
    const list = await readList(
      await save(
        'list.csv',
        'Merchant name,Phone,Requested amount (10k yuan),Term (months),Owner,ID no.,Unified social credit code\n恒山一号五金店,13900000001,50,12,张建国,x,y\n',
      ),
    )
    expect(list.mapping).toEqual({
      'Merchant name': 'name',
      Phone: 'phone',
      'Requested amount (10k yuan)': 'requestedAmount',
      'Term (months)': 'requestedTermMonths',
      Owner: 'ownerName',
      'ID no.': 'ownerIdNo',
      'Unified social credit code': 'uscc',
    })
    expect(list.unit).toBe('万元')
  })
  it('with marks, line breaks and full-width brackets in them', async () => {
    const list = await readList(
      await saveXlsx([
        ['*商户\n名称', '※联系电话', '申请金额（元）', '期 限（年）'],
        ['恒山一号五金店', '13900000001', '５００，０００', 1],
      ]),
    )
    expect(list.mapping).toMatchObject({
      '*商户 名称': 'name',
      '申请金额（元）': 'requestedAmount',
      '期 限（年）': 'requestedTermMonths',
    })
    expect(list.merchants[0]!.values).toMatchObject({ requestedAmountFen: 50_000_000n, requestedTermMonths: 12 })
  })
  it('columns about somebody else are left alone', async () => {
    const list = await readList(
      await saveXlsx([
        [
          '商户名称',
          '经营者',
          '身份证号',
          '配偶姓名',
          '配偶身份证号',
          '身份证有效期',
          '现有贷款余额',
          '申请金额(万元)',
          '月营业额',
          '备注',
        ],
        ['恒山一号五金店', '张建国', 'a', '李四', 'b', '2030-01-01', 100, 50, 20, '老客户'],
      ]),
    )
    expect(Object.keys(list.mapping)).toEqual(['商户名称', '经营者', '身份证号', '申请金额(万元)'])
  })
  it('a heading that fits two codes is decided by what stands below it', async () => {
    const row = goodRow(1)
    const list = await readList(
      await saveXlsx([
        ['商户名称', '证件号码', '证件号', '电话'],
        [row[2]!, row[3]!, row[5]!, row[6]!],
      ]),
    )
    expect(list.mapping).toMatchObject({ 证件号码: 'uscc', 证件号: 'ownerIdNo' })
  })
  it('a list without a header is refused with a word, not guessed', async () => {
    await expect(readList(await saveXlsx(good(3)))).rejects.toMatchObject({ code: 'E_HEADER_NOT_FOUND' })
  })
  it('a header with no merchant under it is no list: the empty template, the totals alone, the example alone', async () => {
    const lists: [CellValue[][], number][] = [
      [[HEADINGS], 0],
      [[['推荐清单'], HEADINGS, [], []], 0],
      [[HEADINGS, ['合 计', null, null, null, null, null, null, null, null, 600, 13, 80, 8, 100]], 1],
      [[HEADINGS, ['示例', 'A区1', '某某五金店', 'x'], ['备注:以上商户均已公示']], 2],
    ]
    for (const [rows, skipped] of lists)
      await expect(readList(await saveXlsx(rows))).rejects.toMatchObject({ code: 'E_LIST_EMPTY', params: { skipped } })
    await expect(readList(await save('l.csv', toCsv([HEADINGS])))).rejects.toMatchObject({ code: 'E_LIST_EMPTY' })
  })
})

describe('mapping by hand', () => {
  const rows = [
    ['店家', '掌柜', '要借多少', '多久还', '电话'],
    ['恒山一号五金店', '张建国', 500000, 12, '13900000001'],
  ]
  const mapping = {
    店家: 'name',
    掌柜: 'ownerName',
    要借多少: 'requestedAmount',
    多久还: 'requestedTermMonths',
  } as const
  it('makes an unknown list readable, and is given back to be remembered', async () => {
    const path = await saveXlsx(rows)
    await expect(readList(path)).rejects.toMatchObject({ code: 'E_HEADER_NOT_FOUND' })
    const list = await readList(path, { mapping })
    expect(list.mapping).toEqual({ ...mapping, 电话: 'phone' })
    const again = await readList(path, { remembered: list.mapping })
    expect(again.merchants[0]!.values).toMatchObject({ name: '恒山一号五金店', requestedAmountFen: 50_000_000n })
  })
  it('stands above the heading’s own words, and can leave a column out', async () => {
    const path = await saveXlsx([HEADINGS, ...good(2)])
    const list = await readList(path, { mapping: { 主营品类: 'groupName', 租金缴纳: null } })
    expect(list.mapping).toMatchObject({ 主营品类: 'groupName' })
    expect(list.mapping).not.toHaveProperty('租金缴纳')
  })
})

describe('a list whose headings nobody knows', () => {
  const rows: CellValue[][] = [
    ['东区名册', null],
    [],
    ['店家', '掌柜', '要借多少', '多久还', '找谁'],
    ['恒山一号五金店', '张建国', 500000, 12, '13900000001'],
    ['恒山二号五金店', '李四光', 300000, 12, '13900000002'],
  ]
  it('shows the row that looks like its header, with what stands below, so that a person can say', async () => {
    const path = await saveXlsx(rows)
    await expect(readList(path)).rejects.toMatchObject({ code: 'E_HEADER_NOT_FOUND' })
    const shown = await readList(path, { anyHeader: true })
    expect(shown.headerRow).toBe(3)
    expect(shown.columns.map((c) => c.header)).toEqual(rows[2])
    expect(shown.columns[0]!.samples).toEqual(['恒山一号五金店', '恒山二号五金店'])
    const said = { 店家: 'name', 掌柜: 'ownerName', 要借多少: 'requestedAmount', 找谁: 'phone' } as const
    expect((await readList(path, { mapping: said })).merchants.map((m) => m.values.phone)).toEqual([
      '13900000001',
      '13900000002',
    ])
  })
  it('rows of figures alone have none', async () => {
    await expect(
      readList(
        await saveXlsx([
          [1, 2],
          [3, 4],
        ]),
        { anyHeader: true },
      ),
    ).rejects.toMatchObject({
      code: 'E_HEADER_NOT_FOUND',
    })
  })
})

describe('sheets', () => {
  const help = { name: '说明', rows: [['填写说明'], ['商户名称要与营业执照一致']] }
  it('the list is found behind a page of instructions', async () => {
    const list = await readList(await saveXlsx([help, { name: '清单', rows: [HEADINGS, ...good(3)] }]))
    expect(list).toMatchObject({ sheet: '清单', rowsRead: 3 })
  })
  it('one list over two sheets is read as one; row numbers and places run on', async () => {
    const list = await readList(
      await saveXlsx([
        { name: 'A区', rows: [HEADINGS, ...good(2)] },
        { name: 'B区', rows: [HEADINGS, ...good(3, 3)] },
      ]),
    )
    expect(list).toMatchObject({ sheet: 'A区、B区', rowsRead: 5 })
    expect(list.merchants.map((m) => [m.index, m.row, m.sheet])).toEqual([
      [0, 1, 'A区'],
      [1, 2, 'A区'],
      [2, 3, 'B区'],
      [3, 4, 'B区'],
      [4, 5, 'B区'],
    ])
  })
  it('an old copy of the list is not read a second time, and is named', async () => {
    const list = await readList(
      await saveXlsx([
        { name: '旧', rows: [HEADINGS, ...good(2)] },
        { name: '新', rows: [HEADINGS, ...good(3)] },
      ]),
    )
    expect(list).toMatchObject({ sheet: '新', rowsRead: 3 })
    expect(list.issues).toContainEqual(
      expect.objectContaining({ code: 'W_SHEET_IGNORED', params: { sheet: '旧', read: '新' } }),
    )
  })
  it('the sheet that was asked for is read, and a missing one refused', async () => {
    const path = await saveXlsx([
      { name: '旧', rows: [HEADINGS, ...good(2)] },
      { name: '新', rows: [HEADINGS, ...good(3)] },
    ])
    expect(await readList(path, { sheet: '旧' })).toMatchObject({ sheet: '旧', rowsRead: 2 })
    await expect(readList(path, { sheet: '没有' })).rejects.toMatchObject({
      code: 'E_SHEET_NOT_FOUND',
      params: { sheets: ['旧', '新'] },
    })
  })
  it('a hidden sheet is no list', async () => {
    const list = await readList(
      await saveXlsx([
        { name: '去年', hidden: true, rows: [HEADINGS, ...good(5)] },
        { name: '清单', rows: [HEADINGS, ...good(2)] },
      ]),
    )
    expect(list).toMatchObject({ sheet: '清单', rowsRead: 2 })
  })
})

describe('rows that are no merchants', () => {
  it('blank rows, totals, notes, repeated headings and examples are passed over, and told', async () => {
    const total = ['合 计', null, null, null, null, null, null, null, null, 600, 13, 80, 8, 100]
    const rows: CellValue[][] = [
      HEADINGS,
      ['示例', 'A区1', '某某五金店', 'x'],
      goodRow(1),
      [],
      HEADINGS,
      goodRow(2),
      [3],
      total,
      ['备注:以上商户均已公示'],
      [null, null, '制表人:王某'],
    ]
    const list = await readList(await saveXlsx(rows))
    expect(list.merchants.map((m) => m.row)).toEqual([1, 2])
    expect(list.skipped.map((s) => s.reason)).toEqual(['example', 'header', 'blank', 'total', 'note', 'note'])
  })
  it('a merchant is never taken for a total by its name', async () => {
    const row = goodRow(1)
    row[2] = '汇总五金店'
    expect((await readList(await saveXlsx([HEADINGS, row]))).merchants).toHaveLength(1)
  })
  it('hidden rows are read, and each is told', async () => {
    const path = await saveXlsx([
      { name: '清单', rows: [HEADINGS, ...good(3)], rowDefs: new Map([[2, { hidden: true }]]) },
    ])
    const list = await readList(path)
    expect(list.rowsRead).toBe(3)
    expect(list.issues.filter((i) => i.code === 'W_HIDDEN_ROW')).toMatchObject([{ row: 2, line: 3 }])
    expect((await readList(path, { hiddenRows: 'skip' })).merchants.map((m) => m.row)).toEqual([1, 3])
  })
  it('a group merged over its members holds for each of them; an amount never spreads', async () => {
    const heading = [...HEADINGS, '联保小组']
    const rows = [heading, [...goodRow(1), '第一组'], [...goodRow(2), null], [...goodRow(3), '第二组']]
    rows[2]![13] = null
    const merges = [
      { startRow: 1, startCol: 17, endRow: 2, endCol: 17 },
      { startRow: 1, startCol: 13, endRow: 2, endCol: 13 },
    ]
    const list = await readList(await saveXlsx([{ name: '清单', rows, merges }]))
    expect(list.merchants.map((m) => m.values.groupName)).toEqual(['第一组', '第一组', '第二组'])
    expect(list.merchants[1]!.values.requestedAmountFen).toBeNull()
  })
  it('a merchant with two stalls, its name merged over both rows, is one merchant', async () => {
    const second = Array.from({ length: HEADINGS.length }, (_, i) => (i === 1 ? 'B区9' : null))
    const merges = [2, 3].map((c) => ({ startRow: 1, startCol: c, endRow: 2, endCol: c }))
    const list = await readList(
      await saveXlsx([{ name: '清单', rows: [HEADINGS, goodRow(1), second, goodRow(2)], merges }]),
    )
    expect(list.merchants.map((m) => m.values.stallNo)).toEqual(['A区101、B区9', 'A区102'])
  })
})

describe('numbers of rows', () => {
  it('messages carry the operator’s own number, whatever row of the sheet it stands in', async () => {
    const rows = good(3).map((row, i) => [`XW-${i + 7}`, ...row.slice(1)])
    const list = await readList(await saveXlsx([['标题'], HEADINGS, ...rows]))
    expect(list.merchants.map((m) => m.row)).toEqual(['XW-7', 'XW-8', 'XW-9'])
  })
  it('without a number column it is the data row', async () => {
    const list = await readList(await saveXlsx([['标题'], HEADINGS.slice(1), ...good(2).map((r) => r.slice(1))]))
    expect(list.merchants.map((m) => m.row)).toEqual([1, 2])
  })
  it('a rank column is used; without one the order is the rank, said once', async () => {
    const ranked = await readList(
      await saveXlsx([['推荐排名', ...HEADINGS.slice(1)], ...good(2).map((r, i) => [2 - i, ...r.slice(1)])]),
    )
    expect(ranked.merchants.map((m) => m.values.rank)).toEqual([2, 1])
    expect(codes(ranked.issues)).not.toContain('W_RANK_BY_ORDER')
    const plain = await readList(await saveXlsx([HEADINGS, ...good(2)]))
    expect(plain.merchants.map((m) => m.values.rank)).toEqual([1, 2])
    expect(codes(plain.issues).filter((c) => c === 'W_RANK_BY_ORDER')).toHaveLength(1)
  })
})

describe('identity codes stored as numbers', () => {
  it('are refused on their row, as unreadable and not as missing; the other rows are not touched', async () => {
    const rows = good(3)
    rows[1]![5] = Number('370199196207140691')
    rows[2]![3] = Number('913502000728319549')
    const { merchants, issues } = await readList(await saveXlsx([HEADINGS, ...rows]))
    expect(issues.filter((i) => i.level === 'error')).toMatchObject([
      { row: 2, field: 'ownerIdNo', code: 'E_ID_AS_NUMBER' },
      { row: 3, field: 'uscc', code: 'E_ID_AS_NUMBER' },
    ])
    expect(merchants[1]!.values.ownerIdNo).toBeNull()
    const checked = checkMerchants(merchants, { policy: listPolicy('JG'), today: '2026-11-24' })
    expect(checked.filter((i) => i.level === 'error')).toEqual([])
  })
})
