import { readFile } from 'node:fs/promises'
import { writeXlsx } from 'hucre'
import { describe, expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { guardWorkbook } from '@/lib/intake/guard-workbook'
import { readList } from '@/lib/intake/read-list'
import { readSheet } from '@/lib/intake/read-sheet'
import { goodRow, HEADINGS, save } from './make-list'
import { makeZip, type RawEntry } from './make-zip'

const rows = [HEADINGS, goodRow(1), goodRow(2)]

/** The parts of a real workbook, to be spoiled one by one. */
async function parts(): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(Buffer.from(await writeXlsx({ sheets: [{ name: '清单', rows }] })))
  const found = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk)
    found.set(entry.fileName, Buffer.concat(chunks))
  }
  return found
}

async function workbook(change: (parts: Map<string, Buffer>) => void): Promise<string> {
  const all = await parts()
  change(all)
  return save('list.xlsx', makeZip([...all].map(([name, data]): RawEntry => ({ name, data }))))
}

const SHEET = 'xl/worksheets/sheet1.xml'
const edit = (name: string, f: (xml: string) => string) => (all: Map<string, Buffer>) =>
  void all.set(name, Buffer.from(f(all.get(name)!.toString())))

describe('hostile workbooks end with a code before a parser sees them', () => {
  it('a billion laughs: no part may have a document type or entities', async () => {
    const doctype = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    for (const name of [SHEET, 'xl/workbook.xml', 'xl/sharedStrings.xml']) {
      const path = await workbook(edit(name, (xml) => xml.replace('?>', `?>${doctype}`)))
      await expect(readSheet(path)).rejects.toMatchObject({ code: 'E_WORKBOOK_UNSAFE', params: { reason: 'entities' } })
    }
  })
  it('an external entity that would read a file of the server', async () => {
    const path = await workbook(edit(SHEET, (xml) => xml.replace('?>', '?><!DOCTYPE x SYSTEM "file:///etc/passwd">')))
    await expect(readSheet(path)).rejects.toMatchObject({ code: 'E_WORKBOOK_UNSAFE' })
  })
  it('a document type hidden far inside a part, or behind UTF-16', async () => {
    const late = await workbook(
      edit(SHEET, (xml) => `${xml.replace('</worksheet>', '')}${' '.repeat(70_000)}<!DOCTYPE x></worksheet>`),
    )
    await expect(guardWorkbook(late)).rejects.toMatchObject({ params: { reason: 'entities' } })
    const wide = await workbook((all) => void all.set(SHEET, Buffer.from(`\ufeff${all.get(SHEET)}`, 'utf16le')))
    await expect(guardWorkbook(wide)).rejects.toMatchObject({ code: 'E_WORKBOOK_UNSAFE' })
  })
  it('macros are refused, or left out when the bank says so; the list is read all the same', async () => {
    const path = await workbook((all) => void all.set('xl/vbaProject.bin', Buffer.from('Sub AutoOpen()')))
    await expect(readSheet(path)).rejects.toMatchObject({ code: 'E_WORKBOOK_UNSAFE', params: { reason: 'macros' } })
    expect((await readList(path, { macros: 'strip' })).merchants).toHaveLength(2)
  })
  it('links to other workbooks and data sources', async () => {
    const path = await workbook(
      (all) => void all.set('xl/externalLinks/externalLink1.xml', Buffer.from('<externalLink/>')),
    )
    await expect(readSheet(path)).rejects.toMatchObject({ params: { reason: 'links' } })
  })
  it('a shared-string bomb: counted bytes stop it', async () => {
    const path = await workbook(
      edit('xl/sharedStrings.xml', (xml) => xml.replace('</sst>', `<si><t>${'A'.repeat(4_000_000)}</t></si></sst>`)),
    )
    await expect(readSheet(path)).rejects.toMatchObject({ code: 'E_ARCHIVE_BOMB' })
  })
  it('a single cell with a novel in it', async () => {
    let text = ''
    for (let i = 0; text.length < 40_000; i++) text += (i * 7919).toString(36)
    const path = await workbook(edit('xl/sharedStrings.xml', (xml) => xml.replace('商户名称', text)))
    await expect(readSheet(path)).rejects.toMatchObject({ code: 'E_WORKBOOK_UNSAFE', params: { reason: 'cell' } })
  })
  it('claimed dimensions and a merge over the whole sheet cost nothing', async () => {
    const path = await workbook(
      edit(SHEET, (xml) =>
        xml
          .replace(/<dimension[^>]*>/, '<dimension ref="A1:XFD1048576"/>')
          .replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="B3:XFD1048576"/></mergeCells>'),
      ),
    )
    const began = performance.now()
    await readSheet(path)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
  it('a cell in the last column of the last row does not unfold the sheet', async () => {
    const path = await workbook(
      edit(SHEET, (xml) =>
        xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
      ),
    )
    const { merchants, skipped } = await readList(path)
    expect(merchants).toHaveLength(2)
    expect(skipped).toEqual([])
  })
  it('a workbook whose XML breaks off', async () => {
    const path = await workbook(edit('xl/workbook.xml', (xml) => xml.slice(0, 100)))
    await expect(readSheet(path)).rejects.toMatchObject({ name: 'FileRefused' })
  })
})

describe('files that are no list are told apart, with the word that helps', () => {
  const OLE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)])
  it.each([
    ['an old .xls', OLE, 'E_FILE_TYPE', 'xls'],
    [
      'a workbook with a password',
      Buffer.concat([OLE, Buffer.from('EncryptedPackage', 'utf16le')]),
      'E_ARCHIVE_ENCRYPTED',
      undefined,
    ],
    [
      'a web page named .xls',
      Buffer.from('<html><table><tr><td>序号</td></tr></table></html>'),
      'E_FILE_TYPE',
      'markup',
    ],
    ['a PDF', Buffer.from('%PDF-1.7 '), 'E_FILE_TYPE', 'list'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'E_FILE_TYPE', 'list'],
    ['nothing', Buffer.alloc(0), 'E_FILE_TYPE', 'empty'],
    ['bytes', Buffer.from([1, 2, 3, 4, 5, 6, 7, 14, 15, 16]), 'E_FILE_TYPE', 'list'],
    ['a packed folder', makeZip([{ name: 'a.txt', data: 'x' }]), 'E_FILE_TYPE', 'list'],
    ['a binary workbook', makeZip([{ name: 'xl/workbook.bin', data: 'x' }]), 'E_FILE_TYPE', 'xlsb'],
    [
      'an ODS',
      makeZip([{ name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' }]),
      'E_FILE_TYPE',
      'ods',
    ],
  ])('%s', async (_, bytes, code, reason) => {
    const path = await save('list.xlsx', bytes)
    await expect(readSheet(path)).rejects.toMatchObject({ code, params: reason ? { reason } : {} })
  })
  it('a list over the size limit is not even opened', async () => {
    const path = await save('list.csv', 'x'.repeat(2000))
    await expect(readSheet(path, { maxBytes: 1000 })).rejects.toMatchObject({ code: 'E_FILE_TOO_LARGE' })
  })
  it('a list over the row limit', async () => {
    const path = await save('list.csv', Buffer.from('商户名称,电话\n'.repeat(20)))
    await expect(readSheet(path, { maxRows: 10 })).rejects.toMatchObject({
      code: 'E_FILE_TOO_LARGE',
      params: { reason: 'rows' },
    })
  })
  it('formulas are never computed: a stored result is taken, a bare formula stays text', async () => {
    const path = await workbook(
      edit(SHEET, (xml) =>
        xml.replace(
          '</sheetData>',
          '<row r="9"><c r="A9"><f>1+1</f><v>2</v></c><c r="C9"><f>cmd|&apos;/c calc&apos;!A1</f></c><c r="D9" t="str"><f>"x"</f><v>x</v></c></row></sheetData>',
        ),
      ),
    )
    const { sheets } = await readSheet(path)
    expect(sheets[0]!.rows.at(-1)!.cells).toEqual([2, null, "=cmd|'/c calc'!A1", 'x'])
    expect((await readFile(path)).length).toBeGreaterThan(0)
  })
})
