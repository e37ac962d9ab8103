/** A labelled history as a table of text: which columns it has, and each row as a case with its outcome. */
import { MARKET_GRADES } from '@/lib/plans/rules/grades'

/** How many refused rows are told one by one. */
export const PROBLEMS_TOLD = 200

export type HistoryCase = {
  /** defaulted (within the observation window of whoever made the list) */
  bad: boolean
  /** "2025-03"; null where the list has no months */
  month: string | null
  marketGrade: string | null
  /** veto codes found by people or registers */
  vetoes: string[]
  /** indicator → value as text */
  values: Record<string, string>
}
export type HistoryColumns = {
  outcome: string
  month: string | null
  marketGrade: string | null
  vetoes: string | null
  indicators: string[]
  ignored: string[]
}
export type HistoryProblem = { line: number; code: 'E_LAB_OUTCOME' | 'E_LAB_MONTH' | 'E_LAB_GRADE'; value: string }

const OUTCOME = ['bad', 'default', 'label', '违约', '是否违约', '坏客户']
const MONTH = ['month', 'period', '月份', '期间', '观察月']
const GRADE = ['market_grade', 'marketgrade', '市场等级']
const VETOES = ['vetoes', 'veto', '一票否决', '否决项']
const INDICATOR = /^[A-Z][A-Z0-9_-]{0,39}$/

const plain = (text: string | null | undefined): string => (text ?? '').normalize('NFKC').trim()

/** The columns by their headings; null when none of them is the outcome. */
export function readColumns(headings: readonly (string | null)[]): HistoryColumns | null {
  const names = headings.map(plain)
  const find = (words: readonly string[]): string | null => names.find((n) => words.includes(n.toLowerCase())) ?? null
  const outcome = find(OUTCOME)
  if (!outcome) return null
  const special = { month: find(MONTH), marketGrade: find(GRADE), vetoes: find(VETOES) }
  const taken = new Set([outcome, ...Object.values(special)])
  const indicators = names.filter((n) => INDICATOR.test(n) && !taken.has(n))
  return {
    outcome,
    ...special,
    indicators,
    ignored: names.filter((n) => n !== '' && !taken.has(n) && !indicators.includes(n)),
  }
}

const YES = ['1', 'true', 'yes', 'y', '是', '坏', 'bad']
const NO = ['0', 'false', 'no', 'n', '否', '好', 'good']

/** One row under its headings; a problem when its outcome, month or market grade cannot be read. Empty rows: null. */
export function readCase(
  headings: readonly (string | null)[],
  columns: HistoryColumns,
  cells: readonly (string | null)[],
  line: number,
): { ok: true; case: HistoryCase } | { ok: false; problem: HistoryProblem } | null {
  if (cells.every((c) => plain(c) === '')) return null
  const at = new Map(headings.map((h, i) => [plain(h), i]))
  const cell = (name: string | null): string => (name === null ? '' : plain(cells[at.get(name) ?? -1]))
  const no = (code: HistoryProblem['code'], value: string) => ({
    ok: false as const,
    problem: { line, code, value: value.slice(0, 40) },
  })
  const outcome = cell(columns.outcome)
  const bad = YES.includes(outcome.toLowerCase()) ? true : NO.includes(outcome.toLowerCase()) ? false : null
  if (bad === null) return no('E_LAB_OUTCOME', outcome)
  const month = readMonth(cell(columns.month))
  if (month === undefined) return no('E_LAB_MONTH', cell(columns.month))
  const grade = cell(columns.marketGrade).toUpperCase()
  if (grade !== '' && !(MARKET_GRADES as readonly string[]).includes(grade)) return no('E_LAB_GRADE', grade)
  const values: Record<string, string> = {}
  for (const code of columns.indicators) {
    const value = cell(code).replace(/[,%]/g, '')
    if (value !== '') values[code] = value
  }
  const vetoes = cell(columns.vetoes)
    .split(/[\s;,、|]+/)
    .filter((v) => v !== '')
  return { ok: true, case: { bad, month, marketGrade: grade || null, vetoes, values } }
}

/** "2025-03", "2025/3/1", "202503", "2025年3月" → "2025-03"; '' → null; anything else undefined. */
function readMonth(text: string): string | null | undefined {
  if (text === '') return null
  const match = /^(\d{4})[-/.年]?(\d{1,2})(?:[-/.月]\d{0,2}日?)?$/.exec(text)
  const month = Number(match?.[2])
  return match && month >= 1 && month <= 12 ? `${match[1]}-${String(month).padStart(2, '0')}` : undefined
}
