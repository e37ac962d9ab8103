/**
 * A meeting's agenda, filled from the books of the day: what changed in the list, who is late, which signals are open, who
 * owes rent by the operator's return, whom one will visit, how much room the plan leaves, and what was resolved and not done.
 */
import { fromDb, type PlainDate } from '@/lib/platform/dates'
import { toYuan } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'

const MOST = 20

export type Agenda = {
  asOf: string
  since: string | null
  list: { batchId: string; batch: string; state: string; merchants: number }[]
  overdue: { loans: number; owed: string; worst: { loanId: string; loan: string; merchant: string; dpd: number }[] }
  signals: { id: string; code: string; level: string; state: string; object: string; raisedOn: string }[]
  arrears: { month: string | null; merchants: number; names: string[] }
  visits: { planned: number; until: string; missed: number }
  headroom: { limit: string; used: string; left: string } | null
  open: { id: string; no: string; content: string; owner: string; dueOn: string }[]
}

export async function agendaOf(
  tx: Tx,
  bankId: string,
  marketId: string,
  on: PlainDate,
  since: PlainDate | null,
): Promise<Agenda> {
  const from = (since ?? on.subtract({ months: 1 })).toString()
  const list = await tx.$queryRaw<Agenda['list']>`
    select b.id as "batchId", b.code as batch, b.state, (select count(*)::int from application a where a.bank_id = b.bank_id and a.batch_id = b.id) as merchants
    from batch b where b.bank_id = ${bankId}::uuid and b.market_id = ${marketId}::uuid and (b.created_at >= ${from}::date
      or exists (select from state_history h where h.bank_id = b.bank_id and h.object_type = 'batch' and h.object_id = b.id and h.at >= ${from}::date))
    order by b.created_at desc limit ${MOST}`
  const late = await tx.$queryRaw<
    { loanId: string; loan: string; merchant: string; dpd: number; owed: bigint; n: number; all: bigint }[]
  >`
    select l.id as "loanId", l.number as loan, m.name as merchant, s.dpd, count(*) over ()::int as n,
      sum(s.principal_due_fen + s.interest_due_fen + s.penalty_fen + s.compound_fen + s.costs_fen) over ()::bigint as all
    from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id join merchant m on m.bank_id = l.bank_id and m.id = l.merchant_id
    where s.bank_id = ${bankId}::uuid and s.market_id = ${marketId}::uuid and s.live and s.dpd > 0 order by s.dpd desc, l.number limit ${MOST}`
  const signals = await tx.$queryRaw<Agenda['signals']>`
    select w.id, w.code, w.level, w.state, coalesce(mm.name, k.name, '') as object, to_char(w.raised_on, 'YYYY-MM-DD') as "raisedOn"
    from warning_signal w join market k on k.bank_id = w.bank_id and k.id = w.market_id left join merchant mm on mm.bank_id = w.bank_id and w.object_type = 'MERCHANT' and mm.id = w.object_id
    where w.bank_id = ${bankId}::uuid and w.market_id = ${marketId}::uuid and w.state not in ('CLOSED', 'FALSE_ALARM')
    order by array_position(array['RED', 'ORANGE', 'YELLOW'], w.level), w.raised_on limit ${MOST}`
  const lastReturn = await tx.marketReturn.findFirst({
    where: { bankId, marketId, state: { in: ['SUBMITTED', 'ACCEPTED'] } },
    orderBy: { month: 'desc' },
    select: { month: true, rows: true },
  })
  const owing = ((lastReturn?.rows ?? []) as { name?: string; rentArrearsDays?: number }[]).filter(
    (r) => Number(r.rentArrearsDays ?? 0) > 0,
  )
  const [visits] = await tx.$queryRaw<{ planned: number; missed: number }[]>`
    select count(*) filter (where v.state = 'PLANNED' and v.planned_on <= ${on.toString()}::date + 31)::int as planned,
      count(*) filter (where v.state in ('MISSED', 'REPLANNED') and v.due_on >= ${from}::date)::int as missed
    from visit v where v.bank_id = ${bankId}::uuid and v.market_id = ${marketId}::uuid`
  const [room] = await tx.$queryRaw<{ limit: bigint | null; used: bigint }[]>`
    select (select sum(p.aggregate_limit_fen)::bigint from credit_plan p where p.bank_id = ${bankId}::uuid and p.market_id = ${marketId}::uuid and p.state = 'EFFECTIVE') as limit,
      coalesce((select sum(s.principal_fen)::bigint from loan_state s where s.bank_id = ${bankId}::uuid and s.market_id = ${marketId}::uuid and s.live), 0) as used`
  const open = await tx.meetingResolution.findMany({
    where: { bankId, state: 'OPEN', meeting: { marketId } },
    include: { meeting: { select: { number: true } } },
    orderBy: { dueOn: 'asc' },
    take: MOST,
  })
  const people = await tx.appUser.findMany({
    where: { bankId, id: { in: open.map((r) => r.ownerId) } },
    select: { id: true, name: true },
  })
  return {
    asOf: on.toString(),
    since: since?.toString() ?? null,
    list,
    overdue: {
      loans: late[0]?.n ?? 0,
      owed: toYuan(late[0]?.all ?? 0n),
      worst: late.map(({ loanId, loan, merchant, dpd }) => ({ loanId, loan, merchant, dpd })),
    },
    signals,
    arrears: {
      month: lastReturn ? fromDb(lastReturn.month).toString().slice(0, 7) : null,
      merchants: owing.length,
      names: owing.slice(0, MOST).map((r) => String(r.name ?? '')),
    },
    visits: { planned: visits!.planned, until: on.add({ days: 31 }).toString(), missed: visits!.missed },
    headroom:
      room!.limit === null
        ? null
        : { limit: toYuan(room!.limit), used: toYuan(room!.used), left: toYuan(room!.limit > room!.used ? room!.limit - room!.used : 0n) }, // biome-ignore format: one line
    open: open.map((r) => ({
      id: r.id,
      no: `${r.meeting.number}-${r.no}`,
      content: r.content,
      owner: people.find((p) => p.id === r.ownerId)?.name ?? '',
      dueOn: fromDb(r.dueOn).toString(),
    })),
  }
}
