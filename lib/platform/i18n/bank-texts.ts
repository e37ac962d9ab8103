/**
 * A bank's own words for refusals (domain rules §12), laid over the product's: `texts.<code>` among its parameters, one
 * row a language. Read once in a few seconds a process: they change seldom, and every page needs them.
 */
import { businessDate } from '../calendar'
import { readParameterValues } from '../parameter-values'
import { withTenant } from '../tenant'
import type { Locale } from './locale'
import { loadMessages, type MessageTree } from './messages'

export const TEXTS_PREFIX = 'texts.'
export type BankText = { locale: Locale; title: string; detail: string }

const FRESH_MS = 5_000
const kept = new Map<string, { until: number; texts: Promise<ReadonlyMap<string, BankText[]>> }>()

/** The bank's own texts in force, by code. */
function bankTexts(bankId: string): Promise<ReadonlyMap<string, BankText[]>> {
  const now = Date.now()
  const old = kept.get(bankId)
  if (old && old.until > now) return old.texts
  const texts = readTexts(bankId)
  kept.set(bankId, { until: now + FRESH_MS, texts })
  texts.catch(() => kept.delete(bankId))
  return texts
}

/** After a decision of this process the next reading is a new one. */
export function forgetBankTexts(bankId: string): void {
  kept.delete(bankId)
}

async function readTexts(bankId: string): Promise<ReadonlyMap<string, BankText[]>> {
  return withTenant({ bankId, partyId: null }, async (tx) => {
    const values = await readParameterValues(tx, bankId, await businessDate(tx, bankId), TEXTS_PREFIX)
    const own = [...values].filter(([, value]) => Array.isArray(value))
    return new Map(own.map(([key, value]) => [key.slice(TEXTS_PREFIX.length), value as unknown as BankText[]]))
  })
}

/** All messages of one language as this bank says them. */
export async function messagesOf(locale: Locale, bankId: string | null): Promise<MessageTree> {
  const messages = await loadMessages(locale)
  if (!bankId) return messages
  const own = await bankTexts(bankId)
  if (own.size === 0) return messages
  const errors = { ...(messages.errors as MessageTree) }
  for (const [code, rows] of own) {
    const text = rows.find((r) => r.locale === locale)
    const standard = errors[code]
    if (!text || typeof standard !== 'object') continue
    const { general, ...said } = standard
    // where a refusal brings less than the bank's words need, the product's stand in
    errors[code] = { ...standard, title: text.title, detail: text.detail, general: general ?? said }
  }
  return { ...messages, errors }
}
