/** A bank's program: HTTP requests with a token, answered by the API's own dispatcher on a real database. */
import { apiTable } from '@/lib/api'
import { dispatch } from '@/lib/platform/http/dispatch'
import { createToken } from '@/lib/platform/ops/bank'
import type { BankRow } from '@/lib/platform/tenant'

/** biome-ignore lint/suspicious/noExplicitAny: an answer is whatever JSON the contract says; the tests look at it */
export type Answer = { status: number; json: any }
export type Client = {
  /** GET that must be answered */
  get(path: string): Promise<Answer>
  /** GET, answered or refused */
  ask(path: string): Promise<Answer>
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** POST that must go through; answers the JSON */
  post(path: string, body?: unknown): Promise<Answer['json']>
  upload(path: string, form: FormData, headers?: Record<string, string>): Promise<Answer>
}

let keys = 0

export async function apiClient(bank: BankRow, login: string): Promise<Client> {
  const { token } = await createToken(bank, { login: `${login}@${bank.code.toLowerCase()}` })
  const call = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const request = new Request(`http://bank.test/api/v1${path}`, {
      ...init,
      method,
      headers: { host: 'bank.test', authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    })
    const response = await dispatch(request, path.split('?')[0]!, apiTable)
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, json: type.includes('json') ? await response.json() : null }
  }
  const send: Client['send'] = (method, path, body = {}, headers = {}) =>
    call(method, path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': `walk-${++keys}`, ...headers },
    })
  return {
    get: async (path) => {
      const answer = await call('GET', path)
      if (answer.status >= 400) throw new Error(`GET ${path}: ${answer.status} ${JSON.stringify(answer.json)}`)
      return answer
    },
    ask: (path) => call('GET', path),
    send,
    post: async (path, body) => {
      const { status, json } = await send('POST', path, body)
      if (status >= 300) throw new Error(`POST ${path}: ${status} ${JSON.stringify(json)}`)
      return json
    },
    upload: (path, form, headers = {}) =>
      call('POST', path, { body: form, headers: { 'idempotency-key': `walk-${++keys}`, ...headers } }),
  }
}
