/** What a partner has to have given before money goes out (§2.3–§2.5): its letter, its filing, its policy, its list. Pure. */
import { isAfter, isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'

export const CASE_KINDS = ['GUARANTEE', 'DRAWDOWN_FILING', 'POLICY', 'POOL_LIST'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

/** By mode, what must be given before a drawdown (INV-GC2, INV-LI1, INV-AF2). */
export const CASES_OF_MODE: Record<string, readonly CaseKind[]> = {
  GC: ['GUARANTEE', 'DRAWDOWN_FILING'],
  LI: ['POLICY'],
  AF: ['POOL_LIST'],
}

/** Up to the line the bank approves and the guarantor follows; above it both look, and each decides for itself (S-GY). */
export function caseRoute(kind: CaseKind, amountFen: Fen, autoGuaranteeFen: Fen): 'AUTO' | 'JOINT' {
  return kind === 'GUARANTEE' && amountFen <= autoGuaranteeFen ? 'AUTO' : 'JOINT'
}

export type GivenCase = {
  kind: CaseKind
  state: string
  amountFen: Fen
  coverFen: Fen | null
  validFrom: PlainDate | null
  validUntil: PlainDate | null
  /** what the money is for, as the partner was told; null: not told */
  purpose?: string | null
  /** a filing that another drawdown has used */
  used?: boolean
}
export type CaseNeed = { drawdownFen: Fen; drawdownDate: PlainDate; mustReach: PlainDate; purpose?: string | null }
export type CaseFault = { kind: CaseKind; fault: 'MISSING' | 'AMOUNT' | 'COVER' | 'PERIOD' | 'PURPOSE' }

/** What is missing or too small for this drawdown; empty when it may go out. */
export function checkCases(mode: string, given: readonly GivenCase[], need: CaseNeed): CaseFault[] {
  return (CASES_OF_MODE[mode] ?? []).flatMap((kind): CaseFault[] => {
    const found = given.filter((c) => c.kind === kind && !c.used && ['GIVEN', 'AUTO'].includes(c.state))
    if (found.length === 0) return [{ kind, fault: 'MISSING' }]
    const faults = found.map((c) => faultOf(c, need))
    return faults.includes(null) ? [] : [{ kind, fault: faults[0]! }]
  })
}

function faultOf(c: GivenCase, need: CaseNeed): CaseFault['fault'] | null {
  if (c.kind !== 'POLICY') return c.amountFen < need.drawdownFen ? 'AMOUNT' : null
  if ((c.coverFen ?? 0n) < need.drawdownFen) return 'COVER'
  if (
    !c.validFrom ||
    !c.validUntil ||
    isAfter(c.validFrom, need.drawdownDate) ||
    isBefore(c.validUntil, need.mustReach)
  )
    return 'PERIOD'
  // INV-LI2: insured for one purpose, lent for the same
  if (c.purpose && need.purpose && c.purpose !== need.purpose) return 'PURPOSE'
  return null
}
