/**
 * What a loan costs a year, all in (disclosure under PBC notice 2021 no. 3): the rate at which what the borrower pays is
 * worth what the borrower receives, by the days between the payments. Compound: that rate itself. Simple: twelve times
 * its month. Worked with thirty digits and rounded to 0.01 %; money itself never meets these numbers.
 */
import { Decimal } from 'decimal.js'
import type { Fen, Ppm } from '@/lib/platform/money'

const D = Decimal.clone({ precision: 30 })

/** Money to the borrower above zero, from the borrower below, so many days after the first day. */
export type CashFlow = { day: number; fen: Fen }
export type AnnualCost = { compoundPpm: Ppm; simplePpm: Ppm }

/** A day's growth at 1,000 % a year: dearer loans have no answer. */
const MOST = new D(11).pow(new D(1).div(365))

/** Null when the flows have no such rate below 1,000 % (nothing received, or less paid back than received). */
export function annualCost(flows: readonly CashFlow[]): AnnualCost | null {
  // by the growth of one day, so that all powers are whole
  const worth = (growth: Decimal): Decimal =>
    flows.reduce((sum, f) => sum.plus(new D(f.fen.toString()).div(growth.pow(f.day))), new D(0))
  let [low, high] = [new D(1), MOST]
  if (worth(low).gt(0) || worth(high).lt(0)) return null
  for (let i = 0; i < 44; i++) {
    const middle = low.plus(high).div(2)
    if (worth(middle).lt(0)) low = middle
    else high = middle
  }
  const year = low.pow(365).minus(1)
  const month = low.pow(new D(365).div(12)).minus(1)
  return { compoundPpm: asPpm(year), simplePpm: asPpm(month.times(12)) }
}

/** To 0.01 % = 100 ppm. */
function asPpm(rate: Decimal): Ppm {
  return rate.times(10_000).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber() * 100
}
