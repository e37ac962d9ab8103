/** The rows of a list into the batch: known ones by the operator's own number are brought up to date, the others are added. */
import type { CommandContext } from '@/lib/platform/commands'
import { newId, Prisma } from '@/lib/platform/tenant'
import { columnList, inChunks } from './insert-rows'
import type { ListAside } from './list-aside'
import type { Outside } from './packet-findings'
import { onlyReturnedFields, type RowColumns } from './returned-rows'
import { type ApplicationRow, rowColumns } from './stored-rows'

type Ctx = CommandContext<unknown>

/** Rows that a later list may still change; a row that the bank has taken over stays as it was submitted. */
const REPLACEABLE = ['DRAFT', 'READY', 'RETURNED']

const CONTENT = {
  name: 'text',
  borrower_type: 'text',
  uscc: 'text',
  owner_name: 'text',
  owner_id_no: 'text',
  phone: 'text',
  stall_no: 'text',
  stall_area_tenths: 'int',
  main_goods: 'text',
  market_entry_date: 'date',
  annual_turnover_fen: 'bigint',
  annual_rent_fen: 'bigint',
  staff_count: 'int',
  requested_fen: 'bigint',
  requested_term_months: 'int',
  purpose: 'text',
  fee_payment: 'text',
  rank: 'int',
  group_name: 'text',
  raw: 'jsonb',
  py_full: 'text',
  py_initials: 'text',
} as const satisfies Partial<Record<keyof RowColumns, string>>
const ROW = { id: 'uuid', row_no: 'text', position: 'int', ...CONTENT }
const ASSIGNMENTS = Prisma.raw(
  Object.keys(CONTENT)
    .map((column) => `${column} = r.${column}`)
    .join(', '),
)

/** What must be known of the rows that the batch holds to find them again. */
type Known = Pick<ApplicationRow, 'id' | 'rowNo' | 'uscc' | 'state' | 'position'>

/** `outside` while the batch is returned: rows that it does not hold are told there, and not taken. */
export async function storeRows(
  ctx: Ctx,
  batch: { batchId: string; partyId: string },
  list: ListAside,
  outside: Outside | null,
): Promise<void> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const { batchId, partyId } = batch
  const existing = await tx.application.findMany({
    where: { bankId, batchId },
    select: { id: true, rowNo: true, uscc: true, state: true, position: true },
  })
  const place = new Places(existing)
  for await (const { merchants, issuesOf } of list.slices()) {
    const found = merchants.map((m) => place.row(rowColumns(m, issuesOf.get(m.index) ?? [], list.rankByOrder)))
    const unknown = found.filter((r) => !r.known)
    outside?.rows.push(...unknown.map((r) => r.row_no))
    await inChunks(
      tx,
      ROW,
      outside ? [] : unknown,
      (r) => Prisma.sql`
        insert into application (bank_id, batch_id, party_id, state, ${columnList(ROW)})
        select ${bankId}::uuid, ${batchId}::uuid, ${partyId}::uuid, 'DRAFT', ${columnList(ROW, 'r.')} from ${r}`,
    )
    const known = found.filter((r) => r.known && !r.locked)
    await inChunks(
      tx,
      ROW,
      outside ? await asReturned(ctx, known) : known,
      (r) => Prisma.sql`
        update application a set ${ASSIGNMENTS}, item_version = a.item_version + 1, version = a.version + 1
        from ${r} where a.bank_id = ${bankId}::uuid and a.id = r.id`,
    )
  }
}

type Placed = RowColumns & { id: string; known: boolean; locked: boolean; state: string | null }

/** Of rows that were returned only the fields that they were returned for are taken from the new list. */
async function asReturned(ctx: Ctx, rows: Placed[]): Promise<Placed[]> {
  const ids = rows.filter((r) => r.state === 'RETURNED').map((r) => r.id)
  if (ids.length === 0) return rows
  const items = await ctx.tx.application.findMany({ where: { bankId: ctx.actor.bankId, id: { in: ids } } })
  const byId = new Map(items.map((i) => [i.id, i]))
  return rows.map((r) => {
    const item = byId.get(r.id)
    return item ? { ...r, ...onlyReturnedFields(item, r), position: r.position } : r
  })
}

/** Every row's place in the batch: its own where it is known, else the list's, else behind all others. */
class Places {
  private readonly known: KnownRows
  private readonly taken: Set<number>
  private next: number

  constructor(existing: Known[]) {
    this.known = new KnownRows(existing)
    this.taken = new Set(existing.map((e) => e.position))
    this.next = existing.reduce((most, e) => Math.max(most, e.position), -1) + 1
  }

  row(columns: RowColumns): Placed {
    const match = this.known.take(columns)
    const free = this.taken.has(columns.position) ? this.next : columns.position
    const position = match ? match.position : free
    this.taken.add(position)
    this.next = Math.max(this.next, position + 1)
    return {
      ...columns,
      id: match?.id ?? newId(),
      known: match !== undefined,
      locked: match !== undefined && !REPLACEABLE.includes(match.state),
      state: match?.state ?? null,
      position,
    }
  }
}

/** Rows of the batch by the operator's own number; each is found once. */
class KnownRows {
  private readonly byNumber: Map<string, Known[]>
  constructor(existing: Known[]) {
    this.byNumber = Map.groupBy(existing, (e) => e.rowNo)
  }

  /** The row with this number and code; where only one has the number, the code may have been corrected. */
  take(columns: Pick<RowColumns, 'row_no' | 'uscc'>): Known | undefined {
    const same = this.byNumber.get(columns.row_no) ?? []
    const at = same.findIndex((e) => e.uscc === columns.uscc || !e.uscc || !columns.uscc || same.length === 1)
    return at < 0 ? undefined : same.splice(at, 1)[0]
  }
}
