import { createTranslator } from 'use-intl/core'
import { messagesOf } from './bank-texts'
import { type Locale, TIME_ZONE } from './locale'

/** What the rest of the product needs of a translator; next-intl's `useTranslations()` and `getTranslations()` fit. */
export type Translate = {
  (key: string, values?: Record<string, string | number | Date>): string
  has(key: string): boolean
  raw(key: string): unknown
}

/**
 * A translator outside a web request (worker, command line, documents, mail): keys are whole, `batches.title`. With a
 * bank, refusals are worded as that bank words them.
 */
export async function translatorFor(locale: Locale, bankId: string | null = null): Promise<Translate> {
  const t = createTranslator({ locale, messages: await messagesOf(locale, bankId), timeZone: TIME_ZONE })
  return t as unknown as Translate
}
