/** What a list reads from its page's address, where the table wrote it. Usable on the server and in the browser. */

export const PAGE_SIZES = [25, 50, 100, 200, 500] as const
export const DEFAULT_SIZE = 50

export type ListParams<Filter extends string = string> = {
  /** the search text, trimmed */
  q: string
  sort: string
  direction: 'asc' | 'desc'
  /** keyset cursors, at most one of them set */
  after: string | null
  before: string | null
  size: number
  filters: Partial<Record<Filter, string[]>>
}

export type ListSpec<Filter extends string = string> = {
  /** columns that may be sorted by; anything else in the address is ignored */
  sort: readonly string[]
  /** '-createdAt' is descending */
  defaultSort: string
  filters?: readonly Filter[]
  /** what narrows the whole page (a batch, a market) and is not one of the table's own filters; read beside them */
  context?: readonly Filter[]
  defaultSize?: number
}

export type SearchParams = Record<string, string | string[] | undefined>

/**
 * Reads ?q=&sort=-dueAt&size=50&after=…&state=DRAFT,SUBMITTED of a page, by an allow-list. Never throws. `prefix`: the
 * one that the table writes with, where several stand on the page.
 */
export function readListParams<Filter extends string = string>(
  searchParams: SearchParams,
  spec: ListSpec<Filter>,
  prefix = '',
): ListParams<Filter> {
  const plain = (key: string): string => {
    const v = searchParams[key]
    return (Array.isArray(v) ? v[0] : v) ?? ''
  }
  const one = (key: string): string => plain(prefix + key)
  const asked = one('sort') || spec.defaultSort
  const sort = spec.sort.includes(asked.replace(/^-/, '')) ? asked : spec.defaultSort
  const size = Number(one('size'))
  const after = one('after') || null
  const filters: Partial<Record<Filter, string[]>> = {}
  for (const key of spec.filters ?? []) {
    const values = splitValues(one(key))
    if (values.length > 0) filters[key] = values
  }
  for (const key of spec.context ?? []) {
    const value = plain(key).trim()
    if (value !== '') filters[key] = [value]
  }
  return {
    q: one('q').trim().slice(0, 100),
    sort: sort.replace(/^-/, ''),
    direction: sort.startsWith('-') ? 'desc' : 'asc',
    after,
    before: after ? null : one('before') || null,
    size: (PAGE_SIZES as readonly number[]).includes(size) ? size : (spec.defaultSize ?? DEFAULT_SIZE),
    filters,
  }
}

/** The page as a query by keyset asks for it: at most `most` rows, after the cursor. */
export function pageOf(params: ListParams, most = 200): { limit: number; cursor?: string } {
  return { limit: Math.min(params.size, most), ...(params.after ? { cursor: params.after } : {}) }
}

/** The same for one of several tables of a page, whose keys in the address begin with the table's prefix. */
export function partPage(query: SearchParams, prefix: string): { limit: number; cursor?: string } {
  const size = Number(query[`${prefix}size`])
  const after = query[`${prefix}after`]
  return {
    limit: (PAGE_SIZES as readonly number[]).includes(size) ? Math.min(size, 200) : DEFAULT_SIZE,
    ...(typeof after === 'string' && after !== '' ? { cursor: after } : {}),
  }
}

/** 'A,B' → ['A', 'B']; empty text → none. */
export function splitValues(text: string): string[] {
  return text
    .split(',')
    .map((v) => v.trim())
    .filter((v) => v !== '')
}

/** '2026-01-01..2026-03-31' → both ends; an open end is null. */
export function splitRange(value: string | undefined): { from: string | null; to: string | null } {
  const [from = '', to = ''] = (value ?? '').split('..')
  return { from: from || null, to: to || null }
}
