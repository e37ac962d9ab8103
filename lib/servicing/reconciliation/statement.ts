/**
 * The core's statement of an account and day as a CSV file. Columns by heading, Chinese or English, in any order: date,
 * amount (credit above zero, debit below) or debit and credit apart, reference, memo, and the balance after each line.
 * Pure: text in, lines or the first fault out.
 */
import { parse } from 'csv-parse/sync'
import { type PlainDate, parseDate } from '@/lib/platform/dates'
import { type Fen, parseYuan } from '@/lib/platform/money'

export type CoreLine = {
  date: PlainDate
  /** into the account above zero, out of it below */
  amountFen: Fen
  reference: string | null
  memo: string | null
  balanceFen: Fen | null
}
export type CoreStatement = { openingFen: Fen; closingFen: Fen; lines: CoreLine[] }
export type StatementFault = {
  code: 'E_STATEMENT_FORMAT' | 'E_STATEMENT_HEADINGS' | 'E_STATEMENT_LINE' | 'E_STATEMENT_BALANCE'
  line: number
  field?: string
}
export type StatementResult = { ok: true; statement: CoreStatement } | { ok: false; fault: StatementFault }

type Column = 'date' | 'amount' | 'debit' | 'credit' | 'reference' | 'memo' | 'balance'
const HEADINGS: Record<Column, readonly string[]> = {
  date: ['日期', '交易日期', '记账日期', 'date'],
  amount: ['金额', '发生额', 'amount'],
  debit: ['借方', '借方发生额', '支出', 'debit'],
  credit: ['贷方', '贷方发生额', '收入', 'credit'],
  reference: ['流水号', '核心流水', '凭证号', 'reference'],
  memo: ['摘要', '备注', '对方户名', 'memo'],
  balance: ['余额', 'balance'],
}
const MAX_BYTES = 64 * 1024
const MAX_LINES = 200_000

/** Reads a statement. `given` balances stand for files whose lines carry none. */
export function readCoreStatement(text: string, given: { openingFen?: Fen; closingFen?: Fen }): StatementResult {
  let rows: string[][]
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, trim: true, max_record_size: MAX_BYTES })
  } catch {
    return fault('E_STATEMENT_FORMAT', 0)
  }
  const [head, ...body] = rows
  if (!head || body.length > MAX_LINES) return fault('E_STATEMENT_FORMAT', 0)
  const at = columnsOf(head)
  if (at.date === undefined || (at.amount === undefined && (at.debit === undefined || at.credit === undefined)))
    return fault('E_STATEMENT_HEADINGS', 1)
  const lines: CoreLine[] = []
  for (const [i, row] of body.entries()) {
    const line = readLine(row, at)
    if (typeof line === 'string') return fault('E_STATEMENT_LINE', i + 2, line)
    lines.push(line)
  }
  return withBalances(lines, given)
}

function columnsOf(head: readonly string[]): Partial<Record<Column, number>> {
  const at: Partial<Record<Column, number>> = {}
  for (const [i, cell] of head.entries()) {
    const name = cell
      .toLowerCase()
      .replace(/[（(].*$/, '')
      .trim()
    for (const column of Object.keys(HEADINGS) as Column[])
      if (at[column] === undefined && HEADINGS[column].includes(name)) at[column] = i
  }
  return at
}

/** A line, or the column that cannot be read. */
function readLine(row: readonly string[], at: Partial<Record<Column, number>>): CoreLine | Column {
  const cell = (column: Column): string => (at[column] === undefined ? '' : (row[at[column]] ?? ''))
  const money = (column: Column): Fen | null => (cell(column) === '' ? 0n : parseYuan(cell(column).replaceAll(',', '')))
  const date = parseDate(cell('date').replaceAll('/', '-'))
  if (!date) return 'date'
  const [debit, credit] = [money('debit'), money('credit')]
  const amount = at.amount === undefined ? (debit === null || credit === null ? null : credit - debit) : money('amount')
  if (amount === null || (at.amount !== undefined && cell('amount') === ''))
    return at.amount === undefined ? 'debit' : 'amount'
  const balance = at.balance === undefined || cell('balance') === '' ? null : money('balance')
  if (at.balance !== undefined && cell('balance') !== '' && balance === null) return 'balance'
  return {
    date,
    amountFen: amount,
    reference: cell('reference') || null,
    memo: cell('memo') || null,
    balanceFen: balance,
  }
}

/** Opening and closing from the lines' own balances, which must follow from one another, or from what was given. */
function withBalances(lines: CoreLine[], given: { openingFen?: Fen; closingFen?: Fen }): StatementResult {
  for (let i = 1; i < lines.length; i++) {
    const [before, line] = [lines[i - 1]!, lines[i]!]
    if (
      before.balanceFen !== null &&
      line.balanceFen !== null &&
      before.balanceFen + line.amountFen !== line.balanceFen
    )
      return fault('E_STATEMENT_BALANCE', i + 2)
  }
  const first = lines[0]
  const turnover = lines.reduce((s, l) => s + l.amountFen, 0n)
  const opening =
    given.openingFen ?? (first && first.balanceFen !== null ? first.balanceFen - first.amountFen : undefined)
  const closing =
    given.closingFen ?? lines.at(-1)?.balanceFen ?? (opening === undefined ? undefined : opening + turnover)
  if (closing === undefined) return fault('E_STATEMENT_BALANCE', 0)
  const openingFen = opening ?? closing - turnover
  if (openingFen + turnover !== closing) return fault('E_STATEMENT_BALANCE', 0)
  return { ok: true, statement: { openingFen, closingFen: closing, lines } }
}

function fault(code: StatementFault['code'], line: number, field?: string): StatementResult {
  return { ok: false, fault: field === undefined ? { code, line } : { code, line, field } }
}
