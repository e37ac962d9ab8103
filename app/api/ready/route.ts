import { readiness } from '@/lib/platform/ops/readiness'

export const dynamic = 'force-dynamic'

/** 200 only when database, migrations and worker are well; else 503 with what is not. */
export async function GET(): Promise<Response> {
  const { ready, checks } = await readiness()
  const failing = Object.entries(checks).flatMap(([name, check]) => (check.ok ? [] : [name]))
  return Response.json(
    { status: ready ? 'ready' : 'unready', failing, checks },
    { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
