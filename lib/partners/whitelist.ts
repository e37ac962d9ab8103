/** A whitelist-controlled agreement takes only merchants of the recommendation list (§2.1.2 `is_whitelist_controlled`, CV10). */
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>
type Listed = { rowNo: string; rank: number | null }

/** Refuses, naming them, the merchants that have no rank among those that the operator ranked. */
export async function refuseOffList(
  ctx: Ctx,
  batch: { marketId: string; mode: string; rankedCount: number | null },
  items: readonly Listed[],
): Promise<void> {
  const off = items.filter(
    (i) => i.rank === null || i.rank < 1 || (batch.rankedCount !== null && i.rank > batch.rankedCount),
  )
  if (off.length === 0) return
  const scheme = await ctx.tx.cooperationScheme.findFirst({
    where: { bankId: ctx.actor.bankId, marketId: batch.marketId, mode: batch.mode, state: 'ACTIVE' },
    orderBy: { activatedAt: 'desc' },
    select: { number: true, params: true },
  })
  const controlled = (scheme?.params as { whitelistControlled?: unknown } | null | undefined)?.whitelistControlled
  if (controlled !== true) return
  throw refuse('E_NOT_ON_LIST', { rows: off.map((i) => i.rowNo), scheme: scheme?.number ?? '' })
}
