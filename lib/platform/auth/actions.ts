'use server'
/** Server actions around sign-in: the only ones that work while something still stands between a session and work. */
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { renderSVG } from 'uqr'
import type { Actor } from '../actor'
import { type AppError, type Result, refuse } from '../errors'
import { clientOf, isSameOrigin } from '../http/client'
import { isLocale, LOCALE_COOKIE, type Locale } from '../i18n/locale'
import { findBankByCode } from '../tenant'
import { beginSecondFactor, changePassword, confirmSecondFactor, passSecondFactor, setLanguage } from './account'
import { secureCookies, sessionCookieName, sessionCookieOptions } from './cookie'
import { currentSession, homePath, safePath } from './current'
import { bankPolicy, endSession, OIDC_PREFIX } from './next-auth'
import { type SessionStep, STEP_PATH } from './session'
import { signIn } from './sign-in'

const YEAR_SECONDS = 31_536_000

export type SignInState = { error: AppError | null; login: string }

/** Signs in from the form of /sign-in; also without JavaScript. */
export async function signInAction(_before: SignInState, form: FormData): Promise<SignInState> {
  const head = await headers()
  const login = String(form.get('login') ?? '').slice(0, 200)
  if (!isSameOrigin(head)) return { login, error: refuse('E_ORIGIN').error }
  const entered = await signIn({ login, password: String(form.get('password') ?? ''), client: clientOf(head) })
  if (!entered.ok) return { login, error: entered.error }
  const { cookie, step, locale, partyId } = entered.value
  const jar = await cookies()
  const former = jar.get(sessionCookieName(head))?.value
  if (former) await endSession(former)
  jar.set(sessionCookieName(head), cookie, sessionCookieOptions(head))
  if (!isLocale(jar.get(LOCALE_COOKIE)?.value)) await rememberLocale(locale)
  redirect(whereTo(step, { partyId }, form.get('next')))
}

function whereTo(step: SessionStep, who: { partyId: string | null }, next: FormDataEntryValue | null): string {
  const wanted = safePath(typeof next === 'string' ? next : null, '')
  if (step === 'READY') return wanted || homePath(who)
  return wanted ? `${STEP_PATH[step]}?next=${encodeURIComponent(wanted)}` : STEP_PATH[step]
}

async function rememberLocale(locale: string): Promise<void> {
  const secure = secureCookies(await headers())
  ;(await cookies()).set(LOCALE_COOKIE, locale, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax', secure })
}

/** The identity provider of the bank that a login names, for the button on /sign-in. */
export async function singleSignOnOf(login: string): Promise<{ provider: string; label: string } | null> {
  if (!isSameOrigin(await headers())) return null
  const code = /@([A-Za-z0-9]{2,16})$/.exec(login.trim())?.[1]
  const bank = code ? await findBankByCode(code) : null
  if (bank?.state !== 'ACTIVE') return null
  const { oidc } = await bankPolicy(bank.id)
  if (!oidc.issuer || !oidc.clientId) return null
  return { provider: `${OIDC_PREFIX}${bank.code.toLowerCase()}`, label: oidc.label || bank.name }
}

export async function signOutAction(): Promise<void> {
  const head = await headers()
  if (!isSameOrigin(head)) return
  const jar = await cookies()
  await endSession(jar.get(sessionCookieName(head))?.value)
  jar.delete({ name: sessionCookieName(head), path: '/', secure: secureCookies(head) })
  redirect('/sign-in')
}

/** Keeps the language with the person, when there is one. */
export async function keepLanguage(locale: Locale): Promise<void> {
  if (!isSameOrigin(await headers()) || !isLocale(locale)) return
  const session = await currentSession()
  if (session) await setLanguage(session.actor, { locale })
}

/** Runs on the session at hand, whatever step is still open. */
async function onSession<T>(run: (actor: Actor) => Promise<Result<T>>): Promise<Result<T>> {
  if (!isSameOrigin(await headers())) return { ok: false, error: refuse('E_ORIGIN').error }
  const session = await currentSession()
  if (!session) return { ok: false, error: refuse('E_UNAUTHENTICATED').error }
  return run(session.actor)
}

export async function changePasswordAction(input: { current: string; next: string }): Promise<Result<null>> {
  return onSession(async (actor) => {
    const done = await changePassword(actor, input)
    return done.ok ? { ok: true, value: null } : done
  })
}

export async function passSecondFactorAction(input: { code: string }): Promise<Result<{ left: number }>> {
  return onSession(async (actor) => {
    const done = await passSecondFactor(actor, input)
    return done.ok ? { ok: true, value: { left: done.value.left } } : done
  })
}

/** The secret with its QR code as an image address. */
export async function beginSecondFactorAction(): Promise<Result<{ secret: string; qr: string }>> {
  return onSession(async (actor) => {
    const begun = await beginSecondFactor(actor, {})
    if (!begun.ok) return begun
    const svg = renderSVG(begun.value.uri, { border: 2, pixelSize: 6 })
    const qr = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    return { ok: true, value: { secret: begun.value.secret, qr } }
  })
}

export async function confirmSecondFactorAction(input: { code: string }): Promise<Result<{ recoveryCodes: string[] }>> {
  return onSession((actor) => confirmSecondFactor(actor, input))
}
