/** What every identity validator of §4.2 answers: whether the value holds, which rules it breaks, and what it is made of. */
export type Check = {
  valid: boolean
  /** codes of §4.3, in the order in which they were found; empty iff valid */
  codes: string[]
  /** the value taken apart; `normalized` is always there: what is to be stored */
  parts: CheckParts
}

export type CheckParts = Record<string, string | number | boolean | null> & { normalized: string }

export function check(codes: string[], parts: CheckParts): Check {
  return { valid: codes.length === 0, codes, parts }
}

/** A civil date as the caller has it: a Temporal.PlainDate or its ISO text (a browser may lack Temporal). */
export type Today = string | { toString(): string }

/** Full-width letters and digits become ASCII, blanks go: what a person meant to type. Never changes letters' case. */
export function compact(value: string): string {
  return value.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '')
}
