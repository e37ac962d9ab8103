/** The rows of a list into the batch: known ones by the operator's own number are brought up to date, the others are added. */
import type { CommandContext } from '@/lib/platform/commands'
import { newId, Prisma } from '@/lib/platform/tenant'
import { columnList, inChunks } from './insert-rows'
import type { ReadList } from './list-of-sheets'
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

/** `outside` while the batch is returned: rows that it does not hold are told there, and not taken. */
export async function storeRows(
  ctx: Ctx,
  batch: { batchId: string; partyId: string },
  list: ReadList,
  outside: Outside | null,
): Promise<void> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const { batchId, partyId } = batch
  const existing = await tx.application.findMany({ where: { bankId, batchId } })
  const rows = mergedRows(list, existing, outside !== null)
  const unknown = rows.filter((r) => !r.known)
  outside?.rows.push(...unknown.map((r) => r.row_no))
  await inChunks(
    tx,
    ROW,
    outside ? [] : unknown,
    (r) => Prisma.sql`
      insert into application (bank_id, batch_id, party_id, state, ${columnList(ROW)})
      select ${bankId}::uuid, ${batchId}::uuid, ${partyId}::uuid, 'DRAFT', ${columnList(ROW, 'r.')} from ${r}`,
  )
  await inChunks(
    tx,
    ROW,
    rows.filter((r) => r.known && !r.locked),
    (r) => Prisma.sql`
      update application a set ${ASSIGNMENTS}, item_version = a.item_version + 1, version = a.version + 1
      from ${r} where a.bank_id = ${bankId}::uuid and a.id = r.id`,
  )
}

/** Every row of the list with its place in the batch: its own where it is known, else the list's, else behind all others. */
function mergedRows(list: ReadList, existing: ApplicationRow[], returned: boolean) {
  const rankByOrder =
    list.issues.some((i) => i.code === 'W_RANK_BY_ORDER') || !list.merchants.some((m) => m.values.rank !== null)
  const issuesOf = Map.groupBy(
    list.issues.filter((i) => i.index !== null),
    (i) => i.index!,
  )
  const known = new KnownRows(existing)
  const taken = new Set(existing.map((e) => e.position))
  let next = existing.reduce((most, e) => Math.max(most, e.position), -1) + 1
  return list.merchants.map((m) => {
    const columns = rowColumns(m, issuesOf.get(m.index) ?? [], rankByOrder)
    const match = known.take(columns)
    const position = match ? match.position : taken.has(columns.position) ? next++ : columns.position
    taken.add(position)
    next = Math.max(next, position + 1)
    return {
      id: match?.id ?? newId(),
      known: match !== undefined,
      locked: match !== undefined && !REPLACEABLE.includes(match.state),
      ...(match && returned && match.state === 'RETURNED' ? onlyReturnedFields(match, columns) : columns),
      position,
    }
  })
}

/** Rows of the batch by the operator's own number; each is found once. */
class KnownRows {
  private readonly byNumber: Map<string, ApplicationRow[]>
  constructor(existing: ApplicationRow[]) {
    this.byNumber = Map.groupBy(existing, (e) => e.rowNo)
  }

  /** The row with this number and code; where only one has the number, the code may have been corrected. */
  take(columns: Pick<RowColumns, 'row_no' | 'uscc'>): ApplicationRow | undefined {
    const same = this.byNumber.get(columns.row_no) ?? []
    const at = same.findIndex((e) => e.uscc === columns.uscc || !e.uscc || !columns.uscc || same.length === 1)
    return at < 0 ? undefined : same.splice(at, 1)[0]
  }
}
