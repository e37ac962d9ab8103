/** A park loan's asset with its stages and what was drawn on it, as the rules read it. */
import { loadParameters } from '@/lib/admin/parameters'
import type { ParkAsset } from '@/lib/guarantees/rules/park'
import { addMonths, fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import { type Fen, sumFen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import type { AssetState, ParkNeed, ParkStanding } from './rules'

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

/** What a drawing asks of its asset, with the bank's own limits of today. */
export async function needOf(
  ctx: Reader & { today: PlainDate },
  asset: { assetType: string },
  draw: { amountFen: Fen; loanFen: Fen; tenorMonths: number },
): Promise<ParkNeed> {
  const { plans, collateral } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
  return {
    ...draw,
    on: ctx.today,
    maturity: addMonths(ctx.today, draw.tenorMonths),
    tenorMaxMonths: plans.pk.assets[asset.assetType as ParkAsset].tenorMaxMonths,
    usedAppraisalMonths: collateral.usedEquipmentAppraisalMonths,
  }
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
