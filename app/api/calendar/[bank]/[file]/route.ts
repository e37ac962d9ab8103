import { serveFeed } from '@/lib/notices/feed'

export const dynamic = 'force-dynamic'

async function handle(
  request: Request,
  { params }: { params: Promise<{ bank: string; file: string }> },
): Promise<Response> {
  const { bank, file } = await params
  return serveFeed(request, bank, file)
}

export { handle as GET }
