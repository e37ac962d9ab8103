/** What a person settles about being told, and the bank's mail server. */
import { z } from 'zod'
import { WORK_KINDS } from '@/lib/desk/work-sources'
import { BANK_ROLES, PARTNER_ROLES } from '@/lib/platform/actor'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { liveMode } from '@/lib/platform/mode'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { MAIL_WAYS, serverFault } from './rules'
import { feedHash, newFeedToken, sealPassword } from './seal'

const STAFF = { roles: BANK_ROLES } as const
/** Who is told in the app: the bank's people, and a partner's in the portal. */
export const NOTIFIED_ROLES = [...BANK_ROLES, ...PARTNER_ROLES] as const
const ADMIN = { roles: ['TENANT_ADMIN'] } as const
const PERSONS_ONLY = 'E_FORBIDDEN'

function meOf(ctx: Pick<CommandContext<unknown>, 'actor'>): string {
  if (!ctx.actor.userId) throw refuse(PERSONS_ONLY)
  return ctx.actor.userId
}

/** Without ids: everything. */
export const readNotices = defineCommand({
  name: 'notices.read',
  input: z.strictObject({ ids: z.array(zId).min(1).max(200).optional() }),
  access: { roles: NOTIFIED_ROLES },
  async run(ctx) {
    const userId = meOf(ctx)
    const { count } = await ctx.tx.notification.updateMany({
      where: {
        bankId: ctx.actor.bankId,
        userId,
        readAt: null,
        ...(ctx.input.ids ? { id: { in: ctx.input.ids } } : {}),
      },
      data: { readAt: ctx.now },
    })
    ctx.audit({ objectType: 'notice', objectId: userId, detail: { event: 'read', count } })
    return { read: count }
  },
})

const zMinute = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'E_NOTICE_TIME')
  .transform((s) => Number(s.slice(0, 2)) * 60 + Number(s.slice(3)))

export const setNoticeTimes = defineCommand({
  name: 'notices.setTimes',
  input: z.strictObject({
    mail: z.boolean(),
    digestAt: zMinute,
    quietFrom: zMinute,
    quietTo: zMinute,
    workingDaysOnly: z.boolean(),
  }),
  access: STAFF,
  async run(ctx) {
    const { bankId } = ctx.actor
    const userId = meOf(ctx)
    const { digestAt, ...rest } = ctx.input
    const data = { ...rest, digestMinute: digestAt }
    await ctx.tx.noticeSetting.upsert({
      where: { bankId_userId: { bankId, userId } },
      create: { bankId, userId, ...data },
      update: data,
    })
    ctx.audit({ objectType: 'notice', objectId: userId, detail: { event: 'times', ...data } })
    return { mail: data.mail }
  },
})

export const setNoticePreferences = defineCommand({
  name: 'notices.setPreferences',
  input: z.strictObject({
    kinds: z
      .array(z.strictObject({ kind: z.enum(WORK_KINDS), inApp: z.boolean(), mail: z.enum(MAIL_WAYS) }))
      .min(1)
      .max(WORK_KINDS.length),
  }),
  access: STAFF,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { bankId } = actor
    const userId = meOf(ctx)
    const kinds = new Map(input.kinds.map((k) => [k.kind, k]))
    await tx.noticePreference.deleteMany({ where: { bankId, userId, kind: { in: [...kinds.keys()] } } })
    await tx.noticePreference.createMany({ data: [...kinds.values()].map((k) => ({ bankId, userId, ...k })) })
    ctx.audit({ objectType: 'notice', objectId: userId, detail: { event: 'preferences', kinds: [...kinds.values()] } })
    return { kinds: kinds.size }
  },
})

/** A new secret address for the own calendar; the old one leads nowhere from now on. It is answered once. */
export const openCalendarFeed = defineCommand({
  name: 'notices.openCalendar',
  input: z.strictObject({}),
  access: STAFF,
  async run(ctx) {
    const { tx, actor, now } = ctx
    const { bankId } = actor
    const userId = meOf(ctx)
    await tx.calendarFeed.updateMany({ where: { bankId, userId, revokedAt: null }, data: { revokedAt: now } })
    const [id, token] = [newId(), newFeedToken()]
    await tx.calendarFeed.create({ data: { bankId, id, userId, tokenHash: feedHash(token) } })
    ctx.audit({ objectType: 'calendar-feed', objectId: id, to: 'OPEN' })
    return { id, path: `/api/calendar/${actor.bankCode}/${token}.ics` }
  },
})

export const closeCalendarFeed = defineCommand({
  name: 'notices.closeCalendar',
  input: z.strictObject({}),
  access: STAFF,
  async run(ctx) {
    const { tx, actor, now } = ctx
    const userId = meOf(ctx)
    const { count } = await tx.calendarFeed.updateMany({
      where: { bankId: actor.bankId, userId, revokedAt: null },
      data: { revokedAt: now },
    })
    if (count === 0) throw refuse('E_NOT_FOUND', { object: 'calendar-feed' })
    ctx.audit({ objectType: 'calendar-feed', objectId: userId, to: 'REVOKED' })
    return { closed: count }
  },
})

const LINE = /^[^\p{Cc}<>"]+ <[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/u

/** Without a password the one that is kept stays, as long as host and user do. */
export const setMailServer = defineCommand({
  name: 'notices.setMailServer',
  input: z.strictObject({
    host: z.string().trim().max(253),
    port: z.coerce.number().int().min(1, 'E_RANGE').max(65_535, 'E_RANGE'),
    security: z.enum(['TLS', 'STARTTLS', 'NONE']),
    username: z.string().trim().max(200).optional(),
    password: z.string().max(500).optional(),
    sender: z.string().trim().max(200).regex(LINE, 'E_MAIL_SENDER'),
    link: z.string().trim().max(200),
    state: z.enum(['ACTIVE', 'PAUSED']).default('ACTIVE'),
  }),
  access: ADMIN,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    const fault = serverFault(input, liveMode())
    if (fault) throw refuse(fault.code, {}, { fields: [{ path: fault.field, code: fault.code }] })
    const old = await tx.mailServer.findUnique({ where: { bankId } })
    const username = input.username || null
    // a kept password is never sent to another host or for another user
    const same = old && old.host === input.host && old.username === username
    const passwordSealed = input.password ? sealPassword(input.password, bankId) : same ? old.passwordSealed : null
    if (username && !passwordSealed)
      throw refuse('E_MAIL_PASSWORD', {}, { fields: [{ path: 'password', code: 'E_MAIL_PASSWORD' }] })
    const { password: _, username: __, ...rest } = input
    const data = {
      ...rest,
      username,
      passwordSealed: username ? passwordSealed : null,
      updatedBy: actor.userId,
      updatedAt: now,
    }
    await tx.mailServer.upsert({
      where: { bankId },
      create: { bankId, ...data },
      update: { ...data, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'mail-server',
      objectId: bankId,
      from: old?.state,
      to: input.state,
      detail: {
        host: input.host,
        port: input.port,
        security: input.security,
        sender: input.sender,
        password: input.password ? 'changed' : 'kept',
      },
    })
    return { state: input.state }
  },
})

/** An e-mail to oneself, so that the setting can be seen to work. */
export const testMail = defineCommand({
  name: 'notices.testMail',
  input: z.strictObject({}),
  access: ADMIN,
  async run(ctx) {
    const { tx, actor, now } = ctx
    const { bankId } = actor
    const userId = meOf(ctx)
    const server = await tx.mailServer.findFirst({ where: { bankId, state: 'ACTIVE' } })
    if (!server) throw refuse('E_MAIL_NO_SERVER')
    const me = await tx.appUser.findFirst({ where: { bankId, id: userId }, select: { email: true } })
    if (!me?.email) throw refuse('E_MAIL_NO_ADDRESS')
    const id = newId()
    await tx.mailMessage.create({
      data: { bankId, id, userId, kind: 'TEST', dedupeKey: `test:${id}`, state: 'PENDING', nextAt: now },
    })
    ctx.audit({ objectType: 'mail', objectId: id, to: 'PENDING', detail: { kind: 'TEST' } })
    return { id }
  },
})

/** A message that was given up, or of which nobody knows whether it arrived, goes out again: a person takes that upon himself. */
export const resendMail = defineCommand({
  name: 'notices.resend',
  input: z.strictObject({ mailId: zId }),
  access: ADMIN,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const mail = await tx.mailMessage.findFirst({ where: { bankId: actor.bankId, id: input.mailId } })
    if (!mail) throw refuse('E_NOT_FOUND', { object: 'mail' })
    const { count } = await tx.mailMessage.updateMany({
      where: { bankId: actor.bankId, id: mail.id, state: { in: ['DEAD', 'UNKNOWN'] } },
      data: { state: 'PENDING', attempts: 0, nextAt: now },
    })
    if (count === 0) throw refuse('E_STATE', { state: mail.state, event: 'resend' })
    ctx.audit({ objectType: 'mail', objectId: mail.id, from: mail.state, to: 'PENDING' })
    return { id: mail.id }
  },
})
