/**
 * Statements that the database plans once a connection instead of every time. Only for texts that never change: each other
 * text under one name is a fault, and a name is kept as long as its connection.
 */
import { createHash } from 'node:crypto'
import { Prisma } from './generated/client'

const MARK = /^\s*\/\* prepared ([\w.]+) \*\//

/** Stands at the head of a statement: `${prepared('ledger.post')}select …`. */
export const prepared = (name: string): Prisma.Sql => Prisma.raw(`/* prepared ${name} */ `)

/** A statement that is put together from a few parts, the same ones again and again: one name for each text. */
export function preparedText(name: string, statement: Prisma.Sql): Prisma.Sql {
  const text = createHash('sha256').update(statement.sql).digest('hex').slice(0, 16)
  return Prisma.sql`${prepared(`${name}.${text}`)}${statement}`
}

/** The name that a statement was given at its head, for the driver; empty for all others. */
export const statementName = ({ sql }: { sql: string }): string => MARK.exec(sql)?.[1] ?? ''
