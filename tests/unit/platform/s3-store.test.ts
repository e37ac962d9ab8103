import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileStore } from '@/lib/platform/file-store'
import { authorization } from '@/lib/platform/s3-signature'
import { s3Settings, s3Store } from '@/lib/platform/s3-store'

describe('the signature', () => {
  // the two worked examples of the signature's own published description
  const keys = {
    accessKey: 'AKIAIOSFODNN7EXAMPLE',
    secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  }
  const host = 'examplebucket.s3.amazonaws.com'
  test('of a GET is the published one', () => {
    const header = authorization(keys, {
      method: 'GET',
      path: '/test.txt',
      headers: {
        host,
        range: 'bytes=0-9',
        'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        'x-amz-date': '20130524T000000Z',
      },
    })
    expect(header).toContain('Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
  })
  test('of a PUT is the published one', () => {
    const header = authorization(keys, {
      method: 'PUT',
      path: '/test%24file.text',
      headers: {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        host,
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
    })
    expect(header).toContain('Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd')
  })
})

describe('a store that speaks S3', () => {
  const keys = { accessKey: 'bank', secretKey: 'secret-of-the-bank', region: 'cn-east' }
  const objects = new Map<string, Buffer>()
  const puts: string[] = []
  let server: Server
  let store: FileStore
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray())
      const path = request.url ?? ''
      const signed = /SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? '')?.[1]?.split(';') ?? []
      const headers = Object.fromEntries(signed.map((n) => [n, String(request.headers[n] ?? '')]))
      const expected = authorization(keys, { method: request.method ?? '', path, headers })
      const hash = createHash('sha256').update(body).digest('hex')
      if (request.headers.authorization !== expected) return response.writeHead(403).end('SignatureDoesNotMatch')
      if (request.headers['x-amz-content-sha256'] !== hash)
        return response.writeHead(400).end('XAmzContentSHA256Mismatch')
      if (request.method === 'PUT') {
        objects.set(path, body)
        puts.push(path)
        return response.writeHead(200).end()
      }
      const found = objects.get(path)
      if (!found) return response.writeHead(404).end()
      response.writeHead(200, { 'content-length': found.length })
      return response.end(request.method === 'HEAD' ? undefined : found)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    store = s3Store({
      ...keys,
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'fangshi',
      cache: mkdtempSync(join(tmpdir(), 'fangshi-s3-')),
    })
  })
  afterAll(() => server.close())

  const bankA = '01890000-0000-7000-8000-00000000000a'
  const bankB = '01890000-0000-7000-8000-00000000000b'

  test('gives back what it was given, stores one content once a bank, and never serves another bank’s', async () => {
    const bytes = randomBytes(300_000)
    const kept = await store.put(bankA, Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]), 1 << 20)
    expect(kept).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: 300_000n })
    await store.put(bankA, Readable.from([bytes]), 1 << 20)
    expect(puts).toHaveLength(1)
    expect(Buffer.concat(await (await store.open(bankA, kept.sha256)).toArray())).toEqual(bytes)
    expect(readFileSync(await store.localPath(bankA, kept.sha256))).toEqual(bytes)
    await expect(store.open(bankB, kept.sha256)).rejects.toThrow('404')
  })

  test('keeps nothing of a content that is larger than allowed', async () => {
    await expect(store.put(bankA, Readable.from([randomBytes(100)]), 99)).rejects.toThrow('E_FILE_TOO_LARGE')
    expect(puts).toHaveLength(1)
  })

  test('makes a thumbnail once', async () => {
    const { sha256 } = await store.put(bankA, Readable.from([Buffer.from('scan')]), 100)
    let made = 0
    const make = async () => Buffer.from(`thumb ${++made}`)
    expect((await store.derived(bankA, sha256, 'w320', make)).toString()).toBe('thumb 1')
    expect((await store.derived(bankA, sha256, 'w320', make)).toString()).toBe('thumb 1')
  })

  test('a content that was changed in the store is not handed to a parser', async () => {
    const { sha256 } = await store.put(bankA, Readable.from([Buffer.from('list')]), 100)
    const path = [...objects.keys()].find((k) => k.endsWith(sha256)) ?? ''
    objects.set(path, Buffer.from('lies'))
    await expect(store.localPath(bankA, sha256)).rejects.toThrow('not what its name says')
  })

  test('half a set of settings is named, none means the directory', () => {
    expect(s3Settings({ NODE_ENV: 'test' }, '/tmp')).toBeNull()
    expect(() => s3Settings({ NODE_ENV: 'test', FANGSHI_S3_ENDPOINT: 'http://s3' }, '/tmp')).toThrow(
      'FANGSHI_S3_BUCKET',
    )
  })
})
