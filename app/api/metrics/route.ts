import { timingSafeEqual } from 'node:crypto'
import { metricsRegistry } from '@/lib/platform/http/metrics'

export const dynamic = 'force-dynamic'

/** Prometheus text. FANGSHI_METRICS_TOKEN, when set, must come as a bearer token. */
export async function GET(request: Request): Promise<Response> {
  const wanted = process.env.FANGSHI_METRICS_TOKEN
  if (wanted && !same(request.headers.get('authorization') ?? '', `Bearer ${wanted}`)) {
    return new Response('unauthorized\n', { status: 401, headers: { 'www-authenticate': 'Bearer' } })
  }
  const registry = metricsRegistry()
  return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } })
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}
