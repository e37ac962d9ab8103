/** What a person may say of a paper that only a person can see (§4.1, §4.3), and the code under which it stands. */

/** Of any paper. */
export const PAPER_VERDICTS = ['ACCEPTED', 'EXPIRED', 'UNREADABLE'] as const
/** Of a licence and of its annual report: the paper is good, the register says otherwise. */
export const LICENCE_VERDICTS = ['LICENSE_STATUS', 'ABNORMAL_LIST', 'ANNUAL_REPORT_MISSING'] as const
export const VERDICTS = [...PAPER_VERDICTS, ...LICENCE_VERDICTS] as const
export type Verdict = (typeof VERDICTS)[number]

const LICENCE_SLOTS = ['BUSINESS_LICENSE', 'ANNUAL_REPORT_CHECK']

/** Whether this can be said of a paper in this slot. */
export function fitsSlot(verdict: Verdict, slot: string): boolean {
  return !(LICENCE_VERDICTS as readonly string[]).includes(verdict) || LICENCE_SLOTS.includes(slot)
}

/** An identity card that has run out has a word of its own (§4.3 citizen id). */
const ID_SLOTS = ['ID_LEGAL_REP']

/** Null for a paper that is good. */
export function codeOf(verdict: Verdict, slot: string): string | null {
  if (verdict === 'ACCEPTED') return null
  if (verdict === 'EXPIRED' && ID_SLOTS.includes(slot)) return 'E_ID_EXPIRED'
  return verdict === 'EXPIRED' || verdict === 'UNREADABLE' ? `E_DOC_${verdict}:${slot}` : `E_${verdict}`
}

/** Every code that a verdict on a paper of this slot can leave. */
export function judgedCodes(slot: string): string[] {
  return VERDICTS.flatMap((v) => (fitsSlot(v, slot) ? (codeOf(v, slot) ?? []) : []))
}
