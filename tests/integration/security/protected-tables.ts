/** What the migrations say about every table: who of a bank sees its rows, and whether they are ever changed. */
import { join } from 'node:path'
import { readMigrations } from '@/lib/platform/db/migrate'

export type Mode = 'own' | 'flag' | 'open' | 'closed'
export type Protected = { table: string; mode: Mode; column: string | null; appendOnly: boolean }

const CALL = /fangshi_schema\.protect\('(\w+)',\s*'(\w+)',\s*(?:'(\w+)'|null),\s*(true|false)\)/g

export function protectedTables(): Protected[] {
  const sql = readMigrations(join(process.cwd(), 'prisma', 'migrations'))
    .map((m) => m.sql)
    .join('\n')
  // A later migration may say it anew; its word counts.
  const last = new Map<string, Protected>()
  for (const [, table, mode, column, appendOnly] of sql.matchAll(CALL)) {
    last.set(table!, { table: table!, mode: mode as Mode, column: column ?? null, appendOnly: appendOnly === 'true' })
  }
  return [...last.values()]
}

/** Tables that belong to no bank: the application only reads them. */
export const GLOBAL_TABLES = ['bank', '_prisma_migrations']
