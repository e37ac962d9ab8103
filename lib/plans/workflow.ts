/** The credit plan (§10.5): written, reviewed, countersigned, in force, and how it ends. */
import { defineMachine } from '@/lib/platform/workflow'

export const planMachine = defineMachine({
  name: 'plan',
  model: 'creditPlan',
  objectType: 'plan',
  states: ['DRAFT', 'IN_REVIEW', 'COUNTERSIGNING', 'EFFECTIVE', 'REJECTED', 'SUPERSEDED', 'EXPIRED', 'REVOKED'],
  initial: 'DRAFT',
  final: ['SUPERSEDED', 'EXPIRED', 'REVOKED'],
  transitions: [
    { event: 'submit-plan', from: ['DRAFT'], to: 'IN_REVIEW', roles: ['EVALUATOR', 'RM'], guard: 'planComplete' },
    {
      event: 'opinion',
      from: ['IN_REVIEW'],
      to: ['COUNTERSIGNING', 'DRAFT', 'REJECTED'],
      roles: ['SB_REVIEWER', 'SB_HEAD'],
      guard: 'separationOfDuties',
    },
    {
      event: 'countersign',
      from: ['COUNTERSIGNING'],
      to: ['EFFECTIVE', 'DRAFT', 'REJECTED'],
      roles: ['SYSTEM'],
      guard: 'allSeatsAnswered',
    },
    {
      event: 'reconsider',
      from: ['REJECTED'],
      to: 'COUNTERSIGNING',
      roles: ['EVALUATOR', 'RM'],
      guard: 'reconsiderationOnce',
    },
    { event: 'withdraw', from: ['DRAFT', 'IN_REVIEW', 'COUNTERSIGNING'], to: 'REVOKED', roles: ['RM', 'SYSTEM'] },
    { event: 'supersede', from: ['EFFECTIVE'], to: 'SUPERSEDED', roles: ['SYSTEM'] },
    { event: 'expire', from: ['EFFECTIVE'], to: 'EXPIRED', roles: ['SYSTEM'] },
    { event: 'cancel', from: ['EFFECTIVE'], to: 'REVOKED', roles: ['RISK_MGR', 'CR_HEAD'] },
  ],
})
export type PlanState = (typeof planMachine)['states'][number]
