/** The words on the screen, taken from the product's own messages: a test breaks when an act is gone, not when it is reworded. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../messages/zh-CN')

/** 'contracts.screen.open' as it stands in the messages. */
export function text(key: string): string {
  const [file = '', ...path] = key.split('.')
  let node: unknown = JSON.parse(readFileSync(join(ROOT, `${file}.json`), 'utf8'))
  for (const part of path) node = (node as Record<string, unknown> | undefined)?.[part]
  if (typeof node !== 'string') throw new Error(`no text ${key}`)
  return node
}

/** The label of a field; beside it may stand that it is required. */
export function label(key: string): RegExp {
  return new RegExp(`^\\s*${text(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*(\\*|（必填）)?\\s*$`)
}

/** 'contracts.screen.open' as it is read on screen; a placeholder stands for anything. */
export function say(key: string): RegExp {
  const pattern = text(key)
    .split(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/)
    .map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^\\s*${pattern}\\s*$`)
}
