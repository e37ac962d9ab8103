/** The rest of a business date's morning: how late loans are, the states that follow, money waiting in suspense, new rates, debits. */
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, isBefore, type PlainDate, toDb } from '@/lib/platform/dates'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { transitionSet } from '@/lib/platform/workflow'
import { applyToLoans, type LoanOrder } from '../book/apply'
import { lprOfTenor } from '../lpr'
import { bookRepayments } from '../repay'
import { anniversary, lprOn, repricedRate } from '../rules/repricing'
import { UNSECURED } from '../unsecured'
import { loanMachine } from '../workflow'
import { CLASS_NAME, CLASS_OF_DPD, CLASS_RANK, chargeOn, day } from './sql'

type Ctx = CommandContext<unknown>
/** Loans are told anew in portions of this size, so that memory stays flat. */
const PORTION = 500

/** Days past due, the class that they put under a loan (a worse one follows at once, a better one never by itself), what is owed for being late. */
export async function countDaysPastDue(tx: Tx, bankId: string, on: string, strictUnsecured: boolean): Promise<number> {
  const N = day(on)
  const dpd = Prisma.sql`(${N} - s.oldest_due)`
  const late = await tx.$executeRaw(Prisma.sql`
    update loan_state s set dpd = ${dpd}, as_of = ${N}, penalty_fen = ${chargeOn('pen', N)}, compound_fen = ${chargeOn('com', N)},
      class = ${CLASS_NAME(Prisma.sql`greatest(${CLASS_RANK}, ${CLASS_OF_DPD(dpd)})`)}
    where s.bank_id = ${bankId}::uuid and s.oldest_due is not null and s.live`)
  if (strictUnsecured)
    await tx.$executeRaw`
      update loan_state s set class = 'SUBSTANDARD' from loan l
      where s.bank_id = ${bankId}::uuid and s.live and s.oldest_due is not null and s.dpd > 30 and s.class in ('NORMAL', 'SPECIAL_MENTION')
        and l.bank_id = s.bank_id and l.id = s.loan_id and ${UNSECURED}`
  return late
}

/** Loans follow their days past due: CURRENT ↔ OVERDUE; revolving ones that nobody drew again are settled at maturity. */
export async function moveLoans(ctx: Ctx, on: PlainDate): Promise<{ overdue: number; cured: number; settled: number }> {
  const { tx, actor } = ctx
  const N = day(on.toString())
  const which = (condition: Prisma.Sql) =>
    Prisma.sql`select s.loan_id from loan_state s where s.bank_id = ${actor.bankId}::uuid and s.live and ${condition}`
  const overdue = await transitionSet(
    ctx,
    loanMachine,
    'CURRENT',
    { event: 'fall-overdue', bySystem: true },
    // late since yesterday; a week, in case a loan's state was put right by hand
    which(Prisma.sql`s.oldest_due between ${N} - 7 and ${N} - 1`),
  )
  const cured = await transitionSet(
    ctx,
    loanMachine,
    'OVERDUE',
    { event: 'cure', bySystem: true },
    Prisma.sql`select l.id from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
      where l.bank_id = ${actor.bankId}::uuid and l.state = 'OVERDUE' and s.live and s.oldest_due is null`,
  )
  const settled = await transitionSet(
    ctx,
    loanMachine,
    'CURRENT',
    { event: 'settle', bySystem: true, set: Prisma.sql`settled_on = ${N}` },
    Prisma.sql`select l.id from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
      where l.bank_id = ${actor.bankId}::uuid and l.method = 'REVOLVING' and l.state = 'CURRENT' and s.live and s.principal_fen = 0
        and s.turn_on <= ${N} and s.oldest_due is null and s.costs_fen = 0`,
  )
  if (settled > 0)
    await tx.$executeRaw`update loan_state s set live = false from loan l where s.bank_id = ${actor.bankId}::uuid and s.live
      and l.bank_id = s.bank_id and l.id = s.loan_id and l.state = 'SETTLED'`
  return { overdue, cured, settled }
}

/** Money that waits in suspense pays what has fallen due. */
export async function useSuspense(ctx: Ctx): Promise<{ suspenseUsed: number }> {
  const { tx, actor, today } = ctx
  const waiting = await tx.$queryRaw<{ loan_id: string; suspense_fen: bigint; due: bigint }[]>`
    select loan_id, suspense_fen, principal_due_fen + interest_due_fen + penalty_fen + compound_fen + costs_fen as due from loan_state
    where bank_id = ${actor.bankId}::uuid and live and suspense_fen > 0 and oldest_due is not null order by loan_id`
  for (let i = 0; i < waiting.length; i += PORTION) {
    await bookRepayments(
      ctx,
      waiting.slice(i, i + PORTION).map((w) => ({
        loanId: w.loan_id,
        amountFen: w.suspense_fen < w.due ? w.suspense_fen : w.due,
        valueDate: today,
        source: 'SUSPENSE',
      })),
    )
  }
  return { suspenseUsed: waiting.length }
}

/** Loans whose anniversary has come take the LPR of the day and keep their spread (§5.5). */
export async function reprice(ctx: Ctx): Promise<{ repriced: number }> {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  const due = await tx.loan.findMany({
    where: { bankId, repriceOn: { lte: toDb(today) }, state: { notIn: ['SETTLED', 'WRITTEN_OFF', 'RENEWED'] } },
    select: { id: true, startDate: true, maturityDate: true, ratePpm: true, spreadPpm: true, repriceOn: true },
    orderBy: { id: 'asc' },
  })
  if (due.length === 0) return { repriced: 0 }
  const { plans } = await loadParameters(tx, bankId, today)
  let repriced = 0
  for (let i = 0; i < due.length; i += PORTION) {
    const portion = due.slice(i, i + PORTION).map((l) => {
      const start = fromDb(l.startDate)
      const months = start.until(fromDb(l.maturityDate), { largestUnit: 'months' }).months
      const lpr = lprOn(lprOfTenor(plans, months), today)
      const years = start.until(fromDb(l.repriceOn!), { largestUnit: 'years' }).years
      const next = anniversary(start, Math.max(1, years) + 1)
      return {
        id: l.id,
        before: l.ratePpm,
        rate: lpr === null ? l.ratePpm : repricedRate(lpr, l.spreadPpm ?? 0),
        next: isBefore(next, fromDb(l.maturityDate)) ? next.toString() : null,
      }
    })
    const changed = portion.filter((p) => p.rate !== p.before)
    await applyToLoans(
      ctx,
      changed.map(
        (p): LoanOrder => ({
          loanId: p.id,
          add: [{ fact: { kind: 'RATE', annualRatePpm: p.rate, after: 'KEEP_TERM' }, valueDate: today, source: 'LPR' }],
        }),
      ),
    )
    await tx.$executeRaw`
      update loan l set reprice_on = j.next from json_to_recordset(${JSON.stringify(portion)}::json) as j(id uuid, next date)
      where l.bank_id = ${bankId}::uuid and l.id = j.id`
    repriced += changed.length
  }
  return { repriced }
}

/** On a working day: an order to the core to debit each borrower for what is due, one a loan and day, numbered within the day. */
export async function orderDebits(ctx: Ctx, on: PlainDate): Promise<{ debitsOrdered: number }> {
  const { tx, actor } = ctx
  const calendar = await loadCalendar(tx, actor.bankId)
  if (!calendar.isWorkingDay(on)) return { debitsOrdered: 0 }
  const made = await tx.$executeRaw`
    insert into debit_instruction (bank_id, number, loan_id, day, account, amount_fen, state)
    select s.bank_id, 'AD' || to_char(${toDb(on)}::date, 'YYYYMMDD') || lpad(row_number() over (order by s.loan_id)::text, 7, '0'), s.loan_id, ${toDb(on)}::date,
      l.settlement_account, s.principal_due_fen + s.interest_due_fen + s.penalty_fen + s.compound_fen + s.costs_fen, 'ORDERED'
    from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
    where s.bank_id = ${actor.bankId}::uuid and s.live and s.oldest_due is not null
      and s.principal_due_fen + s.interest_due_fen + s.penalty_fen + s.compound_fen + s.costs_fen > 0`
  return { debitsOrdered: made }
}

/**
 * A calendar that changed since the last day moves the due dates to come, and the ends of terms with them. `known` is the
 * mark of the calendar as it was then.
 */
export async function followCalendar(
  tx: Tx,
  bankId: string,
  on: PlainDate,
  known: string | null,
): Promise<{ dueDatesMoved: number; calendar: string }> {
  const N = day(on.toString())
  const [row] = await tx.$queryRaw<{ mark: string }[]>(Prisma.sql`
    select coalesce(md5(string_agg(day::text || is_working::text, ',' order by day)), '') as mark
    from calendar_day where bank_id = ${bankId}::uuid`)
  const calendar = row?.mark ?? ''
  if (known === null || known === calendar) return { dueDatesMoved: 0, calendar }
  const workingFrom = (
    from: Prisma.Sql,
  ) => Prisma.sql`(select min(d)::date from generate_series(${from}, ${from} + 30, interval '1 day') d
    left join calendar_day c on c.bank_id = ${bankId}::uuid and c.day = d::date where coalesce(c.is_working, extract(isodow from d) < 6))`
  const moved = await tx.$executeRaw(Prisma.sql`
    with moved as (
      select r.loan_id, r.no, n.day from schedule_row r join loan l on l.bank_id = r.bank_id and l.id = r.loan_id
        and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED') and l.terms ->> 'holidayShift' = 'NEXT'
      cross join lateral (select ${workingFrom(Prisma.sql`r.interest_to`)} as day) n
      where r.bank_id = ${bankId}::uuid and r.kind = 'INSTALMENT' and r.due_date >= ${N} and r.cleared_on is null and n.day <> r.due_date),
    looked_at as (
      update loan_state s set next_on = least(s.next_on, ${N}) from (select distinct loan_id from moved) m
      where s.bank_id = ${bankId}::uuid and s.loan_id = m.loan_id)
    update schedule_row r set due_date = m.day, charge_from = m.day + (r.charge_from - r.due_date) from moved m
    where r.bank_id = ${bankId}::uuid and r.loan_id = m.loan_id and r.no = m.no`)
  await tx.$executeRaw(Prisma.sql`
    update loan_state s set turn_on = n.day, next_on = least(s.next_on, ${N}) from loan l
    cross join lateral (select ${workingFrom(Prisma.sql`l.maturity_date`)} as day) n
    where s.bank_id = ${bankId}::uuid and s.live and l.bank_id = s.bank_id and l.id = s.loan_id and l.terms ->> 'holidayShift' = 'NEXT'
      and s.turn_on >= ${N} and l.state <> 'ACCELERATED' and n.day <> s.turn_on`)
  return { dueDatesMoved: moved, calendar }
}
