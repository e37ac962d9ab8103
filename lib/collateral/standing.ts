/** What secures one application, as the rules see it today. */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb } from '@/lib/platform/dates'
import { type Fen, mulRate, sumFen } from '@/lib/platform/money'
import { type ChargeState, type CollateralKind, LIVE_CHARGES, ltvOf, securityCap, securityProblem } from './rules'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/** The live charges of an application with what their assets secure in all, and what it must be secured with. */
export async function securityOf(ctx: Ctx, item: { id: string; mode: string; amountFen: Fen }) {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const { plans, collateral } = await loadParameters(tx, bankId, today)
  const rows = await tx.collateralCharge.findMany({
    where: { bankId, applicationId: item.id, state: { in: [...LIVE_CHARGES] } },
    orderBy: { id: 'asc' },
    include: {
      collateral: {
        include: { charges: { where: { state: { in: [...LIVE_CHARGES] } }, select: { securedFen: true } } },
      },
    },
  })
  const charges = rows.map((r) => {
    const kind = r.collateral.kind as CollateralKind
    return {
      id: r.id,
      kind,
      state: r.state as ChargeState,
      appraisedOn: fromDb(r.collateral.appraisedOn),
      securedFen: r.securedFen,
      onAssetFen: sumFen(r.collateral.charges.map((c) => c.securedFen)),
      cap: securityCap(r.collateral, ltvOf(kind, plans.pk.assets, collateral), plans.pk.stepFen),
    }
  })
  // a purchase in a park is secured whole, a loan of the assist fund by its share; elsewhere what was agreed
  const requiredFen =
    item.mode === 'PK'
      ? item.amountFen
      : item.mode === 'AF'
        ? mulRate(item.amountFen, plans.af.minBorrowerSecurityPpm)
        : 0n
  const facts = charges.map(({ cap, ...c }) => ({ ...c, capFen: cap.value }))
  return { charges, requiredFen, problem: securityProblem(facts, requiredFen, today, collateral) }
}
