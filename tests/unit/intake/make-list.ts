import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre'
import { citizenIdCheckChar } from '@/lib/merchants/rules/citizen-id'
import { orgCodeCheckChar } from '@/lib/merchants/rules/org-code'
import { usccCheckChar } from '@/lib/merchants/rules/uscc'

export const HEADINGS = [
  '序号',
  '摊位号',
  '商户名称',
  '统一社会信用代码',
  '经营者',
  '身份证号',
  '联系电话',
  '主营品类',
  '入驻日期',
  '年营业额(万元)',
  '年租金(万元)',
  '经营面积(㎡)',
  '从业人数',
  '申请金额(万元)',
  '期限(月)',
  '贷款用途',
  '租金缴纳',
]

/** The i-th merchant of a list without a fault, i from 1. */
export function goodRow(i: number): CellValue[] {
  const org = `MA5${String(i).padStart(5, '0')}`
  const body = `92370199${org}${orgCodeCheckChar(org)}`
  const id = `370199198001${String((i % 28) + 1).padStart(2, '0')}${String(i % 1000).padStart(3, '0')}`
  return [
    i,
    `A区${100 + i}`,
    `恒山第${'一二三四五六七八九十'[i % 10]}${i}五金店`,
    body + usccCheckChar(body),
    '张建国',
    id + citizenIdCheckChar(id),
    `139${String(i).padStart(8, '0')}`,
    '阀门管件',
    '2015-03-18',
    300,
    6.5,
    40,
    4,
    50,
    12,
    '采购备货',
    '正常',
  ]
}

export async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'intake-'))
}

export async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await folder(), name)
  await writeFile(path, content)
  return path
}

export async function saveXlsx(sheets: WriteSheet[] | CellValue[][]): Promise<string> {
  const pages = Array.isArray(sheets[0]) ? [{ name: '清单', rows: sheets as CellValue[][] }] : (sheets as WriteSheet[])
  return save('list.xlsx', await writeXlsx({ sheets: pages }))
}

export function toCsv(rows: CellValue[][], delimiter = ','): string {
  return `${rows.map((row) => row.map((v) => String(v ?? '')).join(delimiter)).join('\r\n')}\r\n`
}
