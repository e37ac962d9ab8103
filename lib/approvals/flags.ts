/** What an approver should look at first: counted from the plan, each with its own words (`approvals.flag.*`). Pure. */
import type { Fen } from '@/lib/platform/money'

export type FlagLine = {
  state: string
  grade: string | null
  limitFen: Fen
  edits: readonly unknown[]
  affordable: boolean
}
export type FlagFacts = {
  lines: readonly FlagLine[]
  aggregateLimitFen: Fen | null
  escalations: readonly string[]
  groups: readonly { valid: boolean }[]
  openComments: number
  marketWarnings: number
  kind: 'PLAN' | 'ADD_ON'
  reconsidered: boolean
}
export type Flag = { code: FlagCode; count: number; tone: 'danger' | 'warn' | 'info' }
export type FlagCode =
  | 'RECONSIDERED'
  | 'MARKET_WARNINGS'
  | 'GROUP_INVALID'
  | 'NOT_AFFORDABLE'
  | 'EDITED'
  | 'B2'
  | 'TOP_TEN'
  | 'USE'
  | 'OPEN_COMMENTS'

/** Shares are whole percent, rounded down. */
export function planFlags(f: FlagFacts): Flag[] {
  const live = f.lines.filter((l) => !['DROPPED', 'REJECTED'].includes(l.state))
  const sum = live.reduce((s, l) => s + l.limitFen, 0n)
  const limit = f.aggregateLimitFen ?? 0n
  const top = [...live]
    .map((l) => l.limitFen)
    .sort((a, b) => (a < b ? 1 : -1))
    .slice(0, 10)
    .reduce((s, x) => s + x, 0n)
  const percent = (part: Fen, whole: Fen) => (whole > 0n ? Number((part * 100n) / whole) : 0)
  const all: Flag[] = [
    { code: 'RECONSIDERED', count: f.reconsidered ? 1 : 0, tone: 'warn' },
    { code: 'MARKET_WARNINGS', count: f.marketWarnings, tone: 'danger' },
    { code: 'GROUP_INVALID', count: f.groups.filter((g) => !g.valid).length, tone: 'danger' },
    { code: 'NOT_AFFORDABLE', count: live.filter((l) => !l.affordable).length, tone: 'warn' },
    { code: 'EDITED', count: live.filter((l) => l.edits.length > 0).length, tone: 'info' },
    { code: 'B2', count: live.filter((l) => l.grade === 'B2').length, tone: 'info' },
    // ten merchants of a short list are all of it: a share says something from twenty on
    { code: 'TOP_TEN', count: live.length >= 20 && percent(top, limit) > 25 ? percent(top, limit) : 0, tone: 'warn' },
    { code: 'USE', count: percent(sum, limit) >= 90 ? percent(sum, limit) : 0, tone: 'warn' },
    { code: 'OPEN_COMMENTS', count: f.openComments, tone: 'info' },
  ]
  return all.filter((flag) => flag.count > 0)
}
