import { getRequestConfig } from 'next-intl/server'
import { currentSession } from '../auth/current'
import { log } from '../log'
import { messagesOf } from './bank-texts'
import { isLocale, type Locale, TIME_ZONE } from './locale'
import { loadMessages } from './messages'
import { requestLocale } from './request-locale'

/**
 * next-intl without addresses: the locale comes from the person's cookie, then from the browser's languages; refusals
 * are worded as the person's bank words them.
 */
export default getRequestConfig(async ({ locale: asked }) => {
  const locale: Locale = isLocale(asked) ? asked : await requestLocale()
  return { locale, messages: await spoken(locale), timeZone: TIME_ZONE, now: new Date() }
})

/** A database that cannot be read does not take the words from the page that has to say so. */
async function spoken(locale: Locale) {
  try {
    const session = await currentSession()
    return await messagesOf(locale, session?.actor.bankId ?? null)
  } catch (error) {
    log.warn({ err: error }, 'texts of the bank could not be read')
    return loadMessages(locale)
  }
}
