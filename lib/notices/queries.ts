import { z } from 'zod'
import { kindsFor } from '@/lib/desk/work-sources'
import { BANK_ROLES } from '@/lib/platform/actor'
import { parseDate } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { wishesOf } from './collect'
import { NOTIFIED_ROLES } from './commands'

const STAFF = { roles: BANK_ROLES } as const
const OFFICE = { roles: ['TENANT_ADMIN', 'AUDITOR'] } as const

type Params = {
  title: string
  detail: string | null
  count: number
  dueAt: string | null
  dueOn: string | null
  href: string
}

/** One's own notices, newest first. `open`: only what is unread and still waits. */
export const noticeList = defineQuery({
  name: 'notices.list',
  input: z.strictObject({
    open: z.coerce.boolean().default(false),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: zId.optional(),
  }),
  access: { roles: NOTIFIED_ROLES },
  async run({ tx, actor, input, now, today }) {
    if (!actor.userId) return { items: [], unread: 0, nextCursor: null }
    const mine = { bankId: actor.bankId, userId: actor.userId, inApp: true, cause: { not: null } }
    const rows = await tx.notification.findMany({
      where: {
        ...mine,
        ...(input.open ? { readAt: null, goneAt: null } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const unread = await tx.notification.count({ where: { ...mine, readAt: null, goneAt: null } })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((n) => {
        const p = n.params as Params
        const dueOn = p.dueOn ? parseDate(p.dueOn) : null
        const dueAt = p.dueAt ? new Date(p.dueAt) : null
        return {
          id: n.id,
          kind: n.kind,
          title: p.title,
          detail: p.detail,
          count: p.count,
          dueOn,
          dueAt,
          overdue: !n.goneAt && (dueOn ? Temporal.PlainDate.compare(dueOn, today) < 0 : dueAt !== null && dueAt < now),
          href: p.href,
          createdAt: n.createdAt,
          readAt: n.readAt,
          goneAt: n.goneAt,
        }
      }),
      unread,
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
export type NoticeList = Awaited<ReturnType<typeof noticeList>>

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** How one is told of each kind that one's roles can bring, when, and whether the calendar is open. */
export const noticeSettings = defineQuery({
  name: 'notices.settings',
  input: z.strictObject({}),
  access: STAFF,
  async run({ tx, actor }) {
    const { bankId } = actor
    const userId = actor.userId ?? actor.bankId
    const wishes = await wishesOf(tx, bankId, [userId])
    const { digestMinute, quietFrom, quietTo, mail, workingDaysOnly } = wishes.times(userId)
    const me = await tx.appUser.findFirst({ where: { bankId, id: userId }, select: { email: true } })
    const server = await tx.mailServer.findFirst({ where: { bankId, state: 'ACTIVE' }, select: { bankId: true } })
    const feed = await tx.calendarFeed.findFirst({ where: { bankId, userId, revokedAt: null } })
    return {
      email: me?.email || null,
      mailWorks: server !== null,
      times: {
        mail,
        workingDaysOnly,
        digestAt: clock(digestMinute),
        quietFrom: clock(quietFrom),
        quietTo: clock(quietTo),
      },
      kinds: kindsFor(actor.roles).map((kind) => ({ kind, ...wishes.of(userId, kind) })),
      calendar: feed ? { since: feed.createdAt, lastReadAt: feed.lastReadAt } : null,
    }
  },
})
export type NoticeSettings = Awaited<ReturnType<typeof noticeSettings>>

/** The bank's mail server without its password, and how the last day went. */
export const mailServer = defineQuery({
  name: 'notices.mailServer',
  input: z.strictObject({}),
  access: OFFICE,
  async run({ tx, actor, now }) {
    const { bankId } = actor
    const row = await tx.mailServer.findUnique({ where: { bankId } })
    const counts = await tx.mailMessage.groupBy({
      by: ['state'],
      where: { bankId, createdAt: { gt: new Date(now.getTime() - 86_400_000) } },
      _count: { _all: true },
    })
    const n = (...states: string[]) =>
      counts.filter((c) => states.includes(c.state)).reduce((sum, c) => sum + c._count._all, 0)
    return {
      server: row && {
        host: row.host,
        port: row.port,
        security: row.security,
        username: row.username,
        hasPassword: row.passwordSealed !== null,
        sender: row.sender,
        link: row.link,
        state: row.state,
        updatedAt: row.updatedAt,
      },
      lastDay: { sent: n('SENT'), pending: n('PENDING', 'SENDING'), failed: n('DEAD', 'UNKNOWN') },
    }
  },
})

/** E-mails of the bank, newest first: to whom, of what kind, what came of each; never what they said. */
export const mailList = defineQuery({
  name: 'notices.mails',
  input: z.strictObject({
    state: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: zId.optional(),
  }),
  access: OFFICE,
  async run({ tx, actor, input }) {
    const rows = await tx.mailMessage.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { user: { select: { login: true } } },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((m) => ({
        id: m.id,
        login: m.user.login,
        kind: m.kind,
        state: m.state,
        attempts: m.attempts,
        error: m.lastError,
        createdAt: m.createdAt,
        nextAt: m.nextAt,
        sentAt: m.sentAt,
      })),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
