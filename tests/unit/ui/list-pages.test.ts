/** A list without views and export is half a list: every table of a list page, and every list that was described, has both. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LIST_NAMES } from '@/lib/desk/list-names'

const ROOT = join(import.meta.dirname, '../../..')

const sources = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.tsx'))
    .map((f) => ({ file: join(folder, f), text: readFileSync(join(ROOT, folder, f), 'utf8') }))
const count = (text: string, what: RegExp) => [...text.matchAll(what)].length

test('no table of a list page lacks its saved views and its workbook', () => {
  const pages = [...sources('app/(bank)'), ...sources('app/(portal)')].filter(
    // pages of one object show its parts, not a list to come back to
    ({ file }) => file.endsWith('page.tsx') && !file.includes('['),
  )
  const lacking = pages
    // a table that takes no keys of its own is a part of its page: a few settings, a figure's breakdown
    .filter(
      ({ text }) => count(text, /<DataTable\b/g) - count(text, /keyboard=\{false\}/g) > count(text, /listTools\(/g),
    )
    .map(({ file }) => file)
  expect(lacking).toEqual([])
  expect(pages.some(({ text }) => text.includes('<DataTable'))).toBe(true)
})

test('no list is described for a page that does not exist', () => {
  const used = [...sources('app'), ...sources('components')].map(({ text }) => text).join('\n')
  const lists = readdirSync(join(ROOT, 'lib/desk/lists')).map((f) =>
    readFileSync(join(ROOT, 'lib/desk/lists', f), 'utf8'),
  )
  const described = lists.flatMap((text) =>
    [...text.matchAll(/export const (\w+) = defineList\(\{\s*name: '([\w-]+)'/g)].map(([, constant, name]) => ({
      constant: constant ?? '',
      name: name ?? '',
    })),
  )
  expect(described.map((d) => d.name).sort()).toEqual([...LIST_NAMES].sort())
  expect(described.filter((d) => !new RegExp(`\\b${d.constant}\\b`).test(used)).map((d) => d.name)).toEqual([])
})
