/** How one slot of one merchant stands on the desk. */
import { judgedCodes } from '@/lib/batches/judgements'

/** PRESENT: filled. BUNDLED: in a file with several papers. HALF: one side of a card. MISSING: nothing. REFUSED: sent back or not good. */
export type SlotStanding = 'PRESENT' | 'BUNDLED' | 'HALF' | 'MISSING' | 'REFUSED'

type Paper = { slot: string | null; state: string; createdAt: Date }
/** What an item was returned for; `at` is the instant of the return, ISO. */
export type Returned = { slots?: string[]; fields?: string[]; reason?: string; at?: string }

/**
 * `returned` only while the item is with the operator: a slot that was sent back stands refused until a newer paper is
 * in it, whatever the older papers look like.
 */
export function slotStanding(
  slot: string,
  papers: Paper[],
  issues: { code: string; field: string | null }[],
  returned: Returned | null,
): SlotStanding {
  const own = papers.filter((p) => p.slot === slot)
  const good = own.filter((p) => p.state !== 'REJECTED')
  const asked = returned?.slots?.includes(slot) ?? false
  if (asked && !good.some((p) => returned?.at !== undefined && p.createdAt.toISOString() > returned.at))
    return 'REFUSED'
  const judged = judgedCodes(slot)
  if (issues.some((i) => judged.includes(i.code) && (i.field === null || i.field === slot))) return 'REFUSED'
  if (issues.some((i) => i.code === `E_DOC_MISSING:${slot}`)) return good.length > 0 ? 'HALF' : 'MISSING'
  if (good.length > 0) return 'PRESENT'
  return papers.some((p) => p.slot === 'BUNDLE') ? 'BUNDLED' : 'MISSING'
}
