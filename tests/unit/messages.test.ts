/** Both languages say the same things: same keys, same arguments, well-formed, really Chinese, and none asked for in vain. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import compile from 'icu-minify/compile'
import { describe, expect, test } from 'vitest'
import { LOCALES, type Locale } from '@/lib/platform/i18n/locale'
import type { MessageTree } from '@/lib/platform/i18n/messages'

const ROOT = join(import.meta.dirname, '../..')

/** Words that a Chinese banker writes in Latin letters too: codes, formats, names of standards, units. */
const LATIN_ALLOWED =
  /^(?:[\s\d.,:;/%×+\-–—()<>=·#*§≥≤]|\b(?:Excel|PDF|CSV|ZIP|XLSX?|JPG|JPEG|PNG|WEBP|TIFF|HEIC|API|URL|ID|IP|CRM|OIDC|TOTP|QR|SHA|UTF|GB|MB|kB|KB|LPR|BP|LTV|DSCR|ROA|ROE|AI|GPS|SLA|CP|English|Fangshi|YYYY|MM|DD|YYYY-MM-DD|OK|[A-E]|[A-Z]{1,3}\d{0,4}|k\d|[a-z]\d?)\b)+$/

function files(locale: Locale, folder = ''): string[] {
  return readdirSync(join(ROOT, 'messages', locale, folder))
    .flatMap((name) => {
      const path = join(folder, name)
      if (statSync(join(ROOT, 'messages', locale, path)).isDirectory()) return files(locale, path)
      return name.endsWith('.json') ? [path] : []
    })
    .sort()
}

function read(locale: Locale, file: string): MessageTree {
  return JSON.parse(readFileSync(join(ROOT, 'messages', locale, file), 'utf8')) as MessageTree
}

function flat(tree: MessageTree, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([k, v]): [string, string][] =>
    typeof v === 'string' ? [[prefix + k, v]] : flat(v, `${prefix}${k}.`),
  )
}

/** The arguments and tags that a text wants, from its compiled form. */
function wanted(text: string): string[] {
  const names = new Set<string>()
  const walk = (node: unknown): void => {
    if (!Array.isArray(node)) return
    const [head, kind, rest] = node
    if (typeof head === 'string' && (node.length === 1 || typeof kind === 'number')) {
      names.add(head)
      if (rest && typeof rest === 'object') for (const branch of Object.values(rest)) walkAll(branch)
    } else if (typeof head === 'string') {
      names.add(`<${head}>`)
      for (const child of node.slice(1)) walk(child)
    }
  }
  const walkAll = (nodes: unknown): void => {
    if (Array.isArray(nodes)) for (const n of nodes) walk(n)
  }
  walkAll(compile(text))
  return [...names].sort()
}

/** What of a text a person reads: its literal parts, without arguments and their cases' names. */
function words(text: string): string {
  const walk = (node: unknown): string => {
    if (typeof node === 'string') return node
    if (!Array.isArray(node)) return ''
    const [, kind, rest] = node
    if (node.length === 1) return ''
    if (typeof kind === 'number')
      return rest && typeof rest === 'object' ? Object.values(rest).map(walkAll).join(' ') : ''
    return node.slice(1).map(walk).join('')
  }
  const walkAll = (nodes: unknown): string => (Array.isArray(nodes) ? nodes.map(walk).join('') : walk(nodes))
  return walkAll(compile(text))
}

test('no file of messages exists in one language only', () => {
  expect(files('en')).toEqual(files('zh-CN'))
})

describe.each(files('zh-CN'))('%s', (file) => {
  const zh = new Map(flat(read('zh-CN', file)))
  const en = new Map(flat(read('en', file)))

  test('no text is missing in either language', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
  })

  test('no text is malformed or empty, which would show its key to a banker', () => {
    const bad = [...zh, ...en].filter(([, text]) => {
      try {
        compile(text)
        return text.trim() === ''
      } catch {
        return true
      }
    })
    expect(bad).toEqual([])
  })

  test('no text wants an argument in one language that the other does not know', () => {
    const differing = [...zh].filter(([key, text]) => {
      const other = en.get(key)
      return other !== undefined && wanted(text).join() !== wanted(other).join()
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })

  test('no Chinese text was left in English', () => {
    const latin = [...zh].filter(([, text]) => {
      const read = words(text)
      return /[A-Za-z]/.test(read) && !/[\u3400-\u9fff]/.test(read) && !LATIN_ALLOWED.test(read)
    })
    expect(latin).toEqual([])
  })

  test('no English text was left in Chinese', () => {
    const chinese = [...en].filter(([, text]) => /[\u4e00-\u9fff]/.test(text.replace(/[“"(（][^”")）]*[”")）]/g, '')))
    expect(chinese).toEqual([])
  })
})

test('no error code is explained by two features, where one text would silently win', () => {
  const seen = new Map<string, string>()
  const twice: string[] = []
  for (const file of files('zh-CN').filter((f) => f.startsWith('errors/'))) {
    for (const code of Object.keys(read('zh-CN', file)).filter((k) => /^[EW]_/.test(k))) {
      const first = seen.get(code)
      if (first) twice.push(`${code}: ${first}, ${file}`)
      seen.set(code, file)
    }
  }
  expect(twice).toEqual([])
})

test('every error text has a title and says what to do next', () => {
  for (const locale of LOCALES) {
    const lacking = files(locale)
      .filter((f) => f === 'errors.json' || f.startsWith('errors/'))
      .flatMap((file) => Object.entries(read(locale, file)))
      .filter(([code]) => /^[EW]_/.test(code))
      .filter(
        ([, text]) => typeof text !== 'object' || typeof text.title !== 'string' || typeof text.detail !== 'string',
      )
      .map(([code]) => code)
    expect(lacking).toEqual([])
  }
})

test('no screen asks for a text that does not exist', () => {
  const all = new Map<string, MessageTree>(
    files('zh-CN')
      .filter((f) => !f.includes('/'))
      .map((f) => [f.replace(/\.json$/, ''), read('zh-CN', f)]),
  )
  const exists = (path: string): boolean => {
    const [root = '', ...rest] = path.split('.')
    let node: MessageTree | string | undefined = all.get(root)
    for (const part of rest) node = typeof node === 'object' ? node[part] : undefined
    return node !== undefined
  }
  const missing: string[] = []
  for (const file of sources(['app', 'components'])) {
    const text = readFileSync(file, 'utf8')
    for (const [, name, , namespace] of text.matchAll(
      /const (\w+) = (?:await )?(useTranslations|getTranslations)\(\s*(?:'([\w.-]+)')?\s*\)/g,
    )) {
      if (namespace && !exists(namespace)) missing.push(`${file}: ${namespace}`)
      // the same name may stand for several namespaces in one file: the key must exist in one of them
      const spaces = [
        ...text.matchAll(new RegExp(`const ${name} = (?:await )?\\w+Translations\\(\\s*(?:'([\\w.-]+)')?`, 'g')),
      ]
      for (const [, key] of text.matchAll(new RegExp(`\\b${name}(?:\\.rich)?\\('([\\w.-]+)'`, 'g'))) {
        if (!spaces.some(([, ns]) => exists(ns ? `${ns}.${key}` : (key ?? ''))))
          missing.push(`${file}: ${namespace ?? ''}.${key}`)
      }
    }
  }
  expect([...new Set(missing)].map((m) => m.replace(`${ROOT}/`, ''))).toEqual([])
})

function sources(folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((f) => f.endsWith('.tsx') || f.endsWith('.ts'))
      .map((f) => join(ROOT, folder, f)),
  )
}
