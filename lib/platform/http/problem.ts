/** Refusals as `application/problem+json` (RFC 9457), in the caller's language. */
import type { AppError, FieldError } from '../errors'
import { errorText } from '../i18n/error-text'
import type { Locale } from '../i18n/locale'
import { translatorFor } from '../i18n/translator'

export async function problem(
  error: AppError,
  locale: Locale,
  more: { requestId: string; bankId?: string | null; headers?: Record<string, string> },
): Promise<Response> {
  const t = await translatorFor(locale, more.bankId)
  const text = errorText(t, error)
  const { retryAfter } = error.params
  const fieldText = (f: FieldError) =>
    errorText(t, { code: f.code, params: { field: f.path, name: f.path, fields: f.path, ...f.params } }).detail
  const body = {
    type: `urn:fangshi:error:${error.code}`,
    title: text.title,
    status: error.status,
    detail: text.detail,
    code: error.code,
    params: error.params,
    fields: error.fields.map((f) => ({ ...f, detail: fieldText(f) })),
    ...(error.allowed ? { allowed: error.allowed } : {}),
    requestId: more.requestId,
  }
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': locale,
      'cache-control': 'no-store',
      'x-request-id': more.requestId,
      ...(error.status === 429 && retryAfter !== undefined ? { 'retry-after': String(retryAfter) } : {}),
      ...(error.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...more.headers,
    },
  })
}
