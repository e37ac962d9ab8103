/** A fund of an assist pool has moved: its leverage is told anew, and new business stops or goes on at once (INV-AF5, S2). */
import { settleStop } from '@/lib/monitoring/settle-stop'
import type { CommandContext } from '@/lib/platform/commands'
import { toYuan } from '@/lib/platform/money'
import { poolStanding } from './assist-fund'

export async function poolMoved(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today' | 'audit' | 'emit'>,
  marketId: string,
): Promise<void> {
  const standing = await poolStanding(ctx, marketId)
  if (!standing) return
  const { capFen, poolDepleted, overCap } = standing.capacity.value
  const value = poolDepleted
    ? `${toYuan(standing.pool.enterpriseFundFen)}/${toYuan(standing.capacity.value.enterpriseFundMinimumFen)}`
    : `${toYuan(standing.pool.outstandingFen)}/${toYuan(capFen)}`
  for (const partyId of standing.partyIds)
    await settleStop(ctx, { code: 'S2', scopeType: 'PARTY', scopeId: partyId, value, met: poolDepleted || overCap })
  if (poolDepleted) ctx.emit('pool.depleted', { marketId, enterpriseFund: toYuan(standing.pool.enterpriseFundFen) })
}
