/** What stands between a park loan and its money, and what the developer still answers for (§2.6, LEG-13). Pure. */
import type { ParkAsset } from '@/lib/guarantees/rules/park'
import { isBefore, type PlainDate } from '@/lib/platform/dates'
import { type Fen, maxFen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, type Traced, type TraceStep } from '@/lib/platform/trace'

export const PARK_ASSETS = ['PLANT', 'OFFICE', 'EQUIP_NEW', 'EQUIP_USED', 'RENOVATION', 'CONSTRUCTION'] as const
/** Paid by stages that somebody certifies (CP-P5). */
export const STAGED: readonly ParkAsset[] = ['RENOVATION', 'CONSTRUCTION']
/** Of land: secured by a mortgage or, until there is one, an advance registration (LEG-13). Movables are registered too. */
const SECURED: readonly ParkAsset[] = ['PLANT', 'OFFICE', 'EQUIP_NEW', 'EQUIP_USED', 'CONSTRUCTION']
/** What can burn is insured, the bank first to be paid; a contract for works is not. */
export const INSURED: readonly ParkAsset[] = ['PLANT', 'OFFICE', 'EQUIP_NEW', 'EQUIP_USED']

/** Equipment stands in the movables' register, everything else in that of land (LEG-13). */
export const PARK_MOVABLES: ReadonlySet<string> = new Set<ParkAsset>(['EQUIP_NEW', 'EQUIP_USED'])
/** A contract for works is nothing that could be mortgaged: something else secures it (§2.6). */
export const isSecuredByLaw = (type: string): boolean => (SECURED as readonly string[]).includes(type)

export type AssetState = 'RECORDED' | 'ADVANCE_REGISTERED' | 'MORTGAGED' | 'RELEASED'
export type ParkStanding = {
  type: ParkAsset
  state: AssetState
  capFen: Fen
  priceFen: Fen
  downPaymentFen: Fen
  appraisedOn: PlainDate | null
  insuredFen: Fen
  insuredUntil: PlainDate | null
  /** certified stages; planned ones do not count */
  certifiedFen: Fen
  /** drawn on this asset before, by whatever loan */
  drawnFen: Fen
}
export type ParkNeed = {
  amountFen: Fen
  loanFen: Fen
  on: PlainDate
  maturity: PlainDate
  tenorMonths: number
  /** the longest for this kind of asset */
  tenorMaxMonths: number
  /** an appraisal of something used is old after so long (§2.6) */
  usedAppraisalMonths: number
}
export type ParkFault = 'TENOR' | 'CAP' | 'DOWN_PAYMENT' | 'SECURITY' | 'INSURANCE' | 'STAGE' | 'APPRAISAL'

/**
 * Everything that forbids this drawing: above what the asset carries (INV-PK4) or for longer than its kind is lent on, own money not yet paid, no registration
 * (LEG-13), not insured, a stage not certified, an appraisal too old.
 */
export function parkFaults(a: ParkStanding, need: ParkNeed): ParkFault[] {
  const found: ParkFault[] = []
  if (a.drawnFen + need.amountFen > a.capFen) found.push('CAP')
  if (need.tenorMonths > need.tenorMaxMonths) found.push('TENOR')
  if (a.downPaymentFen < a.priceFen - need.loanFen) found.push('DOWN_PAYMENT')
  if (SECURED.includes(a.type) && !['ADVANCE_REGISTERED', 'MORTGAGED'].includes(a.state)) found.push('SECURITY')
  // insured year by year: whatever is left of the year or of the loan, and at least for the loan
  const insuredLong =
    a.insuredUntil !== null && !isBefore(a.insuredUntil, minOf(need.maturity, need.on.add({ months: 11 })))
  if (INSURED.includes(a.type) && (!insuredLong || a.insuredFen < need.loanFen)) found.push('INSURANCE')
  if (STAGED.includes(a.type) && a.drawnFen + need.amountFen > a.certifiedFen) found.push('STAGE')
  if (
    a.type === 'EQUIP_USED' &&
    (a.appraisedOn === null || isBefore(a.appraisedOn, need.on.subtract({ months: need.usedAppraisalMonths })))
  )
    found.push('APPRAISAL')
  return found
}

const minOf = (a: PlainDate, b: PlainDate): PlainDate => (isBefore(a, b) ? a : b)

/** INV-PK3: the developer answers until the mortgage certificate is in the bank's custody. */
export function phaseGuaranteeStands(a: { developerGuarantees: boolean; inCustodyOn: PlainDate | null }): boolean {
  return a.developerGuarantees && a.inCustodyOn === null
}

/** What the developer must keep: 5 % of the balance it still answers for; what lies above may go back. */
export function developerMargin(
  balancesFen: readonly Fen[],
  ratioPpm: Ppm,
  heldFen: Fen,
): Traced<{ requiredFen: Fen; releasableFen: Fen; shortFen: Fen }> {
  const guaranteed = sumFen(balancesFen)
  const requiredFen = mulRate(guaranteed, ratioPpm, 'CEIL')
  const step: TraceStep = {
    ...cny('developerMargin', requiredFen),
    rule: 'INV-PK3',
    formula: 'phaseGuaranteed × developerMarginRatio',
    inputs: [cny('phaseGuaranteed', guaranteed)],
  }
  return {
    value: {
      requiredFen,
      releasableFen: maxFen(heldFen - requiredFen, 0n),
      shortFen: maxFen(requiredFen - heldFen, 0n),
    },
    trace: { rule: 'parks.developerMargin', version: 1, result: cny('developerMargin', requiredFen), steps: [step] },
  }
}
