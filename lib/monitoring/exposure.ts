/** What a client owes or may still draw, and what keeps it on the full line whatever the amount: as SQL (§8.1, §8.2, §8.5). */
import { Prisma } from '@/lib/platform/tenant'
import type { MonitoringParameters } from './parameters'

/** Approved and signed, not yet drawn. */
export const UNDRAWN_STATES = ['SIGNED', 'CP_PENDING', 'READY_TO_DRAW'] as const

/** Two sums of fen of one merchant: its notes, and what it may still draw. */
export function exposureOf(bank: Prisma.Sql, merchantId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select 'NOTES' as part, sum(s.principal_fen) as fen from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
      where l.bank_id = ${bank} and l.merchant_id = ${merchantId}
    union all select 'UNDRAWN', sum(o.approved_fen) from application a join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
      where a.bank_id = ${bank} and a.merchant_id = ${merchantId} and a.state = any(${[...UNDRAWN_STATES]}::text[])`
}

/** An open RED signal of the market of loan `l`. */
export const marketIsRed = Prisma.sql`
  exists (select from warning_signal x where x.bank_id = l.bank_id and x.object_type = 'MARKET' and x.object_id = l.market_id
    and x.level = 'RED' and x.state not in ('CLOSED', 'FALSE_ALARM'))`

/** Another member of the group of loan `l` is so late that the others are watched. */
export function groupIsContagious(p: MonitoringParameters): Prisma.Sql {
  return Prisma.sql`
    exists (select from loan o join loan_state os on os.bank_id = o.bank_id and os.loan_id = o.id
      where o.bank_id = l.bank_id and o.group_id = l.group_id and o.merchant_id <> l.merchant_id and os.live and os.dpd > ${p.contagion.freezeDpdAbove})`
}

export function forcedFull(p: MonitoringParameters): Prisma.Sql {
  return Prisma.sql`${marketIsRed} or ${groupIsContagious(p)}`
}
