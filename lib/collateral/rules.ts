/** What an asset may secure, and whether it does (§2.6: INV-PK2, INV-PK4, INV-PK5; LEG-13). */
import type { ParkAsset, ParkAssetParameters } from '@/lib/guarantees/rules/park'
import { addMonths, isAfter, type PlainDate } from '@/lib/platform/dates'
import { type Fen, floorTo, minFen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, percent, type Traced, type TraceStep } from '@/lib/platform/trace'

export type CollateralParameters = {
  /** loan to value of what is no park asset */
  ltvPpm: { HOUSE: Ppm; VEHICLE: Ppm; OTHER: Ppm }
  /** a valuation older than this is made anew before the money goes out; used equipment sooner */
  appraisalMonths: number
  usedEquipmentAppraisalMonths: number
  /** an asset that secured another loan less than so long ago is asked about */
  reuseMonths: number
}

export const COLLATERAL_KINDS = [
  'PLANT',
  'OFFICE',
  'EQUIP_NEW',
  'EQUIP_USED',
  'RENOVATION',
  'CONSTRUCTION',
  'HOUSE',
  'VEHICLE',
  'OTHER',
] as const
export type CollateralKind = (typeof COLLATERAL_KINDS)[number]

/** From admission on; a running loan whose security has lost value is topped up (INV-PK2). */
export const RECORDABLE = [
  'ADMITTED',
  'IN_APPROVAL',
  'APPROVED',
  'APPROVED_REDUCED',
  'CONTRACTING',
  'SIGNED',
  'CP_PENDING',
  'READY_TO_DRAW',
  'ACTIVE',
] as const

export const LIVE_CHARGES = ['RECORDED', 'ADVANCE', 'REGISTERED'] as const
export type ChargeState = (typeof LIVE_CHARGES)[number] | 'RELEASED' | 'WITHDRAWN'

/** Movables are registered as they are; land and buildings may be registered in advance until their certificate is there. */
export function isMovable(kind: CollateralKind): boolean {
  return ['EQUIP_NEW', 'EQUIP_USED', 'VEHICLE', 'OTHER'].includes(kind)
}

/** One asset, one key, however its number is written: 粤(2020)广州市0001 and 粤（2020） 广州市 0001. */
export function certificateKey(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

export function ltvOf(kind: CollateralKind, park: ParkAssetParameters, own: CollateralParameters): Ppm {
  return kind in park ? park[kind as ParkAsset].ltvPpm : own.ltvPpm[kind as keyof CollateralParameters['ltvPpm']]
}

/** What an asset secures at most: floor(ltv × min(price, value), step). */
export function securityCap(a: { priceFen: Fen | null; valueFen: Fen }, ltvPpm: Ppm, stepFen: Fen): Traced<Fen> {
  const base = a.priceFen === null ? a.valueFen : minFen(a.priceFen, a.valueFen)
  const fen = floorTo(mulRate(base, ltvPpm, 'FLOOR'), stepFen)
  const result = cny('securityCap', fen)
  const step: TraceStep = {
    ...result,
    rule: '§2.6',
    formula: 'floor(ltv × min(price, value), step)',
    inputs: [
      percent('ltv', ltvPpm, 'parameter'),
      ...(a.priceFen === null ? [] : [cny('price', a.priceFen)]),
      cny('value', a.valueFen),
      cny('step', stepFen, 'parameter'),
    ],
  }
  return { value: fen, trace: { rule: 'collateral.securityCap', version: 1, result, steps: [step] } }
}

/** Registered, or for land and buildings registered in advance: the security holds against others (LEG-13). */
export function isSecured(kind: CollateralKind, state: ChargeState): boolean {
  return state === 'REGISTERED' || (state === 'ADVANCE' && !isMovable(kind))
}

export function appraisalHolds(
  kind: CollateralKind,
  appraisedOn: PlainDate,
  on: PlainDate,
  p: CollateralParameters,
): boolean {
  const months = kind === 'EQUIP_USED' ? p.usedEquipmentAppraisalMonths : p.appraisalMonths
  return !isAfter(on, addMonths(appraisedOn, months))
}

export type SecurityProblem = 'NONE' | 'UNREGISTERED' | 'APPRAISAL_OLD' | 'OVER_LTV' | 'TOO_LITTLE'

export type ChargeFacts = {
  kind: CollateralKind
  state: ChargeState
  appraisedOn: PlainDate
  securedFen: Fen
  /** what all live charges on the asset secure together, this one among them */
  onAssetFen: Fen
  capFen: Fen
}

/** The first reason for which what is charged does not secure what it has to; null when it does. */
export function securityProblem(
  charges: readonly ChargeFacts[],
  requiredFen: Fen,
  on: PlainDate,
  p: CollateralParameters,
): SecurityProblem | null {
  if (charges.length === 0) return 'NONE'
  if (charges.some((c) => !isSecured(c.kind, c.state))) return 'UNREGISTERED'
  if (charges.some((c) => !appraisalHolds(c.kind, c.appraisedOn, on, p))) return 'APPRAISAL_OLD'
  if (charges.some((c) => c.onAssetFen > c.capFen)) return 'OVER_LTV'
  return sumFen(charges.map((c) => c.securedFen)) < requiredFen ? 'TOO_LITTLE' : null
}
