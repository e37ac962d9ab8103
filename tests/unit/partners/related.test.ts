import { describe, expect, test } from 'vitest'
import { isHolder } from '@/lib/disbursement/rules'
import { legalFormOfUscc } from '@/lib/partners/rules/kinds'
import { relatedBy } from '@/lib/partners/rules/related'

const borrower = { uscc: '92330199MADEM0038R', name: '林记五金', idNos: ['33019919800115001X', null] }
const company = { uscc: '91330199MADEM00115', name: '云江担保' }
const person = (role: string, sharePpm: number | null = null, idNo: string | null = '33019919800115001x') => ({
  role,
  name: '林某',
  idNo,
  sharePpm,
})
const tie = (...people: ReturnType<typeof person>[]) => relatedBy({ ...company, people }, borrower)

describe('a guarantor and its own people (LEG-14)', () => {
  test('its controller, its legal representative and a holder of more than a fifth are never guaranteed by it', () => {
    expect(tie(person('CONTROLLER'))).toBe('林某')
    expect(tie(person('LEGAL_REP'))).toBe('林某')
    expect(tie(person('SHAREHOLDER', 200_001))).toBe('林某')
    // nobody wrote the share down: it may be all of it
    expect(tie(person('SHAREHOLDER'))).toBe('林某')
  })
  test('a small shareholder, a contact and a stranger of the same name are no tie', () => {
    expect(tie(person('SHAREHOLDER', 200_000))).toBeNull()
    expect(tie(person('CONTACT'))).toBeNull()
    expect(tie(person('CONTROLLER', null, '330199198511300129'), person('CONTROLLER', null, null))).toBeNull()
  })
  test('nobody guarantees itself, by code or by name', () => {
    expect(relatedBy({ ...company, uscc: borrower.uscc, people: [] }, borrower)).toBe('云江担保')
    expect(relatedBy({ uscc: null, name: ' 林记五金 ', people: [] }, borrower)).toBe(' 林记五金 ')
    expect(relatedBy({ uscc: null, name: '云江担保', people: [] }, { ...borrower, uscc: null, name: null })).toBeNull()
  })
})

test('a credit code tells organs, institutions and public-interest bodies from companies', () => {
  expect(['11', '12', '51', '52', '53', '91', '92', 'N1'].map((t) => legalFormOfUscc(`${t}330199MADEM00115`))).toEqual([
    'STATE_ORGAN',
    'PUBLIC_INSTITUTION',
    'NONPROFIT',
    'NONPROFIT',
    'NONPROFIT',
    null,
    null,
    null,
  ])
})

test('an account is the borrower’s own in the shop’s name or its owner’s, however it is spaced', () => {
  expect(isHolder('林　某', ['林记五金', '林某'])).toBe(true)
  expect(isHolder('林记五金', ['林记五金', null])).toBe(true)
  expect(isHolder('林某某', ['林记五金', '林某'])).toBe(false)
  expect(isHolder('林某', [null, null])).toBe(false)
})
