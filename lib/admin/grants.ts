/**
 * Roles are granted by two people: one administrator asks, another decides. Nobody asks for or decides about oneself,
 * and one natural person with two accounts is one (§6.3).
 */
import { z } from 'zod'
import { loadAuthPolicy, needsSecondFactor } from '@/lib/platform/auth/policy'
import { checkRoleSide } from '@/lib/platform/auth/users'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { BANK_ADMIN } from './access'
import { RoleRequest } from './schema'
import { keepTwoAdmins } from './users'

/** Asks for a role for somebody else; it gives no right until it is decided. */
export const requestRole = defineCommand({
  name: 'admin.requestRole',
  input: RoleRequest,
  access: BANK_ADMIN,
  async run({ tx, actor, input, now, audit }) {
    const user = await tx.appUser.findFirst({ where: { bankId: actor.bankId, id: input.userId } })
    if (!user) throw refuse('E_NOT_FOUND', { object: 'user' })
    if (user.personKey === actor.personKey) throw refuse('E_GRANT_SELF')
    checkRoleSide(input.role, user)
    const held = await tx.roleGrant.findFirst({
      where: { bankId: actor.bankId, userId: user.id, role: input.role, state: { in: ['PENDING', 'ACTIVE'] } },
    })
    if (held) throw refuse('E_ROLE_HELD', { role: input.role })
    const grant = await tx.roleGrant.create({
      data: {
        bankId: actor.bankId,
        userId: user.id,
        partyId: user.partyId,
        role: input.role,
        state: 'PENDING',
        reason: input.reason,
        requestedBy: actor.userId,
        requestedAt: now,
      },
    })
    const detail = { userId: user.id, login: user.login, role: input.role }
    audit({ objectType: 'role-grant', objectId: grant.id, to: 'PENDING', reason: input.reason, detail })
    return { id: grant.id, state: 'PENDING' }
  },
})

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>

async function grantOf({ tx, actor }: Ctx, grantId: string) {
  const where = { bankId: actor.bankId, id: grantId }
  const grant = await tx.roleGrant.findFirst({ where, include: { user: true } })
  if (!grant) throw refuse('E_NOT_FOUND', { object: 'role-grant' })
  return grant
}

/** Puts a requested role in force, or rejects it. Neither who asked nor whom it concerns may decide. */
export const decideRole = defineCommand({
  name: 'admin.decideRole',
  input: z.strictObject({
    grantId: zId,
    approve: z.boolean(),
    reason: z.string().trim().max(500).optional(),
  }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, now, today, audit } = ctx
    const grant = await grantOf(ctx, input.grantId)
    if (grant.state !== 'PENDING') {
      throw refuse('E_STATE', { object: 'role-grant', state: grant.state, event: 'decide' }, { allowed: [] })
    }
    if (grant.user.personKey === actor.personKey) throw refuse('E_GRANT_SELF')
    const requester = grant.requestedBy
      ? await tx.appUser.findFirst({ where: { bankId: actor.bankId, id: grant.requestedBy } })
      : null
    if (requester?.personKey === actor.personKey) throw refuse('E_FOUR_EYES')
    const state = input.approve ? 'ACTIVE' : 'REJECTED'
    const done = await tx.roleGrant.updateMany({
      where: { bankId: actor.bankId, id: grant.id, state: 'PENDING' },
      data: { state, decidedBy: actor.userId, decidedAt: now, version: { increment: 1 } },
    })
    if (done.count !== 1) throw refuse('E_VERSION_CONFLICT')
    // A role that needs the second factor asks for it in the sessions that are open, too.
    if (input.approve && needsSecondFactor(await loadAuthPolicy(tx, actor.bankId, today), [grant.role])) {
      const where = { bankId: actor.bankId, userId: grant.userId, mfa: 'NONE', revokedAt: null }
      await tx.userSession.updateMany({ where, data: { mfa: 'PENDING' } })
    }
    audit({
      objectType: 'role-grant',
      objectId: grant.id,
      from: 'PENDING',
      to: state,
      reason: input.reason,
      detail: { userId: grant.userId, login: grant.user.login, role: grant.role },
    })
    return { id: grant.id, state }
  },
})

/** Takes a role away at once: what lessens rights needs no second person. Two administrators must remain. */
export const revokeRole = defineCommand({
  name: 'admin.revokeRole',
  input: z.strictObject({ grantId: zId, reason: z.string().trim().min(1).max(500) }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, now, audit } = ctx
    const grant = await grantOf(ctx, input.grantId)
    if (!['ACTIVE', 'PENDING'].includes(grant.state)) {
      throw refuse('E_STATE', { object: 'role-grant', state: grant.state, event: 'revoke' }, { allowed: [] })
    }
    if (grant.role === 'TENANT_ADMIN' && grant.state === 'ACTIVE') {
      await keepTwoAdmins(tx, actor.bankId, grant.userId)
    }
    await tx.roleGrant.updateMany({
      where: { bankId: actor.bankId, id: grant.id, state: grant.state },
      data: { state: 'REVOKED', revokedBy: actor.userId, revokedAt: now, version: { increment: 1 } },
    })
    audit({
      objectType: 'role-grant',
      objectId: grant.id,
      from: grant.state,
      to: 'REVOKED',
      reason: input.reason,
      detail: { userId: grant.userId, login: grant.user.login, role: grant.role },
    })
    return { id: grant.id, state: 'REVOKED' }
  },
})
