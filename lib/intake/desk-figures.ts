/** Figures of the packet desk: how many rows each filter shows, what keeps the batch back, why rows were taken out. */
import type { Actor } from '@/lib/platform/actor'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { OPERATOR_ITEMS, rowNumber, spokenIssues } from './spoken-issues'

export const DESK_FILTERS = ['all', 'errors', 'warnings', 'missing', 'ready', 'returned', 'removed'] as const
export type DeskFilter = (typeof DESK_FILTERS)[number]
/** Rows that were taken out of the batch. */
export const REMOVED = ['WITHDRAWN', 'DROPPED']
/** Unready rows told by name; further ones are counted. */
const UNREADY_NAMED = 50

type BatchHead = { id: string; state: string }

/** How many rows each filter shows, and what they ask for in all, in one statement. */
export async function countByFilter(tx: Tx, actor: Actor, batch: BatchHead, bare: boolean) {
  const onlyReturned = actor.partyId !== null && batch.state === 'RETURNED'
  const [row] = await tx.$queryRaw<(Record<DeskFilter, number> & { requested: bigint })[]>`
    with found as (
      select i.application_id, bool_or(i.level = 'ERROR') as errors, bool_or(i.level = 'WARNING') as warnings,
             bool_or(starts_with(i.code, 'E_DOC_')) as missing
      from packet_issue i
      join application a on a.bank_id = i.bank_id and a.id = i.application_id
      where i.bank_id = ${actor.bankId}::uuid and i.batch_id = ${batch.id}::uuid and i.resolved_at is null
        and (${actor.partyId === null} or i.level = 'WARNING' or a.state in (${Prisma.join(OPERATOR_ITEMS)}))
      group by i.application_id
    ), shown as (
      select a.state, a.state in (${Prisma.join(REMOVED)}) and ${batch.state !== 'WITHDRAWN'} as removed,
             f.errors, f.warnings, f.missing or (${bare} and a.state = 'DRAFT') as missing, a.requested_fen
      from application a left join found f on f.application_id = a.id
      where a.bank_id = ${actor.bankId}::uuid and a.batch_id = ${batch.id}::uuid
        and (not ${onlyReturned} or (a.return_rounds > 0 and a.state in ('RETURNED', 'SUBMITTED')))
    )
    select count(*) filter (where not removed)::int as "all",
           count(*) filter (where errors and not removed)::int as errors,
           count(*) filter (where warnings and not removed)::int as warnings,
           count(*) filter (where missing and not removed)::int as missing,
           count(*) filter (where state = 'READY')::int as ready,
           count(*) filter (where state = 'RETURNED')::int as returned,
           count(*) filter (where removed)::int as removed,
           coalesce(sum(requested_fen) filter (where not removed), 0)::bigint as requested
    from shown`
  const { requested, ...counts } = row!
  return { counts, requestedFen: requested }
}

/** What keeps the batch from being submitted (B3), by name. */
export async function unreadyOf(tx: Tx, actor: Actor, batch: BatchHead) {
  const where = { bankId: actor.bankId, batchId: batch.id, state: { in: ['DRAFT', 'RETURNED'] } }
  const [count, rows] = [
    await tx.application.count({ where }),
    await tx.application.findMany({
      where,
      orderBy: { position: 'asc' },
      take: UNREADY_NAMED,
      select: {
        id: true,
        rowNo: true,
        name: true,
        packetIssues: { where: { resolvedAt: null, level: 'ERROR' }, orderBy: { id: 'asc' }, take: 3 },
      },
    }),
  ]
  const spoken = await spokenIssues(
    actor,
    rows.flatMap((r) => r.packetIssues),
  )
  return {
    count,
    items: rows.map((r) => ({
      id: r.id,
      row: rowNumber(r.rowNo),
      name: r.name,
      why: spoken.filter((i) => i.applicationId === r.id).map((i) => i.title),
    })),
  }
}

/** When and why rows were taken out; the bank's own reasons are not the operator's to read (§10.3). */
export async function removalsOf(tx: Tx, actor: Actor, rows: { id: string; state: string }[]) {
  const ids = rows.filter((r) => REMOVED.includes(r.state)).map((r) => r.id)
  if (ids.length === 0) return new Map<string, { at: Date; reason: string | null }>()
  const history = await tx.stateHistory.findMany({
    where: { bankId: actor.bankId, objectType: 'application', objectId: { in: ids }, stateTo: { in: REMOVED } },
    select: { objectId: true, at: true, reason: true, event: true },
  })
  return new Map(
    history.map((h) => [h.objectId, { at: h.at, reason: actor.partyId && h.event === 'drop' ? null : h.reason }]),
  )
}
