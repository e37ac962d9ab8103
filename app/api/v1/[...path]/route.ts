import { apiTable } from '@/lib/api'
import { dispatch } from '@/lib/platform/http/dispatch'

export const dynamic = 'force-dynamic'

function handle(request: Request): Promise<Response> {
  return dispatch(request, new URL(request.url).pathname.slice('/api/v1'.length), apiTable)
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
