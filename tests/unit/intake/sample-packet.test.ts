import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { assessPacket, type PacketAssessment } from '@/lib/intake/assess-packet'
import type { ReadList } from '@/lib/intake/list-of-sheets'
import { listPolicy } from '@/lib/intake/policy'
import { type DocumentsRead, readDocuments } from '@/lib/intake/read-documents'
import { readList } from '@/lib/intake/read-list'

const FOLDER = 'samples/hardware-market'
const expected = JSON.parse(readFileSync(`${FOLDER}/expected.json`, 'utf8')) as {
  rows: number
  planted: { row: number; code: string }[]
}
/** An expired licence can be seen only on the scan: the customer manager marks it. */
const onThePaper = expected.planted.filter((p) => !p.code.startsWith('E_DOC_EXPIRED'))

let list: ReadList
let documents: DocumentsRead
let packet: PacketAssessment
beforeAll(async () => {
  list = await readList(`${FOLDER}/商户清单.xlsx`)
  documents = await readDocuments(`${FOLDER}/证件扫描件.zip`)
  packet = assessPacket(list, documents, { policy: listPolicy('JG'), today: '2026-11-24' })
})

describe('the hardware market’s packet', () => {
  it('is read from the right sheet, header and unit', () => {
    expect(list).toMatchObject({
      sheet: '商户清单',
      headerRow: 3,
      unit: '万元',
      rowsRead: expected.rows,
      encoding: null,
    })
    expect(list.mapping).toMatchObject({
      序号: 'no',
      '申请金额(万元)': 'requestedAmount',
      租金缴纳: 'feePayment',
      '年租金(万元)': 'annualRent',
    })
    expect(list.merchants[0]!.values).toMatchObject({
      annualRentFen: 15_900_000n,
      requestedAmountFen: 90_000_000n,
      marketEntryDate: '2016-12-26',
    })
  })
  it.each(onThePaper)('the fault planted in row $row is found: $code', ({ row, code }) => {
    expect(packet.issues).toContainEqual(expect.objectContaining({ row, code, level: 'error' }))
  })
  it('no merchant without a planted fault is accused of an error, and no fault is reported twice under other names', () => {
    const errors = packet.issues.filter((i) => i.level === 'error').map(({ row, code }) => ({ row, code }))
    expect(errors).toHaveLength(onThePaper.length)
    expect(errors).toEqual(expect.arrayContaining(onThePaper))
  })
  it('the first row of a repeated credit code stands, only the later one is the duplicate', () => {
    const dup = packet.issues.filter((i) => i.code === 'E_USCC_DUP')
    expect(dup).toMatchObject([{ row: 52, params: { other: '51' } }])
  })
  it('every scan finds its merchant and its slot, also where two merchants bear one name', () => {
    expect(documents.documents).toHaveLength(513)
    expect(packet.placed.every((p) => p.merchant !== null && p.slot !== null)).toBe(true)
    const twins = packet.placed.filter((p) => p.document.path.includes('恒山利宏工具经营部'))
    expect(new Set(twins.map((p) => p.merchant))).toEqual(new Set([7, 36]))
  })
  it('counts what a person would count', () => {
    expect(packet.counts).toMatchObject({ rows: 86, withErrors: 11, ready: 75, documents: 513, unmatchedDocuments: 0 })
  })
  it('says once that the list had no ranks, and once that one picture serves all ID backs', () => {
    expect(packet.issues.filter((i) => i.code === 'W_RANK_BY_ORDER')).toHaveLength(1)
    expect(packet.issues.filter((i) => i.code === 'W_DUP_FILE')).toMatchObject([{ row: null, params: { count: 86 } }])
  })
  it('without its documents says so once, and does not accuse every merchant', () => {
    const alone = assessPacket(list, null, { policy: listPolicy('JG'), today: '2026-11-24' })
    expect(alone.issues.filter((i) => i.code === 'W_NO_DOCUMENTS')).toHaveLength(1)
    expect(alone.issues.some((i) => i.code.startsWith('E_DOC_MISSING'))).toBe(false)
    expect(alone.counts.withErrors).toBe(8)
  })
})
