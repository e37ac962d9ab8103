/** What the browser says of a list before the upload is what the server will say of it after. */
import { mkdtempSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkMerchants } from '@/lib/intake/check-merchants'
import { lookAtList, type WireRules } from '@/lib/intake/look-before-upload'
import { listPolicy } from '@/lib/intake/policy'
import { readList } from '@/lib/intake/read-list'
import { toWire } from '@/lib/platform/wire'
import { makeZip } from './make-zip'

const SAMPLE = join(import.meta.dirname, '../../../samples/hardware-market')
const TODAY = '2026-11-24'
const folder = mkdtempSync(join(tmpdir(), 'look-'))
const rules = (more: Partial<WireRules> = {}) =>
  ({ ...(toWire(listPolicy('JG')) as object), macros: 'refuse', today: TODAY, remembered: {}, ...more }) as WireRules
const look = async (bytes: Buffer, more: Partial<WireRules> = {}) => lookAtList(new Uint8Array(bytes), rules(more))
const HEAD = '序号,商户名称,统一社会信用代码,经营者姓名,身份证号,联系电话,摊位号,申请金额（万元）,期限（月）'
const ROW = '1,恒山鑫源工具经营部,92330199MADEM0038R,陈立,33019919800115001X,13800138001,A-01,20,12'

describe('a list that can be read', () => {
  it('the sample list: every finding of the server, in the same numbers', async () => {
    const { readdirSync } = await import('node:fs')
    const name = readdirSync(SAMPLE).find((f) => f.endsWith('.xlsx'))!
    const list = await readList(join(SAMPLE, name))
    const server = [...list.issues, ...checkMerchants(list.merchants, { policy: listPolicy('JG'), today: TODAY })]
    const seen = await look(await readFile(join(SAMPLE, name)))
    if (!seen.ok) throw new Error(seen.code)
    expect(seen).toMatchObject({ rows: list.merchants.length, headerRow: list.headerRow, missingColumns: [] })
    const told = (issues: { row: unknown; code: string }[]) => issues.map((i) => `${i.row} ${i.code}`).sort()
    const errors = server.filter((i) => i.level === 'error')
    expect(told(seen.issues.filter((i) => i.level === 'error'))).toEqual(told(errors))
  })

  it('a csv in GB18030, with a column that is missing named', async () => {
    const path = join(folder, 'gb.csv')
    const { encode } = (await import('iconv-lite')).default
    await writeFile(path, encode(`${HEAD.replace(',联系电话', '')}\n${ROW.replace(',13800138001', '')}`, 'gb18030'))
    expect(await look(await readFile(path))).toMatchObject({ ok: true, rows: 1, missingColumns: ['phone'] })
  })

  it('headings that this operator confirmed before are known here as well', async () => {
    const text = Buffer.from(`${HEAD.replace('联系电话', '小灵通')}\n${ROW}`)
    expect(await look(text, { remembered: { 小灵通: 'phone' } })).toMatchObject({ ok: true, missingColumns: [] })
  })
})

describe('what cannot be read ends with the server’s own code', () => {
  const cases: [string, Buffer, string, string][] = [
    ['an old binary workbook', Buffer.from('d0cf11e0a1b11ae1'.padEnd(1200, '0'), 'hex'), 'E_FILE_TYPE', 'xls'],
    ['an archive of photos', makeZip([{ name: 'a.jpg', data: 'x' }]), 'E_FILE_TYPE', 'list'],
    ['an archive cut off', makeZip([{ name: 'xl/workbook.xml', data: 'x' }]).subarray(0, 40), 'E_FILE_TYPE', 'damaged'],
    [
      'macros',
      makeZip([
        { name: 'xl/workbook.xml', data: '<workbook/>' },
        { name: 'xl/vbaProject.bin', data: 'x' },
      ]),
      'E_WORKBOOK_UNSAFE',
      'macros',
    ],
    [
      'entities',
      makeZip([{ name: 'xl/workbook.xml', data: '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' }]),
      'E_WORKBOOK_UNSAFE',
      'entities',
    ],
    [
      'a bomb',
      makeZip([{ name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(40 * 2 ** 20, 'A') }]),
      'E_ARCHIVE_BOMB',
      'total',
    ],
    [
      'a bomb that claims to be small',
      makeZip([{ name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(2 ** 20), claimedSize: 10 }]),
      'E_ARCHIVE_BOMB',
      'total',
    ],
    ['a password', makeZip([{ name: 'xl/workbook.xml', data: 'x', flags: 1 }]), 'E_ARCHIVE_ENCRYPTED', ''],
    ['no header', Buffer.from('甲,乙\n1,2\n'), 'E_HEADER_NOT_FOUND', ''],
    ['nothing', Buffer.alloc(0), 'E_FILE_TYPE', 'empty'],
  ]
  it.each(cases)('%s', async (_name, bytes, code, reason) => {
    expect(await look(bytes)).toMatchObject({ ok: false, code, params: reason ? { reason } : {} })
  })
})
