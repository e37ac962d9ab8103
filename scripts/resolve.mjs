/**
 * Lets Node 26 run lib/**.ts as it stands: `node --import ./scripts/resolve.mjs file.ts`.
 * Adds to Node's own resolution what the bundler does elsewhere: `@/x` from the project's root, imports without an
 * extension, JSON without an attribute, and `server-only` as an empty module.
 */
import { existsSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(import.meta.dirname)
const empty = pathToFileURL(join(import.meta.dirname, 'empty.mjs')).href
const endings = ['.ts', '.tsx', '.mjs', '.js', '/index.ts', '/index.tsx']

/** The file that an import without extension means, or undefined when Node should look for itself. */
function fileFor(path) {
  if (existsSync(path) && statSync(path).isFile()) return path
  for (const ending of endings) if (existsSync(path + ending)) return path + ending
  return undefined
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'server-only') return { url: empty, shortCircuit: true }
    const parent = context.parentURL
    let path
    if (specifier.startsWith('@/')) path = join(root, specifier.slice(2))
    else if (/^\.{1,2}(\/|$)/.test(specifier) && parent?.startsWith('file:') && !parent.includes('/node_modules/')) {
      path = join(dirname(fileURLToPath(parent)), specifier)
    }
    const file = path && fileFor(path)
    if (!file) return nextResolve(specifier, context)
    const json = file.endsWith('.json')
    const importAttributes = json ? { ...context.importAttributes, type: 'json' } : context.importAttributes
    return { url: pathToFileURL(file).href, shortCircuit: true, importAttributes, format: json ? 'json' : undefined }
  },
})
