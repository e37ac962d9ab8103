/** The pool of a market's assist fund as it stands (§2.3): both funds by their ledgers, what is lent and promised against them. */
import { loadParameters } from '@/lib/admin/parameters'
import type { Fen } from '@/lib/platform/money'
import type { Traced } from '@/lib/platform/trace'
import {
  type AssistFundCapacity,
  type AssistFundParameters,
  type AssistFundPool,
  assistFundCapacity,
} from '../rules/assist-fund'
import { type Exposure, exposureOf, type Reader } from './exposure'

export type PoolStanding = {
  pool: AssistFundPool
  exposure: Exposure
  parameters: AssistFundParameters
  capacity: Traced<AssistFundCapacity>
  partyIds: string[]
}

/** Null when the market has no government fund: nothing to lean on. The multiple is the agreement's, else the bank's parameter. */
export async function poolStanding(
  ctx: Reader,
  marketId: string,
  without: readonly string[] = [],
): Promise<PoolStanding | null> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const accounts = await tx.marginAccount.findMany({
    where: { bankId, marketId, type: { in: ['ASSIST_FUND', 'RISK_COMP_FUND'] }, state: { not: 'CLOSED' } },
    select: { type: true, ledgerFen: true, frozenFen: true },
  })
  if (!accounts.some((a) => a.type === 'RISK_COMP_FUND')) return null
  const schemes = await tx.cooperationScheme.findMany({
    where: { bankId, marketId, mode: 'AF', state: { in: ['ACTIVE', 'STOPPED'] } },
    orderBy: { versionNo: 'desc' },
    select: { partyId: true, params: true },
  })
  const { af } = (await loadParameters(tx, bankId, today)).plans
  const agreed = (schemes[0]?.params as { leverageMultiple?: number } | null)?.leverageMultiple
  const exposure = await exposureOf(ctx, marketId, 'AF', without)
  const free = (type: string): Fen =>
    accounts.filter((a) => a.type === type).reduce((sum, a) => sum + a.ledgerFen - a.frozenFen, 0n)
  const pool = {
    govFundBalanceFen: free('RISK_COMP_FUND'),
    enterpriseFundFen: free('ASSIST_FUND'),
    outstandingFen: exposure.outstandingFen,
    approvedUndrawnFen: exposure.undrawnFen,
  }
  const parameters = { ...af, govLeverage: agreed ?? af.govLeverage }
  return {
    pool,
    exposure,
    parameters,
    capacity: assistFundCapacity(pool, parameters),
    partyIds: [...new Set(schemes.map((s) => s.partyId))],
  }
}
