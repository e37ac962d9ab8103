import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanValue } from '@/lib/intake/clean-values'
import { FIELDS, type Field, isMoneyField } from '@/lib/intake/fields'
import { citizenIdCheckChar } from '@/lib/merchants/rules/citizen-id'
import { orgCodeCheckChar } from '@/lib/merchants/rules/org-code'
import { usccCheckChar } from '@/lib/merchants/rules/uscc'
import { toYuan } from '@/lib/platform/money'
import { neutralText } from '@/lib/platform/neutral-text'

const asText = (field: Field, value: unknown): string => (isMoneyField(field) ? toYuan(value as bigint) : String(value))
const clean = (field: Field, cell: string) => cleanValue(field, cell, { unit: '元', header: '' })
/** What operators type, and what nobody types. */
const typed = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'0123456789,.-/年月日万元亿 　+8６＝=\'"’Ａa张三·\u200b\ufeff()（）') }),
)

describe('cleaning', () => {
  it('is idempotent for every field: what is stored reads as itself, and as not cleaned', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), typed, (field, cell) => {
        const once = clean(field, cell)
        if (once.value === null) return
        const twice = clean(field, asText(field, once.value))
        expect(twice.value).toEqual(once.value)
        expect(twice.code).toBeNull()
        expect(twice.cleaned).toBe(false)
      }),
      { numRuns: 3_000 },
    )
  })
  it('never changes a valid amount, date, code or phone', () => {
    const amount = fc.bigInt(0n, 10n ** 14n)
    fc.assert(
      fc.property(amount, (fen) => {
        expect(clean('requestedAmount', toYuan(fen))).toEqual({ value: fen, cleaned: false, code: null })
      }),
    )
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10)
        expect(clean('marketEntryDate', iso)).toEqual({ value: iso, cleaned: false, code: null })
        const serial = Math.round((Date.parse(iso) - Date.UTC(1899, 11, 30)) / 86_400_000)
        expect(cleanValue('marketEntryDate', serial, { unit: '元', header: '' }).value).toBe(iso)
      }),
    )
    const digits = fc.stringMatching(/^1[3-9]\d{9}$/)
    fc.assert(
      fc.property(digits, (phone) => {
        expect(clean('phone', phone)).toEqual({ value: phone, cleaned: false, code: null })
      }),
    )
  })
  it('never changes a valid credit code, identity number, name, tenor or count, typed as text or as a number', () => {
    const same = (field: Field, cell: string | number, value: unknown = cell): void => {
      expect(cleanValue(field, cell, { unit: '元', header: '' })).toEqual({ value, cleaned: false, code: null })
    }
    const org = fc.stringMatching(/^[0-9A-HJ-NP-RTUWXY]{8}$/)
    fc.assert(
      fc.property(
        org,
        fc.constantFrom('91', '92', '93'),
        fc.integer({ min: 110_000, max: 659_999 }),
        (code, kind, region) => {
          const body = `${kind}${region}${code}${orgCodeCheckChar(code)}`
          same('uscc', body + usccCheckChar(body))
        },
      ),
    )
    const born = fc.date({ min: new Date('1930-01-01'), max: new Date('2008-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        fc.integer({ min: 110_000, max: 659_999 }),
        born,
        fc.integer({ min: 0, max: 999 }),
        (region, day, no) => {
          const body = `${region}${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(no).padStart(3, '0')}`
          same('ownerIdNo', body + citizenIdCheckChar(body))
        },
      ),
    )
    const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((c) => String.fromCodePoint(c))
    const names = fc.string({ unit: han, minLength: 2, maxLength: 30 }).filter((n) => !/^[无没暂]/.test(n))
    fc.assert(fc.property(names, fc.constantFrom('name', 'ownerName'), (name, field) => same(field, name)))
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('requestedTermMonths', 'staffCount', 'rank'),
        (n, field) => {
          same(field, n)
          same(field, String(n), n)
        },
      ),
    )
  })
  it('a neutralised text is never a formula, and reads as the text it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).map((s) => `=${s}`),
        (text) => {
          expect(neutralText(text).startsWith("'")).toBe(true)
          expect(clean('purpose', neutralText(text)).value).toEqual(clean('purpose', text).value)
        },
      ),
    )
  })
})
