import { expect, test } from 'vitest'
import { coverHolds } from '@/lib/disbursement/cover'
import { generateConditions } from '@/lib/disbursement/rules'
import { MODES } from '@/lib/plans/rules/grades'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

const loan = { amountFen: yuan('500000'), startsOn: date('2026-03-20'), tenorMonths: 12 }
const days = { waiting: 60, filing: 30 }
const cover = { sumInsuredFen: yuan('540000'), from: date('2026-03-20'), until: date('2027-06-18') }

test('a policy that ends before the claim can be filed, begins late or insures less is no cover (INV-LI1)', () => {
  expect(coverHolds(cover, loan, days)).toMatchObject({ holds: true, needsUntil: date('2027-06-18') })
  expect(coverHolds({ ...cover, until: date('2027-06-17') }, loan, days).holds).toBe(false)
  expect(coverHolds({ ...cover, from: date('2026-03-21') }, loan, days).holds).toBe(false)
  expect(coverHolds({ ...cover, sumInsuredFen: yuan('499999.99') }, loan, days).holds).toBe(false)
})

test('each mode has its own conditions beside the twelve of all', () => {
  const own = (mode: (typeof MODES)[number]) =>
    generateConditions(mode, { propertyInsurance: true, stagePayment: true }, [])
      .map((c) => c.code)
      .filter((c) => !/^CP-\d/.test(c))
  expect(own('JG')).toEqual(['CP-J1', 'CP-J2', 'CP-J3', 'CP-J4'])
  expect(own('AF')).toEqual(['CP-A1', 'CP-A2', 'CP-A3', 'CP-A4'])
  expect(own('GC')).toEqual(['CP-G1', 'CP-G2', 'CP-G3'])
  expect(own('LI')).toEqual(['CP-L1', 'CP-L2', 'CP-L3'])
  expect(own('PK')).toEqual(['CP-P1', 'CP-P2', 'CP-P3', 'CP-P4', 'CP-P5'])
  for (const mode of MODES)
    expect(generateConditions(mode, {}, []).filter((c) => /^CP-\d/.test(c.code))).toHaveLength(12)
})
