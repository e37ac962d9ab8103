/** A drawdown from request to money (§7.3, §7.4): reviewed with five ticks, approved by another, paid once. */
import { defineMachine } from '@/lib/platform/workflow'

export const drawdownMachine = defineMachine({
  name: 'drawdown',
  model: 'drawdown',
  objectType: 'drawdown',
  states: ['DRAFT', 'IN_REVIEW', 'REVIEWED', 'RETURNED', 'REFUSED', 'DISBURSE_PENDING', 'DISBURSED', 'CANCELLED'],
  initial: 'DRAFT',
  final: ['REFUSED', 'DISBURSED', 'CANCELLED'],
  transitions: [
    {
      event: 'submit',
      from: ['DRAFT', 'RETURNED'],
      to: 'IN_REVIEW',
      roles: ['RM'],
      guard: 'ordersAddUp',
      sla: { kind: 'DRAW_REVIEW', green: 1, normal: 2, ownerRole: 'DISB_REVIEWER' },
    },
    {
      event: 'review',
      from: ['IN_REVIEW'],
      to: ['REVIEWED', 'RETURNED', 'REFUSED'],
      roles: ['DISB_REVIEWER'],
      guard: 'fiveTicks',
      sla: { kind: 'DRAW_APPROVE', green: 1, normal: 1, ownerRole: 'DISB_APPROVER' },
    },
    { event: 'approve', from: ['REVIEWED'], to: 'DISBURSE_PENDING', roles: ['DISB_APPROVER'], guard: 'headroom' },
    { event: 'send-back', from: ['REVIEWED'], to: 'RETURNED', roles: ['DISB_APPROVER'] },
    { event: 'disburse', from: ['DISBURSE_PENDING'], to: 'DISBURSED', roles: ['SYSTEM', 'DISB_APPROVER'] },
    // the core refused it, or it was found not to have moved any money
    { event: 'not-paid', from: ['DISBURSE_PENDING'], to: 'RETURNED', roles: ['SYSTEM', 'OPS_CHECKER'] },
    { event: 'cancel', from: ['DRAFT', 'RETURNED', 'IN_REVIEW', 'REVIEWED'], to: 'CANCELLED', roles: ['RM', 'SYSTEM'] },
  ],
})
export type DrawdownState = (typeof drawdownMachine)['states'][number]
