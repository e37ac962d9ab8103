/** People and role grants as the administration pages show them. Identity numbers never leave through here. */
import { z } from 'zod'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { BANK_READERS } from './access'

export const UserFilter = z.strictObject({
  q: z.string().max(100).default(''),
  state: z.array(z.enum(['ACTIVE', 'DISABLED'])).default([]),
  role: z.array(z.string().max(30)).default([]),
  side: z.array(z.enum(['STAFF', 'PARTNER'])).default([]),
  sort: z.enum(['login', 'name', 'lastSignInAt', 'createdAt']).default('login'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  after: z.string().max(200).nullish(),
  before: z.string().max(200).nullish(),
  size: z.int().min(1).max(500).default(50),
})

/** Pages by a row's id as the cursor; the sort ends with the id, so that no row is skipped or seen twice. */
export const userList = defineQuery({
  name: 'admin.users',
  input: UserFilter,
  access: BANK_READERS,
  async run({ tx, actor, input, now }) {
    const where: Prisma.AppUserWhereInput = {
      bankId: actor.bankId,
      ...(input.state.length ? { state: { in: input.state } } : {}),
      ...(input.role.length ? { roleGrants: { some: { role: { in: input.role }, state: 'ACTIVE' } } } : {}),
      ...(input.side.length === 1 ? { partyId: input.side[0] === 'STAFF' ? null : { not: null } } : {}),
      ...(input.q
        ? {
            OR: [
              { login: { contains: input.q.toLowerCase() } },
              { name: { contains: input.q } },
              { nameEn: { contains: input.q, mode: 'insensitive' } },
            ],
          }
        : {}),
    }
    const cursor = input.after ?? input.before
    const direction = input.before ? (input.direction === 'asc' ? 'desc' : 'asc') : input.direction
    const rows = await tx.appUser.findMany({
      where,
      orderBy: [{ [input.sort]: direction }, { id: direction }],
      ...(cursor ? { cursor: { bankId_id: { bankId: actor.bankId, id: cursor } }, skip: 1 } : {}),
      take: input.size + 1,
      include: {
        roleGrants: { where: { state: { in: ['ACTIVE', 'PENDING'] } }, orderBy: { role: 'asc' } },
        party: { select: { name: true } },
        branch: { select: { name: true } },
      },
    })
    const more = rows.length > input.size
    const page = rows.slice(0, input.size)
    if (input.before) page.reverse()
    const [first, last] = [page[0]?.id ?? null, page.at(-1)?.id ?? null]
    return {
      total: await tx.appUser.count({ where }),
      after: input.before ? last : more ? last : null,
      before: input.before ? (more ? first : null) : input.after ? first : null,
      items: page.map((u) => ({
        id: u.id,
        login: u.login,
        name: u.name,
        party: u.party?.name ?? null,
        branch: u.branch?.name ?? null,
        state: u.state,
        locked: !!u.lockedUntil && u.lockedUntil > now,
        secondFactor: u.totpEnabledAt !== null,
        lastSignInAt: u.lastSignInAt,
        roles: u.roleGrants.filter((g) => g.state === 'ACTIVE').map((g) => g.role),
        requested: u.roleGrants.filter((g) => g.state === 'PENDING').map((g) => g.role),
      })),
    }
  },
})

export const userDetail = defineQuery({
  name: 'admin.user',
  input: z.strictObject({ userId: zId }),
  access: BANK_READERS,
  async run({ tx, actor, input, now }) {
    const user = await tx.appUser.findFirst({
      where: { bankId: actor.bankId, id: input.userId },
      include: {
        party: { select: { id: true, name: true } },
        branch: { select: { id: true, name: true } },
        roleGrants: { orderBy: { requestedAt: 'desc' } },
        userSessions: { where: { revokedAt: null, expiresAt: { gt: now } }, orderBy: { lastSeenAt: 'desc' } },
      },
    })
    if (!user) throw refuse('E_NOT_FOUND', { object: 'user' })
    const people = await tx.appUser.findMany({
      where: {
        bankId: actor.bankId,
        id: {
          in: user.roleGrants.flatMap((g) => [g.requestedBy, g.decidedBy, g.revokedBy]).filter((id) => id !== null),
        },
      },
      select: { id: true, name: true },
    })
    const twins = await tx.appUser.findMany({
      where: { bankId: actor.bankId, personKey: user.personKey, id: { not: user.id } },
      select: { id: true, login: true },
    })
    const events = await tx.auditEvent.findMany({
      where: { bankId: actor.bankId, objectType: 'user', objectId: user.id },
      orderBy: { seq: 'desc' },
      take: 30,
    })
    const name = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      id: user.id,
      login: user.login,
      name: user.name,
      nameEn: user.nameEn,
      phone: user.phone,
      email: user.email,
      address: user.address,
      oidcSubject: user.oidcSubject,
      locale: user.locale,
      state: user.state,
      version: user.version,
      party: user.party,
      branch: user.branch,
      /** whether the person is known by identity number, and under which other accounts */
      identified: !user.personKey.startsWith('account:'),
      twins,
      lockedUntil: user.lockedUntil && user.lockedUntil > now ? user.lockedUntil : null,
      mustChangePassword: user.mustChangePassword,
      secondFactorSince: user.totpEnabledAt,
      lastSignInAt: user.lastSignInAt,
      createdAt: user.createdAt,
      sessions: user.userSessions.length,
      self: user.id === actor.userId,
      grants: user.roleGrants.map((g) => ({
        id: g.id,
        role: g.role,
        state: g.state,
        reason: g.reason,
        requestedBy: name(g.requestedBy),
        requestedAt: g.requestedAt,
        decidedBy: name(g.decidedBy),
        decidedAt: g.decidedAt,
        revokedBy: name(g.revokedBy),
        revokedAt: g.revokedAt,
      })),
      events: events.map((e) => ({
        id: e.id,
        at: e.at,
        command: e.command,
        to: e.stateTo,
        actor: e.actorName,
        reason: e.reason,
      })),
    }
  },
})

/** Role requests by keyset: those that wait first, then the latest decided. */
export const grantList = defineQuery({
  name: 'admin.grants',
  input: z.strictObject({
    state: z.array(z.string().max(20)).default([]),
    limit: z.coerce.number().int().min(1).max(500).default(200),
    /** W: among those that wait, D: among the decided; and the id of the last one */
    cursor: z
      .string()
      .regex(/^[WD]:[0-9a-f-]{36}$/i, 'E_CURSOR')
      .optional(),
  }),
  access: BANK_READERS,
  async run({ tx, actor, input }) {
    const [part = 'W', lastId] = input.cursor?.split(':') ?? []
    const partOf = (waiting: boolean, take: number) =>
      tx.roleGrant.findMany({
        where: {
          bankId: actor.bankId,
          ...(lastId && (part === 'W') === waiting ? { id: { lt: lastId } } : {}),
          AND: [
            { state: waiting ? 'PENDING' : { not: 'PENDING' } },
            input.state.length ? { state: { in: input.state } } : {},
          ],
        },
        include: { user: { select: { id: true, name: true, login: true, personKey: true } } },
        orderBy: { id: 'desc' },
        take,
      })
    const waiting = part === 'W' ? await partOf(true, input.limit + 1) : []
    const found = [...waiting, ...(await partOf(false, input.limit + 1 - waiting.length))]
    const rows = found.slice(0, input.limit)
    const last = rows.at(-1)
    const people = await tx.appUser.findMany({
      where: {
        bankId: actor.bankId,
        id: { in: rows.flatMap((g) => [g.requestedBy, g.decidedBy]).filter((id) => id !== null) },
      },
      select: { id: true, name: true, personKey: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)
    return {
      nextCursor: found.length > input.limit && last ? `${last.state === 'PENDING' ? 'W' : 'D'}:${last.id}` : null,
      items: rows.map((g) => ({
        id: g.id,
        userId: g.user.id,
        user: g.user.name,
        login: g.user.login,
        role: g.role,
        state: g.state,
        reason: g.reason,
        requestedBy: who(g.requestedBy)?.name ?? null,
        requestedAt: g.requestedAt,
        decidedBy: who(g.decidedBy)?.name ?? null,
        decidedAt: g.decidedAt,
        /** whether this person may decide it: neither who asked nor whom it concerns */
        decidable:
          g.state === 'PENDING' &&
          actor.roles.includes('TENANT_ADMIN') &&
          g.user.personKey !== actor.personKey &&
          who(g.requestedBy)?.personKey !== actor.personKey,
      })),
    }
  },
})

/** What the account forms choose from. */
export const accountChoices = defineQuery({
  name: 'admin.accountChoices',
  input: z.strictObject({}),
  access: BANK_READERS,
  async run({ tx, actor }) {
    const where = { bankId: actor.bankId }
    const branches = await tx.branch.findMany({
      where,
      select: { id: true, code: true, name: true },
      orderBy: { code: 'asc' },
    })
    const parties = await tx.party.findMany({
      where,
      select: { id: true, code: true, name: true },
      orderBy: { code: 'asc' },
      take: 1000,
    })
    const options = (rows: { id: string; code: string; name: string }[]) =>
      rows.map((r) => ({ value: r.id, label: `${r.code} ${r.name}` }))
    return { branches: options(branches), parties: options(parties) }
  },
})
