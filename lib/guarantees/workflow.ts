/** The joint-guarantee group (§10.5): formed, locked while its plan is decided, signed, at work, and its troubles. */
import { defineMachine } from '@/lib/platform/workflow'

export const jointGroupMachine = defineMachine({
  name: 'jointGroup',
  model: 'jointGroup',
  objectType: 'group',
  states: ['FORMING', 'LOCKED', 'SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED', 'DISSOLVED'],
  initial: 'FORMING',
  final: ['DISSOLVED'],
  transitions: [
    { event: 'lock', from: ['FORMING'], to: 'LOCKED', roles: ['SYSTEM', 'RM', 'EVALUATOR'], guard: 'groupValid' },
    { event: 'unlock', from: ['LOCKED'], to: 'FORMING', roles: ['SYSTEM'] },
    { event: 'sign', from: ['LOCKED'], to: 'SIGNED', roles: ['SYSTEM', 'CONTRACT_OFFICER'], guard: 'allSigned' },
    { event: 'first-drawdown', from: ['SIGNED'], to: 'ACTIVE', roles: ['SYSTEM'] },
    { event: 'freeze', from: ['SIGNED', 'ACTIVE'], to: 'FROZEN', roles: ['SYSTEM', 'POST_MKT', 'RISK_MGR'] },
    { event: 'lift', from: ['FROZEN'], to: 'ACTIVE', roles: ['SYSTEM', 'RISK_MGR'] },
    { event: 'impair', from: ['ACTIVE', 'FROZEN'], to: 'IMPAIRED', roles: ['SYSTEM'] },
    {
      event: 'dissolve',
      from: ['FORMING', 'LOCKED', 'SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED'],
      to: 'DISSOLVED',
      roles: ['SYSTEM', 'RM', 'EVALUATOR'],
      guard: 'allSettled',
    },
  ],
})
export type JointGroupState = (typeof jointGroupMachine)['states'][number]
