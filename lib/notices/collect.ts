/**
 * The worker's part of telling: what waits for each person becomes a notice, once for each cause; a notice whose work is
 * done says so. What a person wants by e-mail at once becomes a message in the same transaction, and once a day a summary.
 * People with the same roles are looked at in one statement.
 */
import { WORK_SOURCES, workOf } from '@/lib/desk/work-sources'

import { businessDate, loadCalendar } from '@/lib/platform/calendar'
import { BANK_ZONE, fromDbOrNull } from '@/lib/platform/dates'
import { type BankRow, newId, Prisma, type Tx, withTenant } from '@/lib/platform/tenant'
import { tellPartners } from './partner-work'
import {
  DEFAULT_TIMES,
  defaultPreference,
  digestDue,
  type MailWay,
  type Moment,
  type Preference,
  type Times,
  writableFrom,
} from './rules'

type Person = { id: string; email: string | null; roles: string[] }
type Found = {
  user_id: string
  cause: string
  kind: keyof typeof WORK_SOURCES
  object_type: string
  object_id: string
  title: string
  detail: string | null
  due_at: Date | null
  due_on: Date | null
  n: number
}

/** Kinds whose detail is a state: another state of the same object is another cause. Elsewhere the detail may change daily. */
const BY_STATE = ['batch', 'market', 'claim', 'drawdown', 'classification', 'voice', 'review', 'seat']

export type Collected = { told: number; gone: number; mails: number }

/** `ordered`: what else is to be sent at this moment, in the same transaction. */
export async function collectNotices(
  bank: Pick<BankRow, 'id'>,
  now = new Date(),
  ordered: (tx: Tx, now: Date) => Promise<number> = async () => 0,
): Promise<Collected> {
  const bankId = bank.id
  return withTenant(
    { bankId, partyId: null },
    async (tx) => {
      const people = await tx.$queryRaw<Person[]>`
        select u.id, nullif(u.email, '') as email, array_agg(distinct g.role order by g.role) as roles from app_user u
        join role_grant g on g.bank_id = u.bank_id and g.user_id = u.id and g.state = 'ACTIVE'
        where u.bank_id = ${bankId}::uuid and u.state = 'ACTIVE' and u.party_id is null group by u.id, u.email`
      const today = (await businessDate(tx, bankId)).toString()
      const fresh: Found[] = []
      let gone = 0
      for (const group of byRoles(people)) {
        const change = await tellGroup(tx, bankId, group, today, now)
        fresh.push(...change.fresh)
        gone += change.gone
      }
      const partners = await tellPartners(tx, bankId, now)
      const mails = (await orderMails(tx, bankId, people, fresh, now)) + (await ordered(tx, now))
      return { told: fresh.length + partners.told, gone: gone + partners.gone, mails }
    },
    { timeoutMs: 60_000 },
  )
}

function byRoles(people: readonly Person[]): { users: string[]; roles: string[] }[] {
  const groups = new Map<string, { users: string[]; roles: string[] }>()
  for (const p of people) {
    const key = p.roles.join()
    const group = groups.get(key) ?? { users: [], roles: p.roles }
    group.users.push(p.id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

async function tellGroup(
  tx: Tx,
  bankId: string,
  { users, roles }: { users: string[]; roles: string[] },
  today: string,
  now: Date,
): Promise<{ fresh: Found[]; gone: number }> {
  const work = workOf({ bankId, userId: Prisma.sql`person.id`, roles, today })
  const rows = await tx.$queryRaw<(Found & { state: 'NEW' | 'GONE' })[]>`
    with work as materialized (
      select distinct on (person.id, c.cause) person.id as user_id, c.cause, w.* from unnest(${users}::uuid[]) person(id)
      cross join lateral (${work}) w
      cross join lateral (select md5(concat_ws('|', w.kind, w.object_type, w.object_id, w.title,
        case when w.kind = any(${BY_STATE}::text[]) then w.detail end, extract(epoch from w.since))) as cause) c),
    gone as (
      update notification n set gone_at = ${now} where n.bank_id = ${bankId}::uuid and n.user_id = any(${users}::uuid[]) and n.cause is not null
        and n.gone_at is null and not exists (select from work w where w.user_id = n.user_id and w.cause = n.cause) returning n.user_id),
    back as (
      update notification n set gone_at = null from work w where n.bank_id = ${bankId}::uuid and n.user_id = w.user_id and n.cause = w.cause
        and n.gone_at is not null)
    select 'NEW' as state, w.user_id, w.cause, w.kind, w.object_type, w.object_id, w.title, w.detail, w.due_at, w.due_on, w.n from work w
    where not exists (select from notification n where n.bank_id = ${bankId}::uuid and n.user_id = w.user_id and n.cause = w.cause)
    union all select 'GONE', g.user_id, '', 'task', '', g.user_id, '', null, null, null, 0 from gone g`
  return { fresh: rows.filter((r) => r.state === 'NEW'), gone: rows.filter((r) => r.state === 'GONE').length }
}

type Wishes = { of(userId: string, kind: string): Preference; times(userId: string): Times }

export async function wishesOf(tx: Tx, bankId: string, users: readonly string[]): Promise<Wishes> {
  const where = { bankId, userId: { in: [...users] } }
  const preferences = await tx.noticePreference.findMany({ where })
  const settings = await tx.noticeSetting.findMany({ where })
  const byKind = new Map(preferences.map((p) => [`${p.userId} ${p.kind}`, { inApp: p.inApp, mail: p.mail as MailWay }]))
  const byUser = new Map(settings.map((s) => [s.userId, s]))
  return {
    of: (userId, kind) => byKind.get(`${userId} ${kind}`) ?? defaultPreference(kind),
    times: (userId) => byUser.get(userId) ?? DEFAULT_TIMES,
  }
}

/** A moment of the bank's zone, and back to an instant. */
export function momentOf(at: Date): Moment {
  const z = at.toTemporalInstant().toZonedDateTimeISO(BANK_ZONE)
  return { day: z.toPlainDate(), minute: z.hour * 60 + z.minute }
}
export function instantOf({ day, minute }: Moment): Date {
  return new Date(day.toZonedDateTime({ timeZone: BANK_ZONE }).epochMilliseconds + minute * 60_000)
}

async function orderMails(tx: Tx, bankId: string, people: readonly Person[], fresh: readonly Found[], now: Date) {
  const server = await tx.mailServer.findFirst({ where: { bankId, state: 'ACTIVE' }, select: { bankId: true } })
  const wishes = await wishesOf(
    tx,
    bankId,
    people.map((p) => p.id),
  )
  const calendar = await loadCalendar(tx, bankId)
  const moment = momentOf(now)
  const reachable = new Set(server ? people.filter((p) => p.email && wishes.times(p.id).mail).map((p) => p.id) : [])

  // one message a person for all that is new and wanted at once; one that still waits takes the new along
  const atOnce = fresh.filter((f) => reachable.has(f.user_id) && wishes.of(f.user_id, f.kind).mail === 'AT_ONCE')
  const mailOf = new Map<string, string>()
  const waiting = await tx.mailMessage.findMany({
    where: { bankId, kind: 'AT_ONCE', state: 'PENDING', attempts: 0, userId: { in: atOnce.map((f) => f.user_id) } },
    select: { id: true, userId: true },
  })
  for (const w of waiting) mailOf.set(w.userId, w.id)
  const mails: Prisma.MailMessageCreateManyInput[] = []
  for (const { user_id: userId } of atOnce) {
    if (mailOf.has(userId)) continue
    const id = newId()
    const at = writableFrom(moment, wishes.times(userId), calendar)
    const nextAt = at.day.equals(moment.day) && at.minute === moment.minute ? now : instantOf(at)
    mailOf.set(userId, id)
    mails.push({ bankId, id, userId, kind: 'AT_ONCE', dedupeKey: `now:${id}`, state: 'PENDING', nextAt })
  }
  for (const userId of reachable) {
    if (!digestDue(moment, wishes.times(userId), calendar)) continue
    mails.push({
      bankId,
      id: newId(),
      userId,
      kind: 'DIGEST',
      dedupeKey: `digest:${moment.day}`,
      state: 'PENDING',
      nextAt: now,
    })
  }
  // the summary of a day is there already at every later turn
  const made = mails.length > 0 ? await tx.mailMessage.createMany({ data: mails, skipDuplicates: true }) : { count: 0 }
  await tx.notification.createMany({
    skipDuplicates: true,
    data: fresh.map((f) => ({
      bankId,
      id: newId(),
      userId: f.user_id,
      kind: f.kind,
      objectType: f.object_type,
      objectId: f.object_id,
      cause: f.cause,
      createdAt: now,
      inApp: wishes.of(f.user_id, f.kind).inApp,
      mailId: atOnce.includes(f) ? mailOf.get(f.user_id) : null,
      params: {
        title: f.title,
        detail: f.detail,
        count: f.n,
        dueAt: f.due_at?.toISOString() ?? null,
        dueOn: fromDbOrNull(f.due_on)?.toString() ?? null,
        href: WORK_SOURCES[f.kind].href(f),
      },
    })),
  })
  return made.count
}
