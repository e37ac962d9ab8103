/**
 * May this partner be admitted, and may it stay? One list of tests for each kind (§2.1.4, §2.4, §2.5, §2.6): licence,
 * papers, capital, rating, solvency, relations. The same tests are run at admission, at the yearly review and on an event.
 */

import {
  type GuarantorAdmissionParameters,
  type GuarantorParameters,
  guarantorCapacity,
} from '@/lib/guarantees/rules/guarantor'
import { completedYears, isBefore, type PlainDate } from '@/lib/platform/dates'
import { type Fen, type Ppm, sumFen } from '@/lib/platform/money'
import { ratio, roundRatio } from '@/lib/platform/ratio'
import {
  cny,
  count,
  flag,
  onDate,
  percent,
  type Traced,
  type TraceStep,
  type TraceValue,
  words,
} from '@/lib/platform/trace'
import { type DocumentKind, type LegalForm, type PartnerKind, REQUIRED_DOCUMENTS } from './kinds'

/** What a bank may configure about its partners (§2.4–§2.7, §12). */
export type PartnerParameters = {
  /** months from one review of a partner to the next */
  reviewMonths: number
  /** days before its day on which the yearly review is asked for */
  reviewNoticeDays: number
  /** older figures than this prove nothing */
  financialsMaxMonths: number
  insurer: { coreSolvencyPpm: Ppm; comprehensiveSolvencyPpm: Ppm }
  developer: { minPaidInCapitalFen: Fen; debtRatioMaxPpm: Ppm }
  underwriter: { minYears: number }
  /** a guarantor behind so many merchants is a concentration */
  behindMany: number
  /** probability of default within a year by grade, for stress runs (§11) */
  stress: { pdPpm: Record<'A1' | 'A2' | 'B1' | 'B2' | 'C', Ppm> }
}

/** A partner's figures of one day. What a kind does not have is null. */
export type PartnerFigures = {
  asOf: PlainDate
  netAssetsFen: Fen | null
  totalAssetsFen: Fen | null
  totalDebtsFen: Fen | null
  guarantorInvestmentsFen: Fen | null
  smallBalanceFen: Fen | null
  otherBalanceFen: Fen | null
  compensatedFen: Fen | null
  maturedGuaranteesFen: Fen | null
  coreSolvencyPpm: Ppm | null
  comprehensiveSolvencyPpm: Ppm | null
  retainedBalanceFen: Fen | null
  fundBalanceFen: Fen | null
}

export type PartnerFacts = {
  kind: PartnerKind
  legalForm: LegalForm
  today: PlainDate
  /** null: no licence was recorded */
  licenceValidUntil: PlainDate | null
  establishedOn: PlainDate | null
  paidInCapitalFen: Fen | null
  rating: string | null
  mainlySmallOrAgri: boolean
  /** the park stands in the government's plan */
  listedInPlan: boolean
  /** kinds of papers that are valid today */
  documents: readonly DocumentKind[]
  /** its people who are also the bank's own (by identity number) */
  bankPeople: number
  figures: PartnerFigures | null
  /** insurers of a pool */
  shares: readonly { sharePpm: Ppm; lead: boolean; admitted: boolean }[]
}

export type AdmissionTest =
  | 'LICENCE'
  | 'DOCUMENTS'
  | 'RELATED'
  | 'FIGURES'
  | 'PAID_IN_CAPITAL'
  | 'YEARS'
  | 'RATING'
  | 'COMPENSATION_RATE'
  | 'LEVERAGE'
  | 'CORE_SOLVENCY'
  | 'COMPREHENSIVE_SOLVENCY'
  | 'RETAINED_BALANCE'
  | 'FUND_BALANCE'
  | 'LISTED'
  | 'DEBT_RATIO'
  | 'POOL_SHARES'
  | 'POOL_MEMBERS'

export type TestResult = { test: AdmissionTest; pass: boolean }
export type AdmissionParameters = {
  partners: PartnerParameters
  guarantor: GuarantorParameters & { admission: GuarantorAdmissionParameters }
  insurer: { retainedMultiple: number }
}

type Found = { test: AdmissionTest; pass: boolean; rule: string; inputs: TraceValue[] }

/** Runs every test of the partner's kind; `admissible` when none fails. */
export function partnerAdmission(
  f: PartnerFacts,
  p: AdmissionParameters,
): Traced<{ admissible: boolean; tests: TestResult[]; failed: AdmissionTest[] }> {
  const found = [...common(f), ...(NEEDS_FIGURES.includes(f.kind) ? [freshFigures(f, p)] : []), ...byKind(f, p)]
  const tests = found.map(({ test, pass }) => ({ test, pass }))
  const failed = tests.filter((t) => !t.pass).map((t) => t.test)
  const steps = found.map(
    (t): TraceStep => ({ ...flag(`test_${t.test}`, t.pass), rule: t.rule, inputs: t.inputs, binding: !t.pass }),
  )
  return {
    value: { admissible: failed.length === 0, tests, failed },
    trace: { rule: 'partners.admission', version: 1, result: flag('admissible', failed.length === 0), steps },
  }
}

const NEEDS_FIGURES: readonly PartnerKind[] = ['GUARANTOR', 'INSURER', 'GOV_FUND', 'DEVELOPER']
const LICENSED: readonly PartnerKind[] = ['GUARANTOR', 'INSURER', 'UNDERWRITER', 'TRUSTEE']

function common(f: PartnerFacts): Found[] {
  const missing = REQUIRED_DOCUMENTS[f.kind].filter((d) => !f.documents.includes(d))
  const branchPaper = f.legalForm === 'BRANCH' && !f.documents.includes('HEAD_OFFICE_AUTHORISATION') ? 1 : 0
  const found: Found[] = [
    {
      test: 'DOCUMENTS',
      pass: missing.length + branchPaper === 0,
      rule: 'LEG-3',
      inputs: [
        count('documentsRequired', REQUIRED_DOCUMENTS[f.kind].length),
        count('documentsMissing', missing.length + branchPaper),
      ],
    },
    { test: 'RELATED', pass: f.bankPeople === 0, rule: 'LEG-15', inputs: [count('bankPeople', f.bankPeople)] },
  ]
  if (LICENSED.includes(f.kind))
    found.push({
      test: 'LICENCE',
      pass: f.licenceValidUntil !== null && !isBefore(f.licenceValidUntil, f.today),
      rule: 'FGR-6',
      inputs: [
        f.licenceValidUntil ? onDate('licenceValidUntil', f.licenceValidUntil) : words('licenceValidUntil', '—'),
        onDate('today', f.today),
      ],
    })
  return found
}

function freshFigures(f: PartnerFacts, p: AdmissionParameters): Found {
  const limit = f.today.subtract({ months: p.partners.financialsMaxMonths })
  return {
    test: 'FIGURES',
    pass: f.figures !== null && !isBefore(f.figures.asOf, limit),
    rule: '§2.1.2',
    inputs: [f.figures ? onDate('figuresOf', f.figures.asOf) : words('figuresOf', '—'), onDate('notBefore', limit)],
  }
}

function byKind(f: PartnerFacts, p: AdmissionParameters): Found[] {
  switch (f.kind) {
    case 'GUARANTOR':
      return guarantor(f, p)
    case 'INSURER':
      return insurer(f, p)
    case 'INSURANCE_POOL':
      return pool(f)
    case 'GOV_FUND':
      return [
        {
          test: 'FUND_BALANCE',
          pass: (f.figures?.fundBalanceFen ?? 0n) > 0n,
          rule: 'LEG-1',
          inputs: [cny('fundBalance', f.figures?.fundBalanceFen ?? 0n)],
        },
      ]
    case 'PARK':
      return [{ test: 'LISTED', pass: f.listedInPlan, rule: '§2.6', inputs: [flag('listedInPlan', f.listedInPlan)] }]
    case 'DEVELOPER':
      return developer(f, p)
    case 'UNDERWRITER':
    case 'TRUSTEE':
      return [years(f, p.partners.underwriter.minYears, '§2.7')]
    case 'OPERATOR':
      return []
  }
}

function years(f: PartnerFacts, min: number, rule: string): Found {
  const since = f.establishedOn ? completedYears(f.establishedOn, f.today) : 0
  return { test: 'YEARS', pass: since >= min, rule, inputs: [count('yearsInBusiness', since), count('minYears', min)] }
}

function capital(f: PartnerFacts, min: Fen, rule: string): Found {
  const paid = f.paidInCapitalFen ?? 0n
  return {
    test: 'PAID_IN_CAPITAL',
    pass: paid >= min,
    rule,
    inputs: [cny('paidInCapital', paid), cny('minPaidInCapital', min)],
  }
}

/** part ÷ whole in ppm, rounded up: a limit is broken by its last fen. */
const share = (part: Fen, whole: Fen): Ppm =>
  whole > 0n ? Number(roundRatio(ratio(part * 1_000_000n, whole), 'CEIL')) : part > 0n ? 1_000_000 : 0

function guarantor(f: PartnerFacts, p: AdmissionParameters): Found[] {
  const a = p.guarantor.admission
  const g = f.figures
  const compensation = share(g?.compensatedFen ?? 0n, g?.maturedGuaranteesFen ?? 0n)
  const capacity = guarantorCapacity(
    {
      netAssetsFen: g?.netAssetsFen ?? 0n,
      guarantorInvestmentsFen: g?.guarantorInvestmentsFen ?? 0n,
      smallBalanceFen: g?.smallBalanceFen ?? 0n,
      otherBalanceFen: g?.otherBalanceFen ?? 0n,
      mainlySmallOrAgri: f.mainlySmallOrAgri,
    },
    p.guarantor,
  ).value
  return [
    capital(f, a.minPaidInCapitalFen, 'FGR-7'),
    years(f, a.minYears, '§2.4'),
    {
      test: 'RATING',
      pass: f.rating !== null && a.ratings.includes(f.rating),
      rule: '§2.4',
      inputs: [words('rating', f.rating ?? '—')],
    },
    {
      test: 'COMPENSATION_RATE',
      pass: compensation <= a.maxCompensationRatePpm,
      rule: '§2.4',
      inputs: [percent('compensationRate', compensation), percent('maxCompensationRate', a.maxCompensationRatePpm)],
    },
    {
      test: 'LEVERAGE',
      pass: capacity.baseFen > 0n && capacity.liabilityBalanceFen <= capacity.capFen,
      rule: 'FGR-15',
      inputs: [cny('liabilityBalance', capacity.liabilityBalanceFen), cny('leverageCap', capacity.capFen)],
    },
  ]
}

function insurer(f: PartnerFacts, p: AdmissionParameters): Found[] {
  const { coreSolvencyPpm, comprehensiveSolvencyPpm } = p.partners.insurer
  const core = f.figures?.coreSolvencyPpm ?? 0
  const comprehensive = f.figures?.comprehensiveSolvencyPpm ?? 0
  const retained = f.figures?.retainedBalanceFen ?? 0n
  const cap = (f.figures?.netAssetsFen ?? 0n) * BigInt(p.insurer.retainedMultiple)
  return [
    {
      test: 'CORE_SOLVENCY',
      pass: core >= coreSolvencyPpm,
      rule: 'S-IB',
      inputs: [percent('coreSolvency', core), percent('minCoreSolvency', coreSolvencyPpm)],
    },
    {
      test: 'COMPREHENSIVE_SOLVENCY',
      pass: comprehensive >= comprehensiveSolvencyPpm,
      rule: 'S-IB',
      inputs: [
        percent('comprehensiveSolvency', comprehensive),
        percent('minComprehensiveSolvency', comprehensiveSolvencyPpm),
      ],
    },
    {
      test: 'RETAINED_BALANCE',
      pass: retained <= cap,
      rule: 'S-IB',
      inputs: [cny('retainedBalance', retained), cny('retainedCap', cap)],
    },
  ]
}

/** A co-insurance pool: shares make a whole, exactly one leads, every insurer is admitted itself. */
function pool(f: PartnerFacts): Found[] {
  const total = f.shares.reduce((n, s) => n + s.sharePpm, 0)
  const leads = f.shares.filter((s) => s.lead).length
  return [
    {
      test: 'POOL_SHARES',
      pass: f.shares.length >= 2 && total === 1_000_000 && leads === 1,
      rule: '§2.5',
      inputs: [percent('poolShares', total), count('poolLeads', leads)],
    },
    {
      test: 'POOL_MEMBERS',
      pass: f.shares.every((s) => s.admitted),
      rule: '§2.5',
      inputs: [
        count('poolInsurers', f.shares.length),
        count('poolAdmitted', f.shares.filter((s) => s.admitted).length),
      ],
    },
  ]
}

function developer(f: PartnerFacts, p: AdmissionParameters): Found[] {
  const debt = share(f.figures?.totalDebtsFen ?? 0n, f.figures?.totalAssetsFen ?? 0n)
  return [
    capital(f, p.partners.developer.minPaidInCapitalFen, '§2.6'),
    {
      test: 'DEBT_RATIO',
      pass: f.figures !== null && debt <= p.partners.developer.debtRatioMaxPpm,
      rule: '§2.6',
      inputs: [percent('debtRatio', debt), percent('maxDebtRatio', p.partners.developer.debtRatioMaxPpm)],
    },
  ]
}

/** How a pool's payment is shared among its insurers: each its share, the lead absorbs the odd fen. */
export function poolShares(
  totalFen: Fen,
  shares: readonly { partyId: string; sharePpm: Ppm; lead: boolean }[],
): { partyId: string; amountFen: Fen }[] {
  const parts = shares.map((s) => ({
    partyId: s.partyId,
    lead: s.lead,
    amountFen: (totalFen * BigInt(s.sharePpm)) / 1_000_000n,
  }))
  const rest = totalFen - sumFen(parts.map((x) => x.amountFen))
  return parts.map((x) => ({ partyId: x.partyId, amountFen: x.amountFen + (x.lead ? rest : 0n) }))
}
