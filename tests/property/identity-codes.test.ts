import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBankCard, luhnCheckDigit } from '@/lib/merchants/rules/bank-card'
import { checkCitizenId, citizenIdCheckChar } from '@/lib/merchants/rules/citizen-id'
import { orgCodeCheckChar } from '@/lib/merchants/rules/org-code'
import { checkUscc, usccCheckChar } from '@/lib/merchants/rules/uscc'

const USCC_CHARS = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const digits = (n: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: n, maxLength: n })
/** The org part's own check character may be any digit or X, all of the USCC's alphabet. */
const uscc = fc
  .tuple(
    fc.constantFrom('91', '92', '93'),
    digits(6),
    fc.string({ unit: fc.constantFrom(...USCC_CHARS), minLength: 8, maxLength: 8 }),
  )
  .map(([type, region, org]) => {
    const body = type + region + org + orgCodeCheckChar(org)
    return body + usccCheckChar(body)
  })
const citizenId = fc
  .tuple(
    fc.integer({ min: 110000, max: 659999 }),
    fc.date({ min: new Date('1920-01-01'), max: new Date('2026-11-24'), noInvalidDate: true }),
    digits(3),
  )
  .map(([region, born, sequence]) => {
    const body = `${region}${born.toISOString().slice(0, 10).replaceAll('-', '')}${sequence}`
    return body + citizenIdCheckChar(body)
  })

describe('generated codes', () => {
  it('a USCC made by the standard is always accepted, and its parts put together are the code again', () => {
    fc.assert(
      fc.property(uscc, (code) => {
        const { valid, parts } = checkUscc(code)
        expect(valid).toBe(true)
        expect(`${parts.type}${parts.region}${parts.orgCode}${parts.check}`).toBe(code)
      }),
    )
  })
  it('one wrong character of a USCC never passes unnoticed', () => {
    fc.assert(
      fc.property(uscc, fc.nat(17), fc.constantFrom(...USCC_CHARS), (code, at, char) => {
        fc.pre(code[at] !== char)
        expect(checkUscc(code.slice(0, at) + char + code.slice(at + 1)).valid).toBe(false)
      }),
    )
  })
  it('an ID made by the standard is accepted, one wrong digit or two neighbours swapped are not', () => {
    fc.assert(
      fc.property(citizenId, fc.nat(15), fc.constantFrom(...'0123456789'), (id, at, digit) => {
        expect(checkCitizenId(id, '2026-11-24').valid).toBe(true)
        if (id[at] !== digit)
          expect(checkCitizenId(id.slice(0, at) + digit + id.slice(at + 1), '2026-11-24').valid).toBe(false)
        if (id[at] !== id[at + 1]) {
          const swapped = id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2)
          expect(checkCitizenId(swapped, '2026-11-24').valid).toBe(false)
        }
      }),
    )
  })
  it('a card with its Luhn digit is accepted, and no other last digit is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 18 }).chain(digits), fc.nat(9), (body, last) => {
        const digit = luhnCheckDigit(body)
        expect(checkBankCard(body + digit).valid).toBe(true)
        if (String(last) !== digit) expect(checkBankCard(body + last).valid).toBe(false)
      }),
    )
  })
})
