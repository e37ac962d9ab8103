/** Exams and rotation at their edges (§9 rows 8 and 9). */
import { expect, test } from 'vitest'
import { holdsPermission, rotationDue } from '@/lib/desk/rules/training'
import { date } from '@/lib/platform/dates'

test('an exam holds on the last day of its twelve months and not the day after; none never holds', () => {
  const on = date('2026-04-10')
  expect(holdsPermission(date('2025-04-10'), 12, on)).toBe(true)
  expect(holdsPermission(date('2025-04-09'), 12, on)).toBe(false)
  expect(holdsPermission(null, 12, on)).toBe(false)
})

test('a pair is due to rotate on the day its 24 months are full', () => {
  expect(rotationDue(date('2024-04-10'), 24, date('2026-04-09'))).toBe(false)
  expect(rotationDue(date('2024-04-10'), 24, date('2026-04-10'))).toBe(true)
})
