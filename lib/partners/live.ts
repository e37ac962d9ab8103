/** What a partner can still carry today, for its page: pools of a fund, multiple of a guarantor, losses of an insurer (§2.3–§2.5). */
import { loadParameters } from '@/lib/admin/parameters'
import { poolStanding } from '@/lib/guarantees/capacity/assist-fund'
import { compensatedThisYear } from '@/lib/guarantees/capacity/compensated'
import type { Reader } from '@/lib/guarantees/capacity/exposure'
import { guarantorStanding } from '@/lib/guarantees/capacity/guarantor'
import { insurerRoom, lossStanding } from '@/lib/guarantees/capacity/insurer'
import { mulRate } from '@/lib/platform/money'

type Scheme = { marketId: string; mode: string; state: string; market: { name: string } }

export async function partnerLive(ctx: Reader, p: { id: string; kind: string; schemes: readonly Scheme[] }) {
  const inForce = p.schemes.filter((s) => ['ACTIVE', 'STOPPED'].includes(s.state))
  const markets = new Map(inForce.filter((s) => s.mode === 'AF').map((s) => [s.marketId, s.market.name]))
  const pools = []
  for (const [id, name] of markets) {
    const s = await poolStanding(ctx, id)
    if (s) pools.push({ market: name, ...s.pool, ...s.capacity.value, trace: s.capacity.trace })
  }
  const { gc } = (await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)).plans
  const guarantor = p.kind === 'GUARANTOR' ? await guarantorStanding(ctx, p.id) : null
  const year = p.kind === 'GUARANTOR' ? await compensatedThisYear(ctx, p.id) : null
  const insures = p.kind === 'INSURER' || p.kind === 'INSURANCE_POOL'
  const loss = insures ? await lossStanding(ctx, p.id) : null
  const room = insures ? await insurerRoom(ctx, p.id) : null
  return {
    pools,
    guarantor: guarantor && { ...guarantor.capacity.value, trace: guarantor.capacity.trace },
    compensated: year && {
      paidFen: year.paidFen,
      capFen: mulRate(year.volumeFen, gc.batchCompensationCapPpm, 'FLOOR'),
    },
    insurer: loss && {
      lossRatioPpm: loss.loss.value,
      lossTrace: loss.loss.trace,
      earnedPremiumFen: loss.earned.value,
      earnedTrace: loss.earned.trace,
      claimsFen: loss.claimsFen,
      overduePpm: loss.overduePpm,
      headroomFen: room?.headroomFen ?? null,
      obligorCapFen: room?.singleObligorCapFen ?? null,
    },
  }
}
export type PartnerLive = Awaited<ReturnType<typeof partnerLive>>
