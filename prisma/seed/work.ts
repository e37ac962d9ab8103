/** Unfinished work of every hand, so that each role's first screen has something real to do. */
import { requestRole } from '@/lib/admin/grants'
import { proposeParameter } from '@/lib/admin/parameter-changes'
import { requestMovement } from '@/lib/guarantees/commands/margin'
import { planVisit } from '@/lib/monitoring/commands/visits'
import { businessDate } from '@/lib/platform/calendar'
import { toYuan } from '@/lib/platform/money'
import { withTenant } from '@/lib/platform/tenant'
import type { DemoMarket } from './markets'
import { must } from './must'
import type { Cast } from './people'
import type { DemoBatch } from './walk'

/** One deposit entered and not yet checked; the other members' margin is still to come. */
export async function startMargin(cast: Cast, batch: DemoBatch): Promise<void> {
  const bankId = cast.bank.id
  const today = await withTenant(cast.as('rm'), (tx) => businessDate(tx, bankId))
  const sub = await withTenant(cast.as('rm'), (tx) =>
    tx.marginSubLedger.findFirstOrThrow({
      where: { bankId, application: { batchId: batch.id, state: 'CP_PENDING' }, ledgerFen: 0n },
      orderBy: { subNo: 'asc' },
    }),
  )
  must(
    await requestMovement(cast.as('ops-maker'), {
      subLedgerId: sub.id,
      kind: 'MARGIN_IN',
      amount: toYuan(sub.requiredFen),
      valueDate: today.toString(),
      sourceAccount: '6229990000000000012',
    }),
  )
}

/** Inspections of markets by their named person, and of partners; a role and a parameter that wait for a second hand. */
export async function openWork(cast: Cast, markets: readonly DemoMarket[]): Promise<void> {
  const bankId = cast.bank.id
  const today = await withTenant(cast.as('rm'), (tx) => businessDate(tx, bankId))
  for (const [i, market] of markets.entries()) {
    const visit = (who: string, kind: 'MARKET_INSPECTION' | 'PARTNER_CHECK', days: number) =>
      planVisit(cast.as(who), {
        kind,
        marketId: market.id,
        plannedOn: today.add({ days }).toString(),
        dueOn: today.add({ days: days + 5 }).toString(),
      })
    must(await visit('post-mkt', 'MARKET_INSPECTION', 1 + i))
    if (i === 0) must(await visit('post-partner', 'PARTNER_CHECK', 3))
  }
  must(
    await requestRole(cast.as('tenant-admin2'), {
      userId: cast.as('evaluator2').userId!,
      role: 'CONTRACT_OFFICER',
      reason: '面签高峰期增加第二人',
    }),
  )
  must(
    await proposeParameter(cast.as('tenant-admin2'), {
      key: 'plans.takeUpRatePpm',
      value: '45',
      effectiveFrom: today.add({ days: 30 }).toString(),
      reason: '去年实际用信率高于缺省值',
    }),
  )
}
