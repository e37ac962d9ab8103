/** Whom a guarantor may not guarantee: its controlling shareholder, its controller, and those who act for it (LEG-14, INV-GC3). Pure. */
import type { Ppm } from '@/lib/platform/money'

export type GuarantorPerson = { role: string; name: string; idNo: string | null; sharePpm: Ppm | null }
export type GuaranteedSide = {
  uscc: string | null
  name: string | null
  /** identity numbers of the owner and, where known, of the spouse */
  idNos: readonly (string | null | undefined)[]
}

/** A shareholder counts from here on, as between members of one group (§2.2). */
const HOLDS: Ppm = 200_000

/**
 * The name of whoever ties the guarantor to the borrower; null when nothing does. A shareholder whose share nobody wrote
 * down counts as one that holds enough.
 */
export function relatedBy(
  guarantor: { uscc: string | null; name: string; people: readonly GuarantorPerson[] },
  borrower: GuaranteedSide,
): string | null {
  const same = (a: string | null, b: string | null) => a !== null && b !== null && a.toUpperCase() === b.toUpperCase()
  if (same(guarantor.uscc, borrower.uscc) || same(guarantor.name.trim(), borrower.name?.trim() ?? null))
    return guarantor.name
  const ids = new Set(borrower.idNos.flatMap((id) => (id ? [id.toUpperCase()] : [])))
  const tied = guarantor.people.find(
    (p) =>
      p.idNo !== null &&
      ids.has(p.idNo.toUpperCase()) &&
      (p.role === 'CONTROLLER' ||
        p.role === 'LEGAL_REP' ||
        (p.role === 'SHAREHOLDER' && (p.sharePpm === null || p.sharePpm > HOLDS))),
  )
  return tied?.name ?? null
}
