/**
 * Files in S3-compatible storage: the same layout as the directory, one object a content. Content is spooled to the local
 * disk first, counted and hashed, so that the store receives it with its length and its hash and keeps nothing half.
 * What parsers need on disk is fetched into a cache folder, checked against its hash.
 */
import { createReadStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type FileStore, place, spool } from './file-store'
import { amzDate, authorization, encodePart, type S3Keys } from './s3-signature'

export type S3Settings = S3Keys & { endpoint: string; bucket: string; cache: string }

/** The settings of the environment, null when no endpoint is named; a setting that is missing is named. */
export function s3Settings(env: NodeJS.ProcessEnv, cache: string): S3Settings | null {
  if (!env.FANGSHI_S3_ENDPOINT) return null
  const need = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`FANGSHI_S3_ENDPOINT is set, but ${name} is not.`)
    return value
  }
  return {
    endpoint: env.FANGSHI_S3_ENDPOINT.replace(/\/+$/, ''),
    bucket: need('FANGSHI_S3_BUCKET'),
    region: env.FANGSHI_S3_REGION ?? 'us-east-1',
    accessKey: need('FANGSHI_S3_ACCESS_KEY'),
    secretKey: need('FANGSHI_S3_SECRET_KEY'),
    cache,
  }
}

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const CACHED_MS = 24 * 3600_000

export function s3Store(settings: S3Settings): FileStore {
  const keyOf = (bankId: string, sha: string) => `${bankId}/${sha.slice(0, 2)}/${sha}`
  const derivedKey = (bankId: string, sha: string, key: string) => `${bankId}/derived/${sha.slice(0, 2)}/${sha}.${key}`

  async function call(
    method: 'GET' | 'HEAD' | 'PUT',
    key: string,
    body?: { sha256: string; size: bigint; stream: Readable },
  ): Promise<Response> {
    const url = new URL(`${settings.endpoint}/${settings.bucket}/${key.split('/').map(encodePart).join('/')}`)
    const headers: Record<string, string> = {
      host: url.host,
      'x-amz-date': amzDate(new Date()),
      'x-amz-content-sha256': body?.sha256 ?? EMPTY,
    }
    const signed = authorization(settings, { method, path: url.pathname, headers })
    const { host: _, ...sent } = headers
    return fetch(url, {
      method,
      headers: { ...sent, authorization: signed, ...(body ? { 'content-length': body.size.toString() } : {}) },
      ...(body ? { body: Readable.toWeb(body.stream) as ReadableStream, duplex: 'half' } : {}),
    })
  }
  const failed = async (act: string, key: string, answer: Response) =>
    new Error(`S3 ${act} ${key}: ${answer.status} ${(await answer.text().catch(() => '')).slice(0, 300)}`)

  async function has(key: string): Promise<boolean> {
    const answer = await call('HEAD', key)
    if (answer.status === 404) return false
    if (!answer.ok) throw await failed('HEAD', key, answer)
    return true
  }
  async function fetchStream(key: string): Promise<Readable> {
    const answer = await call('GET', key)
    if (!answer.ok || !answer.body) throw await failed('GET', key, answer)
    return Readable.fromWeb(answer.body as import('node:stream/web').ReadableStream)
  }
  async function send(key: string, path: string, sha256: string, size: bigint): Promise<void> {
    const answer = await call('PUT', key, { sha256, size, stream: createReadStream(path) })
    if (!answer.ok) throw await failed('PUT', key, answer)
    await answer.arrayBuffer()
  }
  /** Copies that nobody asked for within a day are fetched again when needed. */
  async function sweep(): Promise<void> {
    for (const name of await readdir(settings.cache).catch(() => [])) {
      const path = join(settings.cache, name)
      const known = await stat(path).catch(() => null)
      if (known?.isFile() && Date.now() - known.atimeMs > CACHED_MS) await rm(path, { force: true })
    }
  }

  const incoming = join(settings.cache, 'incoming')
  return {
    async put(bankId, content, maxBytes) {
      const { path, sha256, sizeBytes } = await spool(incoming, content, maxBytes)
      try {
        const key = keyOf(bankId, sha256)
        if (!(await has(key))) await send(key, path, sha256, sizeBytes)
        await sweep()
        return { sha256, sizeBytes }
      } finally {
        await rm(path, { force: true })
      }
    },
    open: (bankId, sha) => fetchStream(keyOf(bankId, sha)),
    async localPath(bankId, sha) {
      const target = join(settings.cache, `${bankId}-${sha}`)
      if (await stat(target).catch(() => null)) return target
      const got = await spool(incoming, await fetchStream(keyOf(bankId, sha)), Number.MAX_SAFE_INTEGER)
      if (got.sha256 !== sha) {
        await rm(got.path, { force: true })
        throw new Error(`S3 object ${keyOf(bankId, sha)} is not what its name says`)
      }
      await place(target, got.path)
      return target
    },
    async derived(bankId, sha, key, make) {
      const name = derivedKey(bankId, sha, key)
      if (await has(name)) return Buffer.concat(await (await fetchStream(name)).toArray())
      const made = await make()
      const { path, sha256, sizeBytes } = await spool(incoming, Readable.from([made]), made.length)
      try {
        await send(name, path, sha256, sizeBytes)
      } finally {
        await rm(path, { force: true })
      }
      return made
    },
  }
}
