/** Self-discipline groups: size, election, meetings, and no word on prices (§9 row 4). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { electionFault, leaderUntil, meetingOverdue, priceTalk, sizeAdvice } from '@/lib/desk/rules/circles'
import { date } from '@/lib/platform/dates'

test('fifteen to twenty fit; under twelve they should merge, over twenty-four split', () => {
  expect([11, 12, 14, 15, 20, 21, 24, 25].map(sizeAdvice)).toEqual(['MERGE', 'SMALL', 'SMALL', 'FITS', 'FITS', 'LARGE', 'LARGE', 'SPLIT']) // biome-ignore format: one line
})

test('nobody leads without two thirds present and more than half of them for him', () => {
  const e = { members: 15, present: 10, votes: 6, isMember: true }
  expect(electionFault(e)).toBeNull()
  expect(electionFault({ ...e, present: 9 })).toBe('PRESENT')
  expect(electionFault({ ...e, votes: 5 })).toBe('VOTES')
  expect(electionFault({ ...e, votes: 11 })).toBe('VOTES')
  expect(electionFault({ ...e, isMember: false })).toBe('NOT_MEMBER')
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (members, present, votes) => {
      if (electionFault({ members, present, votes, isMember: true }) !== null) return
      expect(present * 3 >= members * 2 && votes * 2 > present && votes <= present).toBe(true)
    }),
  )
})

test('a leader leads for twelve months; a group meets each quarter', () => {
  expect(leaderUntil(date('2026-02-28')).toString()).toBe('2027-02-28')
  expect(meetingOverdue(date('2026-01-15'), date('2026-04-15'))).toBe(false)
  expect(meetingOverdue(date('2026-01-15'), date('2026-04-16'))).toBe(true)
})

test('a charter that fixes prices is told by its words, however they are spaced or written', () => {
  expect(priceTalk('全体成员执行统一定价')).toBe('统一定价')
  expect(priceTalk('No member sells below the Minimum  Price.')).toBe('minimum price')
  expect(priceTalk('各户自主定价，自主经营')).toBeNull()
})
