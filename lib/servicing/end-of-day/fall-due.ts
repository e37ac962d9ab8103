/**
 * The morning of a business date, for the loans to which it matters and no others: instalments end and fall due, the next
 * period begins to run, what is late begins to cost, settlement dates post. One statement, whatever the number of loans;
 * it says in SQL what `advance` in rules/book.ts says for one loan.
 */
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { day, runSince } from './sql'

/** Everything that happens by itself on the morning of `on`. Answers how many loans it touched. */
export async function fallDue(tx: Tx, bankId: string, on: string): Promise<number> {
  const N = day(on)
  return tx.$executeRaw(Prisma.sql`
    with t as (
      select s.ctid as at, s.loan_id, s.row_from, s.row_no, s.late_principal_fen as lp, s.late_interest_fen as li, s.principal_fen, s.misused_fen, s.rate_ppm,
        s.pen_posted_fen, s.pen_base_fen, s.pen_step, s.com_posted_fen, s.com_base_fen, s.com_step, s.turn_on,
        ${runSince('pen', N)} as pen_run, ${runSince('com', N)} as com_run,
        (s.pen_step > 0 or s.com_step > 0 or s.pen_base_fen > 0 or s.com_base_fen > 0) as was_running,
        s.uplift_ppm as up, s.misuse_uplift_ppm as mu, s.penalty_compounds as on_penalty, s.settlement_day as sday, s.settlement_months as smonths
      from loan_state s
      where s.bank_id = ${bankId}::uuid and s.next_on <= ${N} and s.live),
    w as (
      select t.*, r.*,
        t.was_running and extract(day from ${N}) = least(t.sday, extract(day from (date_trunc('month', ${N}) + interval '1 month' - interval '1 day')))
          and (t.smonths = 1 or extract(month from ${N})::int % 3 = 0) as settles
      from t cross join lateral (
        select coalesce(sum(p) filter (where due_date = ${N}), 0)::bigint as due_p, coalesce(sum(i) filter (where due_date = ${N}), 0)::bigint as due_i,
          coalesce(sum(i) filter (where interest_to = ${N} and due_date > ${N}), 0)::bigint as ripe_in,
          coalesce(sum(i) filter (where interest_to < ${N} and due_date = ${N}), 0)::bigint as ripe_out,
          coalesce(sum(p) filter (where charge_from = ${N}), 0)::bigint as late_p, coalesce(sum(i) filter (where charge_from = ${N}), 0)::bigint as late_i,
          coalesce(bool_or(no = t.row_no and interest_to = ${N}), false) as posted,
          max(interest_fen) filter (where no = t.row_no + 1) as next_full, max(interest_to) filter (where no = t.row_no + 1) as next_to,
          max(int_step) filter (where no = t.row_no + 1) as next_step, max(int_den) filter (where no = t.row_no + 1) as next_den,
          min(no) filter (where p + i > 0 and (due_date > ${N} or charge_from > ${N})) as waiting,
          least(min(interest_to) filter (where interest_to > ${N}), min(due_date) filter (where due_date > ${N} and p + i > 0),
                min(charge_from) filter (where charge_from > ${N} and p + i > 0)) as next_row
        from (select no, due_date, charge_from, interest_to, principal_fen - paid_principal_fen - moved_fen as p, interest_fen - paid_interest_fen as i,
                interest_fen, int_step, int_den
              from schedule_row r where r.bank_id = ${bankId}::uuid and r.loan_id = t.loan_id and r.no between t.row_from and t.row_no + 1) x) r),
    c as (
      select w.*, lp + late_p as lp2, li + late_i as li2,
        case when settles then pen_posted_fen + pen_base_fen + pen_run else pen_posted_fen end as pen_posted2,
        case when settles then com_posted_fen + com_base_fen + com_run else com_posted_fen end as com_posted2
      from w),
    d as (
      select c.*, c.rate_ppm::numeric * ((lp2 - least(misused_fen, lp2))::numeric * (1000000 + up) + least(misused_fen, lp2)::numeric * (1000000 + greatest(up, mu))
          + least(misused_fen - least(misused_fen, lp2), principal_fen - lp2)::numeric * mu) as pen_step2,
        c.rate_ppm::numeric * (li2 + case when on_penalty then pen_posted2 + com_posted2 else 0 end) * (case when ${N} >= turn_on then 1000000 + up else 1000000 end) as com_step2
      from c),
    e as (
      select d.*, settles or pen_step2 <> pen_step as pen_cut, settles or com_step2 <> com_step as com_cut,
        case when settles then 0 when pen_step2 <> pen_step then pen_base_fen + pen_run else pen_base_fen end as pen_base2,
        case when settles then 0 when com_step2 <> com_step then com_base_fen + com_run else com_base_fen end as com_base2
      from d),
    f as (
      select e.*, case when pen_step2 > 0 or com_step2 > 0 or pen_base2 > 0 or com_base2 > 0 then least(
          case when turn_on > ${N} then turn_on end,
          (select min(b.on_day) from generate_series(0, 3) k, lateral (select (date_trunc('month', ${N}) + k * interval '1 month')::date as first) a,
             lateral (select a.first + least(e.sday, extract(day from (a.first + interval '1 month' - interval '1 day'))::int) - 1 as on_day) b
           where b.on_day > ${N} and (e.smonths = 1 or extract(month from a.first)::int % 3 = 0))) end as next_charge
      from e)
    update loan_state s set
      principal_due_fen = s.principal_due_fen + f.due_p, interest_due_fen = s.interest_due_fen + f.due_i,
      interest_ripe_fen = s.interest_ripe_fen + f.ripe_in - f.ripe_out,
      row_no = s.row_no + case when f.posted then 1 else 0 end,
      row_from = coalesce(f.waiting, s.row_no + case when f.posted then 1 else 0 end),
      int_base_fen = case when f.posted then 0 else s.int_base_fen end,
      int_full_fen = case when f.posted then coalesce(f.next_full, 0) else s.int_full_fen end,
      int_from = case when f.posted then case when f.next_to is not null then ${N} end else s.int_from end,
      int_to = case when f.posted then f.next_to else s.int_to end,
      int_step = case when f.posted then coalesce(f.next_step, 0) else s.int_step end,
      int_den = case when f.posted then coalesce(f.next_den, 1) else s.int_den end,
      late_principal_fen = f.lp2, late_interest_fen = f.li2,
      pen_posted_fen = f.pen_posted2, pen_base_fen = f.pen_base2, pen_step = f.pen_step2, pen_from = case when f.pen_cut then ${N} else s.pen_from end,
      com_posted_fen = f.com_posted2, com_base_fen = f.com_base2, com_step = f.com_step2, com_from = case when f.com_cut then ${N} else s.com_from end,
      oldest_due = case when f.due_p + f.due_i > 0 then least(s.oldest_due, ${N}) else s.oldest_due end,
      next_on = least(f.next_row, f.next_charge), as_of = ${N}
    from f where s.ctid = f.at`)
}
