/** API tokens: everybody makes the own ones while signed in; administrators see all and can revoke any. */
import { z } from 'zod'
import { hasRole } from '@/lib/platform/actor'
import { issueToken } from '@/lib/platform/auth/token'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { NewToken } from './schema'

const DAY_MS = 86_400_000

/** Creates a token with exactly the rights of its owner; the text is answered this once. */
export const createToken = defineCommand({
  name: 'admin.createToken',
  input: NewToken,
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input, now, audit }) {
    if (!actor.sessionId || !actor.userId) throw refuse('E_TOKEN_BY_TOKEN')
    const issued = await issueToken(
      tx,
      { id: actor.bankId, code: actor.bankCode },
      {
        userId: actor.userId,
        partyId: actor.partyId,
        name: input.name,
        scope: input.scope,
        expiresAt: new Date(now.getTime() + input.days * DAY_MS),
        createdBy: actor.userId,
      },
    )
    const detail = { name: input.name, scope: input.scope, days: input.days }
    audit({ objectType: 'api-token', objectId: issued.id, to: 'ACTIVE', detail })
    return issued
  },
})

export const revokeToken = defineCommand({
  name: 'admin.revokeToken',
  input: z.strictObject({ tokenId: zId }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input, now, audit }) {
    const where = { bankId: actor.bankId, id: input.tokenId }
    const token = await tx.apiToken.findFirst({ where })
    const mayRevoke = token && (token.userId === actor.userId || hasRole(actor, 'TENANT_ADMIN'))
    if (!mayRevoke) throw refuse('E_NOT_FOUND', { object: 'api-token' })
    if (token.revokedAt) throw refuse('E_STATE', { object: 'api-token', state: 'REVOKED', event: 'revoke' })
    await tx.apiToken.updateMany({ where, data: { revokedAt: now } })
    audit({ objectType: 'api-token', objectId: token.id, from: 'ACTIVE', to: 'REVOKED', detail: { name: token.name } })
    return { id: token.id }
  },
})

/** Tokens: the own ones, or for administrators and auditors the whole bank's. Never the text, never its hash. */
export const tokenList = defineQuery({
  name: 'admin.tokens',
  input: z.strictObject({ mine: z.boolean().default(true) }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input, now }) {
    const all = !input.mine && hasRole(actor, 'TENANT_ADMIN', 'AUDITOR')
    const rows = await tx.apiToken.findMany({
      where: { bankId: actor.bankId, ...(all ? {} : { userId: actor.userId ?? undefined }) },
      include: { user: { select: { name: true, login: true } } },
      orderBy: { createdAt: 'desc' },
      take: 5000,
    })
    return rows.map((t) => ({
      id: t.id,
      name: t.name,
      scope: t.scope,
      user: t.user.name,
      login: t.user.login,
      createdAt: t.createdAt,
      lastUsedAt: t.lastUsedAt,
      expiresAt: t.expiresAt,
      state: t.revokedAt ? 'REVOKED' : t.expiresAt && t.expiresAt < now ? 'EXPIRED' : 'ACTIVE',
    }))
  },
})
