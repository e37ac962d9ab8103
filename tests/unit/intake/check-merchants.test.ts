import { describe, expect, it } from 'vitest'
import { type CheckOptions, checkMerchants } from '@/lib/intake/check-merchants'
import type { MerchantValues, ReadMerchant } from '@/lib/intake/fields'
import { listPolicy, maxRecommended } from '@/lib/intake/policy'
import { citizenIdCheckChar } from '@/lib/merchants/rules/citizen-id'
import { yuan } from '@/lib/platform/money'
import { goodRow } from './make-list'

const TODAY = '2026-11-24'
const id = (born: string, sequence = '123') => {
  const body = `370199${born.replaceAll('-', '')}${sequence}`
  return body + citizenIdCheckChar(body)
}

function merchant(i: number, change: Partial<MerchantValues> = {}): ReadMerchant {
  const row = goodRow(i)
  const values: MerchantValues = {
    no: String(i),
    rank: i,
    stallNo: row[1] as string,
    name: row[2] as string,
    uscc: row[3] as string,
    ownerName: row[4] as string,
    ownerIdNo: row[5] as string,
    phone: row[6] as string,
    mainGoods: '阀门',
    marketEntryDate: '2015-03-18',
    annualTurnoverFen: yuan('3000000'),
    annualRentFen: yuan('65000'),
    stallArea: 40,
    staffCount: 4,
    requestedAmountFen: yuan('500000'),
    requestedTermMonths: 12,
    purpose: '采购备货',
    feePayment: '正常',
    groupName: null,
    ...change,
  }
  return { index: i - 1, row: i, sheet: '', line: i + 1, hidden: false, values, unreadable: [] }
}

function found(merchants: ReadMerchant[], more: Partial<CheckOptions> = {}) {
  return checkMerchants(merchants, { policy: listPolicy('JG'), today: TODAY, ...more }).map((i) => `${i.row} ${i.code}`)
}

describe('one row', () => {
  it('a good merchant has nothing to answer for', () => {
    expect(found([merchant(1), merchant(2)])).toEqual([])
  })
  it.each(['name', 'uscc', 'ownerName', 'ownerIdNo', 'phone', 'requestedTermMonths'] as const)(
    '%s is asked for',
    (field) => {
      expect(found([merchant(1, { [field]: null })])).toEqual([`1 E_REQUIRED:${field}`])
    },
  )
  it('what could not be read is not also missing', () => {
    const m = merchant(1, { requestedAmountFen: null })
    expect(found([m])).toEqual(['1 E_REQUIRED:requestedAmount'])
    expect(found([{ ...m, unreadable: ['requestedAmount'] }])).toEqual([])
  })
  it.each([
    [{ uscc: '92370199MA48LF67P0' }, 'E_USCC_CHECK'],
    [{ uscc: '92370199MA48LF67' }, 'E_USCC_FORMAT'],
    [{ ownerIdNo: id('1980-01-01').replace(/.$/, (c) => (c === '1' ? '2' : '1')) }, 'E_ID_CHECK'],
    [{ ownerIdNo: '3701991980010112' }, 'E_ID_FORMAT'],
    [{ ownerIdNo: id('1980-02-31') }, 'E_ID_DATE'],
    [{ phone: '1234567' }, 'E_PHONE'],
    [{ phone: '95588' }, 'E_PHONE'],
    [{ ownerName: '张1' }, 'E_NAME_FORMAT:ownerName'],
    [{ name: '王' }, 'E_NAME_FORMAT:name'],
    [{ name: '恒山五金有限公司' }, 'E_USCC_TYPE_MISMATCH'],
    [{ uscc: '123502001549897397' }, 'E_USCC_TYPE_MISMATCH'],
    [{ requestedAmountFen: yuan('505000') }, 'E_AMOUNT_STEP'],
    [{ requestedAmountFen: 0n }, 'E_NUMBER:requestedAmount'],
    [{ requestedAmountFen: yuan('10010000') }, 'E_AMOUNT_OVER_CAP'],
    [{ requestedAmountFen: yuan('2010000') }, 'W_AMOUNT_OVER_MODE_CAP'],
    [{ requestedTermMonths: 61 }, 'E_TENOR_OVER_CAP'],
    [{ requestedTermMonths: 13 }, 'W_TENOR_OVER_MODE_CAP'],
    [{ marketEntryDate: '2026-11-25' }, 'E_DATE:marketEntryDate'],
    [{ ownerIdNo: id('2008-11-25') }, 'E_AGE_MIN'],
    [{ ownerIdNo: id('1961-11-24') }, 'E_AGE_MATURITY'],
  ] as [Partial<MerchantValues>, string][])('%o gives %s and nothing else', (change, code) => {
    expect(found([merchant(1, change)])).toEqual([`1 ${code}`])
  })
  it('the limits themselves are allowed: 10 million, 60 months in a mode without its own caps, 65 at maturity, 18 today', () => {
    const policy = listPolicy('PK')
    expect(found([merchant(1, { requestedAmountFen: yuan('10000000'), requestedTermMonths: 60 })], { policy })).toEqual(
      [],
    )
    expect(found([merchant(1, { ownerIdNo: id('1961-11-25') })])).toEqual([])
    expect(found([merchant(1, { ownerIdNo: id('2008-11-24') })])).toEqual([])
  })
  it('a tenor beyond the hard cap says nothing of the age at its end', () => {
    expect(found([merchant(1, { requestedTermMonths: 120, ownerIdNo: id('1975-01-01') })])).toEqual([
      '1 E_TENOR_OVER_CAP',
    ])
  })
  it('joint guarantee in an AAA market allows 3 million, insurance 500,000 to an individual business', () => {
    const three = merchant(1, { requestedAmountFen: yuan('3000000') })
    expect(found([three], { policy: listPolicy('JG', 'AAA') })).toEqual([])
    expect(found([three], { policy: listPolicy('JG', 'A') })).toEqual(['1 W_AMOUNT_OVER_MODE_CAP'])
    expect(found([merchant(1, { requestedAmountFen: yuan('510000') })], { policy: listPolicy('LI') })).toEqual([
      '1 W_AMOUNT_OVER_MODE_CAP',
    ])
  })
})

describe('rank in share', () => {
  it('counts in whole merchants, never in decimal thirds', () => {
    expect(maxRecommended(100, { num: 1, den: 3 })).toBe(33)
    expect(maxRecommended(99, { num: 1, den: 3 })).toBe(33)
    expect(maxRecommended(7, { num: 1, den: 2 })).toBe(3)
  })
  it('refuses the first rank outside the share of all ranked merchants, not of those on the list', () => {
    const policy = { ...listPolicy('JG'), rankedCount: 7 }
    expect(found([merchant(1), merchant(2), merchant(3), merchant(4)], { policy })).toEqual(['4 E_RANK_OUT_OF_SHARE'])
    expect(found([merchant(1), merchant(2)], { policy: listPolicy('JG') })).toEqual([])
  })
  it('a missing and a doubled rank are told', () => {
    expect(found([merchant(1), merchant(2, { rank: null }), merchant(3, { rank: 1 })])).toEqual([
      '1 W_DUP_RANK',
      '2 E_REQUIRED:rank',
      '3 W_DUP_RANK',
    ])
  })
})

describe('between rows', () => {
  it('the later of two rows with one credit code is the duplicate', () => {
    const uscc = merchant(1).values.uscc
    expect(found([merchant(1), merchant(2), merchant(3, { uscc }), merchant(4, { uscc })])).toEqual([
      '3 E_USCC_DUP',
      '4 E_USCC_DUP',
    ])
  })
  it('a code with an active application outside the list is a duplicate at its first row already', () => {
    expect(found([merchant(1)], { activeUsccs: new Set([merchant(1).values.uscc!]) })).toEqual(['1 E_USCC_DUP'])
  })
  it('a shared phone, owner and stall are told to each of those who share them', () => {
    const { phone, ownerIdNo, stallNo } = merchant(1).values
    expect(found([merchant(1), merchant(2, { phone })])).toEqual(['1 W_DUP_PHONE', '2 W_DUP_PHONE'])
    expect(found([merchant(1), merchant(2, { ownerIdNo })])).toEqual(['1 W_DUP_OWNER', '2 W_DUP_OWNER'])
    expect(found([merchant(1), merchant(2, { stallNo })])).toEqual(['1 W_DUP_ADDR', '2 W_DUP_ADDR'])
  })
  it('a broken organisation part is told on its row, and once for the packet where most are broken', () => {
    const broken = '92370199MAUGF4YHT5'
    const many = Array.from({ length: 9 }, (_, i) => merchant(i + 2))
    expect(found([merchant(1, { uscc: broken }), ...many])).toEqual(['1 W_ORG_CHECK'])
    expect(found([merchant(1, { uscc: broken }), merchant(2, { uscc: '92370199MAKKH7RJCR' }), merchant(3)])).toEqual([
      'null W_ORG_CHECK',
    ])
  })
})
