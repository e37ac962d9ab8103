/** The parameters that every cooperation agreement carries, their order, and what a new version changes (§2.1.2, LEG-7). Pure. */
import { addMonths, isAfter, type PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { cny, type Traced, type TraceStep } from '@/lib/platform/trace'

export type MarginMethodCode = 'BY_LOAN_AMOUNT' | 'BY_BALANCE' | 'FIXED_PREPAID'

export type SchemeTerms = {
  totalCoopLimitFen: Fen
  generalGuaranteeLimitFen: Fen
  singleClientLimitFen: Fen
  singleDealLimitFen: Fen
  startsOn: PlainDate
  coopTermMonths: number
  whitelistControlled: boolean
  compensationGraceDays: number
  compensationPpm: Ppm
  leverageMultiple: number
  marginRatioPpm: Ppm
  marginMethod: MarginMethodCode
  /** what is paid in once for all; only with FIXED_PREPAID */
  prepaidMarginFen: Fen | null
  marginAccountNo: string | null
}

/** end = addMonths(start, n) − 1 day (S-YX). */
export function schemeEnd(startsOn: PlainDate, coopTermMonths: number): PlainDate {
  return addMonths(startsOn, coopTermMonths).subtract({ days: 1 })
}

export type SchemeRefusal =
  | 'E_SCHEME_ORDER:generalGuaranteeLimit'
  | 'E_SCHEME_ORDER:singleClientLimit'
  | 'E_SCHEME_ORDER:singleDealLimit'
  | 'E_SCHEME_MARGIN:needed'
  | 'E_SCHEME_MARGIN:unneeded'

/** single_deal ≤ single_client ≤ total, general ≤ total; a margin ratio needs an account, no ratio allows none (§2.1.2). */
export function checkScheme(t: SchemeTerms): SchemeRefusal[] {
  const found: SchemeRefusal[] = []
  if (t.generalGuaranteeLimitFen > t.totalCoopLimitFen) found.push('E_SCHEME_ORDER:generalGuaranteeLimit')
  if (t.singleClientLimitFen > t.totalCoopLimitFen) found.push('E_SCHEME_ORDER:singleClientLimit')
  if (t.singleDealLimitFen > t.singleClientLimitFen) found.push('E_SCHEME_ORDER:singleDealLimit')
  const wantsAccount = t.marginMethod === 'FIXED_PREPAID' ? (t.prepaidMarginFen ?? 0n) > 0n : t.marginRatioPpm > 0
  if (wantsAccount && !t.marginAccountNo) found.push('E_SCHEME_MARGIN:needed')
  if (!wantsAccount && t.marginAccountNo) found.push('E_SCHEME_MARGIN:unneeded')
  return found
}

export type SchemeChange = { field: keyof SchemeTerms; before: string; after: string }

/** Terms whose change makes the partner answer for more, or for longer: it is bound only when it agrees in writing (LEG-7). */
const HEAVIER: { [K in keyof SchemeTerms]?: (before: SchemeTerms, after: SchemeTerms) => boolean } = {
  totalCoopLimitFen: (a, b) => b.totalCoopLimitFen > a.totalCoopLimitFen,
  generalGuaranteeLimitFen: (a, b) => b.generalGuaranteeLimitFen > a.generalGuaranteeLimitFen,
  singleClientLimitFen: (a, b) => b.singleClientLimitFen > a.singleClientLimitFen,
  singleDealLimitFen: (a, b) => b.singleDealLimitFen > a.singleDealLimitFen,
  compensationPpm: (a, b) => b.compensationPpm > a.compensationPpm,
  compensationGraceDays: (a, b) => b.compensationGraceDays < a.compensationGraceDays,
  leverageMultiple: (a, b) => b.leverageMultiple > a.leverageMultiple,
  marginRatioPpm: (a, b) => b.marginRatioPpm > a.marginRatioPpm,
  startsOn: (a, b) => isAfter(schemeEnd(b.startsOn, b.coopTermMonths), schemeEnd(a.startsOn, a.coopTermMonths)),
  coopTermMonths: (a, b) => isAfter(schemeEnd(b.startsOn, b.coopTermMonths), schemeEnd(a.startsOn, a.coopTermMonths)),
}

/** What changes from one version to the next, and which of it needs the partner's consent. */
export function schemeChanges(
  before: SchemeTerms,
  after: SchemeTerms,
): { changes: SchemeChange[]; needConsent: SchemeChange[] } {
  const changes = (Object.keys(after) as (keyof SchemeTerms)[])
    .filter((k) => String(before[k]) !== String(after[k]))
    .map((field) => ({ field, before: String(before[field] ?? ''), after: String(after[field] ?? '') }))
  return { changes, needConsent: changes.filter((c) => HEAVIER[c.field]?.(before, after) ?? false) }
}

export type SchemeUse = {
  newFen: Fen
  /** Σ outstanding + Σ approved and undrawn of the whole agreement */
  usedFen: Fen
  /** the same of this client */
  clientUsedFen: Fen
}
export type HeadroomRefusal = 'E_SCHEME_HEADROOM:total' | 'E_SCHEME_HEADROOM:client' | 'E_SCHEME_HEADROOM:deal'

/** What is left of an agreement for one more deal of one client: the smallest of three limits (§2.1.2). */
export function schemeHeadroom(
  limits: Pick<SchemeTerms, 'totalCoopLimitFen' | 'singleClientLimitFen' | 'singleDealLimitFen'>,
  use: Omit<SchemeUse, 'newFen'>,
): Traced<{ headroomFen: Fen; totalLeftFen: Fen; clientLeftFen: Fen }> {
  const left = (limit: Fen, used: Fen) => (limit > used ? limit - used : 0n)
  const totalLeftFen = left(limits.totalCoopLimitFen, use.usedFen)
  const clientLeftFen = left(limits.singleClientLimitFen, use.clientUsedFen)
  const headroomFen = [totalLeftFen, clientLeftFen, limits.singleDealLimitFen].reduce((m, x) => (x < m ? x : m))
  const step = (label: string, fen: Fen, formula: string, inputs: TraceStep['inputs']): TraceStep => ({
    ...cny(label, fen),
    rule: '§2.1.2',
    formula,
    inputs,
    binding: fen === headroomFen,
  })
  return {
    value: { headroomFen, totalLeftFen, clientLeftFen },
    trace: {
      rule: 'partners.schemeHeadroom',
      version: 1,
      result: cny('headroom', headroomFen),
      steps: [
        step('totalLeft', totalLeftFen, 'totalCoopLimit − used', [
          cny('totalCoopLimit', limits.totalCoopLimitFen),
          cny('used', use.usedFen),
        ]),
        step('clientLeft', clientLeftFen, 'singleClientLimit − clientUsed', [
          cny('singleClientLimit', limits.singleClientLimitFen),
          cny('clientUsed', use.clientUsedFen),
        ]),
        step('singleDealLimit', limits.singleDealLimitFen, 'singleDealLimit', []),
      ],
    },
  }
}

/** The first limit that one more deal would break; null when it fits. */
export function checkHeadroom(
  limits: Pick<SchemeTerms, 'totalCoopLimitFen' | 'singleClientLimitFen' | 'singleDealLimitFen'>,
  use: SchemeUse,
): HeadroomRefusal | null {
  if (use.newFen > limits.singleDealLimitFen) return 'E_SCHEME_HEADROOM:deal'
  if (use.clientUsedFen + use.newFen > limits.singleClientLimitFen) return 'E_SCHEME_HEADROOM:client'
  if (use.usedFen + use.newFen > limits.totalCoopLimitFen) return 'E_SCHEME_HEADROOM:total'
  return null
}
