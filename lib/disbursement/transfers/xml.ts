/** Reading an XML message from outside: no document type, elements by local name, one fault with the name of what is wrong. */
import { XmlDocument, XmlElement, type XmlNode } from 'libxml2-wasm'

/** The longest message that is read, in characters: a day's statement of a busy bank is a tenth of it. */
const MAX_LENGTH = 20_000_000

class Fault extends Error {}

/** Ends the reading: this is not there, or not what it should be. */
export function missing(name: string): never {
  throw new Fault(name)
}

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string }

export function readXml<T>(xml: string, read: (root: XmlElement) => T): Read<T> {
  if (xml.length > MAX_LENGTH) return { ok: false, problem: 'LENGTH' }
  if (/<!DOCTYPE/i.test(xml)) return { ok: false, problem: 'DOCTYPE' }
  let doc: XmlDocument
  try {
    doc = XmlDocument.fromString(xml)
  } catch {
    return { ok: false, problem: 'XML' }
  }
  try {
    return { ok: true, value: read(doc.root) }
  } catch (e) {
    // a date that is none is the message's fault too
    if (e instanceof Fault || e instanceof RangeError) return { ok: false, problem: e.message.slice(0, 60) }
    throw e
  } finally {
    doc.dispose()
  }
}

function children(at: XmlElement | null): XmlElement[] {
  const found: XmlElement[] = []
  for (let node: XmlNode | null = at?.firstChild ?? null; node; node = 'next' in node ? (node.next as XmlNode) : null)
    if (node instanceof XmlElement) found.push(node)
  return found
}

export const all = (at: XmlElement | null, name: string): XmlElement[] => children(at).filter((c) => c.name === name)
export const first = (at: XmlElement | null, name: string): XmlElement | null => all(at, name)[0] ?? null
/** The text of a child, or null when it is not there or empty. */
export const word = (at: XmlElement | null, name: string): string | null => first(at, name)?.content.trim() || null
