/**
 * How fast a market's list is read: `node --import ./scripts/resolve.mjs bench/intake.ts [rows]`.
 * Ratios to the bare library on the same file are what counts; times depend on the machine. Each figure is the best of
 * three, the processes' own start included where there is one.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { streamXlsxRows } from 'hucre'
import { checkMerchants } from '@/lib/intake/check-merchants'
import { checkCompleteness } from '@/lib/intake/completeness'
import { guardWorkbook } from '@/lib/intake/guard-workbook'
import { matchDocuments } from '@/lib/intake/match-documents'
import { parseList } from '@/lib/intake/parse-worker'
import { listPolicy } from '@/lib/intake/policy'
import type { ReadDocument } from '@/lib/intake/read-documents'
import { readList } from '@/lib/intake/read-list'
import { HEADINGS, makeList, merchantRow } from './market-list'

const ROWS = Number(process.argv[2] ?? 50_000)
const PAPERS = '营业执照 身份证正面 身份证反面 业务申请书 征信授权书 租赁合同'.split(' ')

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
  await makeList(path, ROWS)
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
    [HEADINGS, ...Array.from({ length: 200 }, (_, i) => merchantRow(i + 1))].map((r) => r.join(',')).join('\n'),
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
