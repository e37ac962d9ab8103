/** The person of the request at hand, for pages and server actions. Read once a request. */
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Actor } from '../actor'
import { type AppError, statusOf } from '../errors'
import { requestLocale } from '../i18n/request-locale'
import { sessionCookieName } from './cookie'
import { findSession, type SignedIn, STEP_CODE, STEP_PATH } from './session'

/** The session of the request, whatever still stands between it and work; null when there is none. */
export const currentSession = cache(async (): Promise<SignedIn | null> => {
  const head = await headers()
  const cookie = (await cookies()).get(sessionCookieName(head))?.value
  if (!cookie) return null
  return findSession(cookie, head.get('x-request-id') ?? crypto.randomUUID())
})

/** The signed-in person. Sends everybody else to sign in, to the second factor or to the first password change. */
export async function currentActor(): Promise<Actor> {
  const session = await currentSession()
  if (session?.step === 'READY') return inPageLanguage(session.actor)
  const path = (await headers()).get('x-fangshi-path')
  const next = path && path !== '/' ? `?next=${encodeURIComponent(path)}` : ''
  redirect(`${session ? STEP_PATH[session.step] : '/sign-in'}${next}`)
}

/** What is read for a page speaks the language that the page is in, also before the person has kept it as a setting. */
async function inPageLanguage(actor: Actor): Promise<Actor> {
  return { ...actor, locale: await requestLocale() }
}

/** The signed-in person, or the refusal that a server action answers with. */
export async function actorOrRefusal(): Promise<{ actor: Actor } | { error: AppError }> {
  const session = await currentSession()
  if (session?.step === 'READY') return { actor: await inPageLanguage(session.actor) }
  const code = session ? STEP_CODE[session.step] : 'E_UNAUTHENTICATED'
  return { error: { code, status: statusOf(code), params: {}, fields: [] } }
}

/** Where a person's work begins: the bank's workspace or the portal of partners. */
export function homePath(who: { partyId: string | null }): string {
  return who.partyId ? '/portal' : '/today'
}

/** A path of our own to go back to; anything else (another site, a protocol) becomes the start. */
export function safePath(next: string | null | undefined, fallback: string): string {
  return next && /^\/(?![/\\])[^\\\s]*$/.test(next) ? next : fallback
}
