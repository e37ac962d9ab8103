/** What a guarantor has compensated in its programme's year, against what was lent under it (§2.4 batch_compensation_cap, INV-GC5). */
import { fromDbOrNull } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import type { Reader } from './exposure'

/** `takenFen`: paid, and asked by claims that the bank has confirmed and that may still be paid. */
export type ProgrammeYear = { paidFen: Fen; takenFen: Fen; volumeFen: Fen }

/** Over all markets of the guarantor: a claim takes from one cap, agreed in advance. The year begins with the agreement in force. */
export async function compensatedThisYear({ tx, actor, today }: Reader, partyId: string): Promise<ProgrammeYear> {
  const bankId = actor.bankId
  const scheme = await tx.cooperationScheme.findFirst({
    where: { bankId, partyId, mode: 'GC', state: { in: ['ACTIVE', 'STOPPED'] } },
    orderBy: { startsOn: 'asc' },
    select: { startsOn: true },
  })
  const since = (fromDbOrNull(scheme?.startsOn) ?? today.subtract({ years: 1 })).toString()
  const [row] = await tx.$queryRaw<{ paid: bigint; taken: bigint; volume: bigint }[]>`
    select (select coalesce(sum(l.paid_fen), 0) from claim_line l join claim c on c.bank_id = l.bank_id and c.id = l.claim_id and c.as_of >= ${since}::date
        where l.bank_id = ${bankId}::uuid and l.party_id = ${partyId}::uuid and l.source in ('guarantor', 'guarantorMargin'))::bigint as paid,
      (select coalesce(sum(case when l.state in ('PAID', 'WAIVED', 'EXHAUSTED') then l.paid_fen else l.demanded_fen end), 0) from claim_line l
        join claim c on c.bank_id = l.bank_id and c.id = l.claim_id and c.as_of >= ${since}::date
          and c.state not in ('DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'CLOSED')
        where l.bank_id = ${bankId}::uuid and l.party_id = ${partyId}::uuid and l.source in ('guarantor', 'guarantorMargin'))::bigint as taken,
      (select coalesce(sum(l.principal_fen), 0) from loan l join batch b on b.bank_id = l.bank_id and b.id = l.batch_id and b.mode = 'GC'
        where l.bank_id = ${bankId}::uuid and l.start_date >= ${since}::date and b.market_id in (
          select s.market_id from cooperation_scheme s where s.bank_id = ${bankId}::uuid and s.party_id = ${partyId}::uuid and s.mode = 'GC'))::bigint as volume`
  return { paidFen: row?.paid ?? 0n, takenFen: row?.taken ?? 0n, volumeFen: row?.volume ?? 0n }
}
