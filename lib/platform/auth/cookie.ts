/** The session cookie: HttpOnly, SameSite=Lax, and with the __Host- prefix wherever the connection is encrypted. */
import { isHttps } from '../http/client'
import { liveMode } from '../mode'
import { SESSION_MAX_MS } from './session'

const PLAIN = 'fangshi-session'
const SECURE = `__Host-${PLAIN}`

type Headers = { get(name: string): string | null }

/** Over https, and always in live mode, the cookie is Secure; a trial on http://127.0.0.1 works without. */
export function secureCookies(headers: Headers): boolean {
  return liveMode() || isHttps(headers)
}

export function sessionCookieName(headers: Headers): string {
  return secureCookies(headers) ? SECURE : PLAIN
}

export function sessionCookieOptions(headers: Headers) {
  return {
    httpOnly: true,
    sameSite: 'lax',
    secure: secureCookies(headers),
    path: '/',
    maxAge: SESSION_MAX_MS / 1000,
  } as const
}
