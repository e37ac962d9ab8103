/** A bank's own words for a refusal (§12): both languages together, saying no more than the refusal brings. */
import { createTranslator } from 'use-intl/core'
import { z } from 'zod'
import { refuse } from '@/lib/platform/errors'
import { TEXTS_PREFIX } from '@/lib/platform/i18n/bank-texts'
import { argumentsIn } from '@/lib/platform/i18n/error-text'
import { LOCALES, type Locale } from '@/lib/platform/i18n/locale'
import { loadMessages, type MessageTree } from '@/lib/platform/i18n/messages'
import type { Json } from '@/lib/platform/wire'

export const ErrorTexts = z
  .array(
    z.strictObject({
      locale: z.enum(LOCALES),
      title: z.string().trim().min(1).max(120),
      detail: z.string().trim().min(1).max(600),
    }),
  )
  .length(LOCALES.length)
  .refine((rows) => new Set(rows.map((r) => r.locale)).size === LOCALES.length)
export type ErrorTextRow = z.output<typeof ErrorTexts>[number]

/** The product's own texts of every refusal, by code. */
export async function standardTexts(): Promise<Map<string, ErrorTextRow[]>> {
  const texts = new Map<string, ErrorTextRow[]>()
  for (const locale of LOCALES) {
    for (const [code, text] of Object.entries((await loadMessages(locale)).errors as MessageTree)) {
      if (!/^[EW]_/.test(code) || typeof text === 'string') continue
      const { title, detail } = text
      if (typeof title !== 'string' || typeof detail !== 'string') continue
      texts.set(code, [...(texts.get(code) ?? []), { locale, title, detail }])
    }
  }
  return texts
}

/** What the texts of a code may name: the arguments of the product's own, in either language and any of its cases. */
export function argumentsFor(standard: readonly ErrorTextRow[]): string[] {
  return [...new Set(['code', ...standard.flatMap((r) => [...argumentsIn(r.title), ...argumentsIn(r.detail)])])]
}

/** Refuses E_PARAMETER_UNKNOWN, E_PARAMETER_FORMAT (a text that cannot be read) and E_TEXT_ARGUMENT (it names what is not there). */
export async function checkErrorTexts(key: string, value: Json): Promise<void> {
  const standard = (await standardTexts()).get(key.slice(TEXTS_PREFIX.length))
  if (!standard) throw refuse('E_PARAMETER_UNKNOWN', { path: key })
  if (value === null) return
  const texts = ErrorTexts.safeParse(value)
  if (!texts.success) throw refuse('E_PARAMETER_FORMAT', { path: key, value: JSON.stringify(value).slice(0, 100) })
  const known = argumentsFor(standard)
  for (const { locale, title, detail } of texts.data) {
    for (const text of [title, detail]) {
      const unknown = argumentsIn(text).filter((name) => !known.includes(name))
      if (unknown.length > 0) throw refuse('E_TEXT_ARGUMENT', { name: unknown[0]!, known })
      if (!readable(locale, text, known)) throw refuse('E_PARAMETER_FORMAT', { path: key, value: text.slice(0, 100) })
    }
  }
}

/** Whether the text can be put together at all: braces that close, cases that are complete. */
function readable(locale: Locale, text: string, names: readonly string[]): boolean {
  try {
    const fail = (error: Error) => {
      throw error
    }
    const t = createTranslator({ locale, messages: { text }, onError: fail })
    t('text', Object.fromEntries(names.map((name) => [name, 1])))
    return true
  } catch {
    return false
  }
}
