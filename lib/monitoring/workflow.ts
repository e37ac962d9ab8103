/** The life of a warning signal (§8.2) and of a visit (§10.5). */
import { defineMachine } from '@/lib/platform/workflow'

const WATCHERS = ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'COLLECTOR'] as const

export const warningMachine = defineMachine({
  name: 'warning',
  model: 'warningSignal',
  objectType: 'warning',
  states: ['RAISED', 'ASSIGNED', 'VERIFYING', 'CONFIRMED', 'FALSE_ALARM', 'HANDLING', 'CLOSED'],
  initial: 'RAISED',
  final: ['FALSE_ALARM', 'CLOSED'],
  transitions: [
    { event: 'assign', from: ['RAISED', 'ASSIGNED'], to: 'ASSIGNED', roles: ['POST_MKT', 'RISK_MGR', 'SYSTEM'] },
    { event: 'take', from: ['RAISED', 'ASSIGNED'], to: 'VERIFYING', roles: WATCHERS },
    { event: 'verify', from: ['RAISED', 'ASSIGNED', 'VERIFYING'], to: ['CONFIRMED', 'FALSE_ALARM'], roles: WATCHERS },
    { event: 'handle', from: ['CONFIRMED', 'HANDLING'], to: 'HANDLING', roles: WATCHERS },
    {
      event: 'release',
      from: ['CONFIRMED', 'HANDLING'],
      to: 'CLOSED',
      roles: ['POST_MKT', 'POST_PARTNER', 'RISK_MGR'],
      guard: 'secondPerson',
    },
  ],
})

export const visitMachine = defineMachine({
  name: 'visit',
  model: 'visit',
  objectType: 'visit',
  states: ['PLANNED', 'DONE', 'MISSED', 'REPLANNED', 'CANCELLED'],
  initial: 'PLANNED',
  final: ['DONE', 'REPLANNED', 'CANCELLED'],
  transitions: [
    { event: 'complete', from: ['PLANNED', 'MISSED'], to: 'DONE', roles: WATCHERS },
    { event: 'miss', from: ['PLANNED'], to: 'MISSED', roles: ['SYSTEM'] },
    { event: 'replan', from: ['MISSED'], to: 'REPLANNED', roles: ['SYSTEM'] },
    { event: 'cancel', from: ['PLANNED'], to: 'CANCELLED', roles: ['POST_MKT', 'RISK_MGR'] },
  ],
})

/** The operator's monthly return (§8.1): handed in by the operator, checked by the market's named person. */
export const returnMachine = defineMachine({
  name: 'market-return',
  model: 'marketReturn',
  objectType: 'market-return',
  states: ['DUE', 'SUBMITTED', 'RETURNED', 'ACCEPTED'],
  initial: 'DUE',
  final: ['ACCEPTED'],
  transitions: [
    { event: 'submit', from: ['DUE', 'RETURNED'], to: 'SUBMITTED', roles: ['OPERATOR_ADMIN', 'RM'] },
    { event: 'accept', from: ['SUBMITTED'], to: 'ACCEPTED', roles: ['POST_MKT', 'RISK_MGR'] },
    { event: 'return', from: ['SUBMITTED'], to: 'RETURNED', roles: ['POST_MKT', 'RISK_MGR'] },
  ],
})

/** A classification by three people (§8.4): initial judgement, recognition, approval. */
export const classificationMachine = defineMachine({
  name: 'classification',
  model: 'classificationCase',
  objectType: 'classification',
  states: ['PROPOSED', 'INITIAL', 'RECOGNISED', 'APPROVED', 'CANCELLED'],
  initial: 'PROPOSED',
  final: ['APPROVED', 'CANCELLED'],
  transitions: [
    { event: 'judge', from: ['PROPOSED'], to: 'INITIAL', roles: ['RM'], guard: 'notBelowFloor' },
    { event: 'recognise', from: ['INITIAL'], to: 'RECOGNISED', roles: ['RISK_MGR'], guard: 'secondPerson' },
    { event: 'approve', from: ['RECOGNISED'], to: 'APPROVED', roles: ['CR_APPROVER'], guard: 'thirdPerson' },
    { event: 'return', from: ['INITIAL', 'RECOGNISED'], to: 'PROPOSED', roles: ['RISK_MGR', 'CR_APPROVER'] },
    { event: 'cancel', from: ['PROPOSED'], to: 'CANCELLED', roles: ['RISK_MGR', 'SYSTEM'] },
  ],
})
