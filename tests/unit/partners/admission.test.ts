import { describe, expect, test } from 'vitest'
import { PARTNER_DEFAULTS } from '@/lib/partners/parameters'
import { type PartnerFacts, partnerAdmission, poolShares } from '@/lib/partners/rules/admission'
import { mayBeLiable, REQUIRED_DOCUMENTS } from '@/lib/partners/rules/kinds'
import {
  checkHeadroom,
  checkScheme,
  type SchemeTerms,
  schemeChanges,
  schemeEnd,
  schemeHeadroom,
} from '@/lib/partners/rules/scheme'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { date } from '@/lib/platform/dates'
import { sumFen, yuan } from '@/lib/platform/money'

const P = { partners: PARTNER_DEFAULTS, guarantor: PLAN_DEFAULTS.gc, insurer: PLAN_DEFAULTS.li }
const NO_FIGURES = {
  asOf: date('2025-12-31'),
  netAssetsFen: null,
  totalAssetsFen: null,
  totalDebtsFen: null,
  guarantorInvestmentsFen: null,
  smallBalanceFen: null,
  otherBalanceFen: null,
  compensatedFen: null,
  maturedGuaranteesFen: null,
  coreSolvencyPpm: null,
  comprehensiveSolvencyPpm: null,
  retainedBalanceFen: null,
  fundBalanceFen: null,
}
const GUARANTOR: PartnerFacts = {
  kind: 'GUARANTOR',
  legalForm: 'COMPANY',
  today: date('2026-03-20'),
  licenceValidUntil: date('2027-06-30'),
  establishedOn: date('2015-05-01'),
  paidInCapitalFen: yuan('200000000'),
  rating: 'AA',
  mainlySmallOrAgri: false,
  listedInPlan: false,
  documents: REQUIRED_DOCUMENTS.GUARANTOR,
  bankPeople: 0,
  shares: [],
  // the guarantor of §2.4: base 280m, liability 1,800m, multiple 6.43
  figures: {
    ...NO_FIGURES,
    netAssetsFen: yuan('300000000'),
    guarantorInvestmentsFen: yuan('20000000'),
    smallBalanceFen: yuan('1200000000'),
    otherBalanceFen: yuan('900000000'),
    compensatedFen: yuan('20000000'),
    maturedGuaranteesFen: yuan('800000000'),
  },
}
const failed = (f: Partial<PartnerFacts>) => partnerAdmission({ ...GUARANTOR, ...f }, P).value.failed

describe('admission', () => {
  test('the guarantor of the worked example is admitted', () => {
    expect(partnerAdmission(GUARANTOR, P).value).toMatchObject({ admissible: true, failed: [] })
  })

  test.each([
    ['a licence that ended yesterday', { licenceValidUntil: date('2026-03-19') }, ['LICENCE']],
    ['no licence at all', { licenceValidUntil: null }, ['LICENCE']],
    ['one fen too little capital', { paidInCapitalFen: yuan('100000000') - 1n }, ['PAID_IN_CAPITAL']],
    ['a third birthday that is tomorrow', { establishedOn: date('2023-03-21') }, ['YEARS']],
    ['a rating below A', { rating: 'BBB' }, ['RATING']],
    ['a director who works for the bank', { bankPeople: 1 }, ['RELATED']],
    [
      'a paper that is missing',
      { documents: ['BUSINESS_LICENCE', 'QUALIFICATION', 'CHARTER'] as const },
      ['DOCUMENTS'],
    ],
    ['a branch without its head office', { legalForm: 'BRANCH' as const }, ['DOCUMENTS']],
    [
      'figures older than fifteen months',
      { figures: { ...GUARANTOR.figures!, asOf: date('2024-12-19') } },
      ['FIGURES'],
    ],
    [
      'compensation above five in a hundred',
      { figures: { ...GUARANTOR.figures!, compensatedFen: yuan('40000000.01') } },
      ['COMPENSATION_RATE'],
    ],
    [
      'more liability than ten times its base',
      { figures: { ...GUARANTOR.figures!, otherBalanceFen: yuan('1900000000.01') } },
      ['LEVERAGE'],
    ],
  ])('%s keeps a guarantor out', (_, change, tests) => {
    expect(failed(change)).toEqual(tests)
  })

  test('exactly at each limit it may still come in', () => {
    expect(
      failed({
        paidInCapitalFen: yuan('100000000'),
        establishedOn: date('2023-03-20'),
        licenceValidUntil: date('2026-03-20'),
        figures: {
          ...GUARANTOR.figures!,
          otherBalanceFen: yuan('1900000000'),
          compensatedFen: yuan('40000000'),
          asOf: date('2024-12-20'),
        },
      }),
    ).toEqual([])
  })

  test('an insurer needs both solvencies and room in its retained balance', () => {
    const insurer = (core: number, comprehensive: number, retained: string) =>
      partnerAdmission(
        {
          ...GUARANTOR,
          kind: 'INSURER',
          documents: REQUIRED_DOCUMENTS.INSURER,
          figures: {
            ...NO_FIGURES,
            netAssetsFen: yuan('100'),
            coreSolvencyPpm: core,
            comprehensiveSolvencyPpm: comprehensive,
            retainedBalanceFen: yuan(retained),
          },
        },
        P,
      ).value.failed
    expect(insurer(750_000, 1_500_000, '1000')).toEqual([])
    expect(insurer(749_999, 1_499_999, '1000.01')).toEqual([
      'CORE_SOLVENCY',
      'COMPREHENSIVE_SOLVENCY',
      'RETAINED_BALANCE',
    ])
  })

  test('a pool is whole, has one lead, and no insurer that is not admitted itself', () => {
    const pool = (shares: PartnerFacts['shares']) =>
      partnerAdmission(
        { ...GUARANTOR, kind: 'INSURANCE_POOL', legalForm: 'POOL', documents: ['POOL_AGREEMENT'], shares },
        P,
      ).value.failed
    const share = (sharePpm: number, lead = false, admitted = true) => ({ sharePpm, lead, admitted })
    expect(pool([share(600_000, true), share(400_000)])).toEqual([])
    expect(pool([share(600_000), share(400_000)])).toEqual(['POOL_SHARES'])
    expect(pool([share(600_000, true), share(399_999)])).toEqual(['POOL_SHARES'])
    expect(pool([share(600_000, true), share(400_000, false, false)])).toEqual(['POOL_MEMBERS'])
  })

  test('what a pool pays is shared to the fen, the lead bears the odd one', () => {
    const parts = poolShares(100n, [
      { partyId: 'a', sharePpm: 333_333, lead: true },
      { partyId: 'b', sharePpm: 333_333, lead: false },
      { partyId: 'c', sharePpm: 333_334, lead: false },
    ])
    expect(parts.map((p) => p.amountFen)).toEqual([34n, 33n, 33n])
    expect(sumFen(parts.map((p) => p.amountFen))).toBe(100n)
  })
})

describe('who may be liable', () => {
  test('a government’s office answers with its fund, a public-interest body not at all, a company may guarantee', () => {
    expect(mayBeLiable('STATE_ORGAN', 'GOV_FUND', 'GUARANTEE')).toBe('E_GOV_CANNOT_GUARANTEE')
    expect(mayBeLiable('STATE_ORGAN', 'GOV_FUND', 'FUND_LIMITED')).toBeNull()
    expect(mayBeLiable('NONPROFIT', 'OPERATOR', 'GUARANTEE')).toBe('E_NONPROFIT_CANNOT_GUARANTEE')
    expect(mayBeLiable('COMPANY', 'OPERATOR', 'GUARANTEE')).toBeNull()
  })
})

const TERMS: SchemeTerms = {
  totalCoopLimitFen: yuan('10000000'),
  generalGuaranteeLimitFen: yuan('10000000'),
  singleClientLimitFen: yuan('2000000'),
  singleDealLimitFen: yuan('1000000'),
  startsOn: date('2026-01-31'),
  coopTermMonths: 12,
  whitelistControlled: true,
  compensationGraceDays: 60,
  compensationPpm: 800_000,
  leverageMultiple: 10,
  marginRatioPpm: 100_000,
  marginMethod: 'BY_BALANCE',
  prepaidMarginFen: null,
  marginAccountNo: '8YJB0000000001',
}

describe('agreements', () => {
  test('the last day is the day before the anniversary', () => {
    expect(schemeEnd(date('2026-01-01'), 12).toString()).toBe('2026-12-31')
    expect(schemeEnd(date('2026-01-31'), 1).toString()).toBe('2026-02-27')
  })

  test('limits stand in their order, and a margin has an account exactly when there is one', () => {
    expect(checkScheme(TERMS)).toEqual([])
    expect(checkScheme({ ...TERMS, singleDealLimitFen: yuan('2000000.01') })).toEqual([
      'E_SCHEME_ORDER:singleDealLimit',
    ])
    expect(checkScheme({ ...TERMS, singleClientLimitFen: yuan('10000000.01') })).toEqual([
      'E_SCHEME_ORDER:singleClientLimit',
    ])
    expect(checkScheme({ ...TERMS, generalGuaranteeLimitFen: yuan('10000000.01') })).toEqual([
      'E_SCHEME_ORDER:generalGuaranteeLimit',
    ])
    expect(checkScheme({ ...TERMS, marginAccountNo: null })).toEqual(['E_SCHEME_MARGIN:needed'])
    expect(checkScheme({ ...TERMS, marginRatioPpm: 0 })).toEqual(['E_SCHEME_MARGIN:unneeded'])
  })

  test('a change that burdens the partner needs its word, one that eases it does not', () => {
    expect(schemeChanges(TERMS, { ...TERMS, singleDealLimitFen: yuan('900000') }).needConsent).toEqual([])
    expect(
      schemeChanges(TERMS, { ...TERMS, compensationPpm: 900_000, coopTermMonths: 13 }).needConsent.map((c) => c.field),
    ).toEqual(['coopTermMonths', 'compensationPpm'])
  })

  test('headroom is the smallest of total, client and deal; one fen more is refused by that limit', () => {
    const use = { usedFen: yuan('9500000'), clientUsedFen: yuan('1700000') }
    expect(schemeHeadroom(TERMS, use).value.headroomFen).toBe(yuan('300000'))
    expect(checkHeadroom(TERMS, { ...use, newFen: yuan('300000') })).toBeNull()
    expect(checkHeadroom(TERMS, { ...use, newFen: yuan('300000.01') })).toBe('E_SCHEME_HEADROOM:client')
    expect(checkHeadroom(TERMS, { ...use, newFen: yuan('1000000.01') })).toBe('E_SCHEME_HEADROOM:deal')
    expect(checkHeadroom(TERMS, { usedFen: yuan('9500000'), clientUsedFen: 0n, newFen: yuan('500000.01') })).toBe(
      'E_SCHEME_HEADROOM:total',
    )
  })
})
