/** What a mode has lent and promised in a market: the other side of every capacity (§2.1.2: outstanding + approved and undrawn). */
import type { PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'

export type Reader = { tx: Tx; actor: { bankId: string }; today: PlainDate }

export type Exposure = { outstandingFen: Fen; undrawnFen: Fen; overdueFen: Fen }

/** `without`: cases that are being decided, whose amounts are told apart. */
export async function exposureOf(
  { tx, actor }: Reader,
  marketId: string,
  mode: string,
  without: readonly string[] = [],
): Promise<Exposure> {
  const [row] = await tx.$queryRaw<{ owed: bigint; late: bigint; undrawn: bigint }[]>`
    with owed as (
      select coalesce(sum(s.principal_fen), 0)::bigint as fen, coalesce(sum(s.principal_fen) filter (where s.dpd > 0), 0)::bigint as late
      from loan l join batch b on b.bank_id = l.bank_id and b.id = l.batch_id and b.mode = ${mode} and b.market_id = ${marketId}::uuid
      join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id where l.bank_id = ${actor.bankId}::uuid),
    undrawn as (
      select coalesce(sum(o.approved_fen), 0)::bigint as fen
      from application a join batch b on b.bank_id = a.bank_id and b.id = a.batch_id and b.mode = ${mode} and b.market_id = ${marketId}::uuid
      join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
      where a.bank_id = ${actor.bankId}::uuid and a.state in ('APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW')
        and a.id <> all (${[...without]}::uuid[]))
    select owed.fen as owed, owed.late, undrawn.fen as undrawn from owed, undrawn`
  return { outstandingFen: row?.owed ?? 0n, overdueFen: row?.late ?? 0n, undrawnFen: row?.undrawn ?? 0n }
}
