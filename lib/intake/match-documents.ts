import type { ListedMerchant } from './fields'
import { guessSlot, namesSlot, type SlotGuess } from './guess-slot'
import { type Issue, merchantIssue, packetIssue } from './issue'
import { type Evidence, type EvidenceKind, MerchantIndex, weightOf } from './match-index'
import type { ReadDocument, RefusedDocument } from './read-documents'
import type { Side, Slot } from './slots'

/** A document with its place: whose it is and which slot it fills; null where a person must say. */
export type PlacedDocument = {
  document: ReadDocument
  /** the merchant's index in the list */
  merchant: number | null
  slot: Slot | null
  side: Side | null
  evidence: EvidenceKind[]
  /** merchants it may belong to when the names contradict each other: the tray offers them first */
  candidates: number[]
}

/** The best must beat the second by this much, or the document goes to the tray. */
const MARGIN = 20
const MAX_CANDIDATES = 5
const isOperatorSlot = (slot: Slot | null): boolean => slot?.startsWith('OP_') ?? false

/**
 * Finds for every document its merchant and slot by the names of its folders and file: stall, name, number, owner,
 * credit code, ID, phone, in any order and at any depth (§4; api-contract "Packets"). Contradictions and silence go to
 * the unmatched tray; nothing is guessed on a hair's breadth.
 */
export function matchDocuments(
  documents: readonly ReadDocument[],
  merchants: readonly ListedMerchant[],
): PlacedDocument[] {
  return documents.map(documentMatcher(merchants))
}

/** matchDocuments for a packet that comes in slices: what was learnt of folders and names serves the next slice. */
export function documentMatcher(merchants: readonly ListedMerchant[]): (document: ReadDocument) => PlacedDocument {
  const find = memoize(new MerchantIndex(merchants))
  const slotOf = rememberSlots()
  return (document) => {
    const { slot, side } = slotOf(document.path)
    const owner = decide(evidenceOf(document.path, find))
    const bundle = slot === null && owner.merchant !== null && document.type === 'PDF'
    return { document, ...owner, slot: bundle ? 'BUNDLE' : slot, side }
  }
}

/** guessSlot for whole packets: the same few file names come again in every folder, and most tell their slot alone. */
function rememberSlots(): typeof guessSlot {
  const known = new Map<string, SlotGuess>()
  return (path) => {
    const file = path.slice(path.lastIndexOf('/') + 1)
    const guess = known.get(file) ?? guessSlot(file)
    if (known.size >= REMEMBERED) known.clear()
    known.set(file, guess)
    return guess.slot === null || guess.slot === 'BUNDLE' ? guessSlot(path) : guess
  }
}

/** Names remembered at once. The files of a folder come together, so what was forgotten is seldom asked for again. */
const REMEMBERED = 2_000

type Finder = {
  full: (segment: string) => Evidence[]
  number: (segment: string) => Evidence | null
  part: (segment: string) => Evidence | null
}

/** Folder names repeat for every file in them, and file names for every folder. */
function memoize(index: MerchantIndex): Finder {
  const memo = <T>(f: (segment: string) => T) => {
    const known = new Map<string, T>()
    return (segment: string): T => {
      const before = known.get(segment)
      if (before !== undefined) return before
      if (known.size >= REMEMBERED) known.clear()
      const found = f(segment)
      known.set(segment, found)
      return found
    }
  }
  return {
    full: memo((s) => index.find(s)),
    number: memo((s) => index.findNumber(s)),
    part: memo((s) => index.findPart(s)),
  }
}

function evidenceOf(path: string, find: Finder): Evidence[] {
  const segments = path.split('/')
  const file = segments.pop()!.replace(/\.[^.]{1,5}$/, '')
  const sure = [...segments, file].flatMap(find.full)
  const folders = segments.flatMap((s) => find.number(s) ?? [])
  // "1.jpg" in a merchant's folder is a page, not the first merchant: a file's number needs a slot beside it.
  const own = namesSlot(file) ? find.number(file) : null
  const all = [...sure, ...folders, ...(own ? [own] : [])]
  return all.length > 0 ? all : [...segments, file].flatMap((s) => find.part(s) ?? [])
}

function decide(evidence: Evidence[]): Pick<PlacedDocument, 'merchant' | 'evidence' | 'candidates'> {
  const scores = new Map<number, number>()
  const kinds = new Map<number, Set<EvidenceKind>>()
  for (const { kind, merchants } of evidence) {
    for (const m of merchants) {
      const known = kinds.get(m) ?? new Set()
      kinds.set(m, known)
      if (known.has(kind)) continue
      known.add(kind)
      scores.set(m, (scores.get(m) ?? 0) + weightOf(kind))
    }
  }
  const order = [...scores].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
  const [best, second] = order
  if (!best) return { merchant: null, evidence: [], candidates: [] }
  if (second && best[1] - second[1] < MARGIN) {
    return { merchant: null, evidence: [], candidates: order.slice(0, MAX_CANDIDATES).map(([m]) => m) }
  }
  return { merchant: best[0], evidence: [...kinds.get(best[0])!], candidates: [] }
}

/** What the documents themselves give to say: nobody's files, unknown slots, the same file at several merchants, refused files. */
export function documentIssues(
  placed: PlacedDocument[],
  refused: RefusedDocument[],
  merchants: readonly ListedMerchant[],
): Issue[] {
  return [
    ...placed.flatMap((p) => placeIssues(p, (i) => merchants[i]!)),
    ...duplicates(placed, merchants),
    ...refusedIssues(refused, merchants),
  ]
}

/** What is to be said of one paper by itself. */
export function placeIssues(
  { document, merchant, slot, candidates }: PlacedDocument,
  merchantAt: (index: number) => ListedMerchant,
): Issue[] {
  const { path } = document
  if (merchant === null) {
    if (isOperatorSlot(slot)) return []
    return [
      packetIssue('W_DOC_UNMATCHED', path, {
        path,
        candidates: candidates.map((i) => String(merchantAt(i).row)),
      }),
    ]
  }
  if (slot === 'BUNDLE') return [merchantIssue(merchantAt(merchant), 'W_DOC_BUNDLE', path, { path })]
  return slot === null ? [merchantIssue(merchantAt(merchant), 'W_DOC_SLOT_UNKNOWN', path, { path })] : []
}

/** One file at so many merchants, and at so large a part of them, is said once: a line on each would hide the rest. */
const EVERYBODY = { merchants: 10, share: 0.2 }

/** §4.1: the same content in another merchant's packet is a sign of fraud; twice in one packet it is a slip. */
export function duplicates(placed: PlacedDocument[], merchants: readonly ListedMerchant[]): Issue[] {
  const groups = Map.groupBy(
    placed.filter((p) => p.merchant !== null),
    (p) => p.document.sha256,
  )
  return [...groups.values()].flatMap((group) => {
    if (group.length < 2) return []
    const owners = [...new Set(group.map((p) => p.merchant!))]
    const named = (indices: number[]) => indices.slice(0, MAX_CANDIDATES).map((i) => String(merchants[i]!.row))
    const { document, slot } = group[0]!
    if (owners.length > EVERYBODY.merchants && owners.length > merchants.length * EVERYBODY.share) {
      const params = { reason: 'everybody', path: document.path, count: owners.length, others: named(owners) }
      return [packetIssue('W_DUP_FILE', slot ?? document.path, params)]
    }
    return group.map(({ merchant, document, slot }) => {
      const others = owners.filter((i) => i !== merchant)
      const reason = others.length > 0 ? 'others' : 'same'
      const params = { reason, path: document.path, count: others.length, others: named(others) }
      return merchantIssue(merchants[merchant!]!, 'W_DUP_FILE', slot ?? document.path, params)
    })
  })
}

/** A refused file is told to its merchant where its path says whose it is, so that the chase-up message can name it. */
function refusedIssues(refused: RefusedDocument[], merchants: readonly ListedMerchant[]): Issue[] {
  const find = memoize(new MerchantIndex(merchants))
  return refused.map(({ path, code, params }) => {
    const { merchant } = decide(evidenceOf(path, find))
    const slot = guessSlot(path).slot
    const full = code === 'E_DOC_UNREADABLE' && slot ? `E_DOC_UNREADABLE:${slot}` : code
    const more = { path, ...params }
    return merchant === null ? packetIssue(full, path, more) : merchantIssue(merchants[merchant]!, full, path, more)
  })
}
