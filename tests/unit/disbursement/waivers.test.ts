import { expect, test } from 'vitest'
import { type Vote, waiverAuthority, waiverOutcome } from '@/lib/conditions/rules'

const vote = (person: string, agree = true): Vote => ({
  userId: person,
  personKey: person,
  name: person,
  agree,
  note: '同意',
  at: '',
})

test('a condition is let go one level above the one that set it, and above the highest by nobody', () => {
  expect(waiverAuthority('ADD_ON')).toMatchObject({ level: 'L1' })
  expect(waiverAuthority('L1')).toMatchObject({ level: 'L2', roles: ['CR_HEAD'], votes: 1 })
  expect(waiverAuthority('L2')).toMatchObject({ level: 'L3', votes: 2 })
  expect(waiverAuthority('L3')).toMatchObject({ level: 'L4', votes: 3 })
  expect(waiverAuthority('L4')).toBeNull()
})

test('one person with two accounts is one voice, and one no is enough', () => {
  expect(waiverOutcome([vote('a')], 2)).toBe('ASKED')
  expect(waiverOutcome([vote('a'), vote('a')], 2)).toBe('ASKED')
  expect(waiverOutcome([vote('a'), vote('b')], 2)).toBe('GRANTED')
  expect(waiverOutcome([vote('a'), vote('b', false)], 2)).toBe('REFUSED')
})
