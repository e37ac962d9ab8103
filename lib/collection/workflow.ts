/** A case at court: prepared, filed, accepted, judged, enforced, closed. */
import { defineMachine } from '@/lib/platform/workflow'

const WHO = ['COLLECTOR', 'LEGAL', 'RISK_MGR'] as const

export const legalCaseMachine = defineMachine({
  name: 'legal-case',
  model: 'legalCase',
  objectType: 'legal-case',
  states: ['PREPARING', 'FILED', 'ACCEPTED', 'JUDGED', 'ENFORCING', 'CLOSED', 'WITHDRAWN'],
  initial: 'PREPARING',
  final: ['CLOSED', 'WITHDRAWN'],
  transitions: [
    { event: 'file', from: ['PREPARING'], to: 'FILED', roles: WHO },
    { event: 'accept', from: ['FILED'], to: 'ACCEPTED', roles: WHO },
    { event: 'judge', from: ['ACCEPTED'], to: 'JUDGED', roles: WHO },
    { event: 'enforce', from: ['JUDGED'], to: 'ENFORCING', roles: WHO },
    { event: 'close', from: ['JUDGED', 'ENFORCING'], to: 'CLOSED', roles: WHO },
    { event: 'withdraw', from: ['PREPARING', 'FILED', 'ACCEPTED'], to: 'WITHDRAWN', roles: ['LEGAL', 'RISK_MGR'] },
  ],
})
