/**
 * What every page is sent with: a strict Content-Security-Policy with a nonce of its own, and the other headers that
 * keep a bank's pages out of frames, caches and foreign hands. It decides nothing about access: each command and query
 * does that. The API is left out, so that uploads stream past.
 */
import { type NextRequest, NextResponse } from 'next/server'
import { isHttps } from '@/lib/platform/http/client'
import { liveMode } from '@/lib/platform/mode'

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64')
  const https = isHttps(request.headers, request.nextUrl)
  const policy = contentSecurityPolicy(nonce, https)
  const given = request.headers.get('x-request-id')
  const requestId = given && /^[\w.-]{8,64}$/.test(given) ? given : crypto.randomUUID()
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set('x-request-id', requestId)
  headers.set('x-fangshi-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('x-frame-options', 'DENY')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  response.headers.set('cross-origin-resource-policy', 'same-origin')
  response.headers.set('permissions-policy', 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()')
  response.headers.set('cache-control', 'private, no-store')
  if (liveMode() || https) response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
  return response
}

function contentSecurityPolicy(nonce: string, https: boolean): string {
  // React's development build evaluates strings for its overlays; the production build never does.
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    // WebAssembly decodes scanned images inside PDFs.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${development}`,
    // Styles may stand in attributes (positions of menus, bars of charts); they cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

export const config = {
  matcher: [
    '/((?!api/|_next/static/|_next/image|vendor/|icon\\.svg$|icon-[\\w-]+\\.png$|manifest\\.webmanifest$|sw\\.js$|favicon\\.ico$|api-docs\\.js$).*)',
  ],
}
