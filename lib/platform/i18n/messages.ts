/**
 * The texts of the product: messages/<locale>/<name>.json, each under its own name; the files of
 * messages/<locale>/errors/ are merged into `errors`, so that every feature brings the texts of its own codes.
 */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Locale } from './locale'

export type MessageTree = { [key: string]: string | MessageTree }

const cache = new Map<Locale, Promise<MessageTree>>()

/** All messages of one language. Read once a process; in development read afresh, so that an edit shows at once. */
export function loadMessages(locale: Locale): Promise<MessageTree> {
  if (process.env.NODE_ENV === 'development') return readMessages(locale)
  let messages = cache.get(locale)
  if (!messages) {
    messages = readMessages(locale)
    cache.set(locale, messages)
    messages.catch(() => cache.delete(locale))
  }
  return messages
}

async function readMessages(locale: Locale): Promise<MessageTree> {
  const root = join(process.cwd(), 'messages', locale)
  const all: MessageTree = {}
  for (const file of await jsonFiles(root)) all[basename(file, '.json')] = await readTree(join(root, file))
  let errors = (all.errors ?? {}) as MessageTree
  for (const file of await jsonFiles(join(root, 'errors'))) {
    errors = merge(errors, refine(errors, await readTree(join(root, 'errors', file))))
  }
  all.errors = errors
  return all
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => name.endsWith('.json')).sort()
}

async function readTree(file: string): Promise<MessageTree> {
  return JSON.parse(await readFile(file, 'utf8')) as MessageTree
}

/** A feature may say a general code more exactly; the general text stays beside it, for refusals that bring less. */
function refine(errors: MessageTree, more: MessageTree): MessageTree {
  return Object.fromEntries(
    Object.entries(more).map(([code, text]) => {
      const general = errors[code]
      if (!/^[EW]_/.test(code) || typeof general !== 'object' || typeof text !== 'object') return [code, text]
      return [code, { ...text, general }]
    }),
  )
}

/** Later files add keys; where both hold a group, the groups are merged. */
function merge(a: MessageTree, b: MessageTree): MessageTree {
  const out: MessageTree = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const old = out[key]
    out[key] = typeof old === 'object' && typeof value === 'object' ? merge(old, value) : value
  }
  return out
}
