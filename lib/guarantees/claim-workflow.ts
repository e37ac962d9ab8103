/** A claim on the group's margin (§8.6, §2.2 default procedure, day 30): RM, risk manager, two of operations. */
import { defineMachine } from '@/lib/platform/workflow'

export const claimMachine = defineMachine({
  name: 'claim',
  model: 'claim',
  objectType: 'claim',
  states: [
    'SUBMITTED',
    'UNDER_REVIEW',
    'BANK_CONFIRMED',
    'NOTICE_SENT',
    'ACCEPTED',
    'DISPUTED',
    'PAID',
    'SHORTFALL',
    'CLOSED',
  ],
  initial: 'SUBMITTED',
  final: ['CLOSED'],
  transitions: [
    {
      event: 'review',
      from: ['SUBMITTED'],
      to: ['UNDER_REVIEW', 'CLOSED'],
      roles: ['RISK_MGR'],
      guard: 'separationOfDuties',
    },
    { event: 'make', from: ['UNDER_REVIEW'], to: 'UNDER_REVIEW', roles: ['OPS_MAKER'] },
    { event: 'confirm', from: ['UNDER_REVIEW'], to: 'BANK_CONFIRMED', roles: ['OPS_CHECKER'], guard: 'twoPersons' },
    { event: 'pay', from: ['BANK_CONFIRMED'], to: ['PAID', 'SHORTFALL'], roles: ['SYSTEM', 'OPS_CHECKER'] },
    { event: 'demand', from: ['SHORTFALL'], to: 'NOTICE_SENT', roles: ['COLLECTOR'] },
    { event: 'accepted', from: ['NOTICE_SENT'], to: 'ACCEPTED', roles: ['COLLECTOR'] },
    { event: 'disputed', from: ['NOTICE_SENT'], to: 'DISPUTED', roles: ['COLLECTOR', 'LEGAL'] },
    { event: 'close', from: ['PAID', 'SHORTFALL', 'ACCEPTED', 'DISPUTED'], to: 'CLOSED', roles: ['RISK_MGR'] },
  ],
})
