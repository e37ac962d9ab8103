/** Forming joint-guarantee groups (§2.2): propose, create, move, leave, dissolve. Every change is checked again at once. */
import { z } from 'zod'
import { lockBatch } from '@/lib/batches/progress'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { nextNumber } from '@/lib/platform/numbering'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { leaveGroups, recheckGroups } from '../group-checks'
import { readGroupMembers, readGroups, requireJointGuarantee } from '../group-members'
import { proposeGroups } from '../rules/group-proposal'
import { jointGroupMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const FORMERS = ['RM', 'EVALUATOR'] as const
const FORMABLE = ['ADMITTED', 'REGROUP_REQUIRED']
const zName = z.string().trim().min(1).max(60)

async function formingBatch(ctx: Ctx, batchId: string) {
  const batch = await lockBatch(ctx, batchId)
  requireJointGuarantee(batch)
  if (!['SCORING', 'PLAN_DRAFTING'].includes(batch.state))
    throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'form-groups' })
  return batch
}

async function newGroups(
  ctx: Ctx,
  batchId: string,
  names: string[],
): Promise<{ id: string; code: string; name: string }[]> {
  const { tx, actor, today } = ctx
  if (names.length === 0) return []
  const first = await nextNumber(tx, actor.bankId, `G-${today.year}`, names.length)
  const groups = names.map((name, i) => ({
    id: newId(),
    code: `G-${today.year}-${(first + BigInt(i)).toString().padStart(4, '0')}`,
    name,
  }))
  await tx.jointGroup.createMany({
    data: groups.map((g) => ({ bankId: actor.bankId, batchId, state: 'FORMING', ...g })),
  })
  return groups
}

/** Puts items into a group, taking them out of another forming one; refuses items that may not be grouped. */
async function join(ctx: Ctx, batchId: string, groupId: string, applicationIds: readonly string[]): Promise<void> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const ids = [...new Set(applicationIds)]
  const items = await tx.application.findMany({
    where: { bankId, batchId, id: { in: ids } },
    select: { id: true, state: true, rowNo: true },
  })
  if (items.length !== ids.length) throw refuse('E_NOT_FOUND', { object: 'application' })
  const wrong = items.find((i) => !FORMABLE.includes(i.state))
  if (wrong) throw refuse('E_STATE', { object: 'application', state: wrong.state, event: 'join-group' })
  const current = await tx.jointGroupMember.findMany({
    where: { bankId, applicationId: { in: ids }, state: 'ACTIVE' },
    include: { group: { select: { state: true, code: true } } },
  })
  const locked = current.find((m) => m.group.state !== 'FORMING')
  if (locked) throw refuse('E_GROUP_MEMBER_ACTIVE_ELSEWHERE', { group: locked.group.code })
  const leaving = current.filter((m) => m.groupId !== groupId)
  await tx.jointGroupMember.updateMany({
    where: { bankId, id: { in: leaving.map((m) => m.id) } },
    data: { state: 'LEFT', leftAt: now, leftReason: 'MOVED' },
  })
  const joining = ids.filter((id) => !current.some((m) => m.applicationId === id && m.groupId === groupId))
  await tx.$executeRaw`
    insert into joint_group_member (bank_id, id, group_id, application_id, state, joined_at)
    select ${bankId}::uuid, n.id, ${groupId}::uuid, n.application_id, 'ACTIVE', ${now}
    from unnest(${joining.map(() => newId())}::uuid[], ${joining}::uuid[]) n (id, application_id)
    on conflict (bank_id, group_id, application_id) do update
      set state = 'ACTIVE', joined_at = excluded.joined_at, left_at = null, left_reason = null`
}

async function formingGroup(ctx: Ctx, groupId: string) {
  const group = await ctx.tx.jointGroup.findFirst({ where: { bankId: ctx.actor.bankId, id: groupId } })
  if (!group) throw refuse('E_NOT_FOUND', { object: 'group' })
  const batch = await formingBatch(ctx, group.batchId)
  if (group.state !== 'FORMING') throw refuse('E_STATE', { object: 'group', state: group.state, event: 'change' })
  return { group, batch }
}

/**
 * The formation assistant over everyone who is admitted and not yet in a group; with `restart` all forming groups are
 * dissolved first. Those who fit nowhere are named with the rules that keep them out.
 */
export const proposeBatchGroups = defineCommand({
  name: 'groups.propose',
  input: z.strictObject({ batchId: zId, restart: z.boolean().default(false) }),
  access: { roles: FORMERS },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const batch = await formingBatch(ctx, input.batchId)
    const groups = await readGroups(ctx, batch.id)
    if (input.restart) {
      const forming = groups.filter((g) => g.state === 'FORMING')
      await tx.jointGroupMember.updateMany({
        where: { bankId, groupId: { in: forming.map((g) => g.id) }, state: 'ACTIVE' },
        data: { state: 'LEFT', leftAt: now, leftReason: 'RESTART' },
      })
      for (const g of forming)
        await transition({ ...ctx, ifMatch: undefined }, jointGroupMachine, g, { event: 'dissolve' })
    }
    const known = await readGroupMembers(ctx, batch, FORMABLE)
    const taken = new Set(input.restart ? [] : groups.flatMap((g) => g.jointGroupMembers.map((m) => m.applicationId)))
    const members = [...known.candidates.values()].filter((c) => !taken.has(c.id))
    const proposal = proposeGroups(
      { members, relations: known.relations, memberCapFen: known.memberCapFen },
      known.parameters,
    )
    const kept = input.restart ? 0 : groups.length
    const made = await newGroups(
      ctx,
      batch.id,
      proposal.groups.map((g) => g.wishedGroup ?? `第${kept + g.no}联保小组`),
    )
    const rows = proposal.groups.flatMap((g, i) =>
      g.memberIds.map((member) => ({ id: newId(), member, group: made[i]!.id })),
    )
    await tx.$executeRaw`
      insert into joint_group_member (bank_id, id, group_id, application_id, state, joined_at)
      select ${bankId}::uuid, r.id, r."group", r.member, 'ACTIVE', ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, member uuid, "group" uuid)`
    ctx.audit({
      objectType: 'batch',
      objectId: batch.id,
      detail: { event: 'propose-groups', groups: made.length, members: rows.length, leftOut: proposal.leftOut.length },
    })
    const checked = await recheckGroups(ctx, batch)
    return {
      id: batch.id,
      groups: made.map((g, i) => ({ ...g, members: proposal.groups[i]!.memberIds })),
      leftOut: proposal.leftOut.map((l) => ({
        applicationId: l.memberId,
        name: known.items.find((i) => i.id === l.memberId)?.name ?? '',
        reasons: l.reasons,
      })),
      valid: checked.valid,
    }
  },
})

/** A new group with its first members, who leave the group in which they are. */
export const createGroup = defineCommand({
  name: 'groups.create',
  input: z.strictObject({
    batchId: zId,
    name: zName,
    applicationIds: z.array(zId).max(100).default([]),
  }),
  access: { roles: FORMERS },
  async run(ctx) {
    const batch = await formingBatch(ctx, ctx.input.batchId)
    const [group] = await newGroups(ctx, batch.id, [ctx.input.name])
    await recordCreation(ctx, jointGroupMachine, { id: group!.id }, { name: ctx.input.name })
    await join(ctx, batch.id, group!.id, ctx.input.applicationIds)
    await recheckGroups(ctx, batch)
    return group!
  },
})

export const renameGroup = defineCommand({
  name: 'groups.rename',
  input: z.strictObject({ groupId: zId, name: zName }),
  access: { roles: FORMERS },
  async run(ctx) {
    const { group } = await formingGroup(ctx, ctx.input.groupId)
    await ctx.tx.jointGroup.updateMany({
      where: { bankId: ctx.actor.bankId, id: group.id },
      data: { name: ctx.input.name, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'group',
      objectId: group.id,
      detail: { event: 'rename', from: group.name, to: ctx.input.name },
    })
    return { id: group.id, name: ctx.input.name }
  },
})

/** Moves members into this group, from wherever they are. */
export const moveMembers = defineCommand({
  name: 'groups.moveMembers',
  input: z.strictObject({ groupId: zId, applicationIds: z.array(zId).min(1).max(100) }),
  access: { roles: FORMERS },
  async run(ctx) {
    const { group, batch } = await formingGroup(ctx, ctx.input.groupId)
    await join(ctx, batch.id, group.id, ctx.input.applicationIds)
    ctx.audit({
      objectType: 'group',
      objectId: group.id,
      detail: { event: 'join', applicationIds: ctx.input.applicationIds },
    })
    const checked = await recheckGroups(ctx, batch)
    return { id: group.id, ...checked }
  },
})

/** Takes members out of their group; they stay admitted and wait for another. */
export const leaveGroup = defineCommand({
  name: 'groups.leave',
  input: z.strictObject({
    groupId: zId,
    applicationIds: z.array(zId).min(1).max(100),
    reason: z.string().trim().min(1).max(200).default('MOVED'),
  }),
  access: { roles: FORMERS },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { group, batch } = await formingGroup(ctx, input.groupId)
    const inside = await tx.jointGroupMember.count({
      where: { bankId: actor.bankId, groupId: group.id, state: 'ACTIVE', applicationId: { in: input.applicationIds } },
    })
    if (inside !== new Set(input.applicationIds).size) throw refuse('E_NOT_FOUND', { object: 'member' })
    ctx.audit({
      objectType: 'group',
      objectId: group.id,
      reason: input.reason,
      detail: { event: 'leave', applicationIds: input.applicationIds },
    })
    const { regroup } = await leaveGroups(ctx, batch, input.applicationIds, input.reason)
    return { id: group.id, regroup }
  },
})

export const dissolveGroup = defineCommand({
  name: 'groups.dissolve',
  input: z.strictObject({ groupId: zId }),
  access: { roles: FORMERS },
  async run(ctx) {
    const { tx, actor, now } = ctx
    const { group, batch } = await formingGroup(ctx, ctx.input.groupId)
    await tx.jointGroupMember.updateMany({
      where: { bankId: actor.bankId, groupId: group.id, state: 'ACTIVE' },
      data: { state: 'LEFT', leftAt: now, leftReason: 'DISSOLVED' },
    })
    const moved = await transition(ctx, jointGroupMachine, group, { event: 'dissolve' })
    await recheckGroups(ctx, batch)
    return { id: group.id, ...moved }
  },
})
