/** What a loan costs: the rate from LPR and spreads, and the all-in cost a borrower must be shown (§5.5). */
import { isAfter, isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Ppm } from '@/lib/platform/money'
import { ratio, roundRatio } from '@/lib/platform/ratio'
import { percent, type Traced, type TraceStep, type TraceValue, words } from '@/lib/platform/trace'
import type { CustomerGrade, MarketGrade, Mode } from './grades'

/** One publication of the loan prime rate (the 20th of a month). */
export type LprRow = { publishedOn: PlainDate; oneYearPpm: Ppm; fiveYearPpm: Ppm }
export type LprTenor = 'ONE_YEAR' | 'FIVE_YEAR'

/** Basis points are whole numbers; one is 100 ppm. */
export type PricingParameters = {
  baseBps: number
  marketBps: Record<MarketGrade, number>
  customerBps: Record<CustomerGrade, number>
  /** by mode; `coveredBps` instead when a guarantor or insurer covers at least `coverLinePpm` */
  modeBps: Record<Mode, number>
  coveredBps: number
  coverLinePpm: Ppm
  longTenorBps: number
  /** a tenor above this takes longTenorBps */
  longTenorMonths: number
  /** a tenor above this takes the five-year LPR */
  fiveYearAboveMonths: number
  floorPpm: Ppm | null
  ceilingPpm: Ppm | null
}

/** The rate parts of one loan; each spread in whole basis points. */
export type PriceParts = {
  lprPpm: Ppm
  baseBps: number
  marketBps: number
  customerBps: number
  modeBps: number
  tenorBps: number
}

export type PriceInput = {
  marketGrade: MarketGrade
  customerGrade: CustomerGrade
  mode: Mode
  tenorMonths: number
  /** GC, LI: share of the claim that the guarantor or insurer covers */
  coveragePpm: Ppm | null
}

/** The last LPR published on or before the contract date; null when the table begins later (§5.5). */
export function lookupLpr(table: readonly LprRow[], on: PlainDate, tenor: LprTenor): Ppm | null {
  let found: LprRow | null = null
  for (const row of table) {
    if (isAfter(row.publishedOn, on)) continue
    if (!found || isBefore(found.publishedOn, row.publishedOn)) found = row
  }
  if (!found) return null
  return tenor === 'ONE_YEAR' ? found.oneYearPpm : found.fiveYearPpm
}

/** Up to and including five years the one-year LPR, above it the five-year one (§5.5). */
export function lprTenor(tenorMonths: number, p: PricingParameters): LprTenor {
  return tenorMonths > p.fiveYearAboveMonths ? 'FIVE_YEAR' : 'ONE_YEAR'
}

/** The spreads of a loan by market grade, customer grade, mode with its cover, and tenor (§5.5). */
export function spreads(input: PriceInput, p: PricingParameters): Omit<PriceParts, 'lprPpm'> {
  const covered =
    (input.mode === 'GC' || input.mode === 'LI') && input.coveragePpm !== null && input.coveragePpm >= p.coverLinePpm
  return {
    baseBps: p.baseBps,
    marketBps: p.marketBps[input.marketGrade],
    customerBps: p.customerBps[input.customerGrade],
    modeBps: covered ? p.coveredBps : p.modeBps[input.mode],
    tenorBps: input.tenorMonths > p.longTenorMonths ? p.longTenorBps : 0,
  }
}

export type PriceBound = 'FLOOR' | 'CEILING' | null
export type PriceResult = { ratePpm: Ppm; bound: PriceBound }

/** rate = LPR + base + market + customer + mode + tenor, inside floor and ceiling, two decimals of a percent (§5.5). */
export function price(parts: PriceParts, p: Pick<PricingParameters, 'floorPpm' | 'ceilingPpm'>): Traced<PriceResult> {
  const bps = parts.baseBps + parts.marketBps + parts.customerBps + parts.modeBps + parts.tenorBps
  const raw = twoPlaces(parts.lprPpm + bps * 100)
  let ratePpm = raw
  let bound: PriceBound = null
  if (p.ceilingPpm !== null && ratePpm > p.ceilingPpm) [ratePpm, bound] = [p.ceilingPpm, 'CEILING']
  if (p.floorPpm !== null && ratePpm < p.floorPpm) [ratePpm, bound] = [p.floorPpm, 'FLOOR']
  const inputs: TraceValue[] = [
    percent('lpr', parts.lprPpm, 'LPR'),
    percent('baseSpread', parts.baseBps * 100, 'parameter'),
    percent('marketSpread', parts.marketBps * 100),
    percent('customerSpread', parts.customerBps * 100),
    percent('modeSpread', parts.modeBps * 100),
    percent('tenorSpread', parts.tenorBps * 100),
  ]
  const steps: TraceStep[] = [
    {
      ...percent('rateBeforeBounds', raw),
      rule: '§5.5',
      formula: 'lpr + baseSpread + marketSpread + customerSpread + modeSpread + tenorSpread',
      inputs,
      ...(bound === null ? { binding: true } : {}),
    },
  ]
  if (bound !== null) {
    steps.push({
      ...percent('rate', ratePpm),
      rule: '§5.5',
      formula: bound === 'FLOOR' ? 'max(rateBeforeBounds, floor)' : 'min(rateBeforeBounds, ceiling)',
      inputs: [percent('rateBeforeBounds', raw), words('bound', bound)],
      binding: true,
    })
  }
  return {
    value: { ratePpm, bound },
    trace: { rule: 'plans.price', version: 1, result: percent('rate', ratePpm), steps },
  }
}

export type AllInInput = {
  ratePpm: Ppm
  guaranteeFeeRatePpm: Ppm
  premiumRatePpm: Ppm
  otherFeeRatePpm: Ppm
  /** part of the loan that stays locked as margin */
  marginRatioPpm: Ppm
  /** what the locked margin earns a year */
  marginInterestRatePpm: Ppm
}

export type AllInResult = { allInSimplePpm: Ppm; allInEffectivePpm: Ppm }

/**
 * Annualised all-in cost (§5.5). Simple: interest + guarantee fee + premium + other fees the bank requires.
 * Effective, with margin locked: (simple − margin ratio × margin interest) ÷ (1 − margin ratio).
 * Each with two decimals, half up. A margin ratio of 100 % or more is a bug of the caller.
 */
export function allInCost(input: AllInInput): Traced<AllInResult> {
  const one = 1_000_000n
  const sum = input.ratePpm + input.guaranteeFeeRatePpm + input.premiumRatePpm + input.otherFeeRatePpm
  const simple = twoPlaces(sum)
  const earned = BigInt(input.marginRatioPpm) * BigInt(input.marginInterestRatePpm)
  const effective = roundToPlaces(BigInt(sum) * one - earned, one - BigInt(input.marginRatioPpm))
  const steps: TraceStep[] = [
    {
      ...percent('allInSimple', simple),
      rule: '§5.5',
      formula: 'rate + guaranteeFeeRate + premiumRate + otherFeeRate',
      inputs: [
        percent('rate', input.ratePpm),
        percent('guaranteeFeeRate', input.guaranteeFeeRatePpm),
        percent('premiumRate', input.premiumRatePpm),
        percent('otherFeeRate', input.otherFeeRatePpm),
      ],
    },
    {
      ...percent('allInEffective', effective),
      rule: '§5.5',
      formula: '(allInSimple − marginRatio × marginInterestRate) ÷ (1 − marginRatio)',
      inputs: [
        percent('allInSimple', simple),
        percent('marginRatio', input.marginRatioPpm),
        percent('marginInterestRate', input.marginInterestRatePpm),
      ],
    },
  ]
  return {
    value: { allInSimplePpm: simple, allInEffectivePpm: effective },
    trace: { rule: 'plans.allInCost', version: 1, result: percent('allInEffective', effective), steps },
  }
}

const BP = 100n

/** A rate keeps two decimals of a percent: whole basis points, half up. */
function twoPlaces(ppm: number): Ppm {
  return roundToPlaces(BigInt(ppm), 1n)
}

function roundToPlaces(num: bigint, den: bigint): Ppm {
  return Number(roundRatio(ratio(num, den * BP)) * BP)
}
