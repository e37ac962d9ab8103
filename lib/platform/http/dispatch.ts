/** One dispatcher for the whole public API: finds the route, the actor and the input, runs it, and words the answer. */
import type { Actor } from '../actor'
import { type CommandOptions, parseInput } from '../commands'
import { type AppError, Refusal, refuse, statusOf } from '../errors'
import { chooseLocale, isLocale, LOCALE_COOKIE } from '../i18n/locale'
import { log } from '../log'
import { sqlState } from '../tenant'
import { toWire } from '../wire'
import { authenticate } from './authenticate'
import { cookieOf } from './client'
import { countRequest } from './metrics'
import { problem } from './problem'
import { readJsonBody } from './read-body'
import { readQuery } from './read-query'
import type { CommandRoute, QueryRoute, Route, RouteParts } from './route'
import type { Match, RouteTable } from './route-table'

/** Answers one request. `path` is what follows /api/v1, still encoded. */
export async function dispatch(request: Request, path: string, table: RouteTable): Promise<Response> {
  const started = performance.now()
  const requestId = requestIdOf(request)
  // a page of ours speaks the language of its screens, a program the one that it asks for
  const chosen = cookieOf(request.headers, LOCALE_COOKIE)
  const locale = chooseLocale(chosen, request.headers.get('accept-language'))
  let route: string = 'unknown'
  let bankId: string | null = null
  let response: Response
  try {
    const caller = await authenticate(request, requestId)
    bankId = caller.bankId
    // texts inside an answer speak as the caller asks, as its refusals do
    const actor = isLocale(chosen) || request.headers.has('accept-language') ? { ...caller, locale } : caller
    const found = table.find(request.method, path)
    if (!found) throw refuse('E_NOT_FOUND')
    if ('allowed' in found) {
      const error = refuse('E_METHOD', { method: request.method, allowed: found.allowed }).error
      response = await problem(error, locale, { requestId, bankId, headers: { allow: found.allowed.join(', ') } })
    } else {
      route = found.route.path
      response = await run(actor, request, found, requestId)
    }
  } catch (thrown) {
    response = await problem(toError(thrown, requestId, route), locale, { requestId, bankId })
  }
  countRequest(request.method, route, response.status, performance.now() - started)
  return response
}

/** The caller's own number for the request when it is a sane one, else ours. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given && /^[\w.-]{8,64}$/.test(given) ? given : crypto.randomUUID()
}

async function run(actor: Actor, request: Request, { route, params }: Match, requestId: string): Promise<Response> {
  const { query, refuseUnread } = readQuery(new URL(request.url).searchParams)
  if (route.kind === 'raw') {
    if (actor.scope === 'READ' && request.method !== 'GET') throw refuse('E_FORBIDDEN', { need: 'FULL' })
    return await route.handle(actor, request, { params, query, body: {} })
  }
  const body = request.method === 'GET' ? {} : await readJsonBody(request)
  const parts = { params, query, body }
  if (route.kind === 'calculator') {
    refuseUnread()
    return answer(route, route.calculate(parseInput(route.body, body), parts), requestId)
  }
  refusePathFields(route, parts)
  const asked = route.input(parts)
  // a route that hands the parameters on as they came reads them all: its schema refuses what it does not know
  const input = (asked === query ? { ...query } : asked) as never
  refuseUnread()
  if (route.kind === 'query') return answer(route, await route.query(actor, input), requestId)
  const result = await route.command(actor, input, commandOptions(request))
  if (!result.ok) throw new Refusal(result.error)
  return answer(route, result.value, requestId)
}

/** What the address says cannot be said again, differently, in the body. */
function refusePathFields(route: CommandRoute | QueryRoute, parts: RouteParts): void {
  if (Object.keys(parts.params).length === 0 || Object.keys(parts.body).length === 0) return
  const fromPath = (route.input({ ...parts, query: {}, body: {} }) ?? {}) as Record<string, unknown>
  const fields = Object.keys(parts.body)
    .filter((key) => Object.values(parts.params).includes(fromPath[key] as string))
    .map((path) => ({ path, code: 'E_UNKNOWN_FIELD' }))
  if (fields.length > 0) throw refuse('E_UNKNOWN_FIELD', { fields: fields.map((f) => f.path) }, { fields })
}

function commandOptions(request: Request): CommandOptions {
  const key = request.headers.get('idempotency-key')
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) throw refuse('E_MALFORMED', { problem: 'Idempotency-Key' })
  const seen = request.headers.get('if-match')
  const version = seen === null ? undefined : /^(?:W\/)?"?(\d{1,9})"?$/.exec(seen)?.[1]
  if (seen !== null && version === undefined) throw refuse('E_MALFORMED', { problem: 'If-Match' })
  return { idempotencyKey: key ?? undefined, ifMatch: version === undefined ? undefined : Number(version) }
}

function answer(route: Route, value: unknown, requestId: string): Response {
  const wire = toWire(value)
  const version = wire && typeof wire === 'object' && !Array.isArray(wire) ? wire.version : undefined
  return new Response(JSON.stringify(wire), {
    status: route.status ?? 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(typeof version === 'number' ? { etag: `"${version}"` } : {}),
    },
  })
}

/** What the database says when it is too busy or has no time left; everything else that is thrown is a defect. */
const BY_SQLSTATE: Record<string, string> = {
  '40001': 'E_BUSY',
  '40P01': 'E_BUSY',
  '55P03': 'E_BUSY',
  '57014': 'E_UNAVAILABLE',
  '53300': 'E_UNAVAILABLE',
}

function toError(thrown: unknown, requestId: string, route: string): AppError {
  if (thrown instanceof Refusal) return thrown.error
  log.error({ requestId, route, err: thrown }, 'request failed')
  const code = BY_SQLSTATE[sqlState(thrown) ?? ''] ?? 'E_INTERNAL'
  return { code, status: statusOf(code), params: { requestId }, fields: [] }
}
