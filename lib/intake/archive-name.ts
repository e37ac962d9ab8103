import type { Entry } from 'yauzl'

const UTF8_FLAG = 0x800
const UNICODE_PATH_FIELD = 0x7075
const MAX_NAME_BYTES = 1024

/**
 * Reads the names of an archive's entries. Chinese tools write GBK without saying so, newer ones UTF-8 with the flag,
 * some UTF-8 without it. What an entry says itself counts first; of the silent ones, a single name that is no UTF-8
 * makes all of them GB18030 (which reads any GBK): short GBK names may look like UTF-8 by accident.
 * Backslashes become slashes only after decoding: the second byte of a GBK character may be one.
 */
export function nameReader(entries: Entry[]): (entry: Entry) => string {
  const silent = entries.some((entry) => !saysUtf8(entry) && unicodePath(entry) === null && !isUtf8(entry.fileNameRaw))
    ? new TextDecoder('gb18030')
    : new TextDecoder('utf-8')
  const utf8 = new TextDecoder('utf-8')
  return (entry) => {
    const name = unicodePath(entry) ?? (saysUtf8(entry) ? utf8 : silent).decode(entry.fileNameRaw)
    return name.replaceAll('\\', '/')
  }
}

const saysUtf8 = (entry: Entry): boolean => (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0

function isUtf8(raw: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(raw)
    return true
  } catch {
    return false
  }
}

/** Info-ZIP's Unicode path (WinRAR and 7-Zip write it): version 1, a checksum of the plain name, then UTF-8. */
function unicodePath(entry: Entry): string | null {
  const field = entry.extraFields?.find((f) => f.id === UNICODE_PATH_FIELD)
  if (!field || field.data.length <= 5 || field.data[0] !== 1) return null
  return new TextDecoder().decode(field.data.subarray(5))
}

/** A name that would leave the folder it is unpacked to, or that hides what it is. We never unpack by name; whoever sends such a name means harm. */
export function isTrickyName(name: string): boolean {
  if (name === '' || name.length > MAX_NAME_BYTES) return true
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return true
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return true
  return name.split('/').some((segment) => segment.trim() === '..')
}
