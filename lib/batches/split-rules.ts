/** Who may be split off a batch, and what a merchant leaves behind when its plan is already written, decided or being signed (B13). */
import { loadParameters } from '@/lib/admin/parameters'
import { takeOutOfSigning } from '@/lib/contracts/take-out'
import { leaveGroups } from '@/lib/guarantees/group-checks'
import { settleGroups } from '@/lib/guarantees/settle-groups'
import { leavePlans } from '@/lib/plans/leave-plan'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type ApplicationState, type BatchState, ITEM_GONE, SPLIT_ITEM } from './workflow'

type Ctx = CommandContext<unknown>
type BatchRow = {
  id: string
  state: string
  marketId: string
  mode: string
  rankedCount: number | null
  rmId: string | null
}

const IN_DECISION: readonly BatchState[] = ['IN_REVIEW', 'COUNTERSIGNING']
const SIGNED: readonly string[] = ['SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE', 'SETTLED']
/** From here on a batch has a plan that somebody decides or has decided: it needs at least one merchant left. */
const NEEDS_ONE: readonly BatchState[] = [
  ...IN_DECISION,
  'APPROVED',
  'APPROVED_WITH_CONDITIONS',
  'CONTRACTING',
  'DISBURSING',
]

/**
 * Refuses a split that cannot be: merchants of another batch; merchants who have signed, alone or with their group
 * (INV-JG1, INV-JG6); margin paid in; the last merchants of a plan that is decided or in force; too few left under
 * decision, unless the customer manager goes on (§10.2).
 */
export async function requireSplittable(
  ctx: Ctx,
  batch: BatchRow,
  input: { applicationIds: readonly string[]; confirmSmall: boolean },
): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const ids = [...new Set(input.applicationIds)]
  const items = await tx.application.findMany({
    where: { bankId, batchId: batch.id },
    orderBy: { position: 'asc' },
    select: {
      id: true,
      rowNo: true,
      state: true,
      marginSubLedger: { select: { ledgerFen: true } },
      jointGroupMembers: { where: { state: 'ACTIVE' }, select: { group: { select: { state: true } } } },
      contracts: { where: { state: 'SIGNED' }, select: { id: true }, take: 1 },
    },
  })
  const chosen = items.filter((i) => ids.includes(i.id))
  if (chosen.length !== ids.length) throw refuse('E_NOT_FOUND', { object: 'application' })
  const rows = (of: typeof chosen) => of.map((i) => i.rowNo)
  const signed = chosen.filter(
    (i) =>
      SIGNED.includes(i.state) ||
      i.contracts.length > 0 ||
      i.jointGroupMembers.some((m) => !['FORMING', 'LOCKED', 'DISSOLVED'].includes(m.group.state)),
  )
  if (signed.length > 0) throw refuse('E_SPLIT_SIGNED', { rows: rows(signed) })
  const paid = chosen.filter((i) => (i.marginSubLedger?.ledgerFen ?? 0n) !== 0n)
  if (paid.length > 0) throw refuse('E_SPLIT_MARGIN', { rows: rows(paid) })
  const closed = chosen.find((i) => !SPLIT_ITEM.includes(i.state as ApplicationState))
  if (closed) throw refuse('E_STATE', { object: 'application', state: closed.state, event: 'split-off' })
  if (!NEEDS_ONE.includes(batch.state as BatchState)) return
  const left = items.filter((i) => !ids.includes(i.id) && !ITEM_GONE.includes(i.state as ApplicationState)).length
  if (left === 0) throw refuse('E_SPLIT_LAST', { count: chosen.length })
  if (!IN_DECISION.includes(batch.state as BatchState) || input.confirmSmall) return
  const { plans } = await loadParameters(tx, bankId, ctx.today)
  const min = Math.max(plans.minBatchItems, batch.mode === 'JG' ? plans.jg.sizeMin : 0)
  if (left < min) throw refuse('E_BATCH_SMALL', { count: left, min })
}

/**
 * The merchants, already on their way, out of groups, plan, agreement and appointments of the batch they leave. The
 * others stay as they are, but a group that has become too small is formed again (§10.2 "Partial batches").
 */
export async function leavePlanAndSigning(
  ctx: Ctx,
  batch: BatchRow,
  applicationIds: readonly string[],
  reason: string,
): Promise<void> {
  const decided = NEEDS_ONE.includes(batch.state as BatchState)
  if (batch.mode === 'JG' && !decided) await leaveGroups(ctx, batch, applicationIds, reason)
  await leavePlans(ctx, applicationIds, reason)
  if (!decided) return
  if (batch.mode === 'JG')
    await settleGroups(ctx, batch, applicationIds, {
      states: ['IN_APPROVAL', 'APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', ...SIGNED],
      reason,
    })
  await takeOutOfSigning(ctx, batch.id, applicationIds, reason)
  // an empty margin account of the old approval; the next one opens its own
  await ctx.tx.marginSubLedger.deleteMany({
    where: {
      bankId: ctx.actor.bankId,
      applicationId: { in: [...applicationIds] },
      ledgerFen: 0n,
      accountMovements: { none: {} },
    },
  })
}
