/** The REST routes as data: each feature lists its own; one dispatcher serves them and the OpenAPI document is made from them. */
import type { z } from 'zod'
import type { Actor } from '../actor'
import type { AnyCommand } from '../commands'
import type { AnyQuery } from '../queries'

export type RouteParts = {
  params: Record<string, string>
  query: Record<string, string | string[]>
  body: Record<string, unknown>
}

type Common = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** under /api/v1, with {name} for path parameters: '/batches/{id}/submit' */
  path: string
  /** answer's status, 200 unless told */
  status?: number
  tag: string
  /** one line for people, in both languages */
  summary: { 'zh-CN': string; en: string }
  /** shape of the answer in its JSON form, for the OpenAPI document */
  response?: z.ZodType
  /** further worked examples of the body, by name */
  examples?: Record<string, { summary?: string; value: unknown }>
  /** raw routes: the body's media type and, where it is a form, its schema */
  request?: { mediaType: string; schema: z.ZodType }
}

export type CommandRoute = Common & { kind: 'command'; command: AnyCommand; input(parts: RouteParts): unknown }
export type QueryRoute = Common & { kind: 'query'; query: AnyQuery; input(parts: RouteParts): unknown }
/** A pure calculator: any signed-in user, no state, no transaction. */
export type CalculatorRoute = Common & {
  kind: 'calculator'
  body: z.ZodType
  calculate(body: unknown, parts: RouteParts): unknown
}
/** A stream in or out (packets, files): handles the request itself, after authentication. */
export type RawRoute = Common & {
  kind: 'raw'
  handle(actor: Actor, request: Request, parts: RouteParts): Promise<Response>
}
export type Route = CommandRoute | QueryRoute | CalculatorRoute | RawRoute

export function commandRoute(r: Omit<CommandRoute, 'kind'>): Route {
  return { ...r, kind: 'command' }
}
export function queryRoute(r: Omit<QueryRoute, 'kind'>): Route {
  return { ...r, kind: 'query' }
}
type Act = (path: string, zh: string, en: string, command: AnyCommand, key?: string) => Route

/**
 * Acts of one tag as lines: POST on a path with its words. `key` is the name in the command's input of what the path's
 * {id} names; without it the act makes something new, and answers 201.
 */
export function actsOf(tag: string): Act {
  return (path, zh, en, command, key) =>
    commandRoute({
      method: 'POST',
      path,
      tag,
      ...(key ? {} : { status: 201 }),
      summary: { 'zh-CN': zh, en },
      command,
      input: ({ params, body }) => (key ? { [key]: params.id, ...body } : body),
    })
}

/** Reads of one tag as lines: GET on a path, the query as it was asked. */
export function readsOf(tag: string): (path: string, zh: string, en: string, query: AnyQuery) => Route {
  return (path, zh, en, query) =>
    queryRoute({ method: 'GET', path, tag, summary: { 'zh-CN': zh, en }, query, input: ({ query: q }) => q })
}

export function calculatorRoute<S extends z.ZodType>(
  r: Omit<CalculatorRoute, 'kind' | 'body' | 'calculate'> & {
    body: S
    calculate(body: z.output<S>, parts: RouteParts): unknown
  },
): Route {
  return { ...r, kind: 'calculator', body: r.body, calculate: r.calculate as CalculatorRoute['calculate'] }
}
export function rawRoute(r: Omit<RawRoute, 'kind'>): Route {
  return { ...r, kind: 'raw' }
}
