/** What a late loan asks for by its days past due, and what became of a promise. */
import { expect, test } from 'vitest'
import { nextContact, promiseOutcome, stageOf } from '@/lib/collection/rules/stages'
import { date } from '@/lib/platform/dates'

test('call from the first day, visit from the eighth, write from the thirty-first, go to court from the ninety-first', () => {
  expect([1, 7, 8, 30, 31, 90, 91, 400].map(stageOf)).toEqual([
    'REMIND',
    'REMIND',
    'VISIT',
    'VISIT',
    'DUN',
    'DUN',
    'LEGAL',
    'LEGAL',
  ])
})

test('nobody is called before the day that was promised; without a promise some days after the last contact', () => {
  const today = date('2026-04-10')
  expect(nextContact(today, 5, null, null).toString()).toBe('2026-04-10')
  expect(nextContact(today, 5, date('2026-04-09'), date('2026-04-15')).toString()).toBe('2026-04-15')
  expect(nextContact(today, 5, date('2026-04-09'), date('2026-04-09')).toString()).toBe('2026-04-12')
  expect(nextContact(today, 40, date('2026-04-09'), null).toString()).toBe('2026-04-19')
})

test('a promise is kept to the fen or it is not', () => {
  expect([promiseOutcome(100n, 100n), promiseOutcome(100n, 99n), promiseOutcome(100n, 0n)]).toEqual([
    'KEPT',
    'PARTLY',
    'BROKEN',
  ])
})
