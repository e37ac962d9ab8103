import { randomUUIDv7 } from 'node:crypto'
import type { Actor } from './actor'
import { prisma } from './db/client'
import { Prisma } from './db/generated/client'
import { prepared } from './db/prepared'

export type Tx = Prisma.TransactionClient
export { Prisma }

/** What withTenant needs to know: whose rows may be seen. */
export type TenantScope = Pick<Actor, 'bankId' | 'partyId'>

const RETRYABLE = new Set(['40001', '40P01'])

/**
 * Opens the transaction in which all work on one bank's rows is done. It sets `app.bank_id` and `app.party_id` (the
 * party of a partner user, or the word 'staff') for this transaction only; the row-level policies read them. A
 * serialization failure or deadlock is tried again twice: `fn` must not touch anything outside the transaction.
 */
export async function withTenant<T>(
  scope: TenantScope,
  fn: (tx: Tx) => Promise<T>,
  options: { readOnly?: boolean; timeoutMs?: number } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await prisma().$transaction(
        async (tx) => {
          if (options.readOnly) await tx.$executeRaw`set transaction read only`
          await tx.$queryRaw`${prepared('tenant.scope')}select set_config('app.bank_id', ${scope.bankId}, true), set_config('app.party_id', ${scope.partyId ?? 'staff'}, true)`
          return await fn(tx)
        },
        { maxWait: 15_000, timeout: options.timeoutMs ?? 30_000 },
      )
    } catch (error) {
      if (attempt >= 3 || !RETRYABLE.has(sqlState(error) ?? '')) throw error
    }
  }
}

/** The SQLSTATE inside an error of Prisma or of its driver, when it has one. */
export function sqlState(error: unknown): string | undefined {
  if (!error || typeof error !== 'object') return undefined
  const e = error as { code?: unknown; meta?: { code?: unknown; driverAdapterError?: unknown }; cause?: unknown }
  if (e.code === 'P2034') return '40001'
  if (typeof e.meta?.code === 'string') return e.meta.code
  const cause = (e.meta?.driverAdapterError ?? e.cause) as
    | { cause?: { originalCode?: unknown; code?: unknown } }
    | undefined
  const inner = cause?.cause ?? cause
  const code =
    (inner as { originalCode?: unknown; code?: unknown } | undefined)?.originalCode ??
    (inner as { code?: unknown } | undefined)?.code
  return typeof code === 'string'
    ? code
    : typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code)
      ? e.code
      : undefined
}

/** True when a unique constraint refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === 'P2002' || sqlState(error) === '23505'
}

export type BankRow = { id: string; code: string; name: string; nameEn: string; state: string }

/** The register of banks is the only table without a tenant; the application may only read it. */
export async function findBankByCode(code: string): Promise<BankRow | null> {
  return prisma().bank.findUnique({ where: { code: code.toUpperCase() } })
}
export async function findBank(id: string): Promise<BankRow | null> {
  return prisma().bank.findUnique({ where: { id } })
}
export async function listBanks(): Promise<BankRow[]> {
  return prisma().bank.findMany({ where: { state: 'ACTIVE' }, orderBy: { code: 'asc' } })
}

/** A new time-ordered id. */
export function newId(): string {
  return randomUUIDv7()
}
