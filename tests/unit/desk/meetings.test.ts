/** Joint meetings and the green channel (§9 rows 7 and 17). */
import { expect, test } from 'vitest'
import { answerable, greenDays } from '@/lib/desk/rules/green'
import { goesUp, hasQuorum, nextMeeting } from '@/lib/desk/rules/meetings'
import { date, WEEKDAYS } from '@/lib/platform/dates'

test('a market meets each month, each week under a red signal, and at once when it never did', () => {
  expect(nextMeeting(date('2026-01-31'), false, date('2026-02-02')).toString()).toBe('2026-02-28')
  expect(nextMeeting(date('2026-01-31'), true, date('2026-02-02')).toString()).toBe('2026-02-07')
  expect(nextMeeting(null, false, date('2026-02-02')).toString()).toBe('2026-02-02')
})

test('three roles make a quorum; three people of two roles do not', () => {
  expect(hasQuorum([{ role: 'RM' }, { role: 'POST_MKT' }, { role: 'OPERATOR' }])).toBe(true)
  expect(hasQuorum([{ role: 'RM' }, { role: 'RM' }, { role: 'OPERATOR' }])).toBe(false)
})

test('a resolution goes up on its third working day over, not before', () => {
  const friday = date('2026-04-10')
  expect(goesUp(friday, date('2026-04-14'), WEEKDAYS)).toBe(false)
  expect(goesUp(friday, date('2026-04-15'), WEEKDAYS)).toBe(true)
})

test('three working days with the resources in place, seven without; every stage has somebody who answers', () => {
  const days = { greenAddOnDays: 3, greenPlanDays: 7 }
  expect([greenDays('ADD_ON', days), greenDays('PLAN', days)]).toEqual([3, 7])
  expect(['ACCEPTED', 'SCORING', 'PLAN_DRAFTING', 'IN_REVIEW', 'COUNTERSIGNING'].map(answerable)).toEqual(['RM', 'EVALUATOR', 'RM', 'SB_HEAD', 'CR_HEAD']) // biome-ignore format: one line
})
