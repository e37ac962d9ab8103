import type { ReadMerchant } from './fields'
import { type Issue, merchantIssue } from './issue'
import type { PlacedDocument } from './match-documents'
import { OPERATOR_SLOTS, type Side, type Slot } from './slots'

/** PRESENT: filled. BUNDLED: to be found in a file with several papers. HALF: one side of the card. MISSING: nothing. */
export type SlotState = 'PRESENT' | 'BUNDLED' | 'HALF' | 'MISSING'

export type MerchantSlots = {
  merchant: number
  slots: Partial<Record<Slot, { state: SlotState; files: number; missingSide?: Side }>>
}

/** The matrix merchants × slots of the packet desk, for the required slots and for every other that has a file. */
export function slotMatrix(
  merchants: ReadMerchant[],
  placed: PlacedDocument[],
  required: readonly Slot[] = OPERATOR_SLOTS,
): MerchantSlots[] {
  const byMerchant = Map.groupBy(
    placed.filter((p) => p.merchant !== null),
    (p) => p.merchant!,
  )
  return merchants.map(({ index }) => {
    const own = byMerchant.get(index) ?? []
    const bundled = own.some((p) => p.slot === 'BUNDLE')
    const wanted = new Set<Slot>([...required, ...own.flatMap((p) => (p.slot ? [p.slot] : []))])
    const slots: MerchantSlots['slots'] = {}
    for (const slot of wanted) slots[slot] = stateOf(slot, own, bundled)
    return { merchant: index, slots }
  })
}

function stateOf(
  slot: Slot,
  own: PlacedDocument[],
  bundled: boolean,
): { state: SlotState; files: number; missingSide?: Side } {
  const files = own.filter((p) => p.slot === slot)
  const missingSide = slot === 'ID_LEGAL_REP' && files.length > 0 ? missingSideOf(files) : null
  if (files.length === 0 || missingSide) {
    if (bundled) return { state: 'BUNDLED', files: files.length }
    return files.length === 0
      ? { state: 'MISSING', files: 0 }
      : { state: 'HALF', files: files.length, missingSide: missingSide! }
  }
  return { state: 'PRESENT', files: files.length }
}

/**
 * Both sides of an ID card: named as such, or two different files without a side, or one PDF or OFD (which has pages).
 * One picture without a side shows one side.
 */
function missingSideOf(files: PlacedDocument[]): Side | null {
  const has = (side: Side) => files.some((p) => p.side === side)
  const paged = files.some((p) => p.side === null && (p.document.type === 'PDF' || p.document.type === 'OFD'))
  if (has('BOTH') || paged || (has('FRONT') && has('BACK'))) return null
  const open = new Set(files.filter((p) => p.side === null).map((p) => p.document.sha256)).size
  if (open + (has('FRONT') ? 1 : 0) + (has('BACK') ? 1 : 0) >= 2) return null
  return has('BACK') ? 'FRONT' : 'BACK'
}

/** E_DOC_MISSING:<slot> for every required slot that is not filled (§4.1, api-contract "Packets"). */
export function checkCompleteness(
  merchants: ReadMerchant[],
  placed: PlacedDocument[],
  required: readonly Slot[] = OPERATOR_SLOTS,
): Issue[] {
  return missingSlots(merchants, slotMatrix(merchants, placed, required), required)
}

/** The same from a matrix that is there already: one line of it a merchant, in the same order. */
export function missingSlots(
  merchants: ReadMerchant[],
  matrix: MerchantSlots[],
  required: readonly Slot[] = OPERATOR_SLOTS,
): Issue[] {
  return matrix.flatMap(({ slots }, i) =>
    required.flatMap((slot) => {
      const { state, missingSide } = slots[slot]!
      if (state === 'PRESENT' || state === 'BUNDLED') return []
      return [merchantIssue(merchants[i]!, `E_DOC_MISSING:${slot}`, slot, { side: missingSide ?? 'ALL' })]
    }),
  )
}
