/** Lines of `number,paid,reference,failure` with a heading; the first line that cannot be read is named. */
type Item = { number: string; paid: string; reference?: string; failure?: string }

export function readDebitResults(text: string): { items: Item[] } | { line: number } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const items: Item[] = []
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue
    const [number = '', paid = '', reference = '', failure = ''] = line
      .split(',')
      .map((cell) => cell.trim().replace(/^"|"$/g, ''))
    if (number === '' || !/^\d{1,15}(\.\d{1,2})?$/.test(paid)) return { line: i + 1 }
    items.push({ number, paid, ...(reference ? { reference } : {}), ...(failure ? { failure } : {}) })
  }
  return { items }
}
