/** The loan note (§10.4). */
import { defineMachine } from '@/lib/platform/workflow'

const ALIVE = [
  'CURRENT',
  'OVERDUE',
  'CLAIMING',
  'COMPENSATED_PARTIAL',
  'COMPENSATED',
  'RECOURSE',
  'ACCELERATED',
] as const

const WRITABLE_OFF = ['OVERDUE', 'RECOURSE', 'COMPENSATED', 'COMPENSATED_PARTIAL', 'ACCELERATED'] as const

export const loanMachine = defineMachine({
  name: 'loan',
  model: 'loan',
  objectType: 'loan',
  states: [
    'DISBURSE_PENDING',
    'CURRENT',
    'OVERDUE',
    'CLAIMING',
    'COMPENSATED_PARTIAL',
    'COMPENSATED',
    'RECOURSE',
    'SETTLED',
    'WRITTEN_OFF',
    'ACCELERATED',
    'RENEWED',
  ],
  initial: 'DISBURSE_PENDING',
  final: ['SETTLED', 'WRITTEN_OFF', 'RENEWED'],
  transitions: [
    { event: 'book', from: ['DISBURSE_PENDING'], to: 'CURRENT', roles: ['SYSTEM'] },
    { event: 'fall-overdue', from: ['CURRENT'], to: 'OVERDUE', roles: ['SYSTEM'] },
    { event: 'cure', from: ['OVERDUE'], to: 'CURRENT', roles: ['SYSTEM', 'OPS_MAKER', 'OPS_CHECKER', 'RM'] },
    { event: 'claim', from: ['OVERDUE', 'ACCELERATED'], to: 'CLAIMING', roles: ['RM', 'SYSTEM'] },
    { event: 'claim-dropped', from: ['CLAIMING'], to: 'OVERDUE', roles: ['RM', 'RISK_MGR', 'SYSTEM'] },
    {
      event: 'compensate',
      from: ['CLAIMING', 'COMPENSATED_PARTIAL'],
      to: ['COMPENSATED_PARTIAL', 'COMPENSATED'],
      roles: ['OPS_CHECKER', 'SYSTEM'],
    },
    { event: 'pursue', from: ['COMPENSATED', 'COMPENSATED_PARTIAL'], to: 'RECOURSE', roles: ['COLLECTOR', 'SYSTEM'] },
    {
      event: 'accelerate',
      from: ['CURRENT', 'OVERDUE'],
      to: 'ACCELERATED',
      roles: ['RM', 'LEGAL', 'RISK_MGR'],
      guard: 'breach',
    },
    {
      event: 'settle',
      from: ALIVE,
      to: 'SETTLED',
      roles: ['SYSTEM', 'OPS_MAKER', 'OPS_CHECKER', 'RM'],
      guard: 'balanceZero',
    },
    // two people reversed a repayment, an acceleration or a write-off: the loan owes again, as before
    { event: 'reopen', from: ['SETTLED', 'ACCELERATED'], to: ['CURRENT', 'OVERDUE'], roles: ['SYSTEM'] },
    { event: 'reopen', from: ['WRITTEN_OFF'], to: WRITABLE_OFF, roles: ['SYSTEM'] },
    {
      event: 'write-off',
      from: WRITABLE_OFF,
      to: 'WRITTEN_OFF',
      roles: ['SB_HEAD', 'CR_HEAD'],
      guard: 'lossClass',
    },
    { event: 'renew', from: ['CURRENT'], to: 'RENEWED', roles: ['SYSTEM'] },
  ],
})
export type LoanNoteState = (typeof loanMachine)['states'][number]
