import type { Server } from 'node:http'
import NextAuth from 'next-auth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nextAuthOptions } from '@/lib/platform/auth/next-auth'
import { findSession } from '@/lib/platform/auth/session'
import { date, toDb } from '@/lib/platform/dates'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { startIdentityProvider } from '../../fixtures/identity-provider'
import { PASSWORD, testBank, testPerson } from '../../fixtures/people'

const OURS = 'http://bank.test'
const PROVIDER = 'oidc-yjb'

let db: TestDatabase
let bank: BankRow
let idp: { server: Server; issuer: string; subject: { current: string } }

beforeAll(async () => {
  process.env.FANGSHI_SECRET = 'a secret of the tests, longer than thirty-two characters'
  process.env.NEXTAUTH_URL = OURS
  process.env.FANGSHI_OIDC_SECRET_YJB = 'client-secret'
  db = await testDatabase()
  bank = await testBank('YJB')
  await testPerson(bank, 'sso', ['RM'], { oidcSubject: 'employee-7' })
  idp = await startIdentityProvider(`${OURS}/api/auth/callback/${PROVIDER}`)
  const set = (key: string, value: string) =>
    withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.parameter.create({
        data: { bankId: bank.id, key, versionNo: 1, value, effectiveFrom: toDb(date('2020-01-01')), state: 'ACTIVE' },
      }),
    )
  await set('auth.oidc.issuer', idp.issuer)
  await set('auth.oidc.clientId', 'fangshi')
})
afterAll(async () => {
  idp.server.close()
  await db.drop()
})

type Answer = { redirect: string | null; body: unknown }

/** A browser's cookies, and next-auth behind them. */
function browser() {
  const jar = new Map<string, string>()
  const call = async (request: {
    method: 'GET' | 'POST'
    action: string
    query?: Record<string, string>
    body?: object
  }) => {
    const [action, providerId] = request.action.split('/')
    const answer: Answer = { redirect: null, body: null }
    const headers: Record<string, string | string[]> = {}
    const res = {
      getHeader: (name: string) => headers[name],
      setHeader: (name: string, value: string | string[]) => {
        headers[name] = value
        return res
      },
      status: () => res,
      end: () => res,
      json: (body: { url?: string }) => {
        answer.body = body
        answer.redirect ??= body.url ?? null
      },
      send: (body: unknown) => {
        answer.body = body
      },
    }
    await NextAuth(
      {
        method: request.method,
        query: { ...request.query, nextauth: [action, ...(providerId ? [providerId] : [])] },
        body: request.body ?? {},
        cookies: Object.fromEntries(jar),
        headers: { host: 'bank.test' },
      } as never,
      res as never,
      await nextAuthOptions(new Headers({ host: 'bank.test' }), providerId),
    )
    for (const line of [headers['Set-Cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value) jar.set(name!, decodeURIComponent(value))
      else jar.delete(name!)
    }
    answer.redirect ??= typeof headers.Location === 'string' ? headers.Location : null
    return answer
  }
  const csrf = async () => ((await call({ method: 'GET', action: 'csrf' })).body as { csrfToken: string }).csrfToken
  return { jar, call, csrf }
}

/** Goes to the provider and comes back, as a browser does. */
async function through(b: ReturnType<typeof browser>) {
  const csrfToken = await b.csrf()
  const start = await b.call({ method: 'POST', action: `signin/${PROVIDER}`, body: { csrfToken, callbackUrl: OURS } })
  const back = await followTo(start.redirect!, `${OURS}/api/auth/callback/`)
  return { start, back }
}

async function followTo(from: string, until: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = from
  for (let hop = 0; hop < 12 && !url.startsWith(until); hop++) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([n, v]) => `${n}=${v}`).join('; ') },
    })
    for (const c of response.headers.getSetCookie()) {
      const [name, value] = c.split(';')[0]!.split('=') as [string, string]
      cookies.set(name, value)
    }
    const next = response.headers.get('location')
    if (!next) throw new Error(`stopped at ${url}: ${response.status} ${(await response.text()).slice(0, 300)}`)
    url = new URL(next, url).href
  }
  return new URL(url)
}

describe('single sign-on', () => {
  test('leads to the account of the subject, and the cookie carries our opaque session and nothing else', async () => {
    idp.subject.current = 'employee-7'
    const b = browser()
    const { start, back } = await through(b)
    const asked = new URL(start.redirect!)
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256')
    expect(asked.searchParams.get('state')).toBeTruthy()
    expect(asked.searchParams.get('nonce')).toBeTruthy()
    await b.call({ method: 'GET', action: `callback/${PROVIDER}`, query: Object.fromEntries(back.searchParams) })
    const cookie = b.jar.get('fangshi-session')!
    expect(cookie).toMatch(new RegExp(`^${bank.id}\\.[A-Za-z0-9_-]{43}$`))
    expect((await findSession(cookie, 'r'))?.actor.login).toBe('sso@yjb')
  })

  test('of somebody whom the bank does not know opens nothing', async () => {
    idp.subject.current = 'stranger'
    const b = browser()
    const { back } = await through(b)
    const answer = await b.call({
      method: 'GET',
      action: `callback/${PROVIDER}`,
      query: Object.fromEntries(back.searchParams),
    })
    expect(answer.redirect).toBe('/sign-in?error=E_SIGN_IN')
    expect(b.jar.has('fangshi-session')).toBe(false)
  })

  test('an answer meant for another browser is refused: state and code belong to who began', async () => {
    idp.subject.current = 'employee-7'
    const [victim, thief] = [browser(), browser()]
    const { back } = await through(victim)
    await through(thief)
    const answer = await thief.call({
      method: 'GET',
      action: `callback/${PROVIDER}`,
      query: Object.fromEntries(back.searchParams),
    })
    expect(answer.redirect).toMatch(/error|sign-?in/i)
    expect(thief.jar.has('fangshi-session')).toBe(false)
  })

  test('a bank without a provider has none, whatever the address says', async () => {
    await testBank('BYB')
    const options = await nextAuthOptions(new Headers(), 'oidc-byb')
    expect(options.providers.map((p) => p.id)).toEqual(['credentials'])
  })
})

test('next-auth’s own password form sets the same opaque cookie, and its sign-out ends the session at once', async () => {
  const b = browser()
  const csrfToken = await b.csrf()
  const body = { csrfToken, login: 'sso@yjb', password: PASSWORD, json: 'true' }
  await b.call({ method: 'POST', action: 'callback/credentials', body })
  const cookie = b.jar.get('fangshi-session')!
  expect(cookie.split('.')).toHaveLength(2)
  expect(await findSession(cookie, 'r')).not.toBeNull()
  await b.call({ method: 'POST', action: 'signout', body: { csrfToken } })
  expect(await findSession(cookie, 'r')).toBeNull()
})
