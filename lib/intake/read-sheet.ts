import { open, readFile, stat } from 'node:fs/promises'
import { guardWorkbook } from './guard-workbook'
import { FileRefused } from './refused-file'
import {
  kindOfList,
  MAX_LIST_BYTES,
  oleRefusal,
  type ReadSheetOptions,
  readDelimited,
  readWorkbook,
  type SheetFile,
} from './sheet-rows'

/**
 * Reads an operator's list of any kind into rows of typed cells: xlsx (after the guard; macros refused or left out) and
 * csv or tsv in any usual encoding. The content decides, not the file's name. Formulas give their stored result, or
 * their text when none is stored; nothing is ever computed. Blank rows are left out.
 * Run it in the parse worker: a hostile workbook may still be slow.
 * @throws FileRefused E_FILE_TYPE | E_FILE_TOO_LARGE | E_ARCHIVE_* | E_WORKBOOK_UNSAFE
 */
export async function readSheet(path: string, options: ReadSheetOptions = {}): Promise<SheetFile> {
  const { size } = await stat(path)
  const maxBytes = options.maxBytes ?? MAX_LIST_BYTES
  if (size > maxBytes) throw new FileRefused('E_FILE_TOO_LARGE', { reason: 'list', maxMb: maxBytes / 2 ** 20 })
  const kind = kindOfList(await readHead(path))
  if (kind === 'text') return readDelimited(await readFile(path), options)
  if (kind === 'ole') throw oleRefusal(await readFile(path))
  const { sheets } = await guardWorkbook(path, { macros: options.macros })
  return readWorkbook(await readFile(path), sheets, options)
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
