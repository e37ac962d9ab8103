/**
 * A feed as a CSV file: merchant (unified code or id), kind, date, amount in yuan or count, reference. Headings in Chinese
 * or English, in any order. Text in, lines out, each fault with its line.
 */
import { parse } from 'csv-parse/sync'
import { type PlainDate, parseDate } from '@/lib/platform/dates'
import { type Fen, parseYuan } from '@/lib/platform/money'
import { FEEDS, type Feed, feedTakes } from './rules/feeds'

export type FeedLine = {
  merchant: string
  kind: string
  date: PlainDate
  amountFen: Fen
  count: number
  reference: string
}
export type FeedFault = { line: number; code: 'E_FEED_FORMAT' | 'E_FEED_HEADINGS' | 'E_FEED_LINE'; field: string }

const HEADINGS = {
  merchant: ['商户', '统一社会信用代码', '客户', 'merchant', 'uscc'],
  kind: ['类型', '种类', 'kind'],
  date: ['日期', '交易日期', '报告日期', 'date'],
  amount: ['金额', '发生额', '标的金额', 'amount'],
  count: ['数量', '天数', 'count'],
  reference: ['流水号', '编号', '案号', 'reference'],
} as const
type Column = keyof typeof HEADINGS
export const MAX_FEED_LINES = 50_000
const KIND_WORDS: Record<string, string> = {
  入账: 'CREDIT',
  收款: 'RECEIPT',
  新增机构: 'NEW_INSTITUTION',
  硬查询: 'HARD_INQUIRY',
  他行逾期: 'OVERDUE',
  他行不良: 'NPL',
  被告: 'DEFENDANT',
  被执行: 'ENFORCEMENT',
  失信: 'DISHONEST_DEBTOR',
}

export function readFeedFile(feed: Feed, text: string): { lines: FeedLine[]; faults: FeedFault[] } {
  let rows: string[][]
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, trim: true, max_record_size: 16 * 1024 })
  } catch {
    return { lines: [], faults: [{ line: 0, code: 'E_FEED_FORMAT', field: '' }] }
  }
  const [head, ...body] = rows
  if (!head || body.length > MAX_FEED_LINES)
    return { lines: [], faults: [{ line: 0, code: 'E_FEED_FORMAT', field: '' }] }
  const at = Object.fromEntries(
    (Object.keys(HEADINGS) as Column[]).map((c) => [
      c,
      head.findIndex((h) =>
        (HEADINGS[c] as readonly string[]).includes(
          h
            .toLowerCase()
            .replace(/[（(].*$/, '')
            .trim(),
        ),
      ),
    ]),
  ) as Record<Column, number>
  const missing = (['merchant', 'date', 'reference'] as const).find((c) => at[c] < 0)
  if (missing) return { lines: [], faults: [{ line: 1, code: 'E_FEED_HEADINGS', field: missing }] }
  const lines: FeedLine[] = []
  const faults: FeedFault[] = []
  for (const [i, row] of body.entries()) {
    const read = readLine(feed, (c) => (at[c] < 0 ? '' : (row[at[c]] ?? '')))
    if (typeof read === 'string') faults.push({ line: i + 2, code: 'E_FEED_LINE', field: read })
    else lines.push(read)
  }
  return { lines, faults }
}

/** A line, or the column that cannot be read. */
function readLine(feed: Feed, cell: (c: Column) => string): FeedLine | Column {
  if (cell('merchant') === '') return 'merchant'
  if (cell('reference') === '') return 'reference'
  const only = Object.keys(FEEDS[feed])
  const kind = cell('kind') === '' && only.length === 1 ? only[0]! : (KIND_WORDS[cell('kind')] ?? cell('kind'))
  if (!feedTakes(feed, kind)) return 'kind'
  const date = parseDate(cell('date').replaceAll('/', '-'))
  if (!date) return 'date'
  const needs = (FEEDS[feed] as Record<string, 'amount' | 'count' | 'none'>)[kind]
  const amountFen = needs === 'amount' ? parseYuan(cell('amount').replaceAll(',', '')) : 0n
  if (amountFen === null || amountFen < 0n) return 'amount'
  const count = needs === 'count' ? (/^\d{1,6}$/.test(cell('count')) ? Number(cell('count')) : null) : 0
  if (count === null) return 'count'
  return { merchant: cell('merchant'), kind, date, amountFen, count, reference: cell('reference').slice(0, 80) }
}
