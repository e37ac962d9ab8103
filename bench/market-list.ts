/** The list of a market of any size, as a workbook: valid codes, nothing to complain about. */
import { writeFile } from 'node:fs/promises'
import { XlsxStreamWriter } from 'hucre'
import { citizenIdCheckChar } from '@/lib/merchants/rules/citizen-id'
import { orgCodeCheckChar } from '@/lib/merchants/rules/org-code'
import { usccCheckChar } from '@/lib/merchants/rules/uscc'

export const HEADINGS =
  '序号 摊位号 商户名称 统一社会信用代码 经营者 身份证号 联系电话 主营品类 入驻日期 年营业额(万元) 年租金(万元) 经营面积(㎡) 从业人数 申请金额(万元) 期限(月) 贷款用途 租金缴纳 联保小组 备注'.split(
    ' ',
  )

const stall = (i: number): string => `A区${i}`
const name = (i: number): string => `恒山鑫源${i}工具经营部`

/** How its folder of papers is called. */
export const stallAndName = (i: number): string => `${stall(i)} ${name(i)}`

/** The `i`th merchant, from 1. */
export function merchantRow(i: number): (string | number | null)[] {
  const org = `MA${String(i).padStart(6, '0')}`
  const uscc = `92370199${org}${orgCodeCheckChar(org)}`
  const id = `37019919${60 + (i % 40)}0${1 + (i % 9)}${10 + (i % 18)}${String(i % 1000).padStart(3, '0')}`
  return [
    i,
    stall(i),
    name(i),
    uscc + usccCheckChar(uscc),
    '韩东强',
    id + citizenIdCheckChar(id),
    `133${10_000_000 + i}`,
    '电线电缆',
    '2016-12-26',
    800 + (i % 100),
    15.9,
    123,
    8,
    10 * (1 + (i % 20)),
    12,
    '采购备货',
    '正常',
    `第${Math.floor(i / 5)}组`,
    null,
  ]
}

export async function makeList(path: string, merchants: number): Promise<void> {
  const book = new XlsxStreamWriter({ name: '清单' })
  book.addRow(HEADINGS)
  for (let i = 1; i <= merchants; i++) book.addRow(merchantRow(i))
  await writeFile(path, await book.finish())
}
