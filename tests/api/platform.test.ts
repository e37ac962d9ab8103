import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { apiRoutes, apiTable } from '@/lib/api'
import { signIn } from '@/lib/platform/auth/sign-in'
import { checkVersion, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { dispatch } from '@/lib/platform/http/dispatch'
import { openApiDocument } from '@/lib/platform/http/openapi'
import { resetLimits } from '@/lib/platform/http/rate-limit'
import { calculatorRoute, commandRoute, queryRoute } from '@/lib/platform/http/route'
import { routeTable } from '@/lib/platform/http/route-table'
import { createToken } from '@/lib/platform/ops/bank'
import { defineQuery } from '@/lib/platform/queries'
import { zId, zYuan } from '@/lib/platform/schema'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../database'
import { PASSWORD, testBank, testPerson } from '../fixtures/people'

/** A small object of our own: a named counter that goes up, with a version. */
const bump = defineCommand({
  name: 'test.bump',
  input: z.strictObject({ name: z.string().max(20), by: z.int().default(1), limit: zYuan.optional() }),
  access: { roles: ['RM'] },
  async run({ tx, actor, input, ifMatch, audit }) {
    if (input.by > 100) throw refuse('E_RANGE', {}, { fields: [{ path: 'by', code: 'E_RANGE' }] })
    const row = await tx.counter.findFirst({ where: { bankId: actor.bankId, name: input.name } })
    checkVersion(Number(row?.value ?? 0n), ifMatch)
    const value = Number(row?.value ?? 0n) + input.by
    await tx.counter.upsert({
      where: { bankId_name: { bankId: actor.bankId, name: input.name } },
      create: { bankId: actor.bankId, name: input.name, value },
      update: { value },
    })
    audit({ objectType: 'test', objectId: input.name, to: String(value) })
    return { name: input.name, version: value, limitFen: input.limit ?? 0n, ratePpm: 43_500 }
  },
})
const read = defineQuery({
  name: 'test.read',
  input: z.strictObject({ id: zId }),
  access: { roles: ['RM', 'AUDITOR'] },
  async run({ tx, actor, input }) {
    const user = await tx.appUser.findFirst({ where: { bankId: actor.bankId, id: input.id } })
    if (!user) throw refuse('E_NOT_FOUND')
    return { login: user.login }
  },
})
const summary = { 'zh-CN': '测试', en: 'test' }
const table = routeTable([
  commandRoute({
    method: 'POST',
    path: '/counters/{name}/bump',
    tag: 'test',
    summary,
    command: bump,
    input: ({ params, body }) => ({ name: params.name, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/users/{id}',
    tag: 'test',
    summary,
    query: read,
    input: ({ params }) => ({ id: params.id }),
  }),
  calculatorRoute({
    method: 'POST',
    path: '/calculators/double',
    tag: 'test',
    summary,
    body: z.strictObject({ amount: zYuan }),
    calculate: ({ amount }) => ({ valueFen: amount * 2n }),
  }),
])

let db: TestDatabase
let bank: BankRow
let token: string
let readToken: string
let rmId: string

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  rmId = (await testPerson(bank, 'rm', ['RM'])).userId
  await testPerson(bank, 'auditor', ['AUDITOR'])
  token = (await createToken(bank, { login: 'rm@yjb' })).token
  readToken = (await createToken(bank, { login: 'rm@yjb', scope: 'READ' })).token
})
afterAll(() => db.drop())
beforeEach(resetLimits)

type Sent = { method?: string; body?: unknown; raw?: string; headers?: Record<string, string>; token?: string | null }

async function call(path: string, sent: Sent = {}) {
  const bearer = sent.token === undefined ? token : sent.token
  const request = new Request(`http://bank.test/api/v1${path}`, {
    method: sent.method ?? (sent.body !== undefined || sent.raw !== undefined ? 'POST' : 'GET'),
    body: sent.raw ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body)),
    headers: {
      host: 'bank.test',
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(sent.body !== undefined || sent.raw !== undefined ? { 'content-type': 'application/json' } : {}),
      ...sent.headers,
    },
  })
  const response = await dispatch(request, path.split('?')[0]!, table)
  const json = (await response.json()) as Record<string, unknown>
  return { status: response.status, headers: response.headers, json }
}

describe('tokens', () => {
  test('nobody gets in without a token, with a wrong one, or with another bank’s name on it', async () => {
    for (const t of [null, 'fst_YJB_nonsense', token.replace('YJB', 'BYB'), `${token}x`, 'Bearer']) {
      const answer = await call('/users/x', { token: t })
      expect(answer.status).toBe(401)
      expect(answer.json).toMatchObject({ code: 'E_UNAUTHENTICATED', status: 401 })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  test('a read token reads and never changes anything', async () => {
    expect((await call(`/users/${rmId}`, { token: readToken })).json).toEqual({ login: 'rm@yjb' })
    const refused = await call('/counters/r/bump', { body: {}, token: readToken })
    expect(refused).toMatchObject({ status: 403, json: { code: 'E_FORBIDDEN' } })
    expect((await call('/calculators/double', { body: { amount: '1.50' }, token: readToken })).json).toEqual({
      value: '3.00',
    })
  })

  test('a revoked or expired token, and one of a disabled person, is worth nothing', async () => {
    const person = await testPerson(bank, 'leaver', ['RM'])
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => createToken(bank, { login: 'leaver@yjb' })))
    const staff = { bankId: bank.id, partyId: null }
    const status = async (t: { token: string }) => (await call(`/users/${rmId}`, { token: t.token })).status
    expect(await status(a!)).toBe(200)
    await withTenant(staff, async (tx) => {
      await tx.apiToken.updateMany({ where: { bankId: bank.id, id: a!.id }, data: { revokedAt: new Date() } })
      await tx.apiToken.updateMany({ where: { bankId: bank.id, id: b!.id }, data: { expiresAt: new Date(0) } })
    })
    expect([await status(a!), await status(b!), await status(c!)]).toEqual([401, 401, 200])
    await withTenant(staff, (tx) =>
      tx.appUser.updateMany({ where: { bankId: bank.id, id: person.userId }, data: { state: 'DISABLED' } }),
    )
    expect(await status(c!)).toBe(401)
  })

  test('guessing tokens is slowed down', async () => {
    for (let i = 0; i < 61; i++)
      await call('/users/x', { token: 'fst_YJB_x', headers: { 'x-forwarded-for': '9.9.9.9' } })
    const answer = await call('/users/x', { headers: { 'x-forwarded-for': '9.9.9.9' } })
    expect(answer).toMatchObject({ status: 429, json: { code: 'E_TOO_MANY' } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('session cookie', () => {
  const cookie = async () => {
    const entered = await signIn({ login: 'rm@yjb', password: PASSWORD, client: { ip: null, userAgent: null } })
    if (!entered.ok) throw new Error(entered.error.code)
    return `fangshi-session=${entered.value.cookie}`
  }

  test('reads for our own pages; changes only with our own Origin', async () => {
    const headers = { cookie: await cookie() }
    expect((await call(`/users/${rmId}`, { token: null, headers })).status).toBe(200)
    const write = (more: Record<string, string>) =>
      call('/counters/c/bump', { token: null, body: {}, headers: { ...headers, ...more } })
    expect(await write({})).toMatchObject({ status: 403, json: { code: 'E_ORIGIN' } })
    expect(await write({ origin: 'http://evil.test' })).toMatchObject({ status: 403, json: { code: 'E_ORIGIN' } })
    expect(await write({ origin: 'null' })).toMatchObject({ status: 403 })
    expect((await write({ origin: 'http://bank.test' })).status).toBe(200)
  })
})

describe('input', () => {
  test('an unknown field is refused by name, in the body, in the query string, and over the address', async () => {
    const body = await call('/counters/u/bump', { body: { bye: 1 } })
    expect(body).toMatchObject({ status: 400, json: { code: 'E_UNKNOWN_FIELD', fields: [{ path: 'bye' }] } })
    const query = await call(`/users/${rmId}?fields=all`)
    expect(query).toMatchObject({ status: 400, json: { code: 'E_UNKNOWN_FIELD', fields: [{ path: 'fields' }] } })
    const over = await call('/counters/u/bump', { body: { name: 'other' } })
    expect(over).toMatchObject({ status: 400, json: { code: 'E_UNKNOWN_FIELD', fields: [{ path: 'name' }] } })
  })

  test('broken JSON, a list, another media type and a huge body are refused before anything runs', async () => {
    expect(await call('/counters/m/bump', { raw: '{' })).toMatchObject({ status: 400, json: { code: 'E_MALFORMED' } })
    expect(await call('/counters/m/bump', { raw: '[]' })).toMatchObject({ status: 400 })
    expect(await call('/counters/m/bump', { raw: '{"a":"\ud800"}' })).toMatchObject({ status: 400 })
    const nested = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
    expect(await call('/counters/m/bump', { raw: nested })).toMatchObject({ status: 400 })
    const xml = await call('/counters/m/bump', { raw: '<a/>', headers: { 'content-type': 'text/xml' } })
    expect(xml).toMatchObject({ status: 415, json: { code: 'E_MEDIA_TYPE' } })
    const huge = await call('/counters/m/bump', { raw: `{"name":"${'x'.repeat(3_000_000)}"}` })
    expect(huge).toMatchObject({ status: 413, json: { code: 'E_BODY_TOO_LARGE' } })
  })

  test('a business rule answers 422 with its code and field, malformed input 400', async () => {
    expect(await call('/counters/b/bump', { body: { by: 101 } })).toMatchObject({
      status: 422,
      json: { code: 'E_RANGE', fields: [{ path: 'by', code: 'E_RANGE' }] },
    })
    expect(await call('/counters/b/bump', { body: { by: 'x' } })).toMatchObject({ status: 400 })
    expect(await call('/calculators/double', { body: {} })).toMatchObject({
      status: 400,
      json: { fields: [{ path: 'amount', code: 'E_REQUIRED' }] },
    })
  })
})

describe('answers', () => {
  test('money leaves in yuan, rates in percent, and the version as an ETag', async () => {
    const answer = await call('/counters/w/bump', { body: { limit: '980000.5' } })
    expect(answer.json).toEqual({ name: 'w', version: 1, limit: '980000.50', rate: '4.35' })
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('a refusal is a problem in the caller’s language', async () => {
    const id = '018f0000-0000-7000-8000-000000000000'
    const zh = await call(`/users/${id}`)
    expect(zh.status).toBe(404)
    expect(zh.headers.get('content-type')).toContain('application/problem+json')
    expect(zh.json).toMatchObject({
      type: 'urn:fangshi:error:E_NOT_FOUND',
      status: 404,
      code: 'E_NOT_FOUND',
      fields: [],
    })
    expect(zh.json.title).toBe('找不到所请求的内容')
    const en = await call(`/users/${id}`, { headers: { 'accept-language': 'en-GB,en;q=0.9' } })
    expect(en.json.title).toBe('Not found')
  })

  test('an unknown address is 404, a known one with another method 405 with what it takes', async () => {
    expect(await call('/nothing/here')).toMatchObject({ status: 404, json: { code: 'E_NOT_FOUND' } })
    const wrong = await call(`/users/${rmId}`, { method: 'DELETE' })
    expect(wrong).toMatchObject({ status: 405, json: { code: 'E_METHOD' } })
    expect(wrong.headers.get('allow')).toBe('GET')
  })

  test('another bank’s object is not there, whatever its id', async () => {
    const other = await testBank('BYB')
    const foreign = await testPerson(other, 'rm', ['RM'])
    expect(await call(`/users/${foreign.userId}`)).toMatchObject({ status: 404, json: { code: 'E_NOT_FOUND' } })
  })

  test('who lacks the role gets 403', async () => {
    const auditor = (await createToken(bank, { login: 'auditor@yjb' })).token
    expect(await call('/counters/x/bump', { body: {}, token: auditor })).toMatchObject({
      status: 403,
      json: { code: 'E_FORBIDDEN' },
    })
  })
})

describe('idempotency and versions', () => {
  const keyed = (name: string, body: object, key: string, more: Record<string, string> = {}) =>
    call(`/counters/${name}/bump`, { body, headers: { 'idempotency-key': key, ...more } })

  test('the same key and body: one effect, one answer, also when sent at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => keyed('i', { by: 5, limit: '1.00' }, 'key-1')))
    for (const a of answers) expect(a.json).toEqual({ name: 'i', version: 5, limit: '1.00', rate: '4.35' })
    expect((await keyed('i', { by: 5, limit: '1.00' }, 'key-2')).json.version).toBe(10)
  })

  test('the same key with another body is refused', async () => {
    await keyed('j', { by: 1 }, 'key-3')
    expect(await keyed('j', { by: 2 }, 'key-3')).toMatchObject({
      status: 422,
      json: { code: 'E_IDEMPOTENCY_MISMATCH' },
    })
  })

  test('a write against an old version is refused and changes nothing', async () => {
    await keyed('v', { by: 3 }, 'key-4')
    expect(await keyed('v', {}, 'key-5', { 'if-match': '"2"' })).toMatchObject({
      status: 409,
      json: { code: 'E_VERSION_CONFLICT' },
    })
    expect((await keyed('v', {}, 'key-6', { 'if-match': '"3"' })).json.version).toBe(4)
    expect(await keyed('v', {}, 'key-7', { 'if-match': 'latest' })).toMatchObject({ status: 400 })
  })
})

describe('the whole API', () => {
  test('every route is in the OpenAPI document, with its own operation id and both languages', () => {
    const zh = openApiDocument(apiRoutes, { version: '1', locale: 'zh-CN' }) as Doc
    const en = openApiDocument(apiRoutes, { version: '1', locale: 'en' }) as Doc
    expect(zh.openapi).toMatch(/^3\.1/)
    const operations = apiRoutes.map((r) => zh.paths[r.path]?.[r.method.toLowerCase()])
    expect(operations.every(Boolean)).toBe(true)
    const ids = operations.map((o) => o!.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const r of apiRoutes) {
      expect(r.summary['zh-CN']).not.toBe(r.summary.en)
      expect(en.paths[r.path]![r.method.toLowerCase()]!.summary).toBe(r.summary.en)
    }
  })

  test('the worked examples of the calculators are answered, not only described', async () => {
    const doc = openApiDocument(apiRoutes, { version: '1', locale: 'en' }) as Doc
    let tried = 0
    for (const route of apiRoutes.filter((r) => r.path.startsWith('/calculators/'))) {
      const media = doc.paths[route.path]!.post!.requestBody?.content['application/json']
      for (const body of examplesOf(media)) {
        const request = new Request(`http://bank.test/api/v1${route.path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { authorization: `Bearer ${readToken}`, 'content-type': 'application/json' },
        })
        const response = await dispatch(request, route.path, apiTable)
        expect({ path: route.path, body, status: response.status, got: await response.json() }).toMatchObject({
          status: 200,
        })
        tried++
      }
    }
    expect(tried).toBeGreaterThan(8)
  })

  test('the business date and the audit trail are there for those who may see them', async () => {
    const get = async (path: string, t: string) => {
      const headers = { authorization: `Bearer ${t}` }
      const response = await dispatch(new Request(`http://bank.test/api/v1${path}`, { headers }), path, apiTable)
      return { status: response.status, json: (await response.json()) as Record<string, unknown> }
    }
    expect((await get('/business-date', token)).json.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect((await get('/audit', token)).status).toBe(403)
    const auditor = (await createToken(bank, { login: 'auditor@yjb' })).token
    const trail = await get('/audit', auditor)
    expect((trail.json.items as unknown[]).length).toBeGreaterThan(5)
    expect((await get('/audit/verify', auditor)).json).toMatchObject({ ok: true, brokenAt: null })
  })
})

type Media = { schema?: { example?: unknown; examples?: unknown[] }; examples?: Record<string, { value: unknown }> }
type Operation = {
  operationId: string
  summary: string
  requestBody?: { content: Record<string, Media> }
}
type Doc = { openapi: string; paths: Record<string, Record<string, Operation>> }

function examplesOf(media: Media | undefined): unknown[] {
  const schema = media?.schema
  return [
    ...(schema?.example === undefined ? [] : [schema.example]),
    ...(schema?.examples ?? []),
    ...Object.values(media?.examples ?? {}).map((e) => e.value),
  ]
}
