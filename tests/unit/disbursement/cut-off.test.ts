import { expect, test } from 'vitest'
import { clockText, cutOff } from '@/lib/disbursement/cut-off'
import { date } from '@/lib/platform/dates'

const at = (text: string) => new Date(`${text}+08:00`)
const day = date('2026-03-20')

test('money is paid until the hour of the bank’s day, not of the server’s', () => {
  expect(cutOff(day, at('2026-03-20T16:59:59'), 1700, true)).toBe(false)
  expect(cutOff(day, at('2026-03-20T17:00:00'), 1700, true)).toBe(true)
  expect(cutOff(day, at('2026-03-20T00:00:00'), 1700, true)).toBe(false)
})

test('a live bank’s day that was not closed pays nothing the next morning; a trial’s own calendar is not the clock’s', () => {
  expect(cutOff(day, at('2026-03-21T08:00:00'), 1700, true)).toBe(true)
  expect(cutOff(day, at('2026-03-21T08:00:00'), 1700, false)).toBe(false)
  expect(cutOff(day, at('2026-03-20T18:00:00'), 1700, false)).toBe(false)
  expect(clockText(905)).toBe('9:05')
})
