/** The file that a claim is handed in with (§2.5): which papers, and which of them are still wanting. Pure. */
import type { ClaimType } from './claim-parts'

export const PAPER_KINDS = [
  'LOAN_CONTRACT',
  'POLICY',
  'DRAWDOWN_VOUCHER',
  'ARREARS_STATEMENT',
  'COLLECTION_RECORD',
] as const
export type PaperKind = (typeof PAPER_KINDS)[number]
export type PaperState = 'MISSING' | 'RECEIVED' | 'QUERIED'

/** Working days in which an insurer says whether the file is complete (§2.5). */
export const INSURER_REPLY_DAYS = 5

/** Contract, policy, drawdown voucher, statement of arrears, collection record; other payers are asked by their letter alone. */
export function papersOf(type: ClaimType): readonly PaperKind[] {
  return type === 'INSURER' ? PAPER_KINDS : []
}

/** What the file lacks: never brought, or found wanting by the insurer and not brought again. */
export function wantingPapers(type: ClaimType, file: readonly { kind: string; state: string }[]): readonly PaperKind[] {
  return papersOf(type).filter((kind) => !file.some((p) => p.kind === kind && p.state === 'RECEIVED'))
}
