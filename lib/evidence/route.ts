/** Runs a file handler for a page's cookie or a token, and words its refusals. */
import type { Actor } from '@/lib/platform/actor'
import { Refusal, refuse } from '@/lib/platform/errors'
import { authenticate } from '@/lib/platform/http/authenticate'
import { requestIdOf } from '@/lib/platform/http/dispatch'
import { problem } from '@/lib/platform/http/problem'
import { chooseLocale } from '@/lib/platform/i18n/locale'
import { log } from '@/lib/platform/log'

export async function withActor(request: Request, handle: (actor: Actor) => Promise<Response>): Promise<Response> {
  const requestId = requestIdOf(request)
  try {
    return await handle(await authenticate(request, requestId))
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) log.error({ requestId, err: thrown }, 'file request failed')
    const { error } = thrown instanceof Refusal ? thrown : refuse('E_INTERNAL', { requestId })
    return problem(error, chooseLocale(undefined, request.headers.get('accept-language')), { requestId })
  }
}
