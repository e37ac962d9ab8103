/**
 * A person's calendar by its secret address: signings, inspections, yearly reviews, what investors are owed to be told and
 * everything that is due. Titles are
 * kinds, codes and numbers: a calendar lies with whoever keeps it, so no name of a merchant goes into it.
 */
import { workOf } from '@/lib/desk/work-sources'
import { businessDate } from '@/lib/platform/calendar'
import { civilDate, fromDb, type PlainDate } from '@/lib/platform/dates'
import { clientAddress, ownOrigin } from '@/lib/platform/http/client'
import { countUse, waitFor } from '@/lib/platform/http/rate-limit'
import type { Translate } from '@/lib/platform/i18n/translator'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { type CalendarEvent, calendarText } from '@/lib/platform/icalendar'
import { findBankByCode, Prisma, type Tx, withTenant } from '@/lib/platform/tenant'
import { feedHash } from './seal'

/** Inspections and reviews so far ahead are shown. */
const AHEAD_DAYS = 120
const MOST = 500
const TOUCH_MS = 60_000
/** Kinds whose title is a code and a market's name; in the others a person's name may follow the number. */
const TITLED = ['batch', 'market', 'cp', 'drawRequest', 'seat', 'marketReturn']
const NUMBERED = ['claim', 'drawdown', 'classification', 'voice', 'warning']

type Reader = { id: string; feed_id: string; locale: string; roles: string[]; last_read_at: Date | null }
type Row = {
  kind: string
  object_type: string
  object_id: string
  title: string
  due_at: Date | null
  due_on: Date | null
  minutes: number | null
}

const GONE = () => new Response('404\n', { status: 404, headers: { 'cache-control': 'no-store' } })

export async function serveFeed(request: Request, bankCode: string, file: string): Promise<Response> {
  const from = clientAddress(request.headers)
  const wait = await waitFor('unknownToken', from)
  if (wait !== null) return tooMany(wait)
  const token = /^([A-Za-z0-9_-]{43})\.ics$/.exec(file)?.[1]
  const bank = token && /^[A-Za-z0-9]{2,16}$/.test(bankCode) ? await findBankByCode(bankCode) : null
  const hash = token ? feedHash(token) : ''
  const reader = bank?.state === 'ACTIVE' ? await readerOf(bank.id, hash) : null
  if (!bank || !reader) {
    await countUse('unknownToken', from)
    return GONE()
  }
  const often = await countUse('calendarFeed', reader.feed_id)
  if (often !== null) return tooMany(often)
  const t = await translatorFor(reader.locale === 'en' ? 'en' : 'zh-CN')
  const rows = await withTenant(
    { bankId: bank.id, partyId: null },
    async (tx) => eventsOf(tx, bank.id, reader, await businessDate(tx, bank.id)),
    { readOnly: true },
  )
  const origin = ownOrigin(request.headers, new URL(request.url))
  const text = calendarText({
    product: 'Calendar',
    name: t('notices.feed.name', { bank: reader.locale === 'en' ? bank.nameEn : bank.name }),
    events: rows.map((r) => eventOf(r, bank.code, origin, t)),
  })
  return new Response(text, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
    },
  })
}

const tooMany = (seconds: number) =>
  new Response('429\n', { status: 429, headers: { 'retry-after': String(seconds), 'cache-control': 'no-store' } })

async function readerOf(bankId: string, hash: string): Promise<Reader | null> {
  return withTenant({ bankId, partyId: null }, async (tx) => {
    const [row] = await tx.$queryRaw<Reader[]>`
      select u.id, f.id as feed_id, u.locale, f.last_read_at,
        array(select g.role from role_grant g where g.bank_id = u.bank_id and g.user_id = u.id and g.state = 'ACTIVE' order by g.role) as roles
      from calendar_feed f join app_user u on u.bank_id = f.bank_id and u.id = f.user_id and u.state = 'ACTIVE' and u.party_id is null
      where f.bank_id = ${bankId}::uuid and f.token_hash = ${hash} and f.revoked_at is null`
    if (!row || row.roles.length === 0) return null
    const now = new Date()
    if (now.getTime() - (row.last_read_at?.getTime() ?? 0) > TOUCH_MS)
      await tx.calendarFeed.updateMany({ where: { bankId, id: row.feed_id }, data: { lastReadAt: now } })
    return row
  })
}

async function eventsOf(tx: Tx, bankId: string, reader: Reader, today: PlainDate): Promise<Row[]> {
  const work = workOf({ bankId, userId: reader.id, roles: reader.roles, today: today.toString() })
  const until = today.add({ days: AHEAD_DAYS }).toString()
  const has = (role: string) => reader.roles.includes(role)
  return tx.$queryRaw<Row[]>(Prisma.sql`
    select * from (
      select w.kind, w.object_type, w.object_id, w.title, w.due_at, w.due_on, null::int as minutes from (${work}) w
        where (w.due_at is not null or w.due_on is not null) and w.kind not in ('signing', 'visit', 'review')
          and not (w.kind = 'task' and w.title = 'ISSUE_DISCLOSURE')
      union all
      select 'signing', 'signing', s.id, b.code, s.starts_at, null, 60 from signing_session s join batch b on b.bank_id = s.bank_id and b.id = s.batch_id
        where s.bank_id = ${bankId}::uuid and s.state = 'APPOINTED' and (s.rm_id = ${reader.id}::uuid or s.contract_officer_id = ${reader.id}::uuid)
      union all
      select 'visit', v.kind, v.id, coalesce(m.code, ''), null, v.planned_on, null from visit v
        left join market m on m.bank_id = v.bank_id and m.id = v.market_id
        where v.bank_id = ${bankId}::uuid and v.state in ('PLANNED', 'MISSED') and v.assignee_id = ${reader.id}::uuid and v.planned_on <= ${until}::date
      union all
      select 'review', 'review', r.id, l.number, null, r.review_on, null from annual_review r join loan l on l.bank_id = r.bank_id and l.id = r.loan_id
        join market m on m.bank_id = r.bank_id and m.id = r.market_id
        where r.bank_id = ${bankId}::uuid and r.state in ('LISTED', 'SURVEYED', 'CONCLUDED', 'APPROVED') and r.review_on between ${today.toString()}::date - 60 and ${until}::date
          and ((${has('RM')} and m.rm_id = ${reader.id}::uuid) or ${has('RISK_MGR')} or ${has('SB_HEAD')})
      union all
      select 'disclosure', d.kind, d.id, p.code, null, d.due_on, null from issue_disclosure d join issue_pool p on p.bank_id = d.bank_id and p.id = d.pool_id
        where d.bank_id = ${bankId}::uuid and d.done_on is null and d.due_on <= ${until}::date and ${has('POST_PARTNER')}
    ) e order by coalesce(e.due_at, e.due_on), e.kind, e.object_id limit ${MOST}`)
}

function eventOf(r: Row, bankCode: string, origin: string, t: Translate): CalendarEvent {
  const kind = t(r.kind === 'disclosure' ? 'desk.today.taskKind.ISSUE_DISCLOSURE' : `desk.today.kind.${r.kind}`)
  const what =
    r.kind === 'task'
      ? t.has(`desk.today.taskKind.${r.title}`)
        ? t(`desk.today.taskKind.${r.title}`)
        : ''
      : r.kind === 'visit'
        ? [t.has(`monitoring.kind.${r.object_type}`) ? t(`monitoring.kind.${r.object_type}`) : '', r.title]
            .filter(Boolean)
            .join(' ')
        : r.kind === 'disclosure'
          ? `${r.title} ${t(`issues.disclosureKinds.${r.object_type}`)}`
          : TITLED.includes(r.kind) || r.kind === 'signing' || r.kind === 'review'
            ? r.title
            : NUMBERED.includes(r.kind)
              ? (r.title.split(' ')[0] ?? '')
              : ''
  const common = {
    uid: `${r.kind}-${r.object_id}-${r.kind === 'task' ? r.title.toLowerCase() : ''}@${bankCode.toLowerCase()}.fangshi`,
    title: [kind, what].filter(Boolean).join(' · '),
    url: `${origin}/today`,
    stamp: new Date(),
    alarmMinutes: r.minutes ? 60 : undefined,
  }
  if (r.due_on) return { ...common, day: fromDb(r.due_on) }
  if (r.due_at) return { ...common, startsAt: r.due_at, minutes: r.minutes ?? 30 }
  return { ...common, day: civilDate(new Date()) }
}
