/** What changed from one submission of a batch to the next, field by field and paper by paper (§10.6). */
import { type Fen, toYuan } from '@/lib/platform/money'

/** One item as `takeSnapshot` keeps it. */
type SnapshotItem = Record<string, unknown> & { no: string; applicationId: string; name?: string | null }
type Paper = { slot: string | null; sha256: string }

export type FieldChange = { field: string; from: string | null; to: string | null }
export type ItemChange = {
  row: string
  merchant: string | null
  change: 'ADDED' | 'REMOVED' | 'CHANGED'
  /** names of the fields and, for papers and consents, of the list they stand in */
  fields: string[]
  /** the list's fields with both values, money in yuan */
  values: FieldChange[]
  /** slots whose papers are not the same any more */
  slots: string[]
}

const MONEY = ['annualTurnover', 'annualRent', 'requested']
/** Where an item stands in the list and how often it was written is not what it says. */
const NOT_MATERIAL = ['itemVersion', 'position', 'applicationId']

/** Items in the order of the later submission, then those that are no longer in it. */
export function changesBetween(before: SnapshotItem[], now: SnapshotItem[]): ItemChange[] {
  const old = new Map(before.map((i) => [i.applicationId, i]))
  const kept = new Set(now.map((i) => i.applicationId))
  const whole = (item: SnapshotItem, change: 'ADDED' | 'REMOVED'): ItemChange => ({
    row: item.no,
    merchant: item.name ?? null,
    change,
    fields: [],
    values: [],
    slots: [],
  })
  return [
    ...now.flatMap((item) => {
      const earlier = old.get(item.applicationId)
      if (!earlier) return [whole(item, 'ADDED')]
      const changed = itemChange(earlier, item)
      return changed.fields.length > 0 ? [changed] : []
    }),
    ...before.filter((i) => !kept.has(i.applicationId)).map((i) => whole(i, 'REMOVED')),
  ]
}

function itemChange(before: SnapshotItem, now: SnapshotItem): ItemChange {
  const fields = Object.keys(now).filter((k) => !NOT_MATERIAL.includes(k) && content(now[k]) !== content(before[k]))
  return {
    row: now.no,
    merchant: now.name ?? null,
    change: 'CHANGED',
    fields,
    values: fields
      .filter((f) => f !== 'documents' && f !== 'consents')
      .map((field) => ({ field, from: shown(field, before[field]), to: shown(field, now[field]) })),
    slots: fields.includes('documents') ? changedSlots(before.documents, now.documents) : [],
  }
}

/** Papers and consents stand in no order of their own: the same ones in another order are no change. */
function content(value: unknown): string | undefined {
  return JSON.stringify(Array.isArray(value) ? value.map((v) => JSON.stringify(v)).toSorted() : value)
}

function shown(field: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return MONEY.includes(field) ? toYuan(BigInt(String(value)) as Fen) : String(value)
}

function changedSlots(before: unknown, now: unknown): string[] {
  const hashes = (papers: unknown) => Map.groupBy((papers ?? []) as Paper[], (p) => p.slot ?? '')
  const [old, fresh] = [hashes(before), hashes(now)]
  const key = (papers: Paper[] | undefined) =>
    (papers ?? [])
      .map((p) => p.sha256)
      .toSorted()
      .join()
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((s) => s !== '' && key(old.get(s)) !== key(fresh.get(s)))
}
