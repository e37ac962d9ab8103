/** What a bank may configure about its managers' pay (§9 row 15, §12). */
import { type Fen, type Ppm, yuan } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import type { PayTerms } from './rules/pay'

export type ManagerParameters = {
  /** §9 row 9: who scores or signs has passed an exam within so many months; off as it comes */
  training: { examRequired: boolean; validMonths: number; passScore: number }
  /** §9 row 8: a market's pair works together for so long at most */
  pair: { rotationMonths: number }
  pay: PayTerms & {
    /** share of what was paid out, by kind of business: a client’s first loan is harder than the next */
    firstLoanPpm: Ppm
    nextLoanPpm: Ppm
    deferredMonths: number
  }
}

const pct = (n: number): Ppm => Math.round(n * 10_000)
const money = (text: string): Fen => yuan(text)

export const MANAGER_DEFAULTS: ManagerParameters = {
  training: { examRequired: false, validMonths: 12, passScore: 60 },
  pair: { rotationMonths: 24 },
  pay: {
    baseFen: money('6000'),
    floorFen: money('6000'),
    newClientUnitFen: money('150'),
    lostDeductionFen: money('500'),
    quality: [
      { upToPpm: pct(1), coefficientPpm: pct(100) },
      { upToPpm: pct(2), coefficientPpm: pct(95) },
      { upToPpm: pct(3), coefficientPpm: pct(80) },
    ],
    otherwisePpm: pct(60),
    deferredPpm: pct(40),
    firstLoanPpm: pct(0.08),
    nextLoanPpm: pct(0.08),
    deferredMonths: 12,
  },
}

export const MANAGER_RANGES: ParameterRanges = {
  'training.validMonths': { min: '1', max: '24' },
  'training.passScore': { min: '50', max: '100' },
  'pair.rotationMonths': { min: '6', max: '36' },
  'pay.deferredPpm': { min: '0', max: '60' },
  'pay.deferredMonths': { min: '6', max: '36' },
  'pay.firstLoanPpm': { min: '0', max: '2' },
  'pay.nextLoanPpm': { min: '0', max: '2' },
}
