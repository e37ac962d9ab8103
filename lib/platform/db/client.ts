/**
 * The one pool of connections. Only lib/platform may import this file: everything else goes through `withTenant`,
 * which sets the bank and the party before the first statement (row-level security does the rest).
 */
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client'
import { statementName } from './prepared'

const store = globalThis as unknown as { fangshiPrisma?: PrismaClient }

export function prisma(): PrismaClient {
  if (!store.fangshiPrisma) {
    const connectionString = process.env.DATABASE_URL
    if (!connectionString) throw new Error('DATABASE_URL is not set')
    const pool = { connectionString, max: Number(process.env.DATABASE_POOL ?? 10) }
    const adapter = new PrismaPg(pool, { statementNameGenerator: statementName })
    store.fangshiPrisma = new PrismaClient({ adapter })
  }
  return store.fangshiPrisma
}

/** Closes the pool (tests, CLI, worker shutdown). */
export async function closeDatabase(): Promise<void> {
  await store.fangshiPrisma?.$disconnect()
  store.fangshiPrisma = undefined
}
