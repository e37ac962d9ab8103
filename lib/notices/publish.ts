/**
 * The worker's part of e-mail: due messages are claimed, written from what is open now, handed over outside any
 * transaction, and what came of it is written down. A message whose hand-over nobody saw to its end is not sent again by
 * itself: it may have arrived.
 */

import { loadCalendar } from '@/lib/platform/calendar'
import { log } from '@/lib/platform/log'
import { type BankRow, type Tx, withTenant } from '@/lib/platform/tenant'
import { collectNotices, instantOf, momentOf, wishesOf } from './collect'
import { type KindCount, letterText } from './letter'
import { orderReports, reportFor } from './reports'
import { afterTry, type MailOutcome, writableFrom } from './rules'
import { openPassword } from './seal'
import { handOver, type SmtpServer } from './smtp'

const AT_ONCE = 20
/** A claimed message whose worker died is looked at after this. */
const LEASE_MS = 300_000

type Due = {
  id: string
  kind: 'AT_ONCE' | 'DIGEST' | 'REPORT' | 'TEST'
  params: { report?: string } | null
  attempts: number
  user_id: string
  email: string | null
  locale: string
  active: boolean
}

type Server = SmtpServer & { sender: string; link: string }

/** Sends what is due; answers how many were tried. */
export async function sendMails(
  bank: Pick<BankRow, 'id' | 'code' | 'name' | 'nameEn'>,
  now = new Date(),
): Promise<number> {
  const bankId = bank.id
  const claimed = await withTenant({ bankId, partyId: null }, async (tx) => {
    const row = await tx.mailServer.findFirst({ where: { bankId, state: 'ACTIVE' } })
    if (!row) return null
    await tx.mailMessage.updateMany({
      where: { bankId, state: 'SENDING', nextAt: { lte: now } },
      data: { state: 'UNKNOWN', lastError: 'WORKER_LOST' },
    })
    const due = await tx.$queryRaw<Due[]>`
      with due as (
        select m.id from mail_message m where m.bank_id = ${bankId}::uuid and m.state = 'PENDING' and m.next_at <= ${now}
        order by m.next_at, m.id limit ${AT_ONCE} for update skip locked),
      claimed as (
        update mail_message m set state = 'SENDING', attempts = m.attempts + 1, next_at = ${new Date(now.getTime() + LEASE_MS)}
        from due where m.bank_id = ${bankId}::uuid and m.id = due.id returning m.*)
      select c.id, c.kind, c.params, c.attempts, c.user_id, nullif(u.email, '') as email, u.locale, u.state = 'ACTIVE' as active
      from claimed c join app_user u on u.bank_id = c.bank_id and u.id = c.user_id order by c.created_at, c.id`
    const server: Server = {
      host: row.host,
      port: row.port,
      security: row.security,
      username: row.username,
      password: row.passwordSealed ? openPassword(row.passwordSealed, bankId) : null,
      sender: row.sender,
      link: row.link,
    }
    return { server, due }
  })
  if (!claimed) return 0
  // one after the other: a bank's mail server is asked by one connection at a time
  for (const d of claimed.due) await send(bank, claimed.server, d, now)
  return claimed.due.length
}

async function send(bank: Pick<BankRow, 'id' | 'code' | 'name' | 'nameEn'>, server: Server, d: Due, now: Date) {
  const bankId = bank.id
  const counts = await openCounts(bankId, d)
  const nothing = (d.kind === 'AT_ONCE' || d.kind === 'DIGEST') && counts.length === 0
  if (!d.email || !d.active || nothing)
    return settle(bankId, d, { state: 'CANCELLED', lastError: nothing ? null : 'NO_ADDRESS' })
  const locale = d.locale === 'en' ? 'en' : 'zh-CN'
  let outcome: MailOutcome
  try {
    const report = d.kind === 'REPORT' ? await reportFor(bank, d.user_id, d.params?.report ?? '') : null
    if (d.kind === 'REPORT' && !report) return settle(bankId, d, { state: 'CANCELLED', lastError: 'NO_REPORT' })
    const what = report
      ? ({ kind: 'REPORT', name: report.name } as const)
      : d.kind === 'AT_ONCE' || d.kind === 'DIGEST'
        ? ({ kind: d.kind, counts } as const)
        : ({ kind: 'TEST' } as const)
    const letter = await letterText(locale, locale === 'en' ? bank.nameEn : bank.name, server.link, what)
    outcome = await handOver(server, {
      ...letter,
      from: server.sender,
      to: d.email,
      messageId: `<${d.id}@${bank.code.toLowerCase()}.fangshi>`,
      language: locale,
      attachment: report?.attachment,
    })
  } catch (err) {
    log.error({ bank: bank.code, mail: d.id, err }, 'an e-mail could not be written')
    outcome = { kind: 'NOT_HANDED_OVER', code: 'NOT_WRITTEN' }
  }
  const next = afterTry(outcome, d.attempts)
  const lastError = outcome.kind === 'TAKEN' ? null : outcome.code
  if (next.state === 'PENDING') {
    const at = await withTenant({ bankId, partyId: null }, (tx) =>
      nextTry(tx, bankId, d.user_id, new Date(now.getTime() + next.wait * 1000)),
    )
    return settle(bankId, d, { state: 'PENDING', nextAt: at, lastError })
  }
  return settle(bankId, d, { state: next.state, lastError, ...(next.state === 'SENT' ? { sentAt: new Date() } : {}) })
}

async function nextTry(tx: Tx, bankId: string, userId: string, at: Date): Promise<Date> {
  const times = (await wishesOf(tx, bankId, [userId])).times(userId)
  const moment = momentOf(at)
  const next = writableFrom(moment, times, await loadCalendar(tx, bankId))
  return next.day.equals(moment.day) && next.minute === moment.minute ? at : instantOf(next)
}

async function settle(
  bankId: string,
  d: Due,
  data: { state: string; lastError: string | null; nextAt?: Date; sentAt?: Date },
): Promise<void> {
  await withTenant({ bankId, partyId: null }, (tx) =>
    tx.mailMessage.updateMany({ where: { bankId, id: d.id, state: 'SENDING', attempts: d.attempts }, data }),
  )
}

/** What is still unread and open: of the message's own notices, or of everything that the person wants in the summary. */
async function openCounts(bankId: string, d: Due): Promise<KindCount[]> {
  if (d.kind !== 'AT_ONCE' && d.kind !== 'DIGEST') return []
  return withTenant(
    { bankId, partyId: null },
    async (tx) => {
      const rows = await tx.notification.groupBy({
        by: ['kind'],
        where: {
          bankId,
          userId: d.user_id,
          readAt: null,
          goneAt: null,
          cause: { not: null },
          ...(d.kind === 'AT_ONCE' ? { mailId: d.id } : {}),
        },
        _count: { _all: true },
        orderBy: { kind: 'asc' },
      })
      const wishes = await wishesOf(tx, bankId, [d.user_id])
      return rows
        .filter((r) => d.kind === 'AT_ONCE' || wishes.of(d.user_id, r.kind).mail !== 'NONE')
        .map((r) => ({ kind: r.kind, count: r._count._all }))
    },
    { readOnly: true },
  )
}

const TURN_MS = 60_000
const last = new Map<string, number>()

/** Called by the worker at every turn: looks for news once a minute, and sends what is due. */
export async function tellPeople(bank: BankRow): Promise<void> {
  try {
    const at = Date.now()
    if (at - (last.get(bank.id) ?? 0) >= TURN_MS) {
      last.set(bank.id, at)
      await collectNotices(bank, new Date(), (tx, now) => orderReports(tx, bank.id, now))
    }
    await sendMails(bank)
  } catch (err) {
    log.error({ bank: bank.code, err }, 'people could not be told')
  }
}
