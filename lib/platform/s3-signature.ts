/** AWS Signature Version 4 for S3-compatible storage: the one header that such a store asks for. */
import { createHash, createHmac } from 'node:crypto'

export type S3Keys = { accessKey: string; secretKey: string; region: string }

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Each byte outside A–Z a–z 0–9 - . _ ~ as %XX: S3 wants more than encodeURIComponent gives. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

/**
 * The Authorization header of one request. `headers` must hold host, x-amz-date and x-amz-content-sha256, names in lower
 * case; all of them are signed. `path` is the encoded path of the URL, without a query.
 */
export function authorization(
  keys: S3Keys,
  request: { method: string; path: string; headers: Record<string, string> },
): string {
  const names = Object.keys(request.headers).sort()
  const at = request.headers['x-amz-date'] ?? ''
  const signed = names.join(';')
  const canonical = [
    request.method,
    request.path,
    '',
    ...names.map((n) => `${n}:${request.headers[n]?.trim().replace(/ +/g, ' ')}`),
    '',
    signed,
    request.headers['x-amz-content-sha256'],
  ].join('\n')
  const scope = `${at.slice(0, 8)}/${keys.region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const key = ['s3', 'aws4_request'].reduce<Buffer>(
    (k, part) => hmac(k, part),
    hmac(hmac(`AWS4${keys.secretKey}`, at.slice(0, 8)), keys.region),
  )
  const signature = hmac(key, toSign).toString('hex')
  return `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope},SignedHeaders=${signed},Signature=${signature}`
}

/** 20130524T000000Z */
export function amzDate(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d{3}/g, '')
}
