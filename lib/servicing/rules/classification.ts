/**
 * Five-category classification (§8.4): the floor that days past due and the facts about debtor and loan put under it.
 * The system proposes; people recognise and approve. A worse class follows at once, a better one never by itself.
 */
import type { Ppm } from '@/lib/platform/money'
import { count, flag, percent, type Traced, type TraceStep, type TraceValue, words } from '@/lib/platform/trace'

/** From best to worst. */
export const LOAN_CLASSES = ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'] as const
export type LoanClass = (typeof LOAN_CLASSES)[number]

/** Non-performing: the last three classes. */
export function isNonPerforming(c: LoanClass): boolean {
  return LOAN_CLASSES.indexOf(c) >= LOAN_CLASSES.indexOf('SUBSTANDARD')
}

export function worseOf(a: LoanClass, b: LoanClass): LoanClass {
  return LOAN_CLASSES.indexOf(a) >= LOAN_CLASSES.indexOf(b) ? a : b
}

/** 0 NORMAL · 1–90 SPECIAL_MENTION · 91–270 SUBSTANDARD · 271–360 DOUBTFUL · over 360 LOSS. */
export function classByDpd(dpd: number): LoanClass {
  if (dpd > 360) return 'LOSS'
  if (dpd > 270) return 'DOUBTFUL'
  if (dpd > 90) return 'SUBSTANDARD'
  return dpd > 0 ? 'SPECIAL_MENTION' : 'NORMAL'
}

/** What is known of a loan and its debtor on the day; what is not known counts as not so. Shares in ppm. */
export type ClassificationFacts = {
  dpd: number
  /** a natural person's loan that the bank treats as retail: the rules on "same debtor" do not reach it */
  retail?: boolean
  /** overdue by an operational or technical cause, with the reason written down */
  operationalCause?: boolean
  /** that exception was already used for this loan within twelve months */
  operationalCauseUsed?: boolean
  purposeChanged?: boolean
  refinanced?: boolean
  /** a renewal without repayment that meets the conditions of §8.7 */
  qualifiedRenewal?: boolean
  /** the same debtor has a non-performing debt here or elsewhere */
  otherDebtNonPerforming?: boolean
  restructured?: boolean
  /** defaulted inside the observation period after restructuring */
  observationDefault?: boolean
  /** its joint-guarantee group is IMPAIRED (§8.5) */
  groupImpaired?: boolean
  creditImpaired?: boolean
  ratingSharplyDown?: boolean
  /** debts over 90 days overdue ÷ all debts of the debtor, in all banks */
  overdue90SharePpm?: Ppm
  /** non-performing claims ÷ all claims on the debtor in this bank */
  nonPerformingSharePpm?: Ppm
  /** the claim is covered by a guarantee that the rule recognises */
  recognisedGuarantee?: boolean
  debtEvasion?: boolean
  /** expected loss ÷ book value */
  expectedLossPpm?: Ppm
  bankruptcyLiquidation?: boolean
  /** the bank's stricter matrix: unsecured and 31–90 days past due is SUBSTANDARD */
  unsecured?: boolean
  strictUnsecured?: boolean
}

export type Finding = { trigger: Trigger; floor: LoanClass }

export type Trigger =
  | 'dpd'
  | 'operationalCause'
  | 'purposeChanged'
  | 'refinanced'
  | 'otherDebtNonPerforming'
  | 'restructured'
  | 'observationDefault'
  | 'groupImpaired'
  | 'creditImpaired'
  | 'ratingSharplyDown'
  | 'overdue90Share'
  | 'nonPerformingShare'
  | 'debtEvasion'
  | 'expectedLoss'
  | 'bankruptcyLiquidation'
  | 'unsecured'

export type Classification = {
  /** the class to propose: the floor, or the present class where that is worse */
  class: LoanClass
  floor: LoanClass
  findings: Finding[]
  nonPerforming: boolean
  /** the floor is better than the present class: people may upgrade, the system does not */
  upgradeOpen: boolean
}

/** Every rule that puts a floor, worst last; the class is the worst of them and of the present class. */
export function classify(facts: ClassificationFacts, present?: LoanClass): Traced<Classification> {
  const findings = findingsOf(facts)
  const floor = findings.reduce<LoanClass>((worst, f) => worseOf(worst, f.floor), 'NORMAL')
  const proposed = present ? worseOf(floor, present) : floor
  const value: Classification = {
    class: proposed,
    floor,
    findings,
    nonPerforming: isNonPerforming(proposed),
    upgradeOpen: proposed !== floor,
  }
  const steps: TraceStep[] = findings.map((f) => ({
    ...words('floor', f.floor),
    rule: '§8.4',
    inputs: [words('trigger', f.trigger), ...evidence(f.trigger, facts)],
    binding: f.floor === floor,
  }))
  if (present) {
    steps.push({
      ...words('class', proposed),
      rule: '§8.4',
      formula: 'class = worse of floor and presentClass',
      inputs: [words('floor', floor), words('presentClass', present)],
      binding: value.upgradeOpen,
    })
  }
  const result = words('class', proposed)
  return { value, trace: { rule: 'servicing.classification', version: 1, result, steps } }
}

const TWENTY_PERCENT: Ppm = 200_000
const TEN_PERCENT: Ppm = 100_000
const HALF: Ppm = 500_000
const NINETY_PERCENT: Ppm = 900_000

function findingsOf(f: ClassificationFacts): Finding[] {
  const excused = f.operationalCause === true && !f.operationalCauseUsed && f.dpd >= 1 && f.dpd <= 7
  const corporate = !f.retail
  const rules: [boolean | undefined, Trigger, LoanClass][] = [
    [!excused, 'dpd', classByDpd(f.dpd)],
    [excused, 'operationalCause', 'NORMAL'],
    [f.purposeChanged, 'purposeChanged', 'SPECIAL_MENTION'],
    [f.refinanced && !f.qualifiedRenewal, 'refinanced', 'SPECIAL_MENTION'],
    [corporate && f.otherDebtNonPerforming, 'otherDebtNonPerforming', 'SPECIAL_MENTION'],
    [f.restructured, 'restructured', 'SPECIAL_MENTION'],
    [f.groupImpaired, 'groupImpaired', 'SPECIAL_MENTION'],
    [f.observationDefault, 'observationDefault', 'SUBSTANDARD'],
    [f.creditImpaired, 'creditImpaired', 'SUBSTANDARD'],
    [f.ratingSharplyDown, 'ratingSharplyDown', 'SUBSTANDARD'],
    [over(f.overdue90SharePpm, TWENTY_PERCENT), 'overdue90Share', 'SUBSTANDARD'],
    [
      corporate && !f.recognisedGuarantee && over(f.nonPerformingSharePpm, TEN_PERCENT),
      'nonPerformingShare',
      'SUBSTANDARD',
    ],
    [f.strictUnsecured && f.unsecured && f.dpd > 30, 'unsecured', 'SUBSTANDARD'],
    [f.debtEvasion, 'debtEvasion', 'DOUBTFUL'],
    [over(f.expectedLossPpm, HALF), 'expectedLoss', over(f.expectedLossPpm, NINETY_PERCENT) ? 'LOSS' : 'DOUBTFUL'],
    [f.bankruptcyLiquidation, 'bankruptcyLiquidation', 'LOSS'],
  ]
  return rules.filter(([applies]) => applies).map(([, trigger, floor]) => ({ trigger, floor }))
}

function over(share: Ppm | undefined, line: Ppm): boolean {
  return share !== undefined && share > line
}

/** The figure behind a trigger; the others are facts that somebody recorded. */
function evidence(trigger: Trigger, f: ClassificationFacts): TraceValue[] {
  if (trigger === 'dpd' || trigger === 'operationalCause' || trigger === 'unsecured') return [count('dpd', f.dpd)]
  if (trigger === 'overdue90Share') return [percent('overdue90Share', f.overdue90SharePpm ?? 0)]
  if (trigger === 'nonPerformingShare') return [percent('nonPerformingShare', f.nonPerformingSharePpm ?? 0)]
  if (trigger === 'expectedLoss') return [percent('expectedLoss', f.expectedLossPpm ?? 0)]
  return [flag('recorded', true)]
}

/** What an upgrade out of NPL needs, all of it (§8.4). */
export type UpgradeFacts = {
  overdueAndCostsPaid: boolean
  /** consecutive repayment periods, and months, paid in time since then */
  normalPeriods: number
  normalMonths: number
  ableToContinue: boolean
  otherImpairedAssets: boolean
}

/** Paid up, then two repayment periods and six months (whichever is longer) in order, able to go on, nothing impaired left. */
export function mayUpgradeFromNonPerforming(f: UpgradeFacts): boolean {
  const inOrder = f.normalPeriods >= 2 && f.normalMonths >= 6
  return f.overdueAndCostsPaid && inOrder && f.ableToContinue && !f.otherImpairedAssets
}
