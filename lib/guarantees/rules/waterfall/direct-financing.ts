/** DF: reserve and credit enhancer pay first; a loss that stays goes to the tranches, junior first (§2.7). */
import { type Fen, mulRate, type Ppm } from '@/lib/platform/money'
import { cny, type Traced } from '@/lib/platform/trace'
import { Cascade, type WaterfallTotals } from './lines'

export type TrancheShares = { seniorPpm: Ppm; mezzPpm: Ppm; juniorPpm: Ppm }
export type TrancheSizes = { seniorFen: Fen; mezzFen: Fen; juniorFen: Fen }

export type DirectFinancingClaim = {
  mode: 'DF'
  claimFen: Fen
  reserveFen: Fen
  enhancerFen: Fen
  tranches: TrancheSizes
}

export type DirectFinancingWaterfall = WaterfallTotals & {
  mode: 'DF'
  juniorLossFen: Fen
  mezzLossFen: Fen
  seniorLossFen: Fen
}

/** Tranche sizes of a pool; junior absorbs the rounding, so that the three add up (§2.7). Shares must sum to 100 %. */
export function trancheSizes(poolFen: Fen, shares: TrancheShares): TrancheSizes {
  const seniorFen = mulRate(poolFen, shares.seniorPpm)
  const mezzFen = mulRate(poolFen, shares.mezzPpm)
  return { seniorFen, mezzFen, juniorFen: poolFen - seniorFen - mezzFen }
}

/** Reserve → enhancer → junior → mezzanine → senior (§2.7). The platform refers, it does not lend: the bank bears only
 * what is above all tranches, that is nothing when the claim is inside the pool. */
export function directFinancingWaterfall(c: DirectFinancingClaim): Traced<DirectFinancingWaterfall> {
  const cascade = new Cascade(c.claimFen)
  const rule = '§2.7'
  const formula = 'min(rest, available)'
  if (c.reserveFen > 0n) {
    cascade.take('reserveAccount', c.reserveFen, { rule, formula, inputs: [cny('available', c.reserveFen)] })
  }
  if (c.enhancerFen > 0n) {
    cascade.take('creditEnhancer', c.enhancerFen, { rule, formula, inputs: [cny('available', c.enhancerFen)] })
  }
  const { juniorFen, mezzFen, seniorFen } = c.tranches
  const juniorLossFen = cascade.take('juniorTranche', juniorFen, {
    rule,
    formula,
    inputs: [cny('available', juniorFen)],
  })
  const mezzLossFen = cascade.take('mezzTranche', mezzFen, { rule, formula, inputs: [cny('available', mezzFen)] })
  const seniorLossFen = cascade.take('seniorTranche', seniorFen, {
    rule,
    formula,
    inputs: [cny('available', seniorFen)],
  })
  cascade.bankBearsRest(rule)
  return {
    value: { mode: 'DF', ...cascade.totals(), juniorLossFen, mezzLossFen, seniorLossFen },
    trace: cascade.trace('guarantees.waterfallDirectFinancing', cny('seniorTranche', seniorLossFen)),
  }
}
