/** Who calls the API: a bearer token, or the session cookie of a page of ours. */
import type { Actor } from '../actor'
import { sessionCookieName } from '../auth/cookie'
import { findSession, STEP_CODE } from '../auth/session'
import { findToken } from '../auth/token'
import { refuse } from '../errors'
import { clientAddress, cookieOf, isSameOrigin } from './client'
import { countUse, waitFor } from './rate-limit'

/**
 * The actor of the request. A cookie counts only for reading, or together with our own Origin: another site's page
 * cannot send that. Refuses E_UNAUTHENTICATED, E_SECOND_FACTOR, E_PASSWORD_EXPIRED, E_ORIGIN, E_TOO_MANY.
 */
export async function authenticate(request: Request, requestId: string): Promise<Actor> {
  const address = clientAddress(request.headers)
  const wait = await waitFor('unknownToken', address)
  if (wait !== null) throw refuse('E_TOO_MANY', { retryAfter: wait })
  const actor = await (request.headers.has('authorization')
    ? byToken(request, requestId)
    : byCookie(request, requestId))
  if (!actor) {
    await countUse('unknownToken', address)
    throw refuse('E_UNAUTHENTICATED')
  }
  const busy = await countUse('api', actor.userId ?? actor.login)
  if (busy !== null) throw refuse('E_TOO_MANY', { retryAfter: busy })
  return actor
}

async function byToken(request: Request, requestId: string): Promise<Actor | null> {
  const token = /^Bearer ([^\s]+)$/i.exec(request.headers.get('authorization')!)?.[1]
  if (!token) return null
  const found = await findToken(token, requestId)
  if (!found) return null
  const { tokenId: _, ...actor } = found
  return actor
}

async function byCookie(request: Request, requestId: string): Promise<Actor | null> {
  const cookie = cookieOf(request.headers, sessionCookieName(request.headers))
  const session = cookie ? await findSession(cookie, requestId) : null
  if (!session) return null
  if (session.step !== 'READY') throw refuse(STEP_CODE[session.step])
  const reads = request.method === 'GET' && request.headers.get('sec-fetch-site') !== 'cross-site'
  if (!reads && !isSameOrigin(request.headers, new URL(request.url))) throw refuse('E_ORIGIN')
  return session.actor
}
