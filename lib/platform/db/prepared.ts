/**
 * Statements that the database plans once a connection instead of every time. Only for texts that never change: each other
 * text under one name is a fault, and a name is kept as long as its connection.
 */
import { Prisma } from './generated/client'

const MARK = /^\s*\/\* prepared ([\w.]+) \*\//

/** Stands at the head of a statement: `${prepared('ledger.post')}select …`. */
export const prepared = (name: string): Prisma.Sql => Prisma.raw(`/* prepared ${name} */ `)

/** The name that a statement was given at its head, for the driver; empty for all others. */
export const statementName = ({ sql }: { sql: string }): string => MARK.exec(sql)?.[1] ?? ''
