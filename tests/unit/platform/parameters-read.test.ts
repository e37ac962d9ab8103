/** A parameter that a bank may set and nothing reads is a promise that is not kept (§12). */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parametersFrom } from '@/lib/admin/parameters'

const ROOT = join(import.meta.dirname, '../../..')

/** Names of single settings: what stands under a grade, a mode or a warning's code is read by that key. */
function settings(tree: object, path: string[] = []): string[][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
      ? settings(value, [...path, key])
      : [[...path, key]],
  )
}

/** The code without what only describes it: types, and the lists of defaults themselves. */
const code = globSync('{lib,app,components}/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((f) => !f.includes('generated') && !/parameters\.ts$/.test(f))
  .map((f) => readFileSync(join(ROOT, f), 'utf8'))
  .map((s) =>
    s.replace(/^(export )?type \w+(<.*>)? =[^\n{]*\{\n[\s\S]*?^\}/gm, '').replace(/^(export )?type .*$/gm, ''),
  )
  .map((s) => s.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
  .join('\n')

/** Names that are read: of an object (`x.name`), or out of one (`{ name } =`). */
const read = new Set([
  ...[...code.matchAll(/\.([a-z]\w*)/g)].map((m) => m[1]),
  ...[...code.matchAll(/\{([^{}=]*)\} =/g)].flatMap((m) => [...m[1]!.matchAll(/\w+/g)].map((w) => w[0])),
])

test('every parameter that a bank may set is read by a rule', () => {
  const unread = settings(parametersFrom(new Map())).filter((path) => {
    const name = path.at(-1)!
    // one of a set that is gone through as a whole: a grade, a mode, a code, a line of concentration
    if (!/^[a-z]/.test(name) || path.includes('concentration')) return false
    return !read.has(name)
  })
  expect(unread.map((p) => p.join('.'))).toEqual([])
})
