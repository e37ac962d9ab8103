/** Numbers that people see (batch, contract, loan): a counter row of the bank, never a sequence of the database. */
import type { Tx } from './tenant'

/** The next value of a named counter: 1, 2, 3 … Rolls back with the transaction, so no number is lost. */
export async function nextNumber(tx: Tx, bankId: string, name: string, take = 1): Promise<bigint> {
  const rows = await tx.$queryRaw<{ value: bigint }[]>`
    insert into counter (bank_id, name, value) values (${bankId}::uuid, ${name}, ${take})
    on conflict (bank_id, name) do update set value = counter.value + ${take} returning value`
  return rows[0]!.value - BigInt(take) + 1n
}

/** "B-2026-0007": prefix, year of the business date, counter of that year padded to `width`. */
export async function nextCode(tx: Tx, bankId: string, prefix: string, year: number, width = 4): Promise<string> {
  const n = await nextNumber(tx, bankId, `${prefix}-${year}`)
  return `${prefix}-${year}-${n.toString().padStart(width, '0')}`
}
