/**
 * What a key account brings in a year as it stands (§9 row 14): interest on what is owed, less what the money and the work
 * cost and what is expected to be lost. Of the account alone: no income from services, no tax.
 */
import { type Fen, mulDiv, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, percent, type Traced } from '@/lib/platform/trace'

export type AccountLoan = { balanceFen: Fen; ratePpm: Ppm; pdPpm: Ppm; lgdPpm: Ppm }
type Costs = { fundingRatePpm: Ppm; operatingCostPpm: Ppm }

export function accountProfit(loans: readonly AccountLoan[], costs: Costs): Traced<Fen> {
  const balanceFen = sumFen(loans.map((l) => l.balanceFen))
  const interestFen = sumFen(loans.map((l) => mulRate(l.balanceFen, l.ratePpm)))
  const fundingFen = mulRate(balanceFen, costs.fundingRatePpm)
  const costFen = mulRate(balanceFen, costs.operatingCostPpm)
  // rounded up: a loss is not made smaller
  const lossFen = sumFen(loans.map((l) => mulDiv(l.balanceFen, BigInt(l.pdPpm) * BigInt(l.lgdPpm), 1_000_000_000_000n, 'CEIL'))) // biome-ignore format: one line
  const profitFen = interestFen - fundingFen - costFen - lossFen
  const rule = '§9.14'
  const result = cny('accountProfit', profitFen)
  return {
    value: profitFen,
    trace: {
      rule: 'manager.accountProfit',
      version: 1,
      result,
      steps: [
        { ...cny('interest', interestFen), rule, formula: 'interest = Σ accountBalance × rate', inputs: [cny('accountBalance', balanceFen, 'loans')] }, // biome-ignore format: one line
        { ...cny('funding', fundingFen), rule, formula: 'funding = accountBalance × fundingRate', inputs: [percent('fundingRate', costs.fundingRatePpm, 'parameter')] }, // biome-ignore format: one line
        { ...cny('operating', costFen), rule, formula: 'operating = accountBalance × operatingRate', inputs: [percent('operatingRate', costs.operatingCostPpm, 'parameter')] }, // biome-ignore format: one line
        { ...cny('expectedLoss', lossFen), rule, formula: 'expectedLoss = Σ accountBalance × pd × lgd', inputs: loans.slice(0, 3).flatMap((l) => [percent('pd', l.pdPpm, 'parameter'), percent('lgd', l.lgdPpm, 'parameter')]) }, // biome-ignore format: one line
        { ...result, rule, formula: 'accountProfit = interest − funding − operating − expectedLoss', inputs: [] },
      ],
    },
  }
}
