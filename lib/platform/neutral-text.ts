/** What a spreadsheet program would take for the beginning of a formula, full-width forms included. */
const FORMULA_START = /^[\s\u{feff}]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?%?$/

/**
 * Text for a cell that somebody may open, edit and save as csv: what could be taken for a formula gets a leading
 * apostrophe, which the reader of lists drops again. Numbers with a sign stay as they are.
 */
export function neutralText(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}
