/** Changes of a loan under way that take two people: who asks, who decides, and from which states (§6.3, §10.4, LEG-7). */
import type { Role } from '@/lib/platform/actor'

export const CHANGE_KINDS = [
  'REVERSAL',
  'WAIVER',
  'REFUND',
  'COST',
  'MISUSE',
  'RATE',
  'EXTENSION',
  'RESTRUCTURE',
  'ACCELERATE',
  'WRITE_OFF',
  'RENEWAL',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

type Rule = {
  makers: readonly Role[]
  checkers: readonly Role[]
  /** loan states in which it may be asked for and decided */
  states: readonly string[]
  /** makes the debt heavier or moves its end: every guarantor consents first (LEG-7) */
  consents: boolean
}

const LIVE = [
  'CURRENT',
  'OVERDUE',
  'CLAIMING',
  'COMPENSATED_PARTIAL',
  'COMPENSATED',
  'RECOURSE',
  'ACCELERATED',
] as const
const GOING = ['CURRENT', 'OVERDUE'] as const

export const CHANGE_RULES: Record<ChangeKind, Rule> = {
  REVERSAL: {
    makers: ['OPS_MAKER'],
    checkers: ['OPS_CHECKER'],
    states: [...LIVE, 'SETTLED', 'WRITTEN_OFF'],
    consents: false,
  },
  WAIVER: { makers: ['RM', 'COLLECTOR'], checkers: ['RISK_MGR', 'CR_HEAD'], states: LIVE, consents: false },
  REFUND: {
    makers: ['OPS_MAKER'],
    checkers: ['OPS_CHECKER'],
    states: [...LIVE, 'SETTLED', 'RENEWED', 'WRITTEN_OFF'],
    consents: false,
  },
  COST: {
    makers: ['LEGAL', 'COLLECTOR', 'OPS_MAKER'],
    checkers: ['OPS_CHECKER'],
    states: [...LIVE, 'WRITTEN_OFF'],
    consents: false,
  },
  MISUSE: { makers: ['RM', 'POST_MKT'], checkers: ['RISK_MGR'], states: LIVE, consents: false },
  RATE: { makers: ['RM'], checkers: ['CR_APPROVER', 'CR_HEAD'], states: GOING, consents: true },
  EXTENSION: { makers: ['RM'], checkers: ['CR_APPROVER', 'CR_HEAD'], states: ['CURRENT'], consents: true },
  RESTRUCTURE: {
    makers: ['RM', 'COLLECTOR'],
    checkers: ['CR_HEAD'],
    states: [...GOING, 'ACCELERATED'],
    consents: true,
  },
  ACCELERATE: { makers: ['RM', 'RISK_MGR'], checkers: ['LEGAL'], states: GOING, consents: false },
  WRITE_OFF: {
    makers: ['RISK_MGR', 'COLLECTOR'],
    checkers: ['SB_HEAD', 'CR_HEAD'],
    states: ['OVERDUE', 'RECOURSE', 'COMPENSATED', 'COMPENSATED_PARTIAL', 'ACCELERATED'],
    consents: false,
  },
  RENEWAL: { makers: ['RM'], checkers: ['CR_APPROVER', 'CR_HEAD'], states: ['CURRENT'], consents: true },
}

const all = (pick: (r: Rule) => readonly Role[]): Role[] => [...new Set(Object.values(CHANGE_RULES).flatMap(pick))]
export const CHANGE_MAKERS = all((r) => r.makers)
export const CHANGE_CHECKERS = all((r) => r.checkers)
