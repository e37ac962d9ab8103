/** People and their accounts: create, disable, give a new first password, sign out everywhere, correct. */
import { z } from 'zod'
import { generatePassword, hashPassword } from '@/lib/platform/auth/password'
import { revokeSessions } from '@/lib/platform/auth/session'
import { insertUser } from '@/lib/platform/auth/users'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { BANK_ADMIN } from './access'
import { NewAccount, UserDetails } from './schema'

/** Creates an account without roles: those are requested and decided apart. Answers the first password, this once. */
export const createAccount = defineCommand({
  name: 'admin.createUser',
  input: NewAccount,
  access: BANK_ADMIN,
  async run({ tx, actor, input, audit }) {
    await checkLinks(tx, actor.bankId, input)
    const bank = { id: actor.bankId, code: actor.bankCode }
    const created = await insertUser(tx, bank, { ...input, mustChangePassword: true, createdBy: actor.userId })
    audit({ objectType: 'user', objectId: created.id, to: 'ACTIVE', detail: { login: created.login } })
    return created
  },
})

async function checkLinks(tx: Tx, bankId: string, input: { branchId: string | null; partyId?: string | null }) {
  const branch = input.branchId ? await tx.branch.findFirst({ where: { bankId, id: input.branchId } }) : true
  if (!branch)
    throw refuse('E_NOT_FOUND', { object: 'branch' }, { fields: [{ path: 'branchId', code: 'E_NOT_FOUND' }] })
  const party = input.partyId ? await tx.party.findFirst({ where: { bankId, id: input.partyId } }) : true
  if (!party) throw refuse('E_NOT_FOUND', { object: 'party' }, { fields: [{ path: 'partyId', code: 'E_NOT_FOUND' }] })
}

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'ifMatch'>

async function accountOf({ tx, actor, ifMatch }: Ctx, userId: string) {
  const user = await tx.appUser.findFirst({ where: { bankId: actor.bankId, id: userId } })
  if (!user) throw refuse('E_NOT_FOUND', { object: 'user' })
  checkVersion(user.version, ifMatch)
  return user
}

export const updateAccount = defineCommand({
  name: 'admin.updateUser',
  input: UserDetails.extend({ userId: zId }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, audit } = ctx
    const { userId, ...details } = ctx.input
    const user = await accountOf(ctx, userId)
    await checkLinks(tx, actor.bankId, details)
    const where = { bankId: actor.bankId, id: userId }
    await tx.appUser.updateMany({ where, data: { ...details, version: { increment: 1 } } })
    const changed = (Object.keys(details) as (keyof typeof details)[]).filter((k) => details[k] !== user[k])
    audit({ objectType: 'user', objectId: userId, objectVersion: user.version + 1, detail: { changed } })
    return { id: userId, version: user.version + 1 }
  },
})

/** Disables an account: nobody signs in with it, its sessions and tokens end at once. Two administrators must remain. */
export const disableAccount = defineCommand({
  name: 'admin.disableUser',
  input: z.strictObject({ userId: zId, reason: z.string().trim().min(1).max(500) }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, now, audit } = ctx
    const user = await accountOf(ctx, input.userId)
    if (user.state !== 'ACTIVE') throw refuse('E_STATE', { object: 'user', state: user.state, event: 'disable' })
    await keepTwoAdmins(tx, actor.bankId, input.userId)
    const where = { bankId: actor.bankId, id: user.id }
    await tx.appUser.updateMany({ where, data: { state: 'DISABLED', version: { increment: 1 } } })
    const sessions = await revokeSessions(tx, actor.bankId, user.id, now)
    const tokens = await tx.apiToken.updateMany({
      where: { bankId: actor.bankId, userId: user.id, revokedAt: null },
      data: { revokedAt: now },
    })
    audit({
      objectType: 'user',
      objectId: user.id,
      from: 'ACTIVE',
      to: 'DISABLED',
      reason: input.reason,
      detail: { sessions, tokens: tokens.count },
    })
    return { id: user.id, version: user.version + 1 }
  },
})

/** Refuses to take away an administrator when fewer than two others would be left: granting takes two. */
export async function keepTwoAdmins(tx: Tx, bankId: string, withoutUserId: string): Promise<void> {
  const admins = await tx.appUser.findMany({
    where: { bankId, state: 'ACTIVE', roleGrants: { some: { role: 'TENANT_ADMIN', state: 'ACTIVE' } } },
    select: { id: true, personKey: true },
  })
  if (!admins.some((a) => a.id === withoutUserId)) return
  const left = new Set(admins.filter((a) => a.id !== withoutUserId).map((a) => a.personKey))
  if (left.size < 2) throw refuse('E_LAST_ADMIN')
}

export const enableAccount = defineCommand({
  name: 'admin.enableUser',
  input: z.strictObject({ userId: zId }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, audit } = ctx
    const user = await accountOf(ctx, input.userId)
    if (user.state !== 'DISABLED') throw refuse('E_STATE', { object: 'user', state: user.state, event: 'enable' })
    await tx.appUser.updateMany({
      where: { bankId: actor.bankId, id: user.id },
      data: { state: 'ACTIVE', failedAttempts: 0, lockedUntil: null, version: { increment: 1 } },
    })
    audit({ objectType: 'user', objectId: user.id, from: 'DISABLED', to: 'ACTIVE' })
    return { id: user.id, version: user.version + 1 }
  },
})

/** Gives a new first password (answered this once), unlocks the account, ends its sessions. */
export const resetPassword = defineCommand({
  name: 'admin.resetPassword',
  input: z.strictObject({ userId: zId, secondFactorToo: z.boolean().default(false) }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, now, audit } = ctx
    const user = await accountOf(ctx, input.userId)
    if (user.id === actor.userId) throw refuse('E_FORBIDDEN', { need: 'OTHER' })
    const password = generatePassword()
    const secondFactor = input.secondFactorToo
      ? { totpSecret: null, totpEnabledAt: null, totpLastStep: null, recoveryCodes: [] }
      : {}
    await tx.appUser.updateMany({
      where: { bankId: actor.bankId, id: user.id },
      data: {
        passwordHash: await hashPassword(password),
        mustChangePassword: true,
        failedAttempts: 0,
        lockedUntil: null,
        version: { increment: 1 },
        ...secondFactor,
      },
    })
    const ended = await revokeSessions(tx, actor.bankId, user.id, now)
    const detail = { ended, secondFactorToo: input.secondFactorToo }
    audit({ objectType: 'user', objectId: user.id, to: 'PASSWORD_RESET', detail })
    return { login: user.login, password }
  },
})

/** Ends every session of a person, as when a device was lost. */
export const signOutEverywhere = defineCommand({
  name: 'admin.signOutEverywhere',
  input: z.strictObject({ userId: zId }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, now, audit } = ctx
    const user = await accountOf(ctx, input.userId)
    const ended = await revokeSessions(tx, actor.bankId, user.id, now)
    audit({ objectType: 'user', objectId: user.id, to: 'SESSIONS_ENDED', detail: { ended } })
    return { ended }
  },
})
