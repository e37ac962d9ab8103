/** The limit of one merchant: the smallest of seven caps, floored to ten thousand yuan (§5.3). */
import { type Fen, floorTo, maxFen, minFen, mulDiv, mulRate, type Ppm } from '@/lib/platform/money'
import { cny, flag, percent, type Traced, type TraceStep, type TraceValue } from '@/lib/platform/trace'
import type { BorrowerType, MarketGrade, Mode } from './grades'

export type CapName = 'k1' | 'k2' | 'k3' | 'k4' | 'k5' | 'k6' | 'k7'

export type MerchantLimitInput = {
  /** k1: what the working-capital formula answered */
  newLoanFen: Fen
  verifiedTurnoverFen: Fen
  /** amount coefficient of the customer grade, 1.00 = 1,000,000 ppm (§3.2) */
  coefficientPpm: Ppm
  householdNetAssetsFen: Fen
  /** k4: see modeSingleCap; null when no mode is chosen yet */
  modeSingleCapFen: Fen | null
  /** the product's own cap of a loan for rent; it stands in k4 beside the mode's. Absent: another loan */
  rentCapFen?: Fen | null
  /** k5: the group's, guarantor's or insurer's single cap; null when there is none */
  partnerSingleCapFen: Fen | null
  amountAppliedFen: Fen
  /** all other credit of the same client in this bank */
  otherExposureFen: Fen
  /** wholesale and retail trade takes the lower turnover share above the big-ticket line */
  wholesaleOrRetail: boolean
}

export type MerchantLimitParameters = {
  /** r: credit ÷ turnover */
  turnoverSharePpm: Ppm
  /** r of wholesale and retail trade when more than bigTicketFen is applied for */
  wholesaleTurnoverSharePpm: Ppm
  bigTicketFen: Fen
  netAssetsSharePpm: Ppm
  /** total credit up to which a client counts as inclusive finance (§5.4) */
  inclusiveCapFen: Fen
  /** limits are whole multiples of this */
  stepFen: Fen
}

export type MerchantLimitResult = {
  limitFen: Fen
  /** the first of the smallest caps */
  binding: CapName
  /** r, the turnover share that was applied */
  turnoverSharePpm: Ppm
  k1Fen: Fen
  k2Fen: Fen
  k3Fen: Fen
  k4Fen: Fen | null
  k5Fen: Fen | null
  k6Fen: Fen
  k7Fen: Fen
}

/** r = 30 %, or 20 % when the amount applied for is above 3,000,000 and the trade is wholesale or retail (§5.3). */
export function turnoverShare(amountAppliedFen: Fen, wholesaleOrRetail: boolean, p: MerchantLimitParameters): Ppm {
  return wholesaleOrRetail && amountAppliedFen > p.bigTicketFen ? p.wholesaleTurnoverSharePpm : p.turnoverSharePpm
}

/** limit = floor_10k(min(k1 … k7)), never below zero; the trace marks the cap that decided (§5.3). */
export function merchantLimit(input: MerchantLimitInput, p: MerchantLimitParameters): Traced<MerchantLimitResult> {
  const r = turnoverShare(input.amountAppliedFen, input.wholesaleOrRetail, p)
  const caps: Record<CapName, Fen | null> = {
    k1: input.newLoanFen,
    k2: mulDiv(input.verifiedTurnoverFen, BigInt(r) * BigInt(input.coefficientPpm), 1_000_000_000_000n),
    k3: mulRate(input.householdNetAssetsFen, p.netAssetsSharePpm),
    k4: productCap(input),
    k5: input.partnerSingleCapFen,
    k6: input.amountAppliedFen,
    k7: maxFen(p.inclusiveCapFen - input.otherExposureFen, 0n),
  }
  const [binding, smallest] = smallestCap(caps)
  const limitFen = floorTo(smallest, p.stepFen)
  const steps = capSteps(input, p, r, caps, binding)
  steps.push({
    ...cny('limit', limitFen),
    rule: '§5.3',
    formula: 'floor(min(k1, k2, k3, k4, k5, k6, k7), step)',
    inputs: [cny(binding, smallest), cny('step', p.stepFen, 'parameter')],
  })
  return {
    value: {
      limitFen,
      binding,
      turnoverSharePpm: r,
      k1Fen: input.newLoanFen,
      k2Fen: caps.k2!,
      k3Fen: caps.k3!,
      k4Fen: caps.k4,
      k5Fen: input.partnerSingleCapFen,
      k6Fen: input.amountAppliedFen,
      k7Fen: caps.k7!,
    },
    trace: { rule: 'plans.merchantLimit', version: 1, result: cny('limit', limitFen), steps },
  }
}

function productCap({ modeSingleCapFen: mode, rentCapFen: rent }: MerchantLimitInput): Fen | null {
  if (rent === undefined || rent === null) return mode
  return mode === null ? rent : minFen(mode, rent)
}

function smallestCap(caps: Record<CapName, Fen | null>): [CapName, Fen] {
  let best: [CapName, Fen] = ['k1', caps.k1!]
  for (const [name, fen] of Object.entries(caps) as [CapName, Fen | null][]) {
    if (fen !== null && fen < best[1]) best = [name, fen]
  }
  return best
}

function capSteps(
  input: MerchantLimitInput,
  p: MerchantLimitParameters,
  r: Ppm,
  caps: Record<CapName, Fen | null>,
  binding: CapName,
): TraceStep[] {
  const formulas: Record<CapName, { formula: string; inputs: TraceValue[] }> = {
    k1: { formula: 'newLoan', inputs: [] },
    k2: {
      formula: 'verifiedTurnover × turnoverShare × coefficient',
      inputs: [
        cny('verifiedTurnover', input.verifiedTurnoverFen),
        percent('turnoverShare', r, 'parameter'),
        percent('coefficient', input.coefficientPpm),
        flag('wholesaleOrRetail', input.wholesaleOrRetail),
      ],
    },
    k3: {
      formula: 'householdNetAssets × netAssetsShare',
      inputs: [
        cny('householdNetAssets', input.householdNetAssetsFen),
        percent('netAssetsShare', p.netAssetsSharePpm, 'parameter'),
      ],
    },
    k4: input.rentCapFen
      ? { formula: 'min(modeSingleCap, rentCap)', inputs: [cny('rentCap', input.rentCapFen)] }
      : { formula: 'modeSingleCap', inputs: [] },
    k5: { formula: 'partnerSingleCap', inputs: [] },
    k6: { formula: 'amountApplied', inputs: [] },
    k7: {
      formula: 'max(inclusiveCap − otherExposure, 0)',
      inputs: [cny('inclusiveCap', p.inclusiveCapFen, 'parameter'), cny('otherExposure', input.otherExposureFen)],
    },
  }
  return (Object.keys(formulas) as CapName[])
    .filter((k) => caps[k] !== null)
    .map((k) => ({
      ...cny(k, caps[k]!),
      rule: '§5.3',
      ...formulas[k],
      ...(k === binding ? { binding: true } : {}),
    }))
}

export type ModeCapParameters = {
  jgSingleMemberCapFen: Fen
  jgSingleMemberCapAaaFen: Fen
  afSingleClientCapFen: Fen
  gcSingleClientCapFen: Fen
  liEnterpriseCapFen: Fen
  liIndividualCapFen: Fen
  pkSingleCapFen: Fen
  dfIssuerCapFen: Fen
}

/** k4: what one client may have in a mode (§2.2–§2.7); the joint guarantee lends more in an AAA market. */
export function modeSingleCap(mode: Mode, market: MarketGrade, borrower: BorrowerType, p: ModeCapParameters): Fen {
  switch (mode) {
    case 'JG':
      return market === 'AAA' ? p.jgSingleMemberCapAaaFen : p.jgSingleMemberCapFen
    case 'AF':
      return p.afSingleClientCapFen
    case 'GC':
      return p.gcSingleClientCapFen
    case 'LI':
      return borrower === 'ENTERPRISE' || borrower === 'FARM_COOP' ? p.liEnterpriseCapFen : p.liIndividualCapFen
    case 'PK':
      return p.pkSingleCapFen
    case 'DF':
      return p.dfIssuerCapFen
  }
}
