/** What a government assist fund can carry (§2.3). */
import { type Fen, mulRate, type Ppm } from '@/lib/platform/money'
import { ratio, toFixed } from '@/lib/platform/ratio'
import { cny, percent, type Traced, type TraceStep, times } from '@/lib/platform/trace'

export type AssistFundPool = {
  govFundBalanceFen: Fen
  enterpriseFundFen: Fen
  outstandingFen: Fen
  approvedUndrawnFen: Fen
}

export type AssistFundParameters = {
  govLeverage: number
  assistFundRatioPpm: Ppm
  singleClientCapFen: Fen
  /** the enterprise fund must keep this part of ratio × outstanding: 50 % */
  poolMinimumPpm: Ppm
}

export type AssistFundCapacity = {
  capFen: Fen
  /** cap − outstanding − approved and undrawn; below zero when the fund has shrunk under its loans */
  headroomFen: Fen
  /** assist_fund_ratio × outstanding: what enterprises should have paid in */
  enterpriseFundDueFen: Fen
  enterpriseFundMinimumFen: Fen
  poolDepleted: boolean
  overCap: boolean
  /** outstanding ÷ government fund, two places; null when the fund is empty */
  actualLeverage: string | null
}

/** Cap = government fund × leverage; headroom = Cap − outstanding − approved undrawn (§2.3, INV-AF5). */
export function assistFundCapacity(pool: AssistFundPool, p: AssistFundParameters): Traced<AssistFundCapacity> {
  const capFen = pool.govFundBalanceFen * BigInt(p.govLeverage)
  const headroomFen = capFen - pool.outstandingFen - pool.approvedUndrawnFen
  const enterpriseFundDueFen = mulRate(pool.outstandingFen, p.assistFundRatioPpm)
  const enterpriseFundMinimumFen = mulRate(enterpriseFundDueFen, p.poolMinimumPpm)
  const steps: TraceStep[] = [
    {
      ...cny('leverageCap', capFen),
      rule: '§2.3',
      formula: 'govFundBalance × govLeverage',
      inputs: [cny('govFundBalance', pool.govFundBalanceFen), times('govLeverage', ratio(p.govLeverage), 0)],
    },
    {
      ...cny('headroom', headroomFen),
      rule: '§2.3',
      formula: 'leverageCap − outstanding − approvedUndrawn',
      inputs: [
        cny('leverageCap', capFen),
        cny('outstanding', pool.outstandingFen),
        cny('approvedUndrawn', pool.approvedUndrawnFen),
      ],
    },
    {
      ...cny('enterpriseFundDue', enterpriseFundDueFen),
      rule: '§2.3',
      formula: 'outstanding × assistFundRatio',
      inputs: [cny('outstanding', pool.outstandingFen), percent('assistFundRatio', p.assistFundRatioPpm, 'parameter')],
    },
    {
      ...cny('enterpriseFundMinimum', enterpriseFundMinimumFen),
      rule: 'S2',
      formula: 'enterpriseFundDue × poolMinimum',
      inputs: [cny('enterpriseFundDue', enterpriseFundDueFen), percent('poolMinimum', p.poolMinimumPpm, 'parameter')],
    },
  ]
  return {
    value: {
      capFen,
      headroomFen,
      enterpriseFundDueFen,
      enterpriseFundMinimumFen,
      poolDepleted: pool.enterpriseFundFen < enterpriseFundMinimumFen,
      overCap: pool.outstandingFen > capFen,
      actualLeverage:
        pool.govFundBalanceFen > 0n ? toFixed(ratio(pool.outstandingFen, pool.govFundBalanceFen), 2) : null,
    },
    trace: { rule: 'guarantees.assistFundCapacity', version: 1, result: cny('headroom', headroomFen), steps },
  }
}

export type AssistFundRefusal = 'E_AMOUNT_OVER_CAP:leverage' | 'E_AMOUNT_OVER_CAP:single_client' | 'E_POOL_DEPLETED'

/** A new approval is allowed iff outstanding + undrawn + new ≤ Cap and new ≤ single cap and the pool is filled (§2.3). */
export function checkAssistFund(newFen: Fen, pool: AssistFundPool, p: AssistFundParameters): AssistFundRefusal[] {
  const capacity = assistFundCapacity(pool, p).value
  const found: AssistFundRefusal[] = []
  if (newFen > capacity.headroomFen) found.push('E_AMOUNT_OVER_CAP:leverage')
  if (newFen > p.singleClientCapFen) found.push('E_AMOUNT_OVER_CAP:single_client')
  if (capacity.poolDepleted) found.push('E_POOL_DEPLETED')
  return found
}
