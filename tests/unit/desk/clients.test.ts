/** Lost customers and cases (§9 rows 16 and 19). */
import { expect, test } from 'vitest'
import { casesMissing, costsDeduction, isDormant, searchWords, tellsWho } from '@/lib/desk/rules/clients'
import { date } from '@/lib/platform/dates'

test('a client is dormant on the ninetieth day with nothing owed, not a day before, never with a balance', () => {
  expect(isDormant(date('2026-01-01'), 0n, date('2026-04-01'))).toBe(true)
  expect(isDormant(date('2026-01-02'), 0n, date('2026-04-01'))).toBe(false)
  expect(isDormant(date('2025-01-01'), 1n, date('2026-04-01'))).toBe(false)
})

test('only a client who is lost costs the manager: an exit for quality and one won back do not', () => {
  expect(['RECOVERING', 'EXIT_ASKED', 'RECOVERED', 'LOST', 'QUALITY_EXIT'].filter(costsDeduction)).toEqual(['LOST'])
})

test('a case with a name or a long number in it tells whom it is about, however the number is written', () => {
  expect(tellsWho('客户因额度不足转往他行', ['钱某五金'])).toBeNull()
  expect(tellsWho('钱某五金因额度不足转往他行', ['钱某五金'])).toBe('钱某五金')
  expect(tellsWho('电话 138-0000 1111', [])).toBe('13800001111')
  expect(tellsWho('放款 420000 元', [])).toBeNull()
})

test('every word counts, once, whatever its width and case', () => {
  expect(searchWords('  额度  ＪＧ jg 额度 ')).toEqual(['额度', 'jg'])
})

test('a team owes three good and three bad cases a month; more of one kind does not pay for the other', () => {
  expect([casesMissing(0, 0), casesMissing(3, 3), casesMissing(5, 1), casesMissing(2, 4)]).toEqual([
    { good: 3, bad: 3 },
    { good: 0, bad: 0 },
    { good: 0, bad: 2 },
    { good: 1, bad: 0 },
  ])
})
