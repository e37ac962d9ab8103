/**
 * A refusal is a business "no": a code of domain rules §4.3 (or one in its style), parameters for its text, and the
 * fields it concerns. Inside a transaction it is thrown, so that no caller can forget to roll back; `defineCommand`
 * turns it into a value at the edge. Any other throw is a bug.
 */

export type FieldError = { path: string; code: string; params?: ErrorParams }
export type ErrorParams = Record<string, string | number | boolean | string[]>

export type AppError = {
  code: string
  status: number
  params: ErrorParams
  fields: FieldError[]
  /** for E_STATE: the events that the object would take now */
  allowed?: string[]
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError }

/** HTTP status by code; everything else is 422 (business validation). */
const STATUS: Record<string, number> = {
  E_MALFORMED: 400,
  E_UNKNOWN_FIELD: 400,
  E_UNAUTHENTICATED: 401,
  E_SIGN_IN: 401,
  E_PASSWORD_EXPIRED: 403,
  E_ORIGIN: 403,
  E_SECOND_FACTOR: 401,
  E_SOD: 403,
  E_FORBIDDEN: 403,
  E_NOT_FOUND: 404,
  E_METHOD: 405,
  E_STATE: 409,
  E_VERSION_CONFLICT: 409,
  E_LOCKED: 409,
  E_BUSY: 409,
  E_UPLOAD_OFFSET: 409,
  E_DAY_CLOSING: 409,
  E_CLOCK: 409,
  E_FILE_TOO_LARGE: 413,
  E_BODY_TOO_LARGE: 413,
  E_FILE_TYPE: 415,
  E_MEDIA_TYPE: 415,
  E_TOO_MANY: 429,
  E_INTERNAL: 500,
  E_UNAVAILABLE: 503,
}

/** The part of a code before the colon carries the status and the text: E_REQUIRED:phone → E_REQUIRED. */
export function codeBase(code: string): string {
  const colon = code.indexOf(':')
  return colon < 0 ? code : code.slice(0, colon)
}

export function statusOf(code: string): number {
  return STATUS[codeBase(code)] ?? 422
}

export class Refusal extends Error {
  readonly error: AppError
  constructor(error: AppError) {
    super(error.code)
    this.name = 'Refusal'
    this.error = error
  }
}

/** throw refuse('E_STATE', { state: 'DRAFT' }) */
export function refuse(
  code: string,
  params: ErrorParams = {},
  more: { fields?: FieldError[]; allowed?: string[] } = {},
): Refusal {
  return new Refusal({ code, status: statusOf(code), params, fields: more.fields ?? [], allowed: more.allowed })
}
