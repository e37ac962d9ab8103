/** Which line of the core's statement is which entry of our books: by reference first, then by amount, each once. Pure. */
import type { Fen } from '@/lib/platform/money'

export type Side = { id: string; amountFen: Fen; references: readonly string[] }
export type Matches = { pairs: { core: string; book: string }[]; core: string[]; book: string[] }

/** Pairs what belongs together; what is left over on either side is a difference. */
export function matchSides(core: readonly Side[], book: readonly Side[]): Matches {
  const pairs: Matches['pairs'] = []
  const freeCore = new Set(core)
  const freeBook = new Set(book)
  const pair = (c: Side, b: Side) => {
    pairs.push({ core: c.id, book: b.id })
    freeCore.delete(c)
    freeBook.delete(b)
  }
  const byReference = new Map<string, Side[]>()
  for (const b of book) for (const r of b.references) byReference.set(r, [...(byReference.get(r) ?? []), b])
  for (const c of core) {
    const found = c.references
      .flatMap((r) => byReference.get(r) ?? [])
      .find((b) => freeBook.has(b) && b.amountFen === c.amountFen)
    if (found) pair(c, found)
  }
  const byAmount = new Map<Fen, Side[]>()
  for (const b of freeBook) byAmount.set(b.amountFen, [...(byAmount.get(b.amountFen) ?? []), b])
  for (const c of [...freeCore]) {
    const found = byAmount.get(c.amountFen)?.shift()
    if (found) pair(c, found)
  }
  return { pairs, core: [...freeCore].map((s) => s.id), book: [...freeBook].map((s) => s.id) }
}
