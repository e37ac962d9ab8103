import type { Entry } from 'yauzl'

const UTF8_FLAG = 0x800
const UNICODE_PATH_FIELD = 0x7075
const MAX_NAME_BYTES = 1024

/**
 * The name of an archive's entry. Chinese tools write GBK without saying so, newer ones UTF-8 with the flag, some UTF-8
 * without it: flag or Unicode path field first, then strict UTF-8, then GB18030 (which reads any GBK).
 * Backslashes become slashes only after decoding: the second byte of a GBK character may be one.
 */
export function entryName(entry: Entry): string {
  const raw = entry.fileNameRaw
  return decodeName(raw, (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0, unicodePath(entry)).replaceAll('\\', '/')
}

export function decodeName(raw: Uint8Array, flaggedUtf8: boolean, unicode: string | null = null): string {
  if (unicode !== null) return unicode
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    return new TextDecoder(flaggedUtf8 ? 'utf-8' : 'gb18030').decode(raw)
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
