import { Prisma, type Tx } from '@/lib/platform/tenant'

/**
 * As many characters as one statement takes. The database client keeps its last hundred statements with their values (for
 * its own error reports): what one holds is held a hundred times.
 */
const CHUNK = 64 * 1024

/** Names of the columns of one kind of row, with their SQL types. */
export type RowTypes = Readonly<Record<string, string>>

/**
 * Hands `rows` to `statement` as a table `r(…)` of typed columns, some hundred at a time: a market's papers are written
 * by some thousand statements, not by a few hundred thousand. Names and types come from the code, never from a request.
 */
export async function inChunks<T extends object>(
  tx: Tx,
  types: RowTypes,
  rows: readonly T[],
  statement: (r: Prisma.Sql) => Prisma.Sql,
): Promise<void> {
  const columns = Object.entries(types).map(([name, type]) => `${name} ${type}`)
  const send = async (json: string[]) => {
    const table = Prisma.sql`jsonb_to_recordset(${`[${json.join(',')}]`}::jsonb) as r(${Prisma.raw(columns.join(', '))})`
    await tx.$executeRaw(statement(table))
  }
  let waiting: string[] = []
  let size = 0
  for (const row of rows) {
    const json = JSON.stringify(row)
    waiting.push(json)
    size += json.length
    if (size < CHUNK) continue
    await send(waiting)
    waiting = []
    size = 0
  }
  if (waiting.length > 0) await send(waiting)
}

/** The columns as a list for INSERT or SELECT. */
export function columnList(types: RowTypes, of = ''): Prisma.Sql {
  const names = Object.keys(types)
  return Prisma.raw(names.map((name) => `${of}${name}`).join(', '))
}
