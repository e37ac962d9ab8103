import { cookies, headers } from 'next/headers'
import { chooseLocale, LOCALE_COOKIE, type Locale } from './locale'

/** The locale of the request at hand, for code that needs it before or without translations. */
export async function requestLocale(): Promise<Locale> {
  const [jar, head] = [await cookies(), await headers()]
  return chooseLocale(jar.get(LOCALE_COOKIE)?.value, head.get('accept-language'))
}
