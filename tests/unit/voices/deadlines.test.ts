/** Working days of tip-offs and complaints; whom a tip-off names never sees it (§9 rows 5 and 6). */
import { expect, test } from 'vitest'
import { date, WEEKDAYS } from '@/lib/platform/dates'
import { complaintDue, maySeeTipOff, tipOffDue } from '@/lib/voices/rules/deadlines'

test('triage in two, investigation in fifteen, feedback in three working days', () => {
  const friday = date('2026-04-10')
  expect(tipOffDue('RECEIVED', friday, WEEKDAYS).toString()).toBe('2026-04-14')
  expect(tipOffDue('INVESTIGATING', friday, WEEKDAYS).toString()).toBe('2026-05-01')
  expect(tipOffDue('CONCLUDED', friday, WEEKDAYS).toString()).toBe('2026-04-15')
})

test('a complaint is accepted in one working day and answered in five, or fifteen when complex', () => {
  const d = complaintDue(date('2026-04-10'), false, WEEKDAYS)
  expect([d.acceptBy.toString(), d.replyBy.toString()]).toEqual(['2026-04-13', '2026-04-17'])
  expect(complaintDue(date('2026-04-10'), true, WEEKDAYS).replyBy.toString()).toBe('2026-05-01')
})

test('the person counts, not the account', () => {
  expect(maySeeTipOff(['id:1'], 'id:1')).toBe(false)
  expect(maySeeTipOff(['id:1'], 'id:2')).toBe(true)
})
