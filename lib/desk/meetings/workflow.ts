/** The life of a joint meeting: called, held with its minutes, closed when every resolution is done. */
import { defineMachine } from '@/lib/platform/workflow'

export const HOLDERS = ['RM', 'POST_MKT', 'RISK_MGR'] as const

export const jointMeetingMachine = defineMachine({
  name: 'joint-meeting',
  model: 'jointMeeting',
  objectType: 'joint-meeting',
  states: ['CALLED', 'HELD', 'CLOSED', 'CANCELLED'],
  initial: 'CALLED',
  final: ['CLOSED', 'CANCELLED'],
  transitions: [
    { event: 'hold', from: ['CALLED'], to: 'HELD', roles: HOLDERS, guard: 'quorum' },
    { event: 'close', from: ['HELD'], to: 'CLOSED', roles: [...HOLDERS, 'EVALUATOR', 'POST_PARTNER', 'COLLECTOR', 'SB_HEAD', 'SYSTEM'], guard: 'allDone' }, // biome-ignore format: one line
    { event: 'cancel', from: ['CALLED'], to: 'CANCELLED', roles: ['POST_MKT', 'RISK_MGR'] },
  ],
})
