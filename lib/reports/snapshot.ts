/**
 * The portfolio counted once a business day, so that those who look at it wait for a few hundred rows and not for a
 * million loans. What is shown says of which day it is. Loans' month ends are compared when a month is closed.
 */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb, fromDbOrNull, isAfter, type PlainDate, toDb } from '@/lib/platform/dates'
import { onceABusinessDay } from '@/lib/platform/jobs/business-day'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { BUCKET_FROM, PAID_BACK, WRITTEN_OFF } from './rules'

/** Days that stay; month ends stay for ever. */
const KEPT_DAYS = 60
/** At most so many closed months are compared in one go: a bank that was just taken over. */
const MOST_MONTHS = 36

const BUCKET = (dpd: Prisma.Sql) => Prisma.sql`width_bucket(${dpd}, ${BUCKET_FROM.slice(1)}::int[])`

/** Counts the portfolio as it is now, for this business day; a second count of the day takes the first one's place. */
async function countPortfolio(tx: Tx, bankId: string, on: PlainDate, now: Date): Promise<number> {
  const day = toDb(on)
  await tx.portfolioCell.deleteMany({ where: { bankId, asOn: day } })
  await tx.portfolioDay.upsert({
    where: { bankId_asOn: { bankId, asOn: day } },
    create: { bankId, asOn: day, takenAt: now, loans: 0 },
    update: { takenAt: now },
  })
  await tx.$executeRaw(Prisma.sql`
    insert into portfolio_cell (bank_id, as_on, market_id, mode, grade, bucket, class, borrower_type, loans, principal_fen, provision_fen)
    select ${bankId}::uuid, ${day}::date, t.market_id, coalesce(b.mode, '-'), t.grade, t.bucket, t.class, t.borrower_type,
      sum(t.loans)::int, sum(t.principal)::bigint, sum(t.provision)::bigint
    from (
      select s.market_id, s.batch_id, ${BUCKET(Prisma.sql`s.dpd`)} as bucket, s.class, coalesce(o.grade, '-') as grade,
        coalesce(x.borrower_type, '-') as borrower_type, count(*) as loans, sum(s.principal_fen) as principal, sum(s.provision_fen) as provision
      from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
      left join application x on x.bank_id = l.bank_id and x.id = l.application_id
      left join application_outcome o on o.bank_id = l.bank_id and o.application_id = l.application_id
      where s.bank_id = ${bankId}::uuid and s.live group by 1, 2, 3, 4, 5, 6) t
    left join batch b on b.bank_id = ${bankId}::uuid and b.id = t.batch_id
    group by t.market_id, b.mode, t.grade, t.bucket, t.class, t.borrower_type`)
  const { _sum } = await tx.portfolioCell.aggregate({ where: { bankId, asOn: day }, _sum: { loans: true } })
  const loans = _sum.loans ?? 0
  await tx.portfolioDay.updateMany({ where: { bankId, asOn: day }, data: { loans } })
  // old days go, the last day of each month stays
  await tx.$executeRaw(Prisma.sql`
    with old as (
      select d.as_on from portfolio_day d where d.bank_id = ${bankId}::uuid and d.as_on < ${day}::date - ${KEPT_DAYS}::int
        and exists (select from portfolio_day later where later.bank_id = d.bank_id and later.as_on > d.as_on
          and date_trunc('month', later.as_on) = date_trunc('month', d.as_on))),
    gone as (delete from portfolio_cell c using old where c.bank_id = ${bankId}::uuid and c.as_on = old.as_on returning c.as_on)
    select count(*) from gone`)
  await tx.$executeRaw(Prisma.sql`
    delete from portfolio_day d where d.bank_id = ${bankId}::uuid and d.loans > 0
      and not exists (select from portfolio_cell c where c.bank_id = d.bank_id and c.as_on = d.as_on)`)
  return loans
}

/** Closed months that were not compared yet, oldest first. */
async function openMonths(tx: Tx, bankId: string, today: PlainDate): Promise<PlainDate[]> {
  const closed = today.with({ day: 1 }).subtract({ months: 1 })
  const done = await tx.vintageCell.aggregate({ where: { bankId }, _max: { month: true } })
  const last = fromDbOrNull(done._max.month)
  const [first] = last
    ? [{ on: null }]
    : await tx.$queryRaw<{ on: Date | null }[]>`
        select min(start_date) as on from loan where bank_id = ${bankId}::uuid and start_date < ${toDb(closed.add({ months: 1 }))}::date`
  const from = last ? last.add({ months: 1 }) : fromDbOrNull(first?.on)?.with({ day: 1 })
  const months: PlainDate[] = []
  const earliest = closed.subtract({ months: MOST_MONTHS - 1 })
  if (from)
    for (let m = isAfter(earliest, from) ? earliest : from; !isAfter(m, closed); m = m.add({ months: 1 }))
      months.push(m)
  return months
}

/** Where the loans of the month before stood at the end of this one, and which were late for the first time. */
async function compareMonth(tx: Tx, bankId: string, month: PlainDate): Promise<void> {
  const m = toDb(month)
  await tx.$executeRaw(Prisma.sql`
    insert into roll_cell (bank_id, month, from_bucket, to_bucket, loans, principal_fen)
    select a.bank_id, ${m}::date, ${BUCKET(Prisma.sql`a.dpd`)},
      case when b.loan_id is not null then ${BUCKET(Prisma.sql`b.dpd`)} when l.state = 'WRITTEN_OFF' then ${WRITTEN_OFF} else ${PAID_BACK} end,
      count(*)::int, sum(a.principal_fen)::bigint
    from loan_statement a join loan l on l.bank_id = a.bank_id and l.id = a.loan_id
    left join loan_statement b on b.bank_id = a.bank_id and b.loan_id = a.loan_id and b.month = ${m}::date
    where a.bank_id = ${bankId}::uuid and a.month = (${m}::date - interval '1 month')::date group by 1, 2, 3, 4
    on conflict do nothing`)
  await tx.$executeRaw(Prisma.sql`
    insert into vintage_cell (bank_id, start_month, month, loans, granted_fen, new_late_loans, new_late_fen)
    select ${bankId}::uuid, g.start_month, ${m}::date, g.loans, g.granted, coalesce(n.loans, 0), coalesce(n.granted, 0)
    from (select date_trunc('month', start_date)::date as start_month, count(*)::int as loans, sum(principal_fen)::bigint as granted from loan
          where bank_id = ${bankId}::uuid and start_date < (${m}::date + interval '1 month') group by 1) g
    left join (
      select date_trunc('month', l.start_date)::date as start_month, count(*)::int as loans, sum(l.principal_fen)::bigint as granted
      from loan_statement s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
      where s.bank_id = ${bankId}::uuid and s.month = ${m}::date and s.dpd > 30 and not exists (
        select from loan_statement p where p.bank_id = s.bank_id and p.loan_id = s.loan_id and p.month < ${m}::date and p.dpd > 30)
      group by 1) n on n.start_month = g.start_month
    on conflict do nothing`)
}

/** The day's count, and the months that were closed since the last one. */
export const takeSnapshot = defineCommand({
  name: 'reports.snapshot',
  input: z.strictObject({}),
  access: { roles: ['SYSTEM', 'SB_HEAD', 'CR_HEAD', 'RISK_MGR'] },
  timeoutMs: 600_000,
  async run(ctx) {
    const { tx, actor, today, now } = ctx
    const { bankId } = actor
    // two at once would count the same day twice
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('portfolio ' || ${bankId}, 0))::text`
    const loans = await countPortfolio(tx, bankId, today, now)
    const months = await openMonths(tx, bankId, today)
    for (const month of months) await compareMonth(tx, bankId, month)
    ctx.audit({
      objectType: 'report',
      objectId: today.toString(),
      detail: { event: 'snapshot', loans, months: months.map((m) => m.toString().slice(0, 7)) },
    })
    return { asOn: today, loans, months: months.length }
  },
})

/** For the worker: the business day's count, when it has not been yet. */
export const countDaily = onceABusinessDay({
  name: 'reports.snapshot',
  isDone: async (tx, bankId, day) => (await tx.portfolioDay.count({ where: { bankId, asOn: toDb(day) } })) > 0,
  run: (actor) => takeSnapshot(actor, {}),
})

/** The newest count, with its cells; null before the first. */
export async function latestCells(tx: Tx, bankId: string) {
  const day = await tx.portfolioDay.findFirst({ where: { bankId }, orderBy: { asOn: 'desc' } })
  if (!day) return null
  const cells = await tx.portfolioCell.findMany({ where: { bankId, asOn: day.asOn } })
  return { asOn: fromDb(day.asOn), takenAt: day.takenAt, cells }
}
