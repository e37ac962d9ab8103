import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { toYuan, yuan } from '@/lib/platform/money'
import { type AllocationOrder, allocate, type Due, orderFor } from '@/lib/servicing/rules/allocation'

const due = (no: number, day: string, interest: string, principal: string, penalty = '0', compound = '0'): Due => ({
  no,
  dueDate: date(day),
  interestFen: yuan(interest),
  principalFen: yuan(principal),
  penaltyFen: yuan(penalty),
  compoundFen: yuan(compound),
})
const DUES = [due(2, '2026-04-20', '90', '1000'), due(1, '2026-03-20', '100', '1000', '12', '3')]
const pay = (amount: string, order: AllocationOrder = 'LEGAL', costs = '50') => {
  const a = allocate(yuan(amount), { costsFen: yuan(costs), dues: DUES }, order)
  return {
    ...a,
    parts: [a.costsFen, a.penaltyFen, a.compoundFen, a.interestFen, a.principalFen, a.surplusFen].map(toYuan),
  }
}

describe('costs before interest before principal', () => {
  test('a small payment covers the costs of enforcement first', () => {
    expect(pay('40').parts).toEqual(['40.00', '0.00', '0.00', '0.00', '0.00', '0.00'])
  })

  test('no principal is paid while any interest that is due is unpaid', () => {
    expect(pay('200').parts).toEqual(['50.00', '12.00', '3.00', '135.00', '0.00', '0.00'])
  })

  test('of each kind the oldest instalment is paid first', () => {
    const a = pay('555')
    expect(a.lines.map((l) => [l.no, toYuan(l.interestFen), toYuan(l.principalFen), l.cleared])).toEqual([
      [1, '100.00', '300.00', false],
      [2, '90.00', '0.00', false],
    ])
  })

  test('what is over when everything is paid is surplus, not a prepayment', () => {
    const a = pay('2300')
    expect(a.parts).toEqual(['50.00', '12.00', '3.00', '190.00', '2000.00', '45.00'])
    expect(a.lines.every((l) => l.cleared)).toBe(true)
  })

  test('a payment with nothing due is all surplus', () => {
    expect(allocate(yuan('10'), { costsFen: 0n, dues: [] }, 'LEGAL')).toMatchObject({ surplusFen: 1000n, lines: [] })
  })
})

test('principal first saves the principal of a loan over 90 days past due, after costs', () => {
  expect(pay('2100', 'PRINCIPAL_FIRST').parts).toEqual(['50.00', '12.00', '3.00', '35.00', '2000.00', '0.00'])
  expect(orderFor({ principalFirstAfter90: true }, 90)).toBe('LEGAL')
  expect(orderFor({ principalFirstAfter90: true }, 91)).toBe('PRINCIPAL_FIRST')
  expect(orderFor({ principalFirstAfter90: false }, 400)).toBe('LEGAL')
})

test('by instalment clears the oldest one whole before the next gets anything', () => {
  const a = pay('1165', 'BY_INSTALMENT')
  expect(a.lines.map((l) => [l.no, l.cleared])).toEqual([[1, true]])
})
