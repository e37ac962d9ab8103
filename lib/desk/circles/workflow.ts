/** The life of a self-discipline group. */
import { defineMachine } from '@/lib/platform/workflow'

export const circleMachine = defineMachine({
  name: 'circle',
  model: 'circle',
  objectType: 'circle',
  states: ['ACTIVE', 'DISSOLVED'],
  initial: 'ACTIVE',
  final: ['DISSOLVED'],
  transitions: [{ event: 'dissolve', from: ['ACTIVE'], to: 'DISSOLVED', roles: ['POST_MKT'] }],
})
