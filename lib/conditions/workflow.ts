/**
 * A condition of an approval (§10.5): OPEN → SUBMITTED → VERIFIED | REJECTED, or WAIVED one level up. The conditions of
 * one merchant go with its approval: LAPSED, neither met nor let go.
 */
import { defineMachine } from '@/lib/platform/workflow'

export const conditionMachine = defineMachine({
  name: 'condition',
  model: 'condition',
  objectType: 'condition',
  states: ['OPEN', 'SUBMITTED', 'VERIFIED', 'REJECTED', 'WAIVED', 'LAPSED'],
  initial: 'OPEN',
  final: ['VERIFIED', 'WAIVED', 'LAPSED'],
  transitions: [
    {
      event: 'submit',
      from: ['OPEN', 'REJECTED'],
      to: 'SUBMITTED',
      roles: ['RM', 'CONTRACT_OFFICER', 'EVALUATOR', 'OPS_MAKER', 'POST_MKT', 'SB_REVIEWER', 'LEGAL'],
      sla: { kind: 'CONDITION_VERIFY', green: 1, normal: 2 },
    },
    {
      event: 'verify',
      from: ['SUBMITTED'],
      to: 'VERIFIED',
      roles: ['DISB_REVIEWER', 'POST_MKT', 'RISK_MGR'],
      guard: 'anotherPerson',
    },
    { event: 'reject', from: ['SUBMITTED'], to: 'REJECTED', roles: ['DISB_REVIEWER', 'POST_MKT', 'RISK_MGR'] },
    {
      event: 'waive',
      from: ['OPEN', 'SUBMITTED', 'REJECTED'],
      to: 'WAIVED',
      roles: ['CR_APPROVER', 'CR_HEAD', 'SB_HEAD', 'RISK_MGR'],
      guard: 'oneLevelUp',
    },
    // the merchant left the plan, or its approval ran out
    { event: 'lapse', from: ['OPEN', 'SUBMITTED', 'REJECTED'], to: 'LAPSED', roles: ['SYSTEM'] },
  ],
})

/** Nothing is waited for any more. */
export const CONDITION_SETTLED: readonly string[] = conditionMachine.final
