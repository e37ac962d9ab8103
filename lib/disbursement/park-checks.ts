/** What the register of park assets answers by itself (§2.6, §7.3): own money, registration, insurance, certified stages. */
import { assetsOf, drawnOf, needOf, standingOf } from '@/lib/parks/read'
import { INSURED, type ParkFault, type ParkStanding, parkFaults, STAGED } from '@/lib/parks/rules'
import type { CommandContext } from '@/lib/platform/commands'
import { type Fen, toYuan } from '@/lib/platform/money'
import type { AutomaticCheck } from './checks'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/** Which fault keeps which condition open, and for which assets the condition is asked at all. */
const CONDITIONS: readonly { code: string; fault: ParkFault; types?: readonly string[] }[] = [
  { code: 'CP-P1', fault: 'DOWN_PAYMENT' },
  { code: 'CP-P2', fault: 'SECURITY' },
  { code: 'CP-P4', fault: 'INSURANCE', types: INSURED },
  { code: 'CP-P5', fault: 'STAGE', types: STAGED },
]
export const PARK_CONDITIONS: readonly string[] = CONDITIONS.map((c) => c.code)

/** `drawdownId`: the drawing that is looked at; what it takes itself is not counted as drawn before. */
export async function parkChecks(
  ctx: Ctx,
  item: { id: string; amountFen: Fen; approvedFen: Fen; tenorMonths: number; drawdownId: string | null },
): Promise<AutomaticCheck[]> {
  const [asset] = await assetsOf(ctx, item.id)
  if (!asset)
    return CONDITIONS.filter((c) => !c.types).map(({ code }) => ({
      code,
      pass: false,
      detail: { problem: 'NO_ASSET' },
    }))
  const standing = standingOf(asset, await drawnOf(ctx, item.id, item.drawdownId ?? undefined))
  const { amountFen, approvedFen: loanFen, tenorMonths } = item
  const faults = parkFaults(standing, await needOf(ctx, asset, { amountFen, loanFen, tenorMonths }))
  return CONDITIONS.filter((c) => !c.types || c.types.includes(asset.assetType)).map(({ code, fault }) => ({
    code,
    pass: !faults.includes(fault),
    detail: { asset: asset.identityNo, ...seen(fault, standing, item) },
  }))
}

function seen(fault: ParkFault, a: ParkStanding, item: { amountFen: Fen; approvedFen: Fen }): AutomaticCheck['detail'] {
  switch (fault) {
    case 'DOWN_PAYMENT':
      return { required: toYuan(a.priceFen - item.approvedFen), paid: toYuan(a.downPaymentFen) }
    case 'INSURANCE':
      return { sumInsured: toYuan(a.insuredFen), until: a.insuredUntil?.toString() ?? null }
    case 'STAGE':
      return { certified: toYuan(a.certifiedFen), drawn: toYuan(a.drawnFen + item.amountFen) }
    default:
      return { registration: a.state }
  }
}
