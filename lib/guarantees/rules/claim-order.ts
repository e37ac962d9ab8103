/** The order of claims on the sources of a waterfall, and the ceiling of what they may pay together (§8.6). */
import { isAfter, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import { sumFen } from '@/lib/platform/money'
import type { WaterfallSource } from './waterfall/lines'

export type SourceState = 'OPEN' | 'PAID_PARTIAL' | 'PAID' | 'EXHAUSTED' | 'WAIVED'
export type ClaimSource = { source: WaterfallSource; state: SourceState }

const DONE: readonly SourceState[] = ['PAID', 'EXHAUSTED', 'WAIVED']

/** The earlier source that must first have paid, be exhausted or be waived; null when the claim may be raised (§8.6). */
export function blockingSource(
  waterfall: readonly ClaimSource[],
  source: WaterfallSource,
  parallel: boolean,
): WaterfallSource | null {
  if (parallel) return null
  for (const s of waterfall) {
    if (s.source === source) return null
    if (!DONE.includes(s.state)) return s.source
  }
  return null
}

export type ClaimRefusal = 'E_CLAIM_OVER_DUE' | 'E_CLAIM_PERIOD' | 'E_CLAIM_TOO_EARLY'

export type ClaimCheck = {
  amountFen: Fen
  /** paid or claimed by all sources so far */
  otherClaimsFen: readonly Fen[]
  totalDueFen: Fen
  on: PlainDate
  dpd: number
  /** JG 30, GC compensation_grace_days, LI waiting days */
  triggerDpd: number
  /** end of the guarantee period of the guarantor claimed on; null: the source is an account */
  guaranteePeriodEnd: PlainDate | null
}

/** P-11: Σ over all sources ≤ total due; not before its trigger; inside this guarantor's own period (§8.6, LEG-5). */
export function checkClaim(c: ClaimCheck): ClaimRefusal[] {
  const found: ClaimRefusal[] = []
  if (c.amountFen + sumFen(c.otherClaimsFen) > c.totalDueFen) found.push('E_CLAIM_OVER_DUE')
  if (c.dpd < c.triggerDpd) found.push('E_CLAIM_TOO_EARLY')
  if (c.guaranteePeriodEnd !== null && isAfter(c.on, c.guaranteePeriodEnd)) found.push('E_CLAIM_PERIOD')
  return found
}
