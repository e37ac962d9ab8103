/**
 * A list as data: the query that feeds it, how its page's address is read, what its filters are called, and its columns
 * for a workbook. The page reads its address by the same definition, so that what is taken away is what was shown.
 */
import type { z } from 'zod'
import { formatLabelled, formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { type ListParams, type ListSpec, readListParams, type SearchParams } from '@/lib/platform/list-params'
import type { ListCell, ListColumnType } from '@/lib/platform/list-workbook'
import { type Query, type QueryContext, readWithin } from '@/lib/platform/queries'
import type { ListName } from './list-names'

/** Ids in an address that stand for something with a name. */
export type ContextKey = 'batch' | 'account' | 'loan' | 'subLedger' | 'webhook' | 'report'

/** The reader's language: a translator over all messages, and the words of codes. */
export type Say = { locale: string; t: Translate; word(prefix: string, code: string | null | undefined): string }

export function sayIn(locale: string, t: Translate): Say {
  const word: Say['word'] = (prefix, code) =>
    code && t.has(`${prefix}.${code}`) ? t(`${prefix}.${code}`) : (code ?? '')
  return { locale, t, word }
}

export type Column<Row> = {
  /** key of its heading in the messages */
  header: string
  type?: ListColumnType
  width?: number
  /** not for partners, for whom the query leaves it empty */
  staff?: true
  value(row: Row, say: Say): ListCell
}

/** What a filter is called, and where the words of its values stand; without: the values speak for themselves. */
export type FilterWords = { label: string; words?: string; flag?: boolean }

/** How a query that answers in pages is turned over: what asks for the page after a cursor, where the next one stands. */
export type Turn<A> = { ask(cursor: string | null): object; next(answer: A): string | null }

/** By keyset: `limit` and `cursor` in, `nextCursor` out. `size`: the most that the query gives at once. */
export const byCursor = (size = 200): Turn<{ nextCursor: string | null }> => ({
  ask: (cursor) => ({ limit: size, ...(cursor ? { cursor } : {}) }),
  next: (answer) => answer.nextCursor,
})
/** The query answers everything at once. */
export const atOnce: Turn<unknown> = { ask: () => ({}), next: () => null }

type Definition<S extends z.ZodType, A, Row> = {
  name: ListName
  /** key of its name in the messages */
  title: string
  query: Query<S, A>
  address: ListSpec
  /** filters that hold where the address says nothing */
  defaults?: Record<string, string[]>
  input(asked: ListParams): z.input<S>
  turn: Turn<NoInfer<A>>
  /** the rows of an answer; `asked` where the page itself narrows what the query gave */
  rows(answer: A, asked: ListParams, say: Say): readonly Row[]
  /** what the whole list belongs to, whose id the address names under that key: the trail tells of it, the head names it */
  object?: { type: string; key: ContextKey }
  filters: Record<string, FilterWords>
  columns: readonly Column<Row>[]
}

type Heading = Omit<Column<never>, 'value'>
export type Taken = { columns: Heading[]; rows: ListCell[][]; cut: boolean }

/** A list whose rows' type is not known: what the registry holds. */
export type AnyList = Pick<
  Definition<z.ZodType, unknown, unknown>,
  'name' | 'title' | 'address' | 'defaults' | 'object' | 'filters'
> & {
  take(ctx: Omit<QueryContext<unknown>, 'input'>, asked: ListParams, say: Say, most: number): Promise<Taken>
}

export type List<S extends z.ZodType, A, Row> = Definition<S, A, Row> & Pick<AnyList, 'take'>

export function defineList<S extends z.ZodType, A, Row>(list: Definition<S, A, Row>): List<S, A, Row> {
  return {
    ...list,
    /** Pages through all that the address asks for, at most so many rows, each as the values of its columns. */
    async take(ctx, asked, say, most) {
      const columns = list.columns.filter((c) => !c.staff || !ctx.actor.partyId)
      const rows: ListCell[][] = []
      let cursor: string | null = null
      do {
        const input = { ...(list.input(asked) as object), ...list.turn.ask(cursor) } as z.input<S>
        const answer = await readWithin(list.query, ctx, input)
        for (const row of list.rows(answer, asked, say)) rows.push(columns.map((c) => c.value(row, say)))
        cursor = list.turn.next(answer)
      } while (cursor !== null && rows.length < most)
      return {
        columns: columns.map(({ value: _, ...heading }) => heading),
        rows: rows.slice(0, most),
        cut: cursor !== null || rows.length > most,
      }
    },
  }
}

/** What a page's address asks of its list. `prefix`: the table's, where several stand on the page. */
export function readList(
  list: Pick<AnyList, 'address' | 'defaults'>,
  searchParams: SearchParams,
  prefix = '',
): ListParams {
  const asked = readListParams(searchParams, list.address, prefix)
  return { ...asked, filters: { ...list.defaults, ...asked.filters } }
}

/** The filters in words, for the head of a workbook; empty when nothing is filtered. `names`: words of ids. */
export function filterWords(
  list: Pick<AnyList, 'filters'>,
  asked: ListParams,
  say: Say,
  names: Record<string, string> = {},
): string {
  const parts = asked.q === '' ? [] : [`“${asked.q}”`]
  for (const [key, { label, words, flag }] of Object.entries(list.filters)) {
    const values = asked.filters[key]
    if (!values) continue
    const said = values.map((v) => names[v] ?? (words ? say.word(words, v) : v))
    parts.push(flag ? say.t(label) : formatLabelled(say.locale, say.t(label), formatList(say.locale, said)))
  }
  return parts.join(' · ')
}

/** The search text, as much of it as queries take. */
export const searchOf = (asked: ListParams): string | undefined => asked.q.slice(0, 60) || undefined
/** A filter of several values as queries take them: 'A,B'. */
export const manyOf = (asked: ListParams, key: string): string | undefined => asked.filters[key]?.join(',')
export const oneOf = (asked: ListParams, key: string): string | undefined => asked.filters[key]?.[0]
/** A switch: on or not said. */
export const flagOf = (asked: ListParams, key: string): true | undefined => (asked.filters[key] ? true : undefined)
/** '-name' as queries take it. */
export const sortOf = (asked: ListParams): string => (asked.direction === 'desc' ? '-' : '') + asked.sort
