/** How an event is told to another system: what its topics ask for, how it is signed, when it is tried again, where it may go. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds to wait after each failed try; after the last one it is given up. */
const WAITS = [10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400] as const
export const MAX_ATTEMPTS = WAITS.length + 1

/** Seconds until the next try after `attempts` of them failed; null: no more. */
export function waitAfter(attempts: number): number | null {
  return WAITS[attempts - 1] ?? null
}

/** '*' asks for everything, 'loan.*' for a family, 'loan.changed' for one. */
export function asksFor(topics: readonly string[], topic: string): boolean {
  return topics.some((t) => t === '*' || t === topic || (t.endsWith('.*') && topic.startsWith(t.slice(0, -1))))
}

/** t=<seconds>,v1=<hex>: HMAC-SHA256 over "<seconds>.<body>", so that neither body nor time can be changed. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

/** What a receiver does: the signature fits, and is not older than five minutes. */
export function verifySignature(secret: string, header: string, body: string, nowSeconds: number): boolean {
  const seconds = Number(/^t=(\d{1,12}),/.exec(header)?.[1] ?? Number.NaN)
  if (!Number.isFinite(seconds) || Math.abs(nowSeconds - seconds) > 300) return false
  const [given, right] = [Buffer.from(header), Buffer.from(signatureOf(secret, seconds, body))]
  return given.length === right.length && timingSafeEqual(given, right)
}

export type UrlFault = 'E_WEBHOOK_URL' | 'E_WEBHOOK_HTTPS' | 'E_WEBHOOK_HOST'

/** Where an endpoint may be: https (plain http only on this machine, never in live mode), no password in it, never the address of a cloud's own metadata. */
export function urlFault(text: string, live: boolean): UrlFault | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'E_WEBHOOK_URL'
  }
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return 'E_WEBHOOK_URL'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const here = host === 'localhost' || host === '::1' || /^127\./.test(host)
  if (url.protocol === 'http:' && (live || !here)) return 'E_WEBHOOK_HTTPS'
  if (/^169\.254\./.test(host) || /^fe80:/i.test(host) || host === '0.0.0.0' || (live && here)) return 'E_WEBHOOK_HOST'
  return null
}
