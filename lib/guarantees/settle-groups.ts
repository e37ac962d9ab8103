/** Groups whose plan is being decided, or was: members leave, amounts follow the lines, the RM is told which became too small (INV-JG2). */
import type { CommandContext } from '@/lib/platform/commands'
import { toWire } from '@/lib/platform/wire'
import { transitionMany } from '@/lib/platform/workflow'
import { checkMembers, readGroupMembers, readGroups } from './group-members'
import { jointGroupMachine } from './workflow'

type Ctx = CommandContext<unknown>
type BatchRow = { id: string; marketId: string; mode: string; rankedCount: number | null; rmId: string | null }

/**
 * Takes `leaving` out of their groups and checks every group again over the members in `states`. A group that nobody is
 * left in ends; one that no longer holds is the customer manager's task. Nobody else's state changes (§10.2).
 */
export async function settleGroups(
  ctx: Ctx,
  batch: BatchRow,
  leaving: readonly string[],
  { states, reason }: { states: readonly string[]; reason: string },
): Promise<void> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  await tx.jointGroupMember.updateMany({
    where: { bankId, applicationId: { in: [...leaving] }, state: 'ACTIVE' },
    data: { state: 'LEFT', leftAt: now, leftReason: reason },
  })
  const known = await readGroupMembers(ctx, batch, states)
  const all = await readGroups(ctx, batch.id)
  const empty = all.filter((g) => g.jointGroupMembers.length === 0).map((g) => g.id)
  await transitionMany(ctx, jointGroupMachine, empty, { event: 'dissolve', bySystem: true, reason })
  const groups = all.filter((g) => g.jointGroupMembers.length > 0)
  const checks = groups.map((g) => {
    const ids = g.jointGroupMembers.map((m) => m.applicationId)
    const check = checkMembers(known, ids)
    return { id: g.id, limit: check.totalFen.toString(), valid: check.valid, check: toWire(check), small: ids.length }
  })
  const members = groups.flatMap((g) =>
    g.jointGroupMembers.map((m) => ({
      id: m.id,
      amount: (known.candidates.get(m.applicationId)?.loanFen ?? 0n).toString(),
    })),
  )
  await tx.$executeRaw`
    update joint_group g set check_result = r.check, limit_fen = r.limit, version = g.version + 1
    from jsonb_to_recordset(${JSON.stringify(checks)}::jsonb) as r(id uuid, "limit" bigint, "check" jsonb)
    where g.bank_id = ${bankId}::uuid and g.id = r.id`
  await tx.$executeRaw`
    update joint_group_member m set amount_fen = r.amount
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as r(id uuid, amount bigint)
    where m.bank_id = ${bankId}::uuid and m.id = r.id`
  const broken = checks.filter((c) => !c.valid)
  if (broken.length > 0)
    await tx.task.createMany({
      data: broken.map((c) => ({
        bankId,
        kind: 'REGROUP',
        objectType: 'group',
        objectId: c.id,
        role: 'RM',
        assigneeId: batch.rmId,
        state: 'OPEN',
        createdBy: actor.userId,
        params: { group: groups.find((g) => g.id === c.id)?.name ?? '', members: c.small },
      })),
    })
}
