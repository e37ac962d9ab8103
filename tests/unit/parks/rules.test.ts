/** No money on an asset that does not carry it, is not registered, burns uninsured, or is not built yet (§2.6). */
import { describe, expect, test } from 'vitest'
import { developerMargin, type ParkStanding, parkFaults, phaseGuaranteeStands } from '@/lib/parks/rules'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

const plant: ParkStanding = {
  type: 'PLANT',
  state: 'ADVANCE_REGISTERED',
  capFen: yuan('3500000'),
  priceFen: yuan('5200000'),
  downPaymentFen: yuan('1700000'),
  appraisedOn: date('2026-03-01'),
  insuredFen: yuan('3500000'),
  insuredUntil: date('2027-03-31'),
  certifiedFen: 0n,
  drawnFen: 0n,
}
const need = {
  amountFen: yuan('3500000'),
  loanFen: yuan('3500000'),
  on: date('2026-04-01'),
  maturity: date('2036-04-01'),
  tenorMonths: 36,
  tenorMaxMonths: 36,
  usedAppraisalMonths: 6,
}

describe('a drawing on a plant', () => {
  test('passes when price, value, registration and insurance are there', () =>
    expect(parkFaults(plant, need)).toEqual([]))
  test('not a fen above 70 %', () =>
    expect(parkFaults(plant, { ...need, amountFen: need.amountFen + 1n })).toEqual(['CAP']))
  test('not for longer than its kind of asset is lent on', () =>
    expect(parkFaults(plant, { ...need, tenorMonths: 37 })).toEqual(['TENOR']))
  test('not before the borrower has paid its own part', () =>
    expect(parkFaults({ ...plant, downPaymentFen: yuan('1699999.99') }, need)).toEqual(['DOWN_PAYMENT']))
  test('not without advance registration or mortgage (LEG-13)', () =>
    expect(parkFaults({ ...plant, state: 'RECORDED' }, need)).toEqual(['SECURITY']))
  test('not uninsured, for too little or too short', () => {
    expect(parkFaults({ ...plant, insuredFen: 0n, insuredUntil: null }, need)).toEqual(['INSURANCE'])
    expect(parkFaults({ ...plant, insuredFen: yuan('3499999.99') }, need)).toEqual(['INSURANCE'])
    expect(parkFaults({ ...plant, insuredUntil: date('2026-12-31') }, need)).toEqual(['INSURANCE'])
  })
})

test('a renovation is drawn up to what is certified, not to what is planned', () => {
  const works: ParkStanding = {
    ...plant,
    type: 'RENOVATION',
    state: 'RECORDED',
    capFen: yuan('480000'),
    priceFen: yuan('800000'),
    downPaymentFen: yuan('320000'),
    insuredFen: 0n,
    insuredUntil: null,
    certifiedFen: yuan('200000'),
    drawnFen: yuan('150000'),
  }
  const stage = {
    amountFen: yuan('50000'),
    loanFen: yuan('480000'),
    on: date('2026-04-01'),
    maturity: date('2029-04-01'),
    tenorMonths: 36,
    tenorMaxMonths: 36,
    usedAppraisalMonths: 6,
  }
  expect(parkFaults(works, stage)).toEqual([])
  expect(parkFaults(works, { ...stage, amountFen: yuan('50000.01') })).toEqual(['STAGE'])
})

test('a used machine needs an appraisal of the last six months', () => {
  const used: ParkStanding = {
    ...plant,
    type: 'EQUIP_USED',
    capFen: yuan('200000'),
    priceFen: yuan('600000'),
    downPaymentFen: yuan('400000'),
    insuredFen: yuan('200000'),
  }
  const draw = {
    amountFen: yuan('200000'),
    loanFen: yuan('200000'),
    on: date('2026-09-02'),
    maturity: date('2029-09-02'),
    tenorMonths: 36,
    tenorMaxMonths: 36,
    usedAppraisalMonths: 6,
  }
  expect(parkFaults({ ...used, insuredUntil: date('2027-12-31') }, draw)).toEqual(['APPRAISAL'])
  expect(parkFaults({ ...used, insuredUntil: date('2027-12-31'), appraisedOn: date('2026-03-02') }, draw)).toEqual([])
})

test('the developer answers until the certificate is in custody, with 5 % of what it answers for', () => {
  expect(phaseGuaranteeStands({ developerGuarantees: true, inCustodyOn: null })).toBe(true)
  expect(phaseGuaranteeStands({ developerGuarantees: true, inCustodyOn: date('2026-04-01') })).toBe(false)
  expect(developerMargin([yuan('3000000'), yuan('500000')], 50_000, yuan('200000')).value).toEqual({
    requiredFen: yuan('175000'),
    releasableFen: yuan('25000'),
    shortFen: 0n,
  })
  expect(developerMargin([yuan('5000000')], 50_000, yuan('200000')).value).toMatchObject({ shortFen: yuan('50000') })
})
