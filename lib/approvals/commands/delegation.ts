/** Handing the own seats to a colleague for a time: while one is away, or to share authority (§6.1). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { BANK_ROLES, hasRole } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { daysBetween, fromDb, isAfter, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { maySubstitute } from '../rules/delegation'

const PEOPLE = BANK_ROLES.filter((r) => r !== 'TENANT_ADMIN' && r !== 'AUDITOR')

export const DelegationDetails = z.strictObject({
  /** whose seats: the own, unless a head arranges it for somebody who is away */
  userId: zId.optional(),
  delegateId: zId,
  kind: z.enum(['ABSENCE', 'AUTHORITY']),
  fromOn: zDate,
  untilOn: zDate,
  reason: z.string().trim().min(2).max(300),
})

/**
 * Names who sits for a person from one day to another. Refuses E_DELEGATE_UNFIT (another department, no role, the same
 * natural person, or somebody who handed the own seats on), E_DELEGATION_PERIOD and E_DELEGATION_OVERLAP.
 */
export const delegateSeats = defineCommand({
  name: 'approvals.delegate',
  input: DelegationDetails,
  access: { roles: PEOPLE },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const userId = input.userId ?? actor.userId!
    const { approvals } = await loadParameters(tx, bankId, today)
    const longest = approvals.countersign.delegationMaxDays
    const days = daysBetween(input.fromOn, input.untilOn) + 1
    if (isBefore(input.fromOn, today) || isAfter(input.fromOn, input.untilOn) || days > longest)
      throw refuse(
        'E_DELEGATION_PERIOD',
        { days: longest },
        { fields: [{ path: 'untilOn', code: 'E_DELEGATION_PERIOD', params: { days: longest } }] },
      )
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [userId, input.delegateId] }, partyId: null, state: 'ACTIVE' },
      include: { roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } } },
    })
    const rolesOf = (id: string) => people.find((p) => p.id === id)?.roleGrants.map((g) => g.role) ?? []
    const [from, to] = [people.find((p) => p.id === userId), people.find((p) => p.id === input.delegateId)]
    if (!from || !to) throw refuse('E_NOT_FOUND', { object: 'user' })
    if (userId !== actor.userId && !mayArrange(actor.roles, rolesOf(userId)))
      throw refuse('E_FORBIDDEN', { roles: ['SB_HEAD', 'CR_HEAD'] })
    const unfit = from.personKey === to.personKey || !maySubstitute(rolesOf(userId), rolesOf(input.delegateId))
    const where = (id: string) => ({
      bankId,
      userId: id,
      state: 'ACTIVE',
      fromOn: { lte: toDb(input.untilOn) },
      untilOn: { gte: toDb(input.fromOn) },
    })
    const away = await tx.delegation.count({ where: where(input.delegateId) })
    if (unfit || away > 0)
      throw refuse(
        'E_DELEGATE_UNFIT',
        { name: to.name },
        { fields: [{ path: 'delegateId', code: 'E_DELEGATE_UNFIT', params: { name: to.name } }] },
      )
    if ((await tx.delegation.count({ where: where(userId) })) > 0) throw refuse('E_DELEGATION_OVERLAP')
    const id = newId()
    await tx.delegation.create({
      data: {
        bankId,
        id,
        userId,
        delegateId: input.delegateId,
        kind: input.kind,
        fromOn: toDb(input.fromOn),
        untilOn: toDb(input.untilOn),
        reason: input.reason,
        state: 'ACTIVE',
        createdBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'delegation',
      objectId: id,
      to: 'ACTIVE',
      reason: input.reason,
      detail: {
        from: from.name,
        to: to.name,
        kind: input.kind,
        fromOn: input.fromOn.toString(),
        untilOn: input.untilOn.toString(),
      },
    })
    return { id }
  },
})

/** The head of a department arranges it for the own people; nobody for people of the other department. */
function mayArrange(own: readonly string[], theirs: readonly string[]): boolean {
  return (
    (own.includes('SB_HEAD') && theirs.some((r) => r.startsWith('SB_'))) ||
    (own.includes('CR_HEAD') && theirs.some((r) => r.startsWith('CR_')))
  )
}

/** Ends it before its day: the person whose seats they are, or the head who arranged it. What was said stays said. */
export const endDelegation = defineCommand({
  name: 'approvals.endDelegation',
  input: z.strictObject({ delegationId: zId }),
  access: { roles: PEOPLE },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const row = await tx.delegation.findFirst({ where: { bankId, id: input.delegationId } })
    if (!row || (row.userId !== actor.userId && row.createdBy !== actor.userId && row.delegateId !== actor.userId))
      throw refuse('E_NOT_FOUND', { object: 'delegation' })
    const done = await tx.delegation.updateMany({
      where: { bankId, id: row.id, state: 'ACTIVE' },
      data: { state: 'REVOKED', revokedBy: actor.userId, revokedAt: now, version: { increment: 1 } },
    })
    if (done.count !== 1) throw refuse('E_STATE', { object: 'delegation', state: row.state, event: 'end' })
    ctx.audit({ objectType: 'delegation', objectId: row.id, from: 'ACTIVE', to: 'REVOKED' })
    return { id: row.id, state: 'REVOKED' }
  },
})

/** Delegations of the own seats, to the own person, and (heads, administrators, auditors) everybody's. */
export const delegationList = defineQuery({
  name: 'approvals.delegations',
  input: z.strictObject({}),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, today }) {
    const bankId = actor.bankId
    const all = hasRole(actor, 'SB_HEAD', 'CR_HEAD', 'TENANT_ADMIN', 'AUDITOR')
    const rows = await tx.delegation.findMany({
      where: { bankId, ...(all ? {} : { OR: [{ userId: actor.userId ?? '' }, { delegateId: actor.userId ?? '' }] }) },
      orderBy: [{ untilOn: 'desc' }, { id: 'desc' }],
      take: 200,
      include: { user: { select: { name: true } }, delegate: { select: { name: true } } },
    })
    return {
      today,
      items: rows.map((r) => ({
        id: r.id,
        user: r.user.name,
        delegate: r.delegate.name,
        kind: r.kind as 'ABSENCE' | 'AUTHORITY',
        fromOn: fromDb(r.fromOn),
        untilOn: fromDb(r.untilOn),
        reason: r.reason,
        state:
          r.state === 'REVOKED'
            ? ('REVOKED' as const)
            : isAfter(fromDb(r.fromOn), today)
              ? ('PLANNED' as const)
              : isBefore(fromDb(r.untilOn), today)
                ? ('OVER' as const)
                : ('IN_FORCE' as const),
        mine: r.userId === actor.userId || r.createdBy === actor.userId || r.delegateId === actor.userId,
      })),
    }
  },
})

/** Whom the person may name: colleagues who fit (see `maySubstitute`); heads also see whose seats they may arrange. */
export const delegationChoices = defineQuery({
  name: 'approvals.delegationChoices',
  input: z.strictObject({}),
  access: { roles: PEOPLE },
  async run({ tx, actor }) {
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, partyId: null, state: 'ACTIVE' },
      include: { roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } } },
      orderBy: { name: 'asc' },
      take: 2000,
    })
    const list = people.map((p) => ({
      id: p.id,
      name: p.name,
      key: p.personKey,
      roles: p.roleGrants.map((g) => g.role),
    }))
    const delegates = (roles: readonly string[], key: string) =>
      list
        .filter((p) => p.key !== key && maySubstitute(roles, p.roles))
        .map(({ id, name, roles: r }) => ({ id, name, roles: r }))
    return {
      me: { id: actor.userId ?? '', delegates: delegates(actor.roles, actor.personKey) },
      others: list
        .filter((p) => p.id !== actor.userId && mayArrange(actor.roles, p.roles))
        .map((p) => ({ id: p.id, name: p.name, delegates: delegates(p.roles, p.key) })),
    }
  },
})
