/**
 * A file that cannot be taken at all, or a part of one. Thrown inside the readers, turned into an issue or a packet's
 * `FAILED` code at their edge; it carries no path of ours and nothing of the file's content.
 */
export type FileCode =
  | 'E_ARCHIVE_BOMB'
  | 'E_ARCHIVE_PATH'
  | 'E_ARCHIVE_ENCRYPTED'
  | 'E_WORKBOOK_UNSAFE'
  | 'E_FILE_TYPE'
  | 'E_FILE_TOO_LARGE'
  | 'E_SHEET_NOT_FOUND'
  | 'E_HEADER_NOT_FOUND'
  | 'E_LIST_EMPTY'

export type FileParams = Record<string, string | number | string[]>

export class FileRefused extends Error {
  readonly code: FileCode
  /** `reason` chooses the sentence of the message; the others fill it in */
  readonly params: FileParams
  constructor(code: FileCode, params: FileParams = {}) {
    super(code)
    this.name = 'FileRefused'
    this.code = code
    this.params = params
  }
}
