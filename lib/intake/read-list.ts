import { listFromSheets, type ReadList, type ReadListOptions } from './list-of-sheets'
import { readSheet } from './read-sheet'

/**
 * Reads an operator's list of merchants, whatever it looks like (§4, api-contract "Packets"): finds sheet, header and
 * units, maps the columns, cleans the values. Sheets with the same heading and different merchants are one list.
 * Cross-checks between rows and limits are checkMerchants's.
 * @throws FileRefused: see readSheet, and E_SHEET_NOT_FOUND, E_HEADER_NOT_FOUND, E_LIST_EMPTY
 */
export async function readList(path: string, options: ReadListOptions = {}): Promise<ReadList> {
  return listFromSheets(await readSheet(path, { macros: options.macros, maxRows: options.maxRows }), options)
}
