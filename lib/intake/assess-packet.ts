import { type CheckOptions, checkMerchants } from './check-merchants'
import { checkCompleteness, type MerchantSlots, slotMatrix } from './completeness'
import { type Issue, packetIssue } from './issue'
import type { ReadList } from './list-of-sheets'
import { documentIssues, matchDocuments, type PlacedDocument } from './match-documents'
import type { DocumentsRead } from './read-documents'
import { OPERATOR_SLOTS, type Slot } from './slots'

export type AssessOptions = CheckOptions & { requiredSlots?: readonly Slot[] }

export type PacketAssessment = {
  placed: PlacedDocument[]
  matrix: MerchantSlots[]
  /** of the list, of its rows, of the documents; packet-wide ones first, then in the list's order */
  issues: Issue[]
  counts: PacketCounts
}

export type PacketCounts = {
  rows: number
  /** rows without an error */
  ready: number
  withErrors: number
  withWarnings: number
  documents: number
  unmatchedDocuments: number
}

/**
 * Everything that a packet's list and documents say together. `documents` null: none were sent, which is said once and
 * leaves the slots open without an error a row. A packet with errors keeps its good rows.
 */
export function assessPacket(
  list: ReadList,
  documents: DocumentsRead | null,
  options: AssessOptions,
): PacketAssessment {
  const { merchants } = list
  const required = options.requiredSlots ?? OPERATOR_SLOTS
  const placed = documents ? matchDocuments(documents.documents, merchants) : []
  const aboutDocuments = documents
    ? [...documentIssues(placed, documents.refused, merchants), ...checkCompleteness(merchants, placed, required)]
    : [packetIssue('W_NO_DOCUMENTS')]
  const issues = [...list.issues, ...checkMerchants(merchants, options), ...aboutDocuments].toSorted(
    (a, b) => (a.index ?? -1) - (b.index ?? -1),
  )
  return {
    placed,
    matrix: slotMatrix(merchants, placed, required),
    issues,
    counts: countPacket(merchants.length, issues, placed),
  }
}

export function countPacket(rows: number, issues: Issue[], placed: PlacedDocument[]): PacketCounts {
  const rowsWith = (level: Issue['level']) =>
    new Set(issues.flatMap((i) => (i.level === level && i.index !== null ? [i.index] : []))).size
  const withErrors = rowsWith('error')
  return {
    rows,
    ready: rows - withErrors,
    withErrors,
    withWarnings: rowsWith('warning'),
    documents: placed.length,
    unmatchedDocuments: placed.filter((p) => p.merchant === null && !p.slot?.startsWith('OP_')).length,
  }
}
