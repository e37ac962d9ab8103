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
