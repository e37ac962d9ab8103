/** Members of a signed group that come and go (§2.2, §8.5): a new version of the agreement, which everybody signs. */
import { z } from 'zod'
import { lockBatch } from '@/lib/batches/progress'
import { contractMachine } from '@/lib/contracts/workflow'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { sumFen } from '@/lib/platform/money'
import { zId } from '@/lib/platform/schema'
import { newId, Prisma } from '@/lib/platform/tenant'
import { toWire } from '@/lib/platform/wire'
import { transitionMany } from '@/lib/platform/workflow'
import { keepVersion } from '../agreement-versions'
import { checkMembers, GROUPED_STATES, readGroupMembers, requireJointGuarantee } from '../group-members'
import { mayLeaveGroup } from '../rules/joint-group'

type Ctx = CommandContext<unknown>
const CHANGEABLE = ['SIGNED', 'ACTIVE', 'FROZEN']
/** Nothing more is to come of such an application. */
const OVER = ['DROPPED', 'WITHDRAWN', 'EXPIRED', 'REJECTED', 'SETTLED', 'ACTIVE']

/** INV-JG1: who has a loan to repay, or one still to come, stays. */
async function requireMayLeave({ tx, actor }: Ctx, applicationIds: readonly string[]): Promise<void> {
  if (applicationIds.length === 0) return
  const rows = await tx.$queryRaw<{ name: string | null; state: string; owed: bigint }[]>`
    select a.name, a.state, coalesce((select sum(s.principal_fen + s.interest_due_fen + s.penalty_fen + s.compound_fen + s.costs_fen)
      from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
      where l.bank_id = a.bank_id and l.application_id = a.id and l.state <> 'RENEWED'), 0)::bigint as owed
    from application a where a.bank_id = ${actor.bankId}::uuid and a.id = any (${[...applicationIds]}::uuid[])`
  const stays = rows.find(
    (r) => !mayLeaveGroup({ applicationInProgress: !OVER.includes(r.state), outstandingFen: r.owed }),
  )
  if (stays) throw refuse('E_GROUP_MEMBER_STAYS', { member: stays.name ?? '' })
}

/** Those who come are approved in the same batch and stand in no group; answers what was approved for each. */
async function requireMayJoin({ tx, actor }: Ctx, batchId: string, applicationIds: readonly string[]) {
  const bankId = actor.bankId
  const items = await tx.application.findMany({
    where: { bankId, batchId, id: { in: [...applicationIds] } },
    include: {
      applicationOutcome: { select: { approvedFen: true } },
      jointGroupMembers: { where: { state: 'ACTIVE' }, include: { group: { select: { code: true } } } },
    },
  })
  if (items.length !== applicationIds.length) throw refuse('E_NOT_FOUND', { object: 'application' })
  for (const i of items) {
    if (!['APPROVED', 'APPROVED_REDUCED'].includes(i.state))
      throw refuse('E_STATE', { object: 'application', state: i.state, event: 'join-group' })
    const other = i.jointGroupMembers[0]
    if (other) throw refuse('E_GROUP_MEMBER_ACTIVE_ELSEWHERE', { group: other.group.code })
  }
  return items.map((i) => ({ applicationId: i.id, amountFen: i.applicationOutcome?.approvedFen ?? 0n }))
}

/**
 * RM replaces, adds or takes out members of a signed group. The rules of a group are checked anew for those who will be
 * in it; the members of the version before are kept with the loans paid out under it (INV-JG6), and nobody draws until
 * everyone has signed the new one, which is also their consent to answer for another sum (LEG-7).
 */
export const replaceMembers = defineCommand({
  name: 'groups.replaceMembers',
  input: z.strictObject({
    groupId: zId,
    leaving: z.array(zId).max(30).default([]),
    joining: z.array(zId).max(30).default([]),
    reason: z.string().trim().min(2).max(500),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const [leaving, joining] = [[...new Set(input.leaving)], [...new Set(input.joining)]]
    if (leaving.length + joining.length === 0)
      throw refuse('E_REQUIRED:joining', {}, { fields: [{ path: 'joining', code: 'E_REQUIRED' }] })
    const known = await tx.jointGroup.findFirst({ where: { bankId, id: input.groupId }, select: { batchId: true } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'group' })
    const batch = await lockBatch(ctx, known.batchId)
    requireJointGuarantee(batch)
    await tx.$queryRaw`select 1 from joint_group where bank_id = ${bankId}::uuid and id = ${input.groupId}::uuid for update`
    const group = await tx.jointGroup.findFirstOrThrow({
      where: { bankId, id: input.groupId },
      include: { jointGroupMembers: { where: { state: 'ACTIVE' } } },
    })
    if (!CHANGEABLE.includes(group.state))
      throw refuse('E_STATE', { object: 'group', state: group.state, event: 'replace' }, { allowed: [] })
    const before = group.jointGroupMembers
    if (leaving.some((id) => !before.some((m) => m.applicationId === id)))
      throw refuse('E_NOT_FOUND', { object: 'member' })
    await requireMayLeave(ctx, leaving)
    const comes = await requireMayJoin(ctx, batch.id, joining)
    const after = [
      ...before
        .filter((m) => !leaving.includes(m.applicationId))
        .map((m) => ({ applicationId: m.applicationId, amountFen: m.amountFen })),
      ...comes,
    ]
    const all = await readGroupMembers(ctx, batch, GROUPED_STATES)
    const check = checkMembers(
      all,
      after.map((m) => m.applicationId),
    )
    const broken = check.violations[0]
    if (broken) throw refuse(broken.code, broken.params)

    await keepVersion(ctx, {
      groupId: group.id,
      versionNo: group.agreementVersion,
      reason: null,
      members: before.map((m) => ({ applicationId: m.applicationId, amountFen: m.amountFen })),
    })
    const versionNo = group.agreementVersion + 1
    await keepVersion(ctx, { groupId: group.id, versionNo, reason: input.reason, members: after })
    await tx.loan.updateMany({
      where: { bankId, groupId: group.id, agreementVersion: null },
      data: { agreementVersion: group.agreementVersion },
    })
    await tx.jointGroupMember.updateMany({
      where: { bankId, groupId: group.id, applicationId: { in: leaving }, state: 'ACTIVE' },
      data: { state: 'LEFT', leftAt: now, leftReason: 'REPLACED' },
    })
    const rows = comes.map(
      (m) =>
        Prisma.sql`(${bankId}::uuid, ${newId()}::uuid, ${group.id}::uuid, ${m.applicationId}::uuid, 'ACTIVE', ${m.amountFen}::bigint, ${now})`,
    )
    if (rows.length > 0)
      await tx.$executeRaw`
        insert into joint_group_member (bank_id, id, group_id, application_id, state, amount_fen, joined_at) values ${Prisma.join(rows)}
        on conflict (bank_id, group_id, application_id) do update
          set state = 'ACTIVE', amount_fen = excluded.amount_fen, joined_at = excluded.joined_at, left_at = null, left_reason = null`
    await tx.$executeRaw`
      update plan_line l set group_id = ${group.id}::uuid from credit_plan p
      where l.bank_id = ${bankId}::uuid and p.bank_id = l.bank_id and p.id = l.plan_id and p.state = 'EFFECTIVE' and p.batch_id = ${batch.id}::uuid
        and l.application_id = any (${joining}::uuid[])`
    await tx.jointGroup.update({
      where: { bankId_id: { bankId, id: group.id } },
      data: {
        agreementVersion: versionNo,
        limitFen: sumFen(after.map((m) => m.amountFen)),
        checkResult: toWire(check) as Prisma.InputJsonValue,
        version: { increment: 1 },
      },
    })
    // an agreement that was merged and never signed would bind the wrong people
    const unsigned = await tx.contract.findMany({
      where: {
        bankId,
        groupId: group.id,
        applicationId: null,
        kind: 'JOINT_GUARANTEE_AGREEMENT',
        state: { in: ['DRAFT', 'ISSUED'] },
      },
      select: { id: true },
    })
    await transitionMany(
      ctx,
      contractMachine,
      unsigned.map((c) => c.id),
      { event: 'void', reason: input.reason, bySystem: true },
    )
    await tx.task.create({
      data: {
        bankId,
        kind: 'SIGN_GROUP_ANEW',
        objectType: 'group',
        objectId: group.id,
        role: 'RM',
        state: 'OPEN',
        params: { code: group.code, version: versionNo },
        createdBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'group',
      objectId: group.id,
      reason: input.reason,
      detail: { event: 'replace-members', agreementVersion: versionNo, leaving, joining },
    })
    ctx.emit('group.changed', { groupId: group.id, agreementVersion: versionNo })
    return { id: group.id, agreementVersion: versionNo, members: after.length }
  },
})
