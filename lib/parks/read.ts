/** A park loan's asset with its stages and what was drawn on it, as the rules read it. */
import type { ParkAsset } from '@/lib/guarantees/rules/park'
import { fromDbOrNull } from '@/lib/platform/dates'
import { type Fen, sumFen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import type { AssetState, ParkStanding } from './rules'

type Reader = { tx: Tx; actor: { bankId: string } }

export async function assetsOf({ tx, actor }: Reader, applicationId: string) {
  return tx.parkAsset.findMany({
    where: { bankId: actor.bankId, applicationId, state: { not: 'RELEASED' } },
    orderBy: { createdAt: 'asc' },
    include: { stages: { orderBy: { no: 'asc' } } },
  })
}

/** The same of many at once, without their stages. */
export async function parkAssetsOf({ tx, actor }: Reader, applicationIds: readonly string[]) {
  return tx.parkAsset.findMany({
    where: { bankId: actor.bankId, applicationId: { in: [...applicationIds] }, state: { not: 'RELEASED' } },
    orderBy: { createdAt: 'asc' },
  })
}
export type AssetRow = Awaited<ReturnType<typeof assetsOf>>[number]

/** Σ of what was paid out, or is on its way, for an application. */
export async function drawnOf({ tx, actor }: Reader, applicationId: string, without?: string): Promise<Fen> {
  const rows = await tx.drawdown.findMany({
    where: {
      bankId: actor.bankId,
      applicationId,
      state: { in: ['DISBURSED', 'DISBURSE_PENDING'] },
      ...(without ? { id: { not: without } } : {}),
    },
    select: { amountFen: true },
  })
  return sumFen(rows.map((r) => r.amountFen))
}

export function standingOf(a: AssetRow, drawnFen: Fen): ParkStanding {
  return {
    type: a.assetType as ParkAsset,
    state: a.state as AssetState,
    capFen: a.capFen,
    priceFen: a.priceFen,
    downPaymentFen: a.downPaymentFen,
    appraisedOn: fromDbOrNull(a.appraisedOn),
    insuredFen: a.insuredFen ?? 0n,
    insuredUntil: fromDbOrNull(a.insuredUntil),
    certifiedFen: sumFen(a.stages.filter((s) => s.state === 'CERTIFIED').map((s) => s.amountFen)),
    drawnFen,
  }
}
