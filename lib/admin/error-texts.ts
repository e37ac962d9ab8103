/** The words of every refusal as the bank says them: the product's own, and where the bank has others, its own (§12). */
import { z } from 'zod'
import { fromDb, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { TEXTS_PREFIX } from '@/lib/platform/i18n/bank-texts'
import { readParameterValues } from '@/lib/platform/parameter-values'
import { defineQuery } from '@/lib/platform/queries'
import type { Json } from '@/lib/platform/wire'
import { BANK_READERS } from './access'
import { argumentsFor, type ErrorTextRow, standardTexts } from './error-text-values'
import { versionsOf } from './parameter-changes'

const own = (value: Json | undefined): ErrorTextRow[] | null =>
  Array.isArray(value) ? (value as unknown as ErrorTextRow[]) : null

/** Every code with its words in both languages, whether they are the bank's own, and what is decided or proposed next. */
export const errorTextList = defineQuery({
  name: 'admin.errorTexts',
  input: z.strictObject({}),
  access: BANK_READERS,
  async run({ tx, actor, today }) {
    const values = await readParameterValues(tx, actor.bankId, today, TEXTS_PREFIX)
    const waiting = await tx.parameter.findMany({
      where: {
        bankId: actor.bankId,
        key: { startsWith: TEXTS_PREFIX },
        OR: [{ state: 'PENDING' }, { state: 'ACTIVE', effectiveFrom: { gt: toDb(today) } }],
      },
      orderBy: { effectiveFrom: 'asc' },
    })
    const next = new Map(waiting.map((w) => [w.key, w]))
    const items = [...(await standardTexts())]
      .map(([code, standard]) => {
        const texts = own(values.get(TEXTS_PREFIX + code))
        const change = next.get(TEXTS_PREFIX + code)
        return {
          code,
          texts: texts ?? standard,
          changed: texts !== null,
          next: change ? { state: change.state, effectiveFrom: fromDb(change.effectiveFrom) } : null,
        }
      })
      .sort((a, b) => (a.code < b.code ? -1 : 1))
    return { items, today }
  },
})

/** One code: the product's words, the bank's, what they may name, and every change. */
export const errorTextDetail = defineQuery({
  name: 'admin.errorText',
  input: z.strictObject({ code: z.string().max(80) }),
  access: BANK_READERS,
  async run({ tx, actor, input, today }) {
    const standard = (await standardTexts()).get(input.code)
    if (!standard) throw refuse('E_NOT_FOUND', { object: 'parameter' })
    const key = TEXTS_PREFIX + input.code
    const values = await readParameterValues(tx, actor.bankId, today, key)
    return {
      key,
      code: input.code,
      today,
      standard,
      texts: own(values.get(key)) ?? standard,
      names: argumentsFor(standard),
      versions: await versionsOf(tx, actor, key),
    }
  },
})
