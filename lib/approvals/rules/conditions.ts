/** Conditions of an approval: the union of what the seats ask for, the stricter one where they differ (§6.2). */
import type { PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'

/** CP before drawdown, COVENANT during the loan, INFO only to be told. */
export type ConditionType = 'CP' | 'COVENANT' | 'INFO'

/** A condition that sets a figure; two of the same kind can be compared. */
export type ConditionTerm =
  | { kind: 'AMOUNT_MAX'; fen: Fen }
  | { kind: 'MARGIN_MIN'; ppm: Ppm }
  | { kind: 'TENOR_MAX'; months: number }
  | { kind: 'RATE_MIN'; ppm: Ppm }
  | { kind: 'COVERAGE_MIN'; ppm: Ppm }

export type Condition = {
  seatId: string
  text: string
  type: ConditionType
  /** who has to satisfy it; the same person cannot close it */
  ownerId: string | null
  due: PlainDate | null
  evidence: string | null
  /** null: free text */
  term: ConditionTerm | null
  /** null: the whole plan */
  lineId: string | null
}

export type ConditionConflict = { kept: Condition; dropped: Condition }
export type MergedConditions = {
  conditions: Condition[]
  /** where two seats asked for different figures; the chair confirms the stricter */
  conflicts: ConditionConflict[]
}

/**
 * The union of all conditions (§6.2). The same text and type counts once. Of two terms of one kind on one subject the
 * stricter stays: lower amount, higher margin, shorter tenor, higher rate, higher coverage; and so it is before drawdown
 * when either asked for that.
 */
export function mergeConditions(all: readonly Condition[]): MergedConditions {
  const conditions: Condition[] = []
  const conflicts: ConditionConflict[] = []
  for (const c of all) {
    const i = conditions.findIndex((k) => sameSubject(k, c))
    if (i < 0) {
      conditions.push(c)
      continue
    }
    const [kept, dropped] = isStricter(c, conditions[i]!) ? [c, conditions[i]!] : [conditions[i]!, c]
    conditions[i] = { ...kept, type: earlier(kept.type, dropped.type) }
    if (strictness(kept) !== strictness(dropped)) conflicts.push({ kept: conditions[i]!, dropped })
  }
  return { conditions, conflicts }
}

function sameSubject(a: Condition, b: Condition): boolean {
  if (a.lineId !== b.lineId) return false
  if (a.term && b.term) return a.term.kind === b.term.kind
  return !a.term && !b.term && a.type === b.type && a.text.trim() === b.text.trim()
}

function isStricter(a: Condition, b: Condition): boolean {
  return strictness(a) > strictness(b)
}

/** A number that grows with strictness, within one kind of term. */
function strictness(c: Condition): bigint {
  if (!c.term) return 0n
  switch (c.term.kind) {
    case 'AMOUNT_MAX':
      return -c.term.fen
    case 'TENOR_MAX':
      return -BigInt(c.term.months)
    case 'MARGIN_MIN':
    case 'RATE_MIN':
    case 'COVERAGE_MIN':
      return BigInt(c.term.ppm)
  }
}

const ORDER: readonly ConditionType[] = ['CP', 'COVENANT', 'INFO']
function earlier(a: ConditionType, b: ConditionType): ConditionType {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b
}

export type ConditionState = 'OPEN' | 'SUBMITTED' | 'VERIFIED' | 'REJECTED' | 'WAIVED'

/** The person who must satisfy a condition cannot close it (§6.2). */
export function mayCloseCondition(c: Pick<Condition, 'ownerId'>, personId: string): boolean {
  return c.ownerId !== personId
}

/** Conditions of type CP that still hold back a drawdown (CP-04). */
export function openConditions<T extends { type: ConditionType; state: ConditionState }>(all: readonly T[]): T[] {
  return all.filter((c) => c.type === 'CP' && c.state !== 'VERIFIED' && c.state !== 'WAIVED')
}
