import type { ErrorParams } from '@/lib/platform/errors'

export type IssueLevel = 'error' | 'warning'

/**
 * One finding about a packet. `code` is of §4.3 or of the API contract (E_REQUIRED:phone); its text is the message of the
 * code's part before the colon, filled with `params`.
 */
export type Issue = {
  /** the operator's own number of the row; null when it concerns the whole packet or a file of nobody */
  row: number | string | null
  merchant: string | null
  /** a field of the list, a document slot, or the path of a file */
  field: string | null
  code: string
  level: IssueLevel
  params: ErrorParams
  /** 0-based place of the merchant in the list; null like `row` */
  index: number | null
  /** 1-based row of the sheet, for the eye and for the marked copy */
  line: number | null
}

type Where = { index: number; row: number | string; line: number; values: { name: string | null } }

/** An issue of one merchant. Codes beginning with W_ are warnings, all others errors. */
export function merchantIssue(of: Where, code: string, field: string | null, params: ErrorParams = {}): Issue {
  const { index, row, line, values } = of
  return { row, merchant: values.name, field, code, level: levelOf(code), params: filled(field, params), index, line }
}

/** An issue of the packet as a whole, or of a file that belongs to nobody. */
export function packetIssue(code: string, field: string | null = null, params: ErrorParams = {}): Issue {
  return {
    row: null,
    merchant: null,
    field,
    code,
    level: levelOf(code),
    params: filled(field, params),
    index: null,
    line: null,
  }
}

/** Messages name the field themselves (ICU select), so every issue hands it over. */
function filled(field: string | null, params: ErrorParams): ErrorParams {
  return field === null ? params : { field, ...params }
}

export function levelOf(code: string): IssueLevel {
  return code.startsWith('W_') ? 'warning' : 'error'
}
