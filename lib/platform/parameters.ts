/**
 * Bank-configurable parameters: a tree of typed defaults, the ranges inside which a bank may set them, and a way to lay
 * a bank's own values over the defaults. A value's text follows its name, or that of the group it stands in: …Fen in
 * yuan, …Ppm in percent, else as it is ("marketCoefficientPpm.AAA" is a percentage). A list of words is one value:
 * "JG, AF, GC".
 */
import { refuse } from './errors'
import { parsePercent, parseYuan, toPercent, toYuan } from './money'

/** Smallest and largest value a bank may set, in the text of the parameter (yuan, percent, number). */
export type ParameterRange = { min: string; max: string }
/** By path: "jg.marginRatioPpm". */
export type ParameterRanges = Readonly<Record<string, ParameterRange>>
export type ParameterRow = { path: string; value: string | null; range: ParameterRange | null }

type Leaf = bigint | number | boolean | string | readonly string[] | null
type Tree = { readonly [key: string]: unknown }

/** Every single parameter of a tree with its present value and its range, in the order of the tree. */
export function listParameters(tree: object, ranges: ParameterRanges): ParameterRow[] {
  return leaves(tree, '').map(([path, leaf]) => ({ path, value: leafText(path, leaf), range: ranges[path] ?? null }))
}

/**
 * The defaults with a bank's own values. Throws E_PARAMETER_UNKNOWN, E_PARAMETER_FORMAT or E_PARAMETER_RANGE with the
 * path: a value outside its range is never taken silently.
 */
export function withOverrides<T extends object>(
  defaults: T,
  ranges: ParameterRanges,
  overrides: Readonly<Record<string, string>>,
): T {
  const known = new Map(leaves(defaults, ''))
  let result: unknown = defaults
  for (const [path, text] of Object.entries(overrides)) {
    if (!known.has(path)) throw refuse('E_PARAMETER_UNKNOWN', { path })
    const value = parseLeaf(path, text, known.get(path)!)
    if (value === null) throw refuse('E_PARAMETER_FORMAT', { path, value: text })
    const range = ranges[path]
    if (range && !inside(path, value, range)) throw refuse('E_PARAMETER_RANGE', { path, value: text, ...range })
    result = replace(result, path.split('.'), value)
  }
  return result as T
}

/** The paths whose values lie outside their ranges: a reason to send a plan one level up (§6.1). */
export function outOfRange(tree: object, ranges: ParameterRanges): string[] {
  return leaves(tree, '')
    .filter(([path, leaf]) => leaf !== null && ranges[path] && !inside(path, leaf, ranges[path]))
    .map(([path]) => path)
}

function leaves(node: unknown, path: string): [string, Leaf][] {
  if (node === null || typeof node !== 'object' || isWords(node)) return [[path, node as Leaf]]
  // Dates stand in tables of their own (LPR), not among single parameters.
  if (node instanceof Temporal.PlainDate) return []
  return Object.entries(node).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`))
}

/** A list of words (modes, seats, slots) is one value: what stands in it is chosen together. */
function isWords(node: unknown): node is readonly string[] {
  return Array.isArray(node) && node.length > 0 && node.every((x) => typeof x === 'string')
}

/** "JG, AF" → JG and AF, each once, in the order given. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,，、]+/).filter((x) => x !== ''))]
}

/** The unit that the last name with an ending says. */
function unitOf(path: string): 'Fen' | 'Ppm' | null {
  const named = path.split('.').findLast((part) => /(Fen|Ppm)$/.test(part))
  return named === undefined ? null : named.endsWith('Fen') ? 'Fen' : 'Ppm'
}

function leafText(path: string, leaf: Leaf): string | null {
  if (leaf === null) return null
  if (isWords(leaf)) return leaf.join(', ')
  if (typeof leaf === 'bigint') return unitOf(path) === 'Fen' ? toYuan(leaf) : leaf.toString()
  return typeof leaf === 'number' && unitOf(path) === 'Ppm' ? toPercent(leaf) : String(leaf)
}

function parseLeaf(path: string, text: string, leaf: Leaf): Leaf {
  if (isWords(leaf)) {
    const words = wordsOf(text)
    return words.length > 0 ? words : null
  }
  const unit = unitOf(path)
  if (unit === 'Fen') return parseYuan(text)
  if (unit === 'Ppm') return parsePercent(text)
  if (typeof leaf === 'number' || leaf === null) return /^-?\d{1,9}$/.test(text) ? Number(text) : null
  if (typeof leaf === 'boolean') return text === 'true' ? true : text === 'false' ? false : null
  return text
}

function inside(path: string, value: Leaf, range: ParameterRange): boolean {
  const min = parseLeaf(path, range.min, value)
  const max = parseLeaf(path, range.max, value)
  return min !== null && max !== null && value !== null && value >= min && value <= max
}

function replace(node: unknown, [key, ...rest]: string[], value: Leaf): unknown {
  if (key === undefined) return value
  if (Array.isArray(node)) return node.map((x, i) => (String(i) === key ? replace(x, rest, value) : x))
  const tree = node as Tree
  return { ...tree, [key]: replace(tree[key], rest, value) }
}
