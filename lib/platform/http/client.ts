/** Who is at the other end of a request, as far as headers can tell. */
import type { Client } from '../auth/session'

type Headers = { get(name: string): string | null }

/**
 * The caller's address. Behind the bank's own proxies (FANGSHI_TRUSTED_PROXIES, their number) it is the entry that the
 * outermost of them wrote; without any, what the server itself saw or the caller claims. Never a basis for access.
 */
export function clientAddress(headers: Headers): string {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((s) => s.trim())
  const proxies = Number(process.env.FANGSHI_TRUSTED_PROXIES ?? 0)
  const ip = proxies > 0 ? hops[Math.max(0, hops.length - proxies)] : hops.at(-1)
  return ip?.slice(0, 64) || 'unknown'
}

export function clientOf(headers: Headers): Client {
  return { ip: clientAddress(headers), userAgent: headers.get('user-agent') }
}

/** The address the browser used, `https://host`, for comparing with Origin and for links. */
export function ownOrigin(headers: Headers, fallback: URL | null = null): string {
  if (process.env.FANGSHI_URL) return new URL(process.env.FANGSHI_URL).origin
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? fallback?.host ?? 'localhost'
  return `${isHttps(headers, fallback) ? 'https' : 'http'}://${host}`
}

export function isHttps(headers: Headers, fallback: URL | null = null): boolean {
  const proto = headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
  return (proto ?? fallback?.protocol.replace(':', '')) === 'https'
}

/**
 * True when the request says that it comes from a page of ours. A browser always sends Origin with a POST; a request
 * without one is refused, because nothing else proves where it comes from.
 */
export function isSameOrigin(headers: Headers, fallback: URL | null = null): boolean {
  const origin = headers.get('origin')
  if (!origin || origin === 'null') return false
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? fallback?.host
  try {
    return new URL(origin).host === host || origin === ownOrigin(headers, fallback)
  } catch {
    return false
  }
}

/** One cookie of the request, as it was set; what cannot be read was never set by us. */
export function cookieOf(headers: Headers, name: string): string | undefined {
  const pair = (headers.get('cookie') ?? '').split(/;\s*/).find((c) => c.startsWith(`${name}=`))
  try {
    return pair && decodeURIComponent(pair.slice(name.length + 1))
  } catch {
    return undefined
  }
}
