/** Whoever secures the bank for a guaranteed loan stands behind the guarantor as well (§2.4). */
import { expect, test } from 'vitest'
import { counterParity } from '@/lib/partners/rules/counter-parity'
import { yuan } from '@/lib/platform/money'

const GUARANTEED = yuan('400000')
const person = { giver: '林一', giverIdNo: '11010119800101001x' }
const house = { kind: 'MORTGAGE' as const, ...person, amountFen: yuan('900000') }
const faults = (...args: Parameters<typeof counterParity>) => counterParity(...args).map((g) => g.fault)

test('a third party that only secures the bank is missing behind the guarantor', () => {
  expect(counterParity([{ kind: 'GUARANTEE', ...person, amountFen: yuan('500000') }], [], GUARANTEED)).toEqual([
    { giver: '林一', kind: 'GUARANTEE', fault: 'MISSING', needFen: GUARANTEED },
  ])
})

test('the same person is known by its number in any case of letters, without one by its name', () => {
  const bank = [{ kind: 'GUARANTEE' as const, ...person, amountFen: yuan('500000') }]
  const entry = { kind: 'PERSON', giver: '别名', giverIdNo: '11010119800101001X', amountFen: GUARANTEED, rank: null }
  expect(faults(bank, [entry], GUARANTEED)).toEqual([])
  expect(faults(bank, [{ ...entry, giverIdNo: '110101198001010039' }], GUARANTEED)).toEqual(['MISSING'])
  expect(faults(bank, [{ ...entry, giver: '林一', giverIdNo: null }], GUARANTEED)).toEqual([])
})

test('a mortgage to the guarantor ranks after the bank’s', () => {
  const entry = { kind: 'MORTGAGE', ...person, amountFen: GUARANTEED, rank: 1 }
  expect(faults([house], [entry], GUARANTEED)).toEqual(['RANK'])
  expect(faults([house], [{ ...entry, rank: 2 }], GUARANTEED)).toEqual([])
})

test('it is large enough for what the guarantor answers for, and never needs more than the bank has of it', () => {
  const entry = { kind: 'MORTGAGE', ...person, amountFen: GUARANTEED - 1n, rank: 2 }
  expect(faults([house], [entry], GUARANTEED)).toEqual(['AMOUNT'])
  expect(
    faults([{ ...house, amountFen: yuan('100000') }], [{ ...entry, amountFen: yuan('100000') }], GUARANTEED),
  ).toEqual([])
})
