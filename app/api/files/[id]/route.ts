import { withActor } from '@/lib/evidence/route'
import { serveFile } from '@/lib/evidence/serve'

export const dynamic = 'force-dynamic'

async function handle(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params
  const { searchParams } = new URL(request.url)
  return withActor(request, (actor) =>
    serveFile(actor, request, { id, thumb: searchParams.get('thumb'), download: searchParams.has('download') }),
  )
}

export { handle as GET }
