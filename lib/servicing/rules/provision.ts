/** Loan-loss provisions (§8.8): balance × coefficient of its class, and the three ratios read with them. */
import { type Fen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { ratio, toFixed } from '@/lib/platform/ratio'
import { cny, percent, type Traced, type TraceStep, type TraceValue, words } from '@/lib/platform/trace'
import { isNonPerforming, LOAN_CLASSES, type LoanClass } from './classification'

export type ProvisionCoefficients = Record<LoanClass, Ppm>

/** Standard risk coefficients 1.5 / 3 / 30 / 60 / 100 % (DEFAULT; a tenant parameter). */
export const STANDARD_COEFFICIENTS: ProvisionCoefficients = {
  NORMAL: 15_000,
  SPECIAL_MENTION: 30_000,
  SUBSTANDARD: 300_000,
  DOUBTFUL: 600_000,
  LOSS: 1_000_000,
}

export type Provision = {
  byClass: Record<LoanClass, { balanceFen: Fen; coefficientPpm: Ppm; provisionFen: Fen }>
  totalFen: Fen
  balanceFen: Fen
  nplBalanceFen: Fen
  /** in percent with two decimals, half up; null when there is nothing to divide by */
  nplRatio: string | null
  /** provisions ÷ non-performing balance */
  coverage: string | null
  /** provisions ÷ all loans */
  loanLossRatio: string | null
}

/** provision = Σ balance × coefficient, each class rounded half up to the fen. */
export function provision(balances: Record<LoanClass, Fen>, coefficients: ProvisionCoefficients): Traced<Provision> {
  const rows = LOAN_CLASSES.map((loanClass) => {
    const balanceFen = balances[loanClass]
    const coefficientPpm = coefficients[loanClass]
    return { loanClass, balanceFen, coefficientPpm, provisionFen: mulRate(balanceFen, coefficientPpm) }
  })
  const totalFen = sumFen(rows.map((r) => r.provisionFen))
  const balanceFen = sumFen(rows.map((r) => r.balanceFen))
  const nplBalanceFen = sumFen(rows.filter((r) => isNonPerforming(r.loanClass)).map((r) => r.balanceFen))
  const value: Provision = {
    byClass: Object.fromEntries(rows.map(({ loanClass, ...r }) => [loanClass, r])) as Provision['byClass'],
    totalFen,
    balanceFen,
    nplBalanceFen,
    nplRatio: share(nplBalanceFen, balanceFen),
    coverage: share(totalFen, nplBalanceFen),
    loanLossRatio: share(totalFen, balanceFen),
  }
  const steps: TraceStep[] = rows.map((r) => ({
    ...cny('classProvision', r.provisionFen),
    rule: '§8.8',
    formula: 'classProvision = balance × coefficient',
    inputs: [words('class', r.loanClass), cny('balance', r.balanceFen), percent('coefficient', r.coefficientPpm)],
  }))
  const [total, npl, all] = [cny('provision', totalFen), cny('nplBalance', nplBalanceFen), cny('allLoans', balanceFen)]
  steps.push(
    ratioStep('nplRatio', value.nplRatio, npl, all),
    ratioStep('coverage', value.coverage, total, npl),
    ratioStep('loanLossRatio', value.loanLossRatio, total, all),
  )
  return { value, trace: { rule: 'servicing.provision', version: 1, result: total, steps } }
}

function share(part: Fen, whole: Fen): string | null {
  return whole > 0n ? toFixed(ratio(part * 100n, whole), 2) : null
}

function ratioStep(label: string, value: string | null, dividend: TraceValue, divisor: TraceValue): TraceStep {
  const formula = `${label} = ${dividend.label} ÷ ${divisor.label}`
  return { label, value: value ?? '–', unit: 'PERCENT', rule: '§8.8', formula, inputs: [dividend, divisor] }
}

export type Stage = 1 | 2 | 3

/** IFRS 9 stage view: NPL is stage 3; DPD 31–90 or an open ORANGE (or RED) signal stage 2; the rest stage 1 (§8.8). */
export function ifrsStage(loan: { loanClass: LoanClass; dpd: number; orangeOrRedOpen: boolean }): Stage {
  if (isNonPerforming(loan.loanClass)) return 3
  return loan.dpd > 30 || loan.orangeOrRedOpen ? 2 : 1
}
