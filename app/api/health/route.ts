import { VERSION } from '@/lib/platform/version'

export const dynamic = 'force-dynamic'

/** Serves: nothing is asked of anybody else. */
export function GET(): Response {
  return Response.json({ status: 'ok', version: VERSION }, { headers: { 'cache-control': 'no-store' } })
}
