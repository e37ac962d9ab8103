import { describe, expect, it } from 'vitest'
import { checkBankCard, luhnCheckDigit } from '@/lib/merchants/rules/bank-card'
import { ageOn, checkCitizenId } from '@/lib/merchants/rules/citizen-id'
import { borrowerTypeOfName, checkFirmName, checkPersonName } from '@/lib/merchants/rules/names'
import { orgCodeCheckChar } from '@/lib/merchants/rules/org-code'
import { checkPhone } from '@/lib/merchants/rules/phone'
import { registrationNumberCheckDigit } from '@/lib/merchants/rules/registration-number'
import { checkUscc } from '@/lib/merchants/rules/uscc'
import { VALIDATOR_KINDS, validate } from '@/lib/merchants/rules/validate'
import { zhongzhengCheckDigits } from '@/lib/merchants/rules/zhongzheng'
import golden from '../../fixtures/golden-vectors.json' with { type: 'json' }

const TODAY = '2026-11-24'
const vectors = golden as Record<string, unknown>
const named = (prefix: string): [string, unknown][] =>
  Object.entries(vectors).flatMap(([key, value]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length).trim(), value] as [string, unknown]] : [],
  )

describe('golden vectors', () => {
  it.each(named('uscc '))('USCC %s is judged as the standard does', (code, expected) => {
    const result = validate('USCC', code, TODAY)
    const [checkOk, org] = expected as [boolean, string]
    expect(result.parts.checkOk).toBe(checkOk)
    expect(result.parts.orgOk).toBe(org === 'org_ok=True')
    expect(result.codes).toEqual(checkOk ? [] : ['E_USCC_CHECK'])
  })
  it.each(vectors.demo_uscc as string[])('fictional demo code %s is accepted', (code) => {
    expect(validate('USCC', code, TODAY).valid).toBe(true)
  })
  it.each(named('idcard '))('citizen ID %s', (code, valid) => {
    expect(validate('CITIZEN_ID', code, TODAY).valid).toBe(valid)
  })
  it.each(vectors.demo_id as string[])('fictional demo ID %s is accepted', (code) => {
    expect(validate('CITIZEN_ID', code, TODAY).valid).toBe(true)
  })
  it.each(named('luhn '))('card %s', (code, valid) => {
    expect(validate('BANK_CARD', code, TODAY).valid).toBe(valid)
  })
  it.each(named('demo_card '))('card body %s gets its Luhn digit', (body, full) => {
    expect(body + luhnCheckDigit(body)).toBe(full)
    expect(validate('BANK_CARD', full as string, TODAY).valid).toBe(true)
  })
  it.each(named('zzm'))('中征码 %s gets its two check digits', (body, digits) => {
    expect(zhongzhengCheckDigits(body)).toBe(digits)
    expect(validate('ZHONGZHENG', body + digits, TODAY).valid).toBe(true)
  })
  it.each(named('reg15 '))('registration number %s gets its check digit', (body, full) => {
    expect(body + registrationNumberCheckDigit(body)).toBe(full)
    expect(validate('REG_NO_15', full as string, TODAY).valid).toBe(true)
  })
  it.each(named('org '))('organisation code %s', (body, digit) => {
    expect(orgCodeCheckChar(body)).toBe(digit)
    expect(validate('ORG_CODE', `${body}-${digit}`, TODAY).valid).toBe(true)
  })
})

describe('vectors of §4.2', () => {
  it('leaves the early pilot code that breaks the standard to the manual path, with its org part good', () => {
    expect(checkUscc('91350211M00013FA1N')).toMatchObject({ codes: ['E_USCC_CHECK'], parts: { orgOk: true } })
  })
  it('tells a wrong organisation part from a wrong check character', () => {
    expect(checkUscc('92370199MAUGF4YHT5')).toMatchObject({ codes: ['E_ORG_CHECK'], parts: { checkOk: true } })
  })
  it.each(['9131011066600721', '91310110666007217I', '91O10110666007217T', '', '913101106660072170T'])(
    'refuses the shape of %s',
    (code) => expect(checkUscc(code).codes).toEqual(['E_USCC_FORMAT']),
  )
  it('takes a USCC apart', () => {
    expect(checkUscc('92371000ma3mxh0e3w').parts).toMatchObject({
      normalized: '92371000MA3MXH0E3W',
      borrowerType: 'INDIVIDUAL_BUSINESS',
      region: '371000',
      orgCode: 'MA3MXH0E3',
    })
  })
  it.each([
    ['110105194912310021', ['E_ID_CHECK']],
    ['11010519490231002X', ['E_ID_DATE']],
    ['110105491231002', ['E_ID_FORMAT']],
    ['11010519491231002Y', ['E_ID_FORMAT']],
  ])('citizen ID %s is refused for its own reason', (id, codes) => {
    expect(checkCitizenId(id, TODAY).codes).toEqual(expect.arrayContaining(codes))
    expect(checkCitizenId(id, TODAY).valid).toBe(false)
  })
  it('refuses an ID of someone not born yet, and reads sex, birth date and age from a good one', () => {
    expect(checkCitizenId('33019919800115001X', '1979-01-01').codes).toEqual(['E_ID_DATE'])
    expect(checkCitizenId('33019919921208003６', TODAY).parts).toMatchObject({
      birthDate: '1992-12-08',
      sex: 'M',
      age: 33,
    })
    expect(checkCitizenId('11010519491231002x', TODAY).parts.normalized).toBe('11010519491231002X')
  })
  it('counts completed years: a day before the birthday is still the younger age', () => {
    expect(ageOn('1961-11-25', '2026-11-24')).toBe(64)
    expect(ageOn('1961-11-24', '2026-11-24')).toBe(65)
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17)
  })
  it.each(['3301990000000169', 'A1B2000000000115'])('中征码 %s is accepted', (code) => {
    expect(validate('ZHONGZHENG', code, TODAY).valid).toBe(true)
    expect(validate('ZHONGZHENG', `${code.slice(0, 15)}${(Number(code[15]) + 1) % 10}`, TODAY).codes).toEqual([
      'E_ZZM_CHECK',
    ])
  })
  it.each(['6228480402564890018', '6299990000000009', '6299991234567896', '6299990000000000012'])('card %s', (card) => {
    expect(checkBankCard(card).valid).toBe(true)
  })
  it.each(['6228480402564890019', '6222021234567890123'])('card %s fails Luhn', (card) => {
    expect(checkBankCard(card).codes).toEqual(['E_LUHN'])
  })
  it('does not take an 11-digit number for a card', () => {
    expect(checkBankCard('13318978662').codes).toEqual(['E_CARD_FORMAT'])
  })
})

describe('phones', () => {
  it.each([
    ['13318978662', '13318978662'],
    ['+86 133-1897-8662', '13318978662'],
    ['008613318978662', '13318978662'],
    ['１３３１８９７８６６２', '13318978662'],
    ['0571-87654321', '0571-87654321'],
    ['057187654321', '0571-87654321'],
    ['(0571)87654321', '0571-87654321'],
    ['010-12345678-123', '010-12345678-123'],
    ['400-800-1234', '4008001234'],
    ['95588', '95588'],
  ])('%s is reachable as %s', (text, normalized) => {
    expect(checkPhone(text)).toMatchObject({ valid: true, parts: { normalized } })
  })
  it.each(['12345678901', '1331897866', '133189786621', '', '110', '87654321', 'abc'])(
    '%s is nobody’s number',
    (text) => {
      expect(checkPhone(text).codes).toEqual(['E_PHONE'])
    },
  )
  it('does not take a hotline for a merchant’s own phone', () => {
    expect(checkPhone('95588', { forOrganisation: false }).valid).toBe(false)
  })
})

describe('names', () => {
  it.each(['韩东强', '买买提·吐尔逊', '买买提.吐尔逊', '张 三', '𠮷田'])('%s is a person', (name) => {
    expect(checkPersonName(name).valid).toBe(true)
  })
  it.each(['王', '王1', 'Smith', '王?', '', '·王'])('%s is not a person’s name', (name) => {
    expect(checkPersonName(name).valid).toBe(false)
  })
  it('asks four characters of an enterprise and two of an individual business', () => {
    expect(checkFirmName('老王店').valid).toBe(false)
    expect(checkFirmName('老王店', 'INDIVIDUAL_BUSINESS').valid).toBe(true)
    expect(checkFirmName('一'.repeat(101)).valid).toBe(false)
  })
  it('knows a company and a co-operative by name, and leaves a shop open', () => {
    expect(borrowerTypeOfName('恒山鑫源工具有限公司')).toBe('ENTERPRISE')
    expect(borrowerTypeOfName('恒山蔬菜专业合作社')).toBe('FARM_COOP')
    expect(borrowerTypeOfName('恒山鑫源工具经营部')).toBeNull()
  })
})

it('every kind refuses an empty value with a code instead of failing', () => {
  for (const kind of VALIDATOR_KINDS)
    expect(validate(kind, '', TODAY)).toMatchObject({ valid: false, codes: [expect.any(String)] })
})
