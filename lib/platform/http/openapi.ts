/** The OpenAPI 3.1 document of the public API, made from the routes and the schemas of their commands and queries. */
import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import type { Locale } from '../i18n/locale'
import type { Route } from './route'

const PATH_MARK = '\u0000path:'
const QUERY_MARK = '\u0000query:'

const zProblem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ example: 'E_STATE' }),
    params: z.record(z.string(), z.unknown()),
    fields: z.array(z.object({ path: z.string(), code: z.string(), detail: z.string() }).loose()),
    allowed: z.array(z.string()).optional().meta({ description: 'with E_STATE: the events that would be taken now' }),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457; `detail` in the language of Accept-Language' })

const REFUSALS: Record<string, string> = {
  400: 'malformed input or an unknown field',
  401: 'no token, or one that is not valid',
  403: 'not the role, or the separation of duties',
  404: 'not there, or another bank’s or party’s',
  409: 'another state or version; `allowed` names the events that would be taken',
  422: 'refused by a business rule',
  429: 'too many requests; see Retry-After',
}

/** The document as an object, ready for JSON. */
export function openApiDocument(routes: readonly Route[], info: { version: string; locale: Locale }): object {
  const paths: ZodOpenApiPathsObject = {}
  const taken = new Set<string>()
  for (const route of routes) {
    const item = paths[route.path] ?? {}
    // One command may be reached by two addresses; its second operation is named by its own.
    const id = taken.has(operationId(route)) ? addressId(route) : operationId(route)
    taken.add(id)
    item[route.method.toLowerCase() as 'get'] = { ...operation(route, info.locale), operationId: id }
    paths[route.path] = item
  }
  const zh = info.locale === 'zh-CN'
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: zh ? '坊市 开放接口' : 'Fangshi API',
        version: info.version,
        description: zh
          ? '金额为以元计的十进制字符串（两位小数），利率为百分数字符串，日期为 YYYY-MM-DD。拒绝以 application/problem+json 回答。'
          : 'Money is a decimal string in yuan with two places, rates are strings in percent, dates YYYY-MM-DD. Refusals come as application/problem+json.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/api/v1' }],
      security: [{ token: [] }],
      tags: [...new Set(routes.map((r) => r.tag))].map((name) => ({ name })),
      paths,
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    { allowEmptySchema: { custom: true, transform: true, bigint: true, date: true } },
  )
}

function operation(route: Route, locale: Locale): ZodOpenApiOperationObject {
  const { parameters, body } = inputOf(route)
  const ok = route.response ?? z.record(z.string(), z.unknown())
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!)
  const requestParams: ZodOpenApiParameters = {
    ...(names.length > 0 ? { path: z.object(Object.fromEntries(names.map((n) => [n, z.string()]))) } : {}),
    ...(parameters ? { query: parameters } : {}),
  }
  if (route.kind === 'command') {
    requestParams.header = z.object({
      'Idempotency-Key': z.string().max(200).optional().meta({ description: 'the same key and body: one effect' }),
      'If-Match': z.string().optional().meta({ description: 'the version of the object that was seen' }),
    })
  }
  const problems = Object.entries(REFUSALS).map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: zProblem } } },
  ])
  return {
    tags: [route.tag],
    summary: route.summary[locale],
    requestParams,
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [route.request?.mediaType ?? 'application/json']: {
                schema: body,
                ...(route.examples ? { examples: route.examples } : {}),
              },
            },
          },
        }
      : {}),
    responses: {
      [String(route.status ?? 200)]: { description: 'OK', content: { 'application/json': { schema: ok } } },
      ...Object.fromEntries(problems),
    } as ZodOpenApiOperationObject['responses'],
  }
}

function operationId(route: Route): string {
  if (route.kind === 'command') return route.command.spec.name
  if (route.kind === 'query') return route.query.spec.name
  return addressId(route)
}

function addressId(route: Route): string {
  return `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z0-9]+(\w?)/g, (_, c: string) => c.toUpperCase())}`
}

type Shape = Record<string, z.ZodType>

/** Which of the schema's fields come from the path, from the query string, and from the body. */
function inputOf(route: Route): { parameters?: z.ZodObject; body?: z.ZodType } {
  const hasBody = route.method !== 'GET'
  if (route.kind === 'raw') return { body: route.request?.schema }
  if (route.kind === 'calculator') return { body: route.body }
  const schema = route.kind === 'command' ? route.command.spec.input : route.query.spec.input
  const from = probe(route)
  if (!(schema instanceof z.ZodObject)) return hasBody ? { body: schema } : {}
  const parameters: Shape = {}
  const body: Shape = {}
  for (const [key, field] of Object.entries(schema.shape as Shape)) {
    const source = from[key]
    if (typeof source === 'string' && source.startsWith(PATH_MARK)) continue
    if (typeof source === 'string' && source.startsWith(QUERY_MARK)) parameters[source.slice(QUERY_MARK.length)] = field
    else if (hasBody) body[key] = field
    else parameters[key] = field
  }
  const wholeBody = Object.keys(body).length === Object.keys(schema.shape).length
  return {
    ...(Object.keys(parameters).length > 0 ? { parameters: z.object(parameters) } : {}),
    ...(Object.keys(body).length > 0 ? { body: wholeBody ? schema : z.strictObject(body) } : {}),
  }
}

/** Runs the route's mapping on marked values to see where each of its fields comes from. */
function probe(route: Extract<Route, { kind: 'command' | 'query' }>): Record<string, unknown> {
  const marked = (mark: string) =>
    new Proxy({} as Record<string, string>, {
      get: (_, name) => (typeof name === 'string' ? `${mark}${name}` : undefined),
      ownKeys: () => [],
    })
  try {
    return (route.input({ params: marked(PATH_MARK), query: marked(QUERY_MARK), body: {} }) ?? {}) as Record<
      string,
      unknown
    >
  } catch {
    return {}
  }
}
