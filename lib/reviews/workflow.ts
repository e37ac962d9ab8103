/** The life of a yearly review (§8.7). */
import { defineMachine } from '@/lib/platform/workflow'

export const reviewMachine = defineMachine({
  name: 'review',
  model: 'annualReview',
  objectType: 'review',
  states: ['LISTED', 'SURVEYED', 'CONCLUDED', 'APPROVED', 'RENEWED', 'NOT_RENEWED', 'LAPSED'],
  initial: 'LISTED',
  final: ['RENEWED', 'NOT_RENEWED', 'LAPSED'],
  transitions: [
    { event: 'survey', from: ['LISTED', 'SURVEYED'], to: 'SURVEYED', roles: ['RM'], guard: 'evidence' },
    { event: 'conclude', from: ['SURVEYED'], to: 'CONCLUDED', roles: ['RISK_MGR'], guard: 'secondPerson' },
    { event: 'return', from: ['SURVEYED', 'CONCLUDED'], to: 'LISTED', roles: ['RISK_MGR', 'SB_HEAD'] },
    {
      event: 'approve',
      from: ['CONCLUDED'],
      to: ['APPROVED', 'NOT_RENEWED'],
      roles: ['SB_HEAD'],
      guard: 'thirdPerson',
    },
    { event: 'sign', from: ['APPROVED'], to: 'RENEWED', roles: ['CONTRACT_OFFICER'], guard: 'beforeMaturity' },
    { event: 'lapse', from: ['LISTED', 'SURVEYED', 'CONCLUDED', 'APPROVED'], to: 'LAPSED', roles: ['SYSTEM'] },
  ],
})
