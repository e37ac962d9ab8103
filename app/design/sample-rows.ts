import type { ListParams } from '@/lib/platform/list-params'
import { splitRange } from '@/lib/platform/list-params'
import { parseYuan } from '@/lib/platform/money'

export const SAMPLE_STATES = ['draft', 'waiting', 'active', 'good', 'returned', 'refused'] as const

export type SampleRow = {
  id: string
  name: string
  initials: string
  stall: string
  state: (typeof SAMPLE_STATES)[number]
  amountFen: bigint
  limitFen: bigint | null
  ratePpm: number
  score: number
  visited: string
  updated: string
  mine: boolean
  acceptable: boolean
}

const FIRST = ['宏达', '鑫源', '永兴', '恒通', '金鼎', '顺发', '华泰', '同创', '利民', '万家', '博远', '天成']
const FIRST_PY = ['hd', 'xy', 'yx', 'ht', 'jd', 'sf', 'ht', 'tc', 'lm', 'wj', 'by', 'tc']
const LAST = ['五金经营部', '机电商行', '轴承批发部', '电动工具店', '建材商贸有限公司']
const LAST_PY = ['wjjyb', 'jdsh', 'zcpfb', 'ddgjd', 'jcsmyxgs']

/** 120 made-up merchants, always the same. */
export const SAMPLE_ROWS: SampleRow[] = Array.from({ length: 120 }, (_, i) => {
  const a = i % FIRST.length
  const b = (i * 7) % LAST.length
  const state = SAMPLE_STATES[(i * 5) % SAMPLE_STATES.length]!
  const amount = BigInt(8 + ((i * 13) % 90)) * 1_000_000n
  return {
    id: String(i + 1).padStart(3, '0'),
    name: `${FIRST[a]}${LAST[b]}`,
    initials: `${FIRST_PY[a]}${LAST_PY[b]}`,
    stall: `${'ABCD'[i % 4]}${(i % 3) + 1}-${String(101 + i)}`,
    state,
    amountFen: amount,
    limitFen: state === 'good' ? (amount * 8n) / 10n : null,
    ratePpm: 41_500 + (i % 9) * 1_500,
    score: 58 + ((i * 11) % 40),
    visited: `2026-${String((i % 9) + 1).padStart(2, '0')}-${String((i % 27) + 1).padStart(2, '0')}`,
    updated: new Date(Date.UTC(2026, 9, 1 + (i % 28), i % 24, (i * 7) % 60)).toISOString(),
    mine: i % 3 === 0,
    acceptable: state === 'waiting',
  }
})

type SortKey = 'name' | 'amount' | 'score' | 'visited' | 'updated'
const KEY: Record<SortKey, (r: SampleRow) => string> = {
  name: (r) => r.initials,
  amount: (r) => r.amountFen.toString().padStart(16, '0'),
  score: (r) => String(r.score).padStart(4, '0'),
  visited: (r) => r.visited,
  updated: (r) => r.updated,
}
export const SAMPLE_SORTS = Object.keys(KEY)

/** The list as a server would answer it: filtered, sorted, one keyset page with its cursors. */
export function samplePage(p: ListParams) {
  const amounts = splitRange(p.filters.amount?.[0])
  const dates = splitRange(p.filters.visited?.[0])
  const key = KEY[p.sort as SortKey] ?? KEY.updated
  const place = (r: SampleRow) => `${key(r)}|${r.id}`
  const q = p.q.toLowerCase()
  const rows = SAMPLE_ROWS.filter(
    (r) =>
      (q === '' || r.name.includes(q) || r.initials.startsWith(q) || r.stall.toLowerCase().includes(q)) &&
      (!p.filters.state || p.filters.state.includes(r.state)) &&
      (!p.filters.mine || r.mine) &&
      (!amounts.from || r.amountFen >= (parseYuan(amounts.from) ?? 0n)) &&
      (!amounts.to || r.amountFen <= (parseYuan(amounts.to) ?? r.amountFen)) &&
      (!dates.from || r.visited >= dates.from) &&
      (!dates.to || r.visited <= dates.to),
  ).sort((a, b) => (place(a) < place(b) ? -1 : 1) * (p.direction === 'asc' ? 1 : -1))
  const beyond = (r: SampleRow, cursor: string) => (p.direction === 'asc' ? place(r) > cursor : place(r) < cursor)
  let start = p.after ? rows.findIndex((r) => beyond(r, p.after ?? '')) : 0
  if (p.before) {
    const end = rows.findIndex((r) => place(r) === p.before || beyond(r, p.before ?? ''))
    start = Math.max(0, (end < 0 ? rows.length : end) - p.size)
  }
  if (start < 0) start = rows.length
  const page = rows.slice(start, start + p.size)
  const first = page[0]
  const last = page.at(-1)
  return {
    rows: page,
    page: {
      total: rows.length,
      before: first && start > 0 ? place(first) : null,
      after: last && start + p.size < rows.length ? place(last) : null,
    },
    totalFen: rows.reduce((sum, r) => sum + r.amountFen, 0n),
  }
}
