import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { chooseLocale, isLocale, LOCALE_COOKIE, type Locale, TIME_ZONE } from './locale'
import { loadMessages } from './messages'

/** next-intl without addresses: the locale comes from the person's cookie, then from the browser's languages. */
export default getRequestConfig(async ({ locale: asked }) => {
  const locale: Locale = isLocale(asked) ? asked : await requestLocale()
  return { locale, messages: await loadMessages(locale), timeZone: TIME_ZONE, now: new Date() }
})

/** The locale of the request at hand, for code that needs it before or without translations. */
export async function requestLocale(): Promise<Locale> {
  const [jar, head] = [await cookies(), await headers()]
  return chooseLocale(jar.get(LOCALE_COOKIE)?.value, head.get('accept-language'))
}
