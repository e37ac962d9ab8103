import { FileRefused } from './refused-file'

const ACTIVE = ['JavaScript', 'Launch']
/** A name of a PDF may be written with any of its letters as #xx. */
const ESCAPED = new RegExp(
  `/(?:${ACTIVE.map((word) => [...word].map((c) => `(?:${c}|#${c.charCodeAt(0).toString(16)})`).join('')).join('|')})`,
  'i',
)
/** As long as the longest name with every letter escaped. */
const LONGEST = Math.max(...ACTIVE.map((word) => 1 + 3 * word.length))
const HASH = '#'.charCodeAt(0)

/**
 * Watches a PDF's bytes for actions that run something. It sees only what is not compressed; the viewer runs no scripts
 * either way. A scan or a printed form has neither.
 */
export class ScriptWatch {
  private tail = Buffer.alloc(0)

  /** @throws FileRefused E_FILE_TYPE (reason script) */
  look(chunk: Buffer): void {
    const seam = Buffer.concat([this.tail, chunk.subarray(0, LONGEST)])
    if (isActive(seam) || isActive(chunk)) throw new FileRefused('E_FILE_TYPE', { reason: 'script' })
    this.tail = Buffer.concat([this.tail, chunk]).subarray(-LONGEST)
  }
}

/** Plain names are searched as bytes; escaped ones only around a # that two hexadecimal digits follow. */
function isActive(bytes: Buffer): boolean {
  if (ACTIVE.some((word) => bytes.includes(`/${word}`))) return true
  for (let at = bytes.indexOf(HASH); at >= 0; at = bytes.indexOf(HASH, at + 1)) {
    if (!isHex(bytes[at + 1]) || !isHex(bytes[at + 2])) continue
    if (ESCAPED.test(bytes.toString('latin1', Math.max(0, at - LONGEST), at + LONGEST))) return true
  }
  return false
}

const isHex = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102))
