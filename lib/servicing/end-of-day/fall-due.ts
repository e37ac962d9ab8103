/**
 * The morning of a business date, for the loans to which it matters and no others: instalments end and fall due, the next
 * period begins to run, what is late begins to cost, settlement dates post. One statement, whatever the number of loans;
 * it says in SQL what `advance` in rules/book.ts says for one loan.
 */
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { nextSettlement } from '../rules/book'
import { fromSerial, toSerial } from '../rules/serial-day'
import { day, runSince } from './sql'

/** The first settlement date after a day, by the loan's settlement day and rhythm: a table that the database looks up. */
function settlementAfter(on: PlainDate): Prisma.Sql {
  const days = ([1, 3] as const).flatMap((settlementMonths) =>
    Array.from({ length: 31 }, (_, i) =>
      fromSerial(nextSettlement({ settlementDay: i + 1, settlementMonths }, toSerial(on))).toString(),
    ),
  )
  return Prisma.sql`(${days}::date[])[s.settlement_day + case when s.settlement_months = 3 then 31 else 0 end]`
}

/** Everything that happens by itself on the morning of `on`. Answers how many loans it touched. */
export async function fallDue(tx: Tx, bankId: string, on: PlainDate): Promise<number> {
  const N = day(on.toString())
  return tx.$executeRaw(Prisma.sql`
    update loan_state s set (principal_due_fen, interest_due_fen, interest_ripe_fen, row_no, row_from, int_base_fen, int_full_fen, int_from, int_to, int_step, int_den,
      late_principal_fen, late_interest_fen, pen_posted_fen, pen_base_fen, pen_step, pen_from, com_posted_fen, com_base_fen, com_step, com_from, oldest_due, next_on, as_of) =
    (select s.principal_due_fen + r.due_p, s.interest_due_fen + r.due_i, s.interest_ripe_fen + r.ripe_in - r.ripe_out,
      s.row_no + case when r.posted then 1 else 0 end, coalesce(r.waiting, s.row_no + case when r.posted then 1 else 0 end),
      case when r.posted then 0 else s.int_base_fen end, case when r.posted then coalesce(r.next_full, 0) else s.int_full_fen end,
      case when r.posted then case when r.next_to is not null then ${N} end else s.int_from end, case when r.posted then r.next_to else s.int_to end,
      case when r.posted then coalesce(r.next_step, 0) else s.int_step end, case when r.posted then coalesce(r.next_den, 1) else s.int_den end,
      late.p, late.i,
      posted.pen, cut.pen_base, step.pen, case when a.settles or step.pen <> s.pen_step then ${N} else s.pen_from end,
      posted.com, cut.com_base, step.com, case when a.settles or step.com <> s.com_step then ${N} else s.com_from end,
      case when r.due_p + r.due_i > 0 then least(s.oldest_due, ${N}) else s.oldest_due end,
      least(r.next_row, charge.next_on), ${N}
    from (
      select coalesce(sum(p) filter (where due_date = ${N}), 0)::bigint as due_p, coalesce(sum(i) filter (where due_date = ${N}), 0)::bigint as due_i,
        coalesce(sum(i) filter (where interest_to = ${N} and due_date > ${N}), 0)::bigint as ripe_in,
        coalesce(sum(i) filter (where interest_to < ${N} and due_date = ${N}), 0)::bigint as ripe_out,
        coalesce(sum(p) filter (where charge_from = ${N}), 0)::bigint as late_p, coalesce(sum(i) filter (where charge_from = ${N}), 0)::bigint as late_i,
        coalesce(bool_or(no = s.row_no and interest_to = ${N}), false) as posted,
        max(interest_fen) filter (where no = s.row_no + 1) as next_full, max(interest_to) filter (where no = s.row_no + 1) as next_to,
        max(int_step) filter (where no = s.row_no + 1) as next_step, max(int_den) filter (where no = s.row_no + 1) as next_den,
        min(no) filter (where p + i > 0 and (due_date > ${N} or charge_from > ${N})) as waiting,
        least(min(interest_to) filter (where interest_to > ${N}), min(due_date) filter (where due_date > ${N} and p + i > 0),
              min(charge_from) filter (where charge_from > ${N} and p + i > 0)) as next_row
      from (select no, due_date, charge_from, interest_to, principal_fen - paid_principal_fen - moved_fen as p, interest_fen - paid_interest_fen as i,
              interest_fen, int_step, int_den
            from schedule_row r where r.bank_id = ${bankId}::uuid and r.loan_id = s.loan_id and r.no between s.row_from and s.row_no + 1 offset 0) x offset 0) r
    cross join lateral (select s.late_principal_fen + r.late_p as p, s.late_interest_fen + r.late_i as i offset 0) late
    cross join lateral (select ${runSince('pen', N)} as pen_run, ${runSince('com', N)} as com_run,
        (s.pen_step > 0 or s.com_step > 0 or s.pen_base_fen > 0 or s.com_base_fen > 0)
          and ${settlementAfter(on.subtract({ days: 1 }))} = ${N} as settles offset 0) a
    cross join lateral (select case when a.settles then s.pen_posted_fen + s.pen_base_fen + a.pen_run else s.pen_posted_fen end as pen,
        case when a.settles then s.com_posted_fen + s.com_base_fen + a.com_run else s.com_posted_fen end as com offset 0) posted
    cross join lateral (select case when late.p = 0 and s.misused_fen = 0 then 0 else
          s.rate_ppm::numeric * ((late.p - least(s.misused_fen, late.p))::numeric * (1000000 + s.uplift_ppm)
            + least(s.misused_fen, late.p)::numeric * (1000000 + greatest(s.uplift_ppm, s.misuse_uplift_ppm))
            + least(s.misused_fen - least(s.misused_fen, late.p), s.principal_fen - late.p)::numeric * s.misuse_uplift_ppm) end as pen,
        s.rate_ppm::numeric * (late.i + case when s.penalty_compounds then posted.pen + posted.com else 0 end)
          * (case when ${N} >= s.turn_on then 1000000 + s.uplift_ppm else 1000000 end) as com offset 0) step
    cross join lateral (select
        case when a.settles then 0 when step.pen <> s.pen_step then s.pen_base_fen + a.pen_run else s.pen_base_fen end as pen_base,
        case when a.settles then 0 when step.com <> s.com_step then s.com_base_fen + a.com_run else s.com_base_fen end as com_base offset 0) cut
    cross join lateral (select case when step.pen > 0 or step.com > 0 or cut.pen_base > 0 or cut.com_base > 0 then least(
        case when s.turn_on > ${N} then s.turn_on end, ${settlementAfter(on)}) end as next_on offset 0) charge)
    where s.bank_id = ${bankId}::uuid and s.next_on <= ${N} and s.live`)
}
