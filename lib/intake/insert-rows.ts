import { Prisma, type Tx } from '@/lib/platform/tenant'

/**
 * As many rows as one statement takes. The database client keeps its last hundred statements with their values (for its
 * own error reports), so a statement stays at some hundred kilobytes.
 */
const CHUNK = 200

/** Names of the columns of one kind of row, with their SQL types. */
export type RowTypes = Readonly<Record<string, string>>

/**
 * Hands `rows` to `statement` as a table `r(…)` of typed columns, some thousand at a time: a market's papers are written
 * by a few hundred statements, not by a few hundred thousand. Names and types come from the code, never from a request.
 */
export async function inChunks<T extends object>(
  tx: Tx,
  types: RowTypes,
  rows: readonly T[],
  statement: (r: Prisma.Sql) => Prisma.Sql,
): Promise<void> {
  const columns = Object.entries(types).map(([name, type]) => `${name} ${type}`)
  for (let at = 0; at < rows.length; at += CHUNK) {
    const json = JSON.stringify(rows.slice(at, at + CHUNK))
    const table = Prisma.sql`jsonb_to_recordset(${json}::jsonb) as r(${Prisma.raw(columns.join(', '))})`
    await tx.$executeRaw(statement(table))
  }
}

/** The columns as a list for INSERT or SELECT. */
export function columnList(types: RowTypes, of = ''): Prisma.Sql {
  const names = Object.keys(types)
  return Prisma.raw(names.map((name) => `${of}${name}`).join(', '))
}
