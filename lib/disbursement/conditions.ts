/** The checklist of one application: opened when it is signed, kept true by re-checking, complete when nothing is open. */
import { loadParameters } from '@/lib/admin/parameters'
import { deriveBatch, moveItem } from '@/lib/batches/progress'
import { conditionsOf } from '@/lib/conditions/items'
import { assetsOf } from '@/lib/parks/read'
import { INSURED, STAGED } from '@/lib/parks/rules'
import type { Mode } from '@/lib/plans/rules/grades'
import type { CommandContext } from '@/lib/platform/commands'
import { daysBetween } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'
import { automaticChecks } from './automatic'
import type { AutomaticCheck } from './checks'
import { PARK_CONDITIONS } from './park-checks'
import { generateConditions, maxAgeDays } from './rules'
import { FUND_SECURITY } from './security'

type Ctx = CommandContext<unknown>

/** Generates the conditions precedent of a signed application and moves it to CP_PENDING (§7.3). */
export async function openConditions(ctx: Ctx, applicationId: string): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const item = await tx.application.findFirstOrThrow({
    where: { bankId, id: applicationId },
    select: { batchId: true },
  })
  const plan = await tx.creditPlan.findFirst({
    where: { bankId, batchId: item.batchId, state: 'EFFECTIVE' },
    orderBy: { versionNo: 'desc' },
    select: { id: true, mode: true },
  })
  const conditions = plan
    ? await tx.condition.findMany({
        where: conditionsOf(bankId, plan.id, applicationId),
        orderBy: { createdAt: 'asc' },
      })
    : []
  const charged = await tx.collateralCharge.count({ where: { bankId, applicationId, state: { not: 'WITHDRAWN' } } })
  const assets = plan?.mode === 'PK' ? await assetsOf(ctx, applicationId) : []
  const oneOf = (types: readonly string[]) => assets.some((a) => types.includes(a.assetType))
  const items = generateConditions(
    (plan?.mode ?? 'JG') as Mode,
    {
      propertyInsurance: oneOf(INSURED),
      stagePayment: oneOf(STAGED),
      security: charged > 0,
    },
    conditions.map((c) => ({ id: c.id, text: c.text, ownerId: c.ownerId })),
  )
  await tx.cpItem.createMany({
    data: items.map((i) => ({
      bankId,
      id: newId(),
      applicationId,
      code: i.code,
      conditionId: i.conditionId,
      state: stateOf(conditions.find((c) => c.id === i.conditionId)?.state),
      isAutomatic: i.proof === 'SYSTEM',
      detail: i.text ? { text: i.text } : undefined,
    })),
  })
  await moveItem(ctx, applicationId, 'generate-cp', { bySystem: true })
}

/** What was settled for the whole plan before this merchant signed is settled for it too. */
const stateOf = (condition: string | undefined): string =>
  condition === 'VERIFIED' ? 'CLOSED' : condition === 'WAIVED' ? 'WAIVED' : 'OPEN'

/**
 * Looks again at everything the system can see, re-opens what has grown too old, and moves the application to
 * READY_TO_DRAW when nothing is open (or back when something is). Returns the conditions that are still open.
 */
export async function refreshConditions(
  ctx: Ctx,
  applicationId: string,
): Promise<{ open: string[]; checks: AutomaticCheck[] }> {
  const { tx, actor, now, today } = ctx
  const bankId = actor.bankId
  const checks = await automaticChecks(ctx, applicationId)
  await askWhatRegistersKnow(ctx, applicationId, checks)
  for (const check of checks) {
    await tx.cpItem.updateMany({
      where: { bankId, applicationId, code: check.code, isAutomatic: true },
      data: {
        state: check.pass ? 'CLOSED' : 'FAILED',
        checkedAt: now,
        closedAt: check.pass ? now : null,
        detail: check.detail,
      },
    })
  }
  const items = await tx.cpItem.findMany({ where: { bankId, applicationId } })
  const { validity } = (await loadParameters(tx, bankId, today)).approvals
  const stale = items.filter((i) => {
    const limit = maxAgeDays(i.code, validity.publicCheckDays)
    const on = (i.evidence as { checkedOn?: string } | null)?.checkedOn
    return (
      limit !== null &&
      i.state === 'CLOSED' &&
      on !== undefined &&
      daysBetween(Temporal.PlainDate.from(on), today) > limit
    )
  })
  if (stale.length > 0)
    await tx.cpItem.updateMany({
      where: { bankId, id: { in: stale.map((s) => s.id) } },
      data: { state: 'OPEN', closedAt: null, closedBy: null, version: { increment: 1 } },
    })
  const open = items.filter((i) => stale.includes(i) || !['CLOSED', 'WAIVED'].includes(i.state)).map((i) => i.code)
  const application = await tx.application.findFirstOrThrow({
    where: { bankId, id: applicationId },
    select: { state: true, batchId: true },
  })
  // While the core has the money, nothing moves under it.
  const paying = await tx.drawdown.count({ where: { bankId, applicationId, state: 'DISBURSE_PENDING' } })
  if (paying > 0) return { open, checks }
  if (open.length === 0 && application.state === 'CP_PENDING') {
    await moveItem(ctx, applicationId, 'cp-complete', { bySystem: true })
    await deriveBatch(ctx, application.batchId)
  }
  if (open.length > 0 && application.state === 'READY_TO_DRAW')
    await moveItem(ctx, applicationId, 'cp-reopened', { bySystem: true, detail: { open } })
  return { open, checks }
}

/**
 * A register that has learnt of an asset since the checklist was opened: what it answers is asked of it, in place of a
 * paper or beside the rest.
 */
async function askWhatRegistersKnow(ctx: Ctx, applicationId: string, checks: readonly AutomaticCheck[]): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const known = checks.map((c) => c.code).filter((c) => c === FUND_SECURITY || PARK_CONDITIONS.includes(c))
  if (known.length === 0) return
  const there = await tx.cpItem.findMany({ where: { bankId, applicationId, code: { in: known } } })
  const byPaper = there.filter((i) => !i.isAutomatic && i.state !== 'WAIVED')
  if (byPaper.length > 0)
    await tx.cpItem.updateMany({
      where: { bankId, id: { in: byPaper.map((i) => i.id) } },
      data: { isAutomatic: true, version: { increment: 1 } },
    })
  const asked = new Set(there.map((i) => i.code))
  const added = known.filter((code) => !asked.has(code) && PARK_CONDITIONS.includes(code))
  if (added.length > 0)
    await tx.cpItem.createMany({
      data: added.map((code) => ({ bankId, id: newId(), applicationId, code, state: 'OPEN', isAutomatic: true })),
    })
}
