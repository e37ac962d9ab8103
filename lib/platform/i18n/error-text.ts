import { codeBase, type ErrorParams } from '../errors'
import type { Translate } from './translator'

export type ErrorText = { title: string; detail: string }

/**
 * What a refusal says: its title and what to do next. `t` is a translator over all messages (`useTranslations()`).
 * `E_DOC_MISSING:ID_CARD` reads the text of `E_DOC_MISSING`; the part after the colon, and every parameter that is a
 * known code, is named through `errors.names` (each feature adds its fields, slots and states there), so that the
 * texts can say {name} — or {field}, {slot}, {cap}, the same thing. A code without texts falls back to its own name.
 */
export function errorText(t: Translate, error: { code: string; params?: ErrorParams }): ErrorText {
  const base = codeBase(error.code)
  const suffix = error.code.slice(base.length + 1)
  const name = suffix ? nameOf(t, suffix) : undefined
  const given: Record<string, string | number> = name
    ? { name, field: name, slot: name, cap: name, code: error.code }
    : { code: error.code }
  // the name of a field that nobody knows is repeated as it was sent, whatever it may mean elsewhere
  const verbatim = base === 'E_UNKNOWN_FIELD'
  for (const [key, value] of Object.entries(error.params ?? {}))
    given[key] = verbatim ? [value].flat().map(String).join(', ') : paramText(t, value)
  // a cap, a slot or a field may have words of its own
  const own = suffix && t.has(`errors.${base}.of.${suffix}.title`) ? `.of.${suffix}` : ''
  const general = `errors.${base}.general`
  const lacks = (part: string) =>
    argumentsOf(t, `errors.${base}${own}.${part}`, true).some((arg) => given[arg] === undefined)
  if (t.has(`${general}.title`) && (lacks('title') || lacks('detail'))) {
    return { title: render(t, `${general}.title`, given) ?? base, detail: render(t, `${general}.detail`, given) ?? '' }
  }
  const title = render(t, `errors.${base}${own}.title`, given)
  if (title === null) {
    const unknown = render(t, 'errors.UNKNOWN.title', given)
    return { title: unknown ?? error.code, detail: render(t, 'errors.UNKNOWN.detail', given) ?? error.code }
  }
  return { title, detail: render(t, `errors.${base}${own}.detail`, given) ?? '' }
}

/** An amount in yuan as refusals bring it: read with thousands separators. */
const AMOUNT = /^-?\d{4,}\.\d{2}$/

function paramText(t: Translate, value: ErrorParams[string]): string | number {
  if (Array.isArray(value)) return value.map((v) => nameOf(t, v)).join(t.has('errors.comma') ? t('errors.comma') : ', ')
  if (typeof value === 'string') return AMOUNT.test(value) ? value.replace(/\B(?=(\d{3})+\.)/g, ',') : nameOf(t, value)
  return typeof value === 'boolean' ? String(value) : value
}

/** 'ID_CARD' → 身份证; text that is no known code stays. */
function nameOf(t: Translate, code: string): string {
  if (!/^[A-Za-z][\w-]*$/.test(code)) return code
  const key = `errors.names.${code}`
  return t.has(key) ? t(key) : code
}

/** Fills a text; an argument that the refusal did not bring shows as a dash instead of spoiling the sentence. */
function render(t: Translate, key: string, given: Record<string, string | number>): string | null {
  if (!t.has(key)) return null
  const values = { ...given }
  for (const arg of argumentsOf(t, key)) values[arg] ??= '—'
  return t(key, values)
}

/** The arguments that a text mentions: in any of its cases, or (`outer`) only those it always needs. */
function argumentsOf(t: Translate, key: string, outer = false): string[] {
  const raw = t.has(key) ? t.raw(key) : ''
  return typeof raw === 'string' ? argumentsIn(raw, outer) : []
}

/** As `argumentsOf`, of a text itself. */
export function argumentsIn(raw: string, outer = false): string[] {
  const names: string[] = []
  let depth = 0
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] === '}') depth--
    if (raw[i] !== '{') continue
    const name = /^\{\s*([A-Za-z][A-Za-z0-9_]*)\s*[,}]/.exec(raw.slice(i))?.[1]
    if (name && !(outer && depth > 0)) names.push(name)
    depth++
  }
  return names
}
