/** The gate before a park loan's money: the asset carries it, is registered, insured and, where it is built, certified (§2.6, §7.3). */
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import type { Fen } from '@/lib/platform/money'
import { assetsOf, drawnOf, needOf, standingOf } from './read'
import { parkFaults, STAGED } from './rules'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

export async function requireParkAsset(
  ctx: Ctx,
  d: { id: string; applicationId: string; amountFen: Fen; tenorMonths: number; batch: { mode: string } },
): Promise<void> {
  if (d.batch.mode !== 'PK') return
  const [asset] = await assetsOf(ctx, d.applicationId)
  if (!asset) throw refuse('E_PARK_ASSET', { missing: ['asset'] })
  const outcome = await ctx.tx.applicationOutcome.findFirst({
    where: { bankId: ctx.actor.bankId, applicationId: d.applicationId },
    select: { approvedFen: true },
  })
  const need = { amountFen: d.amountFen, loanFen: outcome?.approvedFen ?? d.amountFen, tenorMonths: d.tenorMonths }
  const faults = parkFaults(
    standingOf(asset, await drawnOf(ctx, d.applicationId, d.id)),
    await needOf(ctx, asset, need),
  )
  if (faults.length > 0) throw refuse('E_PARK_ASSET', { missing: faults.map((f) => `PARK_${f}`) })
}

/** A building or a renovation is drawn stage by stage: after the first drawing there may be others, up to what was approved. */
export async function drawsByStages(ctx: Pick<Ctx, 'tx' | 'actor'>, applicationId: string): Promise<boolean> {
  const assets = await assetsOf(ctx, applicationId)
  return assets.some((a) => (STAGED as readonly string[]).includes(a.assetType) && a.stages.length > 0)
}
