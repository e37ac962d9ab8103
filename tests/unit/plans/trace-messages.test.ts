import { expect, test } from 'vitest'
import type { z } from 'zod'
import { APPROVAL_DEFAULTS } from '@/lib/approvals/parameters'
import { routeAddOn, routePlan } from '@/lib/approvals/rules/routing'
import { ACTS } from '@/lib/approvals/rules/separation-of-duties'
import { KEY_CLAUSES } from '@/lib/contracts/rules'
import { DISBURSEMENT_DEFAULTS } from '@/lib/disbursement/parameters'
import { CONDITION_RULES, paymentMethod, REVIEW_TICKS } from '@/lib/disbursement/rules'
import { zWaterfallInput } from '@/lib/guarantees/calculator-inputs'
import { calculateWaterfall } from '@/lib/guarantees/calculators'
import { assistFundCapacity } from '@/lib/guarantees/rules/assist-fund'
import { slotMax } from '@/lib/guarantees/rules/direct-financing'
import { guarantorCapacity } from '@/lib/guarantees/rules/guarantor'
import { premium } from '@/lib/guarantees/rules/insurer'
import { groupStrength } from '@/lib/guarantees/rules/joint-group'
import { marginPool } from '@/lib/guarantees/rules/margin'
import { debtService, parkLoanCap } from '@/lib/guarantees/rules/park'
import { MONITORING_DEFAULTS } from '@/lib/monitoring/parameters'
import { monitoringGrade, monitoringLine } from '@/lib/monitoring/rules/lines'
import { STOP_TRIGGERS } from '@/lib/monitoring/rules/stop-triggers'
import { DEFAULT_WARNINGS } from '@/lib/monitoring/rules/warning-table'
import { zMerchantLimitInput, zPlanLimitInput, zPriceInput, zWorkingCapitalInput } from '@/lib/plans/calculator-inputs'
import * as plans from '@/lib/plans/calculators'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { affordability } from '@/lib/plans/rules/affordability'
import { CONCENTRATION_LIMITS, concentration } from '@/lib/plans/rules/concentration'
import { modeCapacity } from '@/lib/plans/rules/plan-limit'
import type { Trace } from '@/lib/platform/trace'
import approvalsEn from '@/messages/en/approvals.json' with { type: 'json' }
import contractsEn from '@/messages/en/contracts.json' with { type: 'json' }
import disbursementEn from '@/messages/en/disbursement.json' with { type: 'json' }
import guaranteesEn from '@/messages/en/guarantees.json' with { type: 'json' }
import monitoringEn from '@/messages/en/monitoring.json' with { type: 'json' }
import plansEn from '@/messages/en/plans.json' with { type: 'json' }
import approvalsZh from '@/messages/zh-CN/approvals.json' with { type: 'json' }
import contractsZh from '@/messages/zh-CN/contracts.json' with { type: 'json' }
import disbursementZh from '@/messages/zh-CN/disbursement.json' with { type: 'json' }
import guaranteesZh from '@/messages/zh-CN/guarantees.json' with { type: 'json' }
import monitoringZh from '@/messages/zh-CN/monitoring.json' with { type: 'json' }
import plansZh from '@/messages/zh-CN/plans.json' with { type: 'json' }
import { candidate } from '../guarantees/members'

const p = PLAN_DEFAULTS
const bodies = (schema: z.ZodType) => [
  schema.meta()?.example as object,
  ...((schema.meta()?.examples ?? []) as object[]),
]

/** Every derivation that the credit rules can show, from runs that reach all their steps. */
function traces(): Trace[] {
  const wc = bodies(zWorkingCapitalInput)
  const group = { relations: [], groupLimitFen: null, groupLimitEnd: null, memberCapFen: 1n }
  const joint = bodies(zWaterfallInput)[0]!
  const facts = {
    aggregateFen: 1n,
    merchantLimitsFen: [1n],
    mode: 'JG' as const,
    marketGrade: 'A' as const,
    customerGrades: [],
    gradeOverridden: false,
    waivers: 0,
    partnerUsePpm: 0,
    marketNplPpm: 0,
    parametersOutOfRange: [],
  }
  const addOn = { ...facts, planEffective: true, headroomFen: 1n, allScoresAtThreshold: true }
  const routed = routeAddOn(addOn, APPROVAL_DEFAULTS.authority)
  return [
    ...[
      ...wc,
      { ...wc[0], method: 'TURNOVER' },
      { lastYearSales: '1', inventoryTurnoverTimes: '3' },
      { lastYearSales: '1', turns: '3' },
    ].map((b) => plans.calculateWorkingCapital(zWorkingCapitalInput.parse(b)).trace),
    ...[...bodies(zMerchantLimitInput), { ...bodies(zMerchantLimitInput)[0], groupSingleCap: '1' }].map(
      (b) => plans.calculateMerchantLimit(zMerchantLimitInput.parse(b)).trace,
    ),
    ...[
      ...bodies(zPlanLimitInput),
      { ...bodies(zPlanLimitInput)[0], netCapital: '1', modeCapacity: '1' },
      { marketGrade: 'A', demand: '1', marketTurnover: '1' },
    ].map((b) => plans.calculatePlanLimit(zPlanLimitInput.parse(b)).trace),
    ...[...bodies(zPriceInput), { ...bodies(zPriceInput)[0], floor: '9' }].map(
      (b) => plans.calculatePrice(zPriceInput.parse(b)).trace,
    ),
    affordability({ monthlyNetCashFlowFen: 3n, monthlyPaymentFen: 2n }, 1_500_000).trace,
    concentration(
      {
        bases: { netCapital: 1n, tierOneCapital: 1n, smePortfolio: 1n, marketLimit: 1n },
        exposures: Object.fromEntries(Object.keys(CONCENTRATION_LIMITS).map((k) => [k, 1n])),
      },
      p.concentration,
    ).trace,
    modeCapacity({ mode: 'JG', marginCommittedFen: 1n, marginRatioPpm: 1 }).trace,
    modeCapacity({ mode: 'AF', govFundBalanceFen: 1n, govLeverage: 10 }).trace,
    ...[
      ...bodies(zWaterfallInput),
      { ...joint, settlementBalance: '1', jointLiabilityPaid: '1', operatorGuarantee: '1', collateral: '1' },
      { mode: 'GC', unpaidPrincipal: '9', programmeCapLeft: '5', guarantorInDefault: true, guarantorMargin: '1' },
      { mode: 'LI', unpaidPrincipal: '9', sumInsured: '9', claimsBefore: '9', earnedPremium: '1' },
      { mode: 'DF', claim: '9', pool: '1', reserve: '1', enhancer: '1' },
    ].map((b) => calculateWaterfall(zWaterfallInput.parse(b)).trace),
    assistFundCapacity(
      { govFundBalanceFen: 1n, enterpriseFundFen: 1n, outstandingFen: 1n, approvedUndrawnFen: 1n },
      p.af,
    ).trace,
    guarantorCapacity(
      {
        netAssetsFen: 1n,
        guarantorInvestmentsFen: 0n,
        smallBalanceFen: 1n,
        otherBalanceFen: 1n,
        mainlySmallOrAgri: true,
      },
      p.gc,
    ).trace,
    premium(1n, 1, 1).trace,
    marginPool([{ id: 'a', loanFen: 1n }], 1).trace,
    groupStrength({ members: [candidate('a'), candidate('b')], ...group }, p.jg).trace,
    parkLoanCap({ asset: 'PLANT', priceFen: 1n, appraisedValueFen: 1n }, p.pk.assets, 1n).trace,
    debtService(
      { netProfitFen: 1n, depreciationFen: 1n, interestFen: 1n, annualPrincipalFen: 1n, annualInterestFen: 1n },
      1,
    ).trace,
    slotMax(1n, 1n, p.df).trace,
    routePlan(facts, APPROVAL_DEFAULTS.authority).trace,
    ...(routed.kind === 'ROUTE' ? [routed.route.trace] : []),
    paymentMethod(
      {
        product: 'PERSONAL_OPERATING',
        mode: 'JG',
        paymentFen: 1n,
        drawdownFen: 1n,
        loanFen: 1n,
        firstLoan: true,
        newBorrowerOrdinaryCredit: true,
        payeeClear: true,
        onMisuseWatchList: true,
        lenderRequires: true,
        counterpartyKnown: true,
        counterpartyTakesTransfers: true,
        operationPurpose: true,
      },
      DISBURSEMENT_DEFAULTS.payment,
    ).trace,
    monitoringLine({ exposuresFen: [1n], marketRed: true, groupContagion: true }, 1n).trace,
    monitoringGrade(
      {
        openLevel: null,
        dpd: 0,
        customerGrade: 'A1',
        daysSinceFirstLoan: 1,
        monthsWithBank: 1,
        monthsSinceLastSignal: null,
        exposureFen: 1n,
        misuseWatch: false,
        tipOffConfirmed: false,
      },
      MONITORING_DEFAULTS.grade,
    ).trace,
  ]
}

const texts: Record<string, { trace: object }[]> = {
  plans: [plansZh, plansEn],
  guarantees: [guaranteesZh, guaranteesEn],
  approvals: [approvalsZh, approvalsEn],
  disbursement: [disbursementZh, disbursementEn],
  monitoring: [monitoringZh, monitoringEn],
}

test('no figure of a credit decision is shown without its name in either language', () => {
  const seen = new Set<string>()
  const missing = new Set<string>()
  for (const t of traces()) {
    const feature = t.rule.split('.')[0]!
    for (const step of [t.result, ...t.steps, ...t.steps.flatMap((s) => s.inputs)]) {
      seen.add(`${feature}.${step.label}`)
      if (texts[feature]?.some((m) => !(step.label in m.trace)) ?? true) missing.add(`${feature}.${step.label}`)
    }
  }
  expect(seen.size).toBeGreaterThan(180)
  expect([...missing].sort()).toEqual([])
})

test('every code that people choose from or are told has a name in both languages', () => {
  const named: [string[], object[]][] = [
    [ACTS, [approvalsZh.acts, approvalsEn.acts]],
    [APPROVAL_DEFAULTS.authority.levels.map((l) => l.level), [approvalsZh.levels, approvalsEn.levels]],
    [Object.keys(KEY_CLAUSES), [contractsZh.kinds, contractsEn.kinds]],
    [Object.values(KEY_CLAUSES).flat(), [contractsZh.clauses, contractsEn.clauses]],
    [CONDITION_RULES.map((r) => r.code), [disbursementZh.conditions, disbursementEn.conditions]],
    [[...REVIEW_TICKS], [disbursementZh.ticks, disbursementEn.ticks]],
    [Object.keys(DEFAULT_WARNINGS), [monitoringZh.warnings, monitoringEn.warnings]],
    [Object.keys(STOP_TRIGGERS), [monitoringZh.stops, monitoringEn.stops]],
  ]
  for (const [codes, languages] of named) {
    expect(codes.length).toBeGreaterThan(0)
    for (const names of languages) expect(codes.filter((c) => !(c in names))).toEqual([])
  }
})
