/** RED in a market puts every loan of it on the full line, whatever its amount (§8.2, automatic effects). */
import type { CommandContext } from '@/lib/platform/commands'

/** Raises the line of the market's living loans in one statement; answers how many there were. */
export async function fullMonitoringOfMarket(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  marketId: string,
): Promise<number> {
  const raised = await ctx.tx.loan.updateMany({
    where: {
      bankId: ctx.actor.bankId,
      marketId,
      monitoringLine: 'LIGHT',
      state: { notIn: ['SETTLED', 'WRITTEN_OFF', 'RENEWED'] },
    },
    data: { monitoringLine: 'FULL' },
  })
  return raised.count
}
