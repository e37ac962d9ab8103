/**
 * How fast a market's list is read: `node --import ./scripts/resolve.mjs bench/intake.ts [rows]`.
 * Ratios to the bare library on the same file are what counts; times depend on the machine. Each figure is the best of
 * three, the processes' own start included where there is one.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { streamXlsxRows, XlsxStreamWriter } from 'hucre'
import { checkMerchants } from '@/lib/intake/check-merchants'
import { checkCompleteness } from '@/lib/intake/completeness'
import { guardWorkbook } from '@/lib/intake/guard-workbook'
import { matchDocuments } from '@/lib/intake/match-documents'
import { parseList } from '@/lib/intake/parse-worker'
import { listPolicy } from '@/lib/intake/policy'
import type { ReadDocument } from '@/lib/intake/read-documents'
import { readList } from '@/lib/intake/read-list'
import { citizenIdCheckChar } from '@/lib/merchants/rules/citizen-id'
import { orgCodeCheckChar } from '@/lib/merchants/rules/org-code'
import { usccCheckChar } from '@/lib/merchants/rules/uscc'

const ROWS = Number(process.argv[2] ?? 50_000)
const HEADINGS =
  '序号 摊位号 商户名称 统一社会信用代码 经营者 身份证号 联系电话 主营品类 入驻日期 年营业额(万元) 年租金(万元) 经营面积(㎡) 从业人数 申请金额(万元) 期限(月) 贷款用途 租金缴纳 联保小组 备注'.split(
    ' ',
  )
const PAPERS = '营业执照 身份证正面 身份证反面 业务申请书 征信授权书 租赁合同'.split(' ')

function row(i: number): (string | number | null)[] {
  const org = `MA${String(i).padStart(6, '0')}`
  const uscc = `92370199${org}${orgCodeCheckChar(org)}`
  const id = `37019919${60 + (i % 40)}0${1 + (i % 9)}${10 + (i % 18)}${String(i % 1000).padStart(3, '0')}`
  return [
    i,
    `A区${i}`,
    `恒山鑫源${i}工具经营部`,
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

async function makeList(path: string): Promise<void> {
  const book = new XlsxStreamWriter({ name: '清单' })
  book.addRow(HEADINGS)
  for (let i = 1; i <= ROWS; i++) book.addRow(row(i))
  await writeFile(path, await book.finish())
}

async function best(name: string, run: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const began = performance.now()
    await run()
    least = Math.min(least, performance.now() - began)
  }
  console.log(`${name.padEnd(46)} ${Math.round(least).toString().padStart(7)} ms`)
  return least
}

const folder = await mkdtemp(join(tmpdir(), 'bench-intake-'))
try {
  const path = join(folder, 'list.xlsx')
  await makeList(path)
  const raw = await best(`bare library, ${ROWS} rows into arrays`, async () => {
    const rows: unknown[] = []
    for await (const { values } of streamXlsxRows(await readFile(path))) rows.push(values)
  })
  await best('guard alone (every byte counted and looked at)', () => guardWorkbook(path))
  const read = await best('readList (guard, header, mapping, cleaning)', () => readList(path))
  const parsed = await best('parseList (the same in a process of its own)', () => parseList(path))
  const list = await readList(path)
  const check = await best('checkMerchants', () =>
    checkMerchants(list.merchants, { policy: listPolicy('JG'), today: '2026-11-24' }),
  )
  const papers: ReadDocument[] = list.merchants.flatMap(({ values }) =>
    PAPERS.map(
      (paper) =>
        ({
          path: `${values.stallNo} ${values.name}/${paper}.jpg`,
          type: 'JPG',
          mime: 'image/jpeg',
          sizeBytes: 1,
          sha256: `${values.no}${paper}`,
        }) as const,
    ),
  )
  const match = await best(`matchDocuments and completeness, ${papers.length} files`, () =>
    checkCompleteness(list.merchants, matchDocuments(papers, list.merchants)),
  )
  const small = join(folder, 'small.csv')
  await writeFile(
    small,
    [HEADINGS, ...Array.from({ length: 200 }, (_, i) => row(i + 1))].map((r) => r.join(',')).join('\n'),
  )
  await best('first issues of a 200-row list, cold process', async () => {
    const { merchants } = await parseList(small)
    checkMerchants(merchants, { policy: listPolicy('JG'), today: '2026-11-24' })
  })
  const ratio = (ms: number) => (ms / raw).toFixed(2)
  console.log(
    `ratio to the bare library: readList ${ratio(read)}, parseList ${ratio(parsed)}, with checks ${ratio(parsed + check)}, with documents ${ratio(parsed + check + match)}`,
  )
  console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
} finally {
  await rm(folder, { recursive: true })
}
