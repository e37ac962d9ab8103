/** The inputs of a month's pay, each from the books: what was paid out, new clients, the own book, clients lost (§9 row 15). */
import { addMonths, type PlainDate } from '@/lib/platform/dates'
import type { Tx } from '@/lib/platform/tenant'
import type { ManagerParameters } from '../parameters'
import type { PayInputs } from '../rules/pay'

/** Managers with the role, and what each did in the month; a loan is its batch's manager's. One statement. */
export async function payInputs(
  tx: Tx,
  bankId: string,
  month: PlainDate,
  rates: Pick<ManagerParameters['pay'], 'firstLoanPpm' | 'nextLoanPpm'>,
): Promise<{ userId: string; inputs: PayInputs }[]> {
  const from = month.toString()
  const to = addMonths(month, 1).toString()
  const rows = await tx.$queryRaw<
    { id: string; first: bigint; next: bigint; clients: number; overdue: bigint; book: bigint; lost: number }[]
  >`
    with own as (select l.id, l.merchant_id, l.principal_fen, l.start_date, b.rm_id,
        not exists (select from loan o where o.bank_id = l.bank_id and o.merchant_id = l.merchant_id and (o.start_date, o.id) < (l.start_date, l.id)) as first
      from loan l join batch b on b.bank_id = l.bank_id and b.id = l.batch_id where l.bank_id = ${bankId}::uuid and b.rm_id is not null),
    paid as (select rm_id, coalesce(sum(principal_fen) filter (where first), 0)::bigint as first, coalesce(sum(principal_fen) filter (where not first), 0)::bigint as next,
        count(distinct merchant_id) filter (where first)::int as clients from own where start_date >= ${from}::date and start_date < ${to}::date group by rm_id),
    book as (select o.rm_id, sum(s.principal_fen)::bigint as book, coalesce(sum(s.principal_fen) filter (where s.dpd > 0), 0)::bigint as overdue
      from own o join loan_state s on s.bank_id = ${bankId}::uuid and s.loan_id = o.id and s.live group by o.rm_id),
    gone as (select rm_id, count(*)::int as lost from lost_customer
      where bank_id = ${bankId}::uuid and state = 'LOST' and decided_on >= ${from}::date and decided_on < ${to}::date group by rm_id)
    select u.id, coalesce(p.first, 0)::bigint as first, coalesce(p.next, 0)::bigint as next, coalesce(p.clients, 0) as clients,
      coalesce(b.overdue, 0)::bigint as overdue, coalesce(b.book, 0)::bigint as book, coalesce(g.lost, 0) as lost
    from app_user u left join paid p on p.rm_id = u.id left join book b on b.rm_id = u.id left join gone g on g.rm_id = u.id
    where u.bank_id = ${bankId}::uuid and u.state = 'ACTIVE' and u.party_id is null
      and exists (select from role_grant r where r.bank_id = u.bank_id and r.user_id = u.id and r.role = 'RM' and r.state = 'ACTIVE')
    order by u.id`
  return rows.map((r) => ({
    userId: r.id,
    inputs: {
      volumes: [
        { kind: 'FIRST', volumeFen: r.first, ratePpm: rates.firstLoanPpm },
        { kind: 'NEXT', volumeFen: r.next, ratePpm: rates.nextLoanPpm },
      ],
      newClients: r.clients,
      overdueFen: r.overdue,
      bookFen: r.book,
      lostClients: r.lost,
    },
  }))
}
