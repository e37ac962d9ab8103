/** The life of a daily log, a weekly review or a monthly summary: written, handed in, answered or sent back. */
import { defineMachine } from '@/lib/platform/workflow'
import { SUPERIORS, WRITERS } from '../team/people'

export const workReportMachine = defineMachine({
  name: 'work-report',
  model: 'workReport',
  objectType: 'work-report',
  states: ['DRAFT', 'SUBMITTED', 'REVIEWED'],
  initial: 'DRAFT',
  final: ['REVIEWED'],
  transitions: [
    { event: 'submit', from: ['DRAFT'], to: 'SUBMITTED', roles: WRITERS, guard: 'own' },
    { event: 'review', from: ['SUBMITTED'], to: 'REVIEWED', roles: SUPERIORS, guard: 'superior' },
    { event: 'send-back', from: ['SUBMITTED'], to: 'DRAFT', roles: SUPERIORS, guard: 'superior' },
  ],
})
