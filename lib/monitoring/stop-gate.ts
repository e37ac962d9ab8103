/** Which stops stand against an act: asked at each approval, contract and drawdown (§8.3). */
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { STOP_TRIGGERS, type StopCode, type StoppedAct } from './rules/stop-triggers'

type Scopes = { marketId: string; mode: string; groupIds?: readonly string[]; planId?: string | null }

/** The codes of active stops that forbid the act: of the bank, the market, its partners in the mode, its groups, its plan. RED partners stop new business, drawn loans go on. */
export async function stopsAgainstAct(
  { tx, actor }: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  act: StoppedAct,
  scopes: Scopes,
): Promise<string[]> {
  const { bankId } = actor
  const schemes = await tx.cooperationScheme.findMany({
    where: { bankId, marketId: scopes.marketId, mode: scopes.mode, state: 'ACTIVE' },
    select: { id: true, partyId: true },
  })
  const active = await tx.stopTrigger.findMany({
    where: {
      bankId,
      state: 'ACTIVE',
      scopeId: {
        in: [
          bankId,
          scopes.marketId,
          ...schemes.flatMap((s) => [s.id, s.partyId]),
          ...(scopes.groupIds ?? []),
          ...(scopes.planId ? [scopes.planId] : []),
        ],
      },
    },
    select: { code: true },
  })
  const codes = [...new Set(active.map((s) => s.code))]
  return act === 'DRAWDOWN' ? codes.filter((c) => STOP_TRIGGERS[c as StopCode]?.force === 'FREEZE_UNDRAWN') : codes
}

/** Refuses E_STOPPED with the codes that stand against the act. */
export async function requireNoStop(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  act: StoppedAct,
  scopes: Scopes,
): Promise<void> {
  const stops = await stopsAgainstAct(ctx, act, scopes)
  if (stops.length > 0) throw refuse('E_STOPPED', { stops: stops.join(', ') })
}
