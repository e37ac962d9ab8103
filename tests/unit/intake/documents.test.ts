import fc from 'fast-check'
import iconv from 'iconv-lite'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { checkCompleteness } from '@/lib/intake/completeness'
import type { ReadMerchant } from '@/lib/intake/fields'
import { guessSlot } from '@/lib/intake/guess-slot'
import { documentIssues, matchDocuments } from '@/lib/intake/match-documents'
import { type ReadDocument, readDocuments, readOneDocument } from '@/lib/intake/read-documents'
import { readList } from '@/lib/intake/read-list'
import { sniffDocument } from '@/lib/intake/sniff-document'
import { goodRow, HEADINGS, save, saveXlsx } from './make-list'
import { makeZip } from './make-zip'

const jpg = async (shade: number) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: { r: shade, g: 0, b: 0 } } })
    .jpeg()
    .toBuffer()
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF')

describe('what an archive holds', () => {
  it('names in GBK and in UTF-8 read the same', async () => {
    const name = 'A区101 恒山鑫源/营业执照.jpg'
    const data = await jpg(1)
    for (const raw of [iconv.encode(name, 'gbk'), name]) {
      const { documents } = await readDocuments(makeZip([{ name: raw, data }]))
      expect(documents[0]).toMatchObject({ path: name, type: 'JPG', width: 8, height: 8, sizeBytes: data.length })
    }
  })
  it('JPG, PNG, PDF and OFD are taken by their bytes, whatever their names say', async () => {
    const png = await sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const ofd = makeZip([
      { name: 'OFD.xml', data: '<ofd:OFD/>' },
      { name: 'Doc_0/Document.xml', data: '<x/>' },
    ])
    const { documents, refused } = await readDocuments(
      makeZip([
        { name: '1.pdf', data: await jpg(1) },
        { name: '2.jpg', data: png },
        { name: '3.png', data: PDF },
        { name: '4.ofd', data: ofd, store: true },
      ]),
    )
    expect(documents.map((d) => [d.path, d.type])).toEqual([
      ['1.pdf', 'JPG'],
      ['2.jpg', 'PNG'],
      ['3.png', 'PDF'],
      ['4.ofd', 'OFD'],
    ])
    expect(refused).toEqual([])
  })
  it('system files are passed over, office files told, foreign files refused with their word', async () => {
    const heic = Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('heic'), Buffer.alloc(20)])
    const read = await readDocuments(
      makeZip([
        { name: '__MACOSX/._a.jpg', data: 'x' },
        { name: '.DS_Store', data: 'x' },
        { name: '商户/Thumbs.db', data: 'x' },
        { name: '~$清单.xlsx', data: 'x' },
        { name: '商户/', store: true },
        { name: '说明.txt', data: '你好' },
        { name: '照片.heic', data: heic },
        { name: '图.svg', data: '<svg onload="alert(1)"/>' },
        { name: '木马.jpg', data: 'MZ\u0000\u0000' },
        { name: '空.jpg', data: '' },
        { name: '脚本.pdf', data: Buffer.concat([PDF, Buffer.from('/S /JavaScript')]) },
      ]),
    )
    expect(read).toMatchObject({ documents: [], junk: 4, filesTotal: 10 })
    expect(read.refused.map((r) => [r.path, r.code, r.params.reason ?? ''])).toEqual([
      ['说明.txt', 'W_DOC_IGNORED', ''],
      ['照片.heic', 'E_FILE_TYPE', 'heic'],
      ['图.svg', 'E_FILE_TYPE', 'document'],
      ['木马.jpg', 'E_FILE_TYPE', 'document'],
      ['空.jpg', 'E_DOC_UNREADABLE', 'empty'],
      ['脚本.pdf', 'E_FILE_TYPE', 'script'],
    ])
  })
  it('a picture of ten billion pixels is refused by its header', async () => {
    const flood = Buffer.from(
      await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    )
    flood.writeUInt32BE(100_000, 16)
    flood.writeUInt32BE(100_000, 20)
    expect((await readDocuments(makeZip([{ name: 'a.png', data: flood }]))).refused).toMatchObject([
      { code: 'E_FILE_TOO_LARGE', params: { reason: 'pixels' } },
    ])
  })
  it('a photo whose camera notes are long is measured all the same', async () => {
    const notes = Buffer.alloc(60_000, 1)
    const [start, rest] = [(await jpg(1)).subarray(0, 2), (await jpg(1)).subarray(2)]
    const marker = Buffer.from([0xff, 0xe1, 0xea, 0x62])
    const long = Buffer.concat([start, marker, notes.subarray(0, 0xea62 - 2), rest])
    expect((await readDocuments(makeZip([{ name: 'a.jpg', data: long }]))).documents).toMatchObject([
      { type: 'JPG', width: 8, height: 8 },
    ])
    const frame = long.lastIndexOf(Buffer.from([0xff, 0xc0]))
    long.writeUInt16BE(60_000, frame + 5)
    long.writeUInt16BE(60_000, frame + 7)
    expect((await readDocuments(makeZip([{ name: 'a.jpg', data: long }]))).refused).toMatchObject([
      { code: 'E_FILE_TOO_LARGE', params: { reason: 'pixels' } },
    ])
  })
  it('a script in a PDF is seen whatever way its name is written, also across two pieces; a # in a scan is none', async () => {
    const pad = (at: number) => Buffer.alloc(at, 0x20)
    const read = async (body: Buffer) =>
      (await readDocuments(makeZip([{ name: 'a.pdf', data: Buffer.concat([PDF, body]), store: true }]))).refused
    for (const name of ['/JavaScript', '/J#61vaScript', '/#4A#61#76#61#53#63#72#69#70#74', '/Launch', '/L#61unch'])
      for (const at of [0, 65_536 - PDF.length - 5, 65_536 - PDF.length - 1])
        expect(await read(Buffer.concat([pad(at), Buffer.from(name)]))).toMatchObject([
          { params: { reason: 'script' } },
        ])
    expect(await read(Buffer.from('stream #61#4a #zz ### /J#75mp endstream'))).toEqual([])
  })
  it('no bytes at all can break the reading: one letter, two, anything', async () => {
    for (const data of ['x', 'P', 'PK', '%', '\u0000'])
      expect((await readDocuments(makeZip([{ name: 'a.jpg', data }]))).refused).toHaveLength(1)
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom('ffd8ff', '89504e470d0a1a0a', '504b0304', '', '2550'),
        async (rest, head) => {
          const bytes = Buffer.concat([Buffer.from(head, 'hex'), rest])
          expect(['document', 'archive', 'office', 'refused']).toContain((await sniffDocument(bytes, 'a.bin')).kind)
        },
      ),
      { numRuns: 500 },
    )
  })
  it('one paper sent by itself stands under the same rules as those in an archive', async () => {
    const one = async (name: string, bytes: Buffer) => readOneDocument(await save(name, bytes), name)
    const ofd = makeZip([
      { name: 'OFD.xml', data: '<ofd:OFD/>' },
      { name: 'Doc_0/Document.xml', data: '<x/>' },
    ])
    expect(await one('a.bin', ofd)).toMatchObject({ type: 'OFD', mime: 'application/ofd', sizeBytes: ofd.length })
    expect(await one('a.pdf', await jpg(1))).toMatchObject({ type: 'JPG', width: 8 })
    const bomb = makeZip([
      { name: 'OFD.xml', data: 'x' },
      { name: 'a', data: Buffer.alloc(10 * 2 ** 20) },
    ])
    const flood = Buffer.from(
      await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    )
    flood.writeUInt32BE(100_000, 16)
    flood.writeUInt32BE(100_000, 20)
    const cases: [Buffer, string, string | undefined][] = [
      [Buffer.concat([PDF, Buffer.alloc(9000), Buffer.from('/S /JavaScript')]), 'E_FILE_TYPE', 'script'],
      [flood, 'E_FILE_TOO_LARGE', 'pixels'],
      [bomb, 'E_ARCHIVE_BOMB', undefined],
      [makeZip([{ name: '营业执照.jpg', data: await jpg(1) }]), 'E_FILE_TYPE', 'document'],
      [Buffer.from('<svg onload="alert(1)"/>'), 'E_FILE_TYPE', 'document'],
      [Buffer.from('0000001866747970686569630000000000', 'hex'), 'E_FILE_TYPE', 'heic'],
      [Buffer.alloc(0), 'E_FILE_TYPE', 'empty'],
    ]
    for (const [bytes, code, reason] of cases)
      await expect(one('a.jpg', bytes)).rejects.toMatchObject({ code, ...(reason ? { params: { reason } } : {}) })
  })
  it('each merchant’s papers in an archive of their own inside the market’s', async () => {
    const inner = makeZip([{ name: '营业执照.jpg', data: await jpg(1) }])
    const { documents } = await readDocuments(makeZip([{ name: 'A区101.zip', data: inner, store: true }]))
    expect(documents[0]!.path).toBe('A区101/营业执照.jpg')
  })
  it('the sink gets every byte once, and the hash is that of the bytes', async () => {
    const got = new Map<string, Buffer>()
    const data = [await jpg(1), await jpg(2)]
    const { documents } = await readDocuments(
      makeZip([
        { name: 'a.jpg', data: data[0]! },
        { name: 'b.jpg', data: data[1]!, store: true },
      ]),
      {
        sink: async (bytes, { path }) => {
          const chunks: Buffer[] = []
          for await (const chunk of bytes as AsyncIterable<Buffer>) chunks.push(chunk)
          got.set(path, Buffer.concat(chunks))
        },
      },
    )
    expect([...got.values()]).toEqual(data)
    const { createHash } = await import('node:crypto')
    expect(documents.map((d) => d.sha256)).toEqual(data.map((d) => createHash('sha256').update(d).digest('hex')))
  })
})

describe('slots by name', () => {
  it.each([
    ['营业执照.jpg', 'BUSINESS_LICENSE', null],
    ['01营业执照副本.jpg', 'BUSINESS_LICENSE', null],
    ['执照/王五.jpg', 'BUSINESS_LICENSE', null],
    ['身份证正面.jpg', 'ID_LEGAL_REP', 'FRONT'],
    ['身份证反面.jpg', 'ID_LEGAL_REP', 'BACK'],
    ['身份证（国徽面）.png', 'ID_LEGAL_REP', 'BACK'],
    ['身份证人像面.png', 'ID_LEGAL_REP', 'FRONT'],
    ['法人身份证正反面.pdf', 'ID_LEGAL_REP', 'BOTH'],
    ['sfz-正.jpg', 'ID_LEGAL_REP', 'FRONT'],
    ['ID_card_back.jpg', 'ID_LEGAL_REP', 'BACK'],
    ['配偶身份证正面.jpg', 'SPOUSE_DOCS', null],
    ['结婚证.jpg', 'SPOUSE_DOCS', null],
    ['业务申请书.jpg', 'APPLICATION', null],
    ['贷款申请表.pdf', 'APPLICATION', null],
    ['征信授权书.jpg', 'CREDIT_QUERY_CONSENT', null],
    ['个人征信查询授权.jpg', 'CREDIT_QUERY_CONSENT', null],
    ['租赁合同.jpg', 'STALL_TENURE', null],
    ['商铺使用权证.jpg', 'STALL_TENURE', null],
    ['房产证.jpg', 'STALL_TENURE', null],
    ['lease.pdf', 'STALL_TENURE', null],
    ['租金收据.jpg', 'RENT_RECEIPTS', null],
    ['银行流水.pdf', 'BANK_STATEMENTS', null],
    ['购销合同.pdf', 'PURPOSE_EVIDENCE', null],
    ['家庭资产清单.jpg', 'HOUSEHOLD_BS', null],
    ['全套资料.pdf', 'BUNDLE', null],
    ['推荐清单盖章.pdf', 'OP_LIST', null],
    ['yyzz.jpg', 'BUSINESS_LICENSE', null],
    ['IMG_20260302_1530.jpg', null, null],
    ['微信图片_2026.jpg', null, null],
  ] as const)('%s', (path, slot, side) => expect(guessSlot(path)).toEqual({ slot, side }))
})

async function merchants(): Promise<ReadMerchant[]> {
  const rows = Array.from({ length: 12 }, (_, i) => goodRow(i + 1))
  rows[4]![2] = rows[3]![2]!
  rows[5]![4] = '李小明'
  return (await readList(await saveXlsx([HEADINGS, ...rows]))).merchants
}
const paper = (path: string, more: Partial<ReadDocument> = {}): ReadDocument => ({
  path,
  type: 'JPG',
  mime: 'image/jpeg',
  sizeBytes: 1,
  sha256: path,
  ...more,
})

describe('whose document it is', () => {
  it('by stall, name, number, owner, code, ID or phone; by folder or flat; at any depth', async () => {
    const all = await merchants()
    const v = (i: number) => all[i]!.values
    const paths: [string, number][] = [
      [`${v(0).stallNo} ${v(0).name}/营业执照.jpg`, 0],
      [`资料/${v(1).name}/证件/身份证正面.jpg`, 1],
      [`${v(2).stallNo}/营业执照.jpg`, 2],
      ['3/营业执照.jpg', 2],
      ['007号/营业执照.jpg', 6],
      [`${v(7).name}_营业执照.jpg`, 7],
      [`营业执照/${v(8).name}.jpg`, 8],
      [`${v(9).uscc}.jpg`, 9],
      [`${v(10).ownerIdNo}正面.jpg`, 10],
      [`李小明身份证正面.jpg`, 5],
      [`${v(11).phone}/执照.jpg`, 11],
      ['12-营业执照.jpg', 11],
      [`ａ区１０１/租赁合同.jpg`, 0],
      [`${v(3).stallNo} ${v(3).name}/营业执照.jpg`, 3],
      [`${v(4).stallNo} ${v(4).name}/营业执照.jpg`, 4],
    ]
    const placed = matchDocuments(
      paths.map(([p]) => paper(p)),
      all,
    )
    expect(placed.map((p) => [p.document.path, p.merchant])).toEqual(paths)
  })
  it('a name that two merchants bear, contradictions and nobody’s files go to the tray, with whom it may be', async () => {
    const all = await merchants()
    const paths = [
      `${all[3]!.values.name}/营业执照.jpg`,
      `${all[0]!.values.stallNo} ${all[1]!.values.name}/营业执照.jpg`,
      '张建国/营业执照.jpg',
      '照片/营业执照.jpg',
    ]
    const placed = matchDocuments(
      paths.map((p) => paper(p)),
      all,
    )
    expect(placed.map((p) => p.merchant)).toEqual([null, null, null, null])
    expect(placed[0]!.candidates).toEqual([3, 4])
    expect(placed[1]!.candidates).toEqual([0, 1])
    expect(documentIssues(placed, [], all).map((i) => [i.code, i.row])).toEqual(
      Array(4).fill(['W_DOC_UNMATCHED', null]),
    )
  })
  it('A区10 is not A区101, and page 1 of a folder is not merchant 1', async () => {
    const all = await merchants()
    expect(
      matchDocuments([paper('A区10/营业执照.jpg'), paper(`${all[4]!.values.stallNo}/1.jpg`)], all).map(
        (p) => p.merchant,
      ),
    ).toEqual([null, 4])
  })
  it('a name cut short is enough when nobody else has it', async () => {
    const all = await merchants()
    expect(
      matchDocuments([paper('第三2五金店/营业执照.jpg'), paper('五金店/营业执照.jpg')], all).map((p) => p.merchant),
    ).toEqual([1, null])
  })
  it('the market’s own papers are nobody’s fault', async () => {
    const all = await merchants()
    const placed = matchDocuments([paper('推荐清单盖章.pdf', { type: 'PDF' })], all)
    expect(placed[0]).toMatchObject({ merchant: null, slot: 'OP_LIST' })
    expect(documentIssues(placed, [], all)).toEqual([])
  })
  it('the same file at two merchants is told to both; a refused file to its owner', async () => {
    const all = await merchants()
    const [a, b] = [all[0]!.values.stallNo, all[1]!.values.stallNo]
    const placed = matchDocuments(
      [paper(`${a}/租赁合同.jpg`, { sha256: 'x' }), paper(`${b}/租赁合同.jpg`, { sha256: 'x' })],
      all,
    )
    const issues = documentIssues(
      placed,
      [{ path: `${b}/身份证.heic`, code: 'E_FILE_TYPE', params: { reason: 'heic' } }],
      all,
    )
    expect(issues.map((i) => [i.row, i.code])).toEqual([
      [1, 'W_DUP_FILE'],
      [2, 'W_DUP_FILE'],
      [2, 'E_FILE_TYPE'],
    ])
  })
})

describe('what is missing', () => {
  const missing = async (files: ReadDocument[]) => {
    const all = (await merchants()).slice(0, 1)
    return checkCompleteness(all, matchDocuments(files, all)).map((i) => i.code)
  }
  const base = ['业务申请书', '营业执照', '征信授权书', '租赁合同'].map((n) => paper(`A区101/${n}.jpg`))
  it('nothing sent: all five slots', async () => {
    expect(await missing([])).toEqual(
      ['APPLICATION', 'BUSINESS_LICENSE', 'ID_LEGAL_REP', 'CREDIT_QUERY_CONSENT', 'STALL_TENURE'].map(
        (s) => `E_DOC_MISSING:${s}`,
      ),
    )
  })
  it.each([
    [['身份证正面.jpg', '身份证反面.jpg'], true],
    [['身份证正面.jpg'], false],
    [['身份证反面.jpg'], false],
    [['身份证.jpg'], false],
    [['身份证1.jpg', '身份证2.jpg'], true],
    [['身份证正反面.jpg'], true],
  ])('of the ID card %j', async (names, whole) => {
    expect(await missing([...base, ...names.map((n) => paper(`A区101/${n}`))])).toEqual(
      whole ? [] : ['E_DOC_MISSING:ID_LEGAL_REP'],
    )
  })
  it('one PDF with everything in it leaves nothing missing, and asks a person to look', async () => {
    const all = (await merchants()).slice(0, 1)
    const placed = matchDocuments([paper('A区101.pdf', { type: 'PDF' })], all)
    expect(checkCompleteness(all, placed)).toEqual([])
    expect(documentIssues(placed, [], all).map((i) => i.code)).toEqual(['W_DOC_BUNDLE'])
  })
})
