import { expect, test } from 'vitest'
import { sampleOf, voucherProblem } from '@/lib/disbursement/use/rules'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

const p = { lineFen: yuan('500000'), sharePpm: 200_000 }

test('everything above the line is looked at, and of the rest a fifth, the same whenever it is drawn', () => {
  expect(sampleOf({ number: 'LN1', amountFen: yuan('500000.01') }, p)).toBe('LARGE')
  const numbers = Array.from({ length: 10_000 }, (_, i) => `LN20260320${String(i).padStart(6, '0')}`)
  const draw = () => numbers.filter((number) => sampleOf({ number, amountFen: yuan('500000') }, p) === 'RANDOM')
  expect(draw()).toEqual(draw())
  expect(draw().length).toBeGreaterThan(1_880)
  expect(draw().length).toBeLessThan(2_120)
  expect(numbers.slice(0, 200).filter((n) => draw().includes(n)).length).toBeGreaterThan(20)
})

test('what was paid before the money came, or more than it is, proves nothing', () => {
  const loan = { amountFen: yuan('300000'), startsOn: date('2026-03-20') }
  const v = (amount: string, on: string) => ({ amountFen: yuan(amount), paidOn: date(on) })
  expect(voucherProblem(loan, 0n, [v('300000', '2026-03-20')])).toBeNull()
  expect(voucherProblem(loan, 0n, [v('100000', '2026-03-19')])).toBe('E_VOUCHER_BEFORE_LOAN')
  expect(voucherProblem(loan, yuan('200000'), [v('100000.01', '2026-03-21')])).toBe('E_VOUCHER_OVER_LOAN')
})
