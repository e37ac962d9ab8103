/** The life of a month's pay: issued, confirmed or objected to, answered, frozen on the eighth (§9 row 14). */
import { defineMachine } from '@/lib/platform/workflow'

export const payStatementMachine = defineMachine({
  name: 'pay-statement',
  model: 'payStatement',
  objectType: 'pay-statement',
  states: ['ISSUED', 'CONFIRMED', 'OBJECTED', 'ANSWERED', 'FROZEN'],
  initial: 'ISSUED',
  final: ['FROZEN'],
  transitions: [
    { event: 'confirm', from: ['ISSUED', 'ANSWERED'], to: 'CONFIRMED', roles: ['RM'], guard: 'own' },
    { event: 'object', from: ['ISSUED'], to: 'OBJECTED', roles: ['RM'], guard: 'own' },
    { event: 'answer', from: ['OBJECTED'], to: 'ANSWERED', roles: ['SB_HEAD'], guard: 'superior' },
    { event: 'freeze', from: ['ISSUED', 'CONFIRMED', 'ANSWERED'], to: 'FROZEN', roles: ['SYSTEM'] },
  ],
})
