/**
 * What a merchant's mortgage contract names: the assets that stand charged for it in the register, and what it buys in a
 * park. Entered once, in the registers; a document only reads them.
 */
import { parkAssetsOf } from '@/lib/parks/read'
import { isSecuredByLaw, PARK_MOVABLES } from '@/lib/parks/rules'
import { type Fen, minFen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { type CollateralKind, certificateKey, isMovable, LIVE_CHARGES } from './rules'

export type PledgedAsset = {
  owner: string
  ownerIdNo: string
  description: string
  certificateNo: string
  /** the value that bank and owner agreed on: the latest appraisal, or the price when that is lower */
  valueFen: Fen
  /** registered where movables are (LEG-13) */
  movable: boolean
}

type Borrower = { id: string; name: string; uscc: string }

/** The assets of each merchant, in the order in which they were entered; one that stands in both registers once. */
export async function pledgedAssets(
  ctx: { tx: Tx; actor: { bankId: string } },
  borrowers: readonly Borrower[],
): Promise<Map<string, PledgedAsset[]>> {
  const ids = borrowers.map((b) => b.id)
  const charges = await ctx.tx.collateralCharge.findMany({
    where: { bankId: ctx.actor.bankId, applicationId: { in: ids }, state: { in: [...LIVE_CHARGES] } },
    orderBy: { id: 'asc' },
    include: { collateral: true },
  })
  const bought = await parkAssetsOf(ctx, ids)
  return new Map(
    borrowers.map((b) => {
      const charged = charges.filter((c) => c.applicationId === b.id).map((c) => c.collateral)
      const keys = new Set(charged.map((c) => c.certificateKey))
      const own = bought.filter(
        (a) =>
          a.applicationId === b.id &&
          isSecuredByLaw(a.assetType) &&
          !keys.has(certificateKey(a.identityNo)) &&
          !(a.certificateNo && keys.has(certificateKey(a.certificateNo))),
      )
      return [
        b.id,
        [
          ...charged.map((c) => ({
            owner: c.ownerName,
            ownerIdNo: c.ownerIdNo,
            description: c.description,
            certificateNo: c.certificateNo,
            valueFen: c.valueFen,
            movable: isMovable(c.kind as CollateralKind),
          })),
          ...own.map((a) => ({
            owner: b.name,
            ownerIdNo: b.uscc,
            description: a.description,
            certificateNo: a.certificateNo ?? a.identityNo,
            valueFen: a.appraisedFen === null ? a.priceFen : minFen(a.priceFen, a.appraisedFen),
            movable: PARK_MOVABLES.has(a.assetType),
          })),
        ],
      ]
    }),
  )
}
