import { withActor } from '@/lib/evidence/route'
import { uploadFile } from '@/lib/evidence/upload'

export const dynamic = 'force-dynamic'

export function POST(request: Request): Promise<Response> {
  return withActor(request, async (actor) =>
    Response.json(await uploadFile(actor, request), { status: 201, headers: { 'cache-control': 'no-store' } }),
  )
}
