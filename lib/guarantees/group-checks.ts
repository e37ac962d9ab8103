/** Checks groups again after their members changed, inside the transaction that changed them (§2.2, §10.3). */
import { moveItems } from '@/lib/batches/progress'
import type { CommandContext } from '@/lib/platform/commands'
import { toWire } from '@/lib/platform/wire'
import { transitionMany } from '@/lib/platform/workflow'
import { checkMembers, readGroupMembers, readGroups } from './group-members'
import { jointGroupMachine } from './workflow'

type Ctx = CommandContext<unknown>
type BatchRow = { id: string; marketId: string; mode: string; rankedCount: number | null }

/**
 * Stores each forming group's check, amounts and limit, links the lines of the plan in preparation, and moves items:
 * a complete group brings its members back from REGROUP_REQUIRED.
 */
export async function recheckGroups(
  ctx: Ctx,
  batch: BatchRow,
): Promise<{ groups: number; valid: number; regrouped: string[] }> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const known = await readGroupMembers(ctx, batch)
  const groups = await readGroups(ctx, batch.id)
  const open = groups.filter((g) => g.state === 'FORMING')
  const checks = open.map((g) => {
    const check = checkMembers(
      known,
      g.jointGroupMembers.map((m) => m.applicationId),
    )
    return { id: g.id, limit: check.totalFen.toString(), valid: check.valid, check: toWire(check) }
  })
  const members = open.flatMap((g) =>
    g.jointGroupMembers.map((m) => ({
      id: m.id,
      amount: (known.candidates.get(m.applicationId)?.loanFen ?? 0n).toString(),
    })),
  )
  await tx.$executeRaw`
    update joint_group g set check_result = r.check, limit_fen = r.limit, version = g.version + 1
    from jsonb_to_recordset(${JSON.stringify(checks)}::jsonb) as r(id uuid, "limit" bigint, "check" jsonb)
    where g.bank_id = ${bankId}::uuid and g.id = r.id and g.state = 'FORMING'`
  await tx.$executeRaw`
    update joint_group_member m set amount_fen = r.amount
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as r(id uuid, amount bigint)
    where m.bank_id = ${bankId}::uuid and m.id = r.id`
  await linkLines(ctx, batch.id)
  const healed = open
    .filter((g) => checks.find((c) => c.id === g.id)?.valid)
    .flatMap((g) => g.jointGroupMembers.map((m) => m.applicationId))
  const waiting = known.items.filter((i) => i.state === 'REGROUP_REQUIRED' && healed.includes(i.id)).map((i) => i.id)
  const { moved } = await moveItems(ctx, waiting, 'regrouped', { bySystem: true })
  return { groups: open.length, valid: checks.filter((c) => c.valid).length, regrouped: moved }
}

/** The lines of a plan in preparation follow the groups. */
async function linkLines(ctx: Pick<Ctx, 'tx' | 'actor'>, batchId: string): Promise<void> {
  await ctx.tx.$executeRaw`
    update plan_line l set group_id = m.group_id
    from credit_plan p, application a
    left join joint_group_member m on m.bank_id = a.bank_id and m.application_id = a.id and m.state = 'ACTIVE'
    where l.bank_id = ${ctx.actor.bankId}::uuid and p.bank_id = l.bank_id and p.id = l.plan_id and p.state = 'DRAFT'
      and p.batch_id = ${batchId}::uuid and a.bank_id = l.bank_id and a.id = l.application_id
      and l.group_id is distinct from m.group_id`
}

/**
 * Takes members out of their groups, after they were dropped or refused. A group that falls under the minimum sends the
 * rest of its admitted members to REGROUP_REQUIRED; nobody else's state changes (§10.2 "Partial batches", INV-JG2).
 */
export async function leaveGroups(
  ctx: Ctx,
  batch: BatchRow,
  applicationIds: readonly string[],
  reason: string,
): Promise<{ regroup: string[] }> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const touched = await tx.jointGroupMember.findMany({
    where: { bankId, applicationId: { in: [...applicationIds] }, state: 'ACTIVE' },
    select: { id: true, groupId: true },
  })
  if (touched.length === 0) return { regroup: [] }
  await tx.jointGroupMember.updateMany({
    where: { bankId, id: { in: touched.map((t) => t.id) }, state: 'ACTIVE' },
    data: { state: 'LEFT', leftAt: now, leftReason: reason },
  })
  await recheckGroups(ctx, batch)
  const affected = (await readGroups(ctx, batch.id)).filter((g) => touched.some((t) => t.groupId === g.id))
  const known = await readGroupMembers(ctx, batch)
  const small = affected.filter((g) => g.jointGroupMembers.length < known.parameters.sizeMin)
  const empty = small.filter((g) => g.jointGroupMembers.length === 0).map((g) => g.id)
  await transitionMany(ctx, jointGroupMachine, empty, { event: 'dissolve', bySystem: true, reason })
  const rest = small.flatMap((g) => g.jointGroupMembers.map((m) => m.applicationId))
  const { moved } = await moveItems(ctx, rest, 'group-check-failed', { bySystem: true, reason: 'E_GROUP_MIN' })
  return { regroup: moved }
}

/** Groups that were opened but have nobody in them end when the plan is submitted. */
export async function dissolveEmptyGroups(ctx: Ctx, batchId: string): Promise<void> {
  const empty = await ctx.tx.jointGroup.findMany({
    where: { bankId: ctx.actor.bankId, batchId, state: 'FORMING', jointGroupMembers: { none: { state: 'ACTIVE' } } },
    select: { id: true },
  })
  await transitionMany(
    ctx,
    jointGroupMachine,
    empty.map((g) => g.id),
    { event: 'dissolve', bySystem: true, reason: 'EMPTY' },
  )
}

/** Locks or unlocks the groups of a batch with its plan (§10.5). */
export async function lockGroups(ctx: Ctx, batchId: string, event: 'lock' | 'unlock'): Promise<void> {
  const from = event === 'lock' ? 'FORMING' : 'LOCKED'
  const groups = await ctx.tx.jointGroup.findMany({
    where: { bankId: ctx.actor.bankId, batchId, state: from },
    select: { id: true },
  })
  await transitionMany(
    ctx,
    jointGroupMachine,
    groups.map((g) => g.id),
    { event, bySystem: true },
  )
}
