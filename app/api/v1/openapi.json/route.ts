import { apiRoutes } from '@/lib/api'
import { openApiDocument } from '@/lib/platform/http/openapi'
import { chooseLocale } from '@/lib/platform/i18n/locale'
import { VERSION } from '@/lib/platform/version'

/** The description of the API is open to all: it tells what can be asked, nothing about any bank. */
export function GET(request: Request): Response {
  const locale = chooseLocale(undefined, request.headers.get('accept-language'))
  const document = openApiDocument(apiRoutes, { version: VERSION, locale })
  return Response.json(document, { headers: { vary: 'accept-language', 'cache-control': 'public, max-age=300' } })
}
