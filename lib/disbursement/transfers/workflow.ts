/** The life of one instruction to the core: sent at most once; what is not known is asked, never sent again. */
import { defineMachine } from '@/lib/platform/workflow'

export const transferMachine = defineMachine({
  name: 'transfer',
  model: 'transferMessage',
  objectType: 'transfer',
  states: ['PREPARED', 'SENDING', 'SENT', 'UNKNOWN', 'ACCEPTED', 'REJECTED'],
  initial: 'PREPARED',
  final: ['ACCEPTED', 'REJECTED'],
  transitions: [
    { event: 'send', from: ['PREPARED'], to: 'SENDING', roles: ['SYSTEM'] },
    // what was approved no longer holds at the moment of payment
    { event: 'hold', from: ['PREPARED'], to: 'REJECTED', roles: ['SYSTEM'], guard: 'conditionsHold' },
    { event: 'handed-over', from: ['SENDING', 'UNKNOWN'], to: 'SENT', roles: ['SYSTEM'] },
    // the core does not know it: people find out, and nothing is sent meanwhile
    {
      event: 'not-found',
      from: ['SENDING', 'SENT'],
      to: 'UNKNOWN',
      roles: ['SYSTEM'],
      sla: { kind: 'TRANSFER_UNKNOWN', green: 1, normal: 1, ownerRole: 'OPS_MAKER' },
    },
    {
      event: 'accept',
      from: ['PREPARED', 'SENDING', 'SENT', 'UNKNOWN'],
      to: 'ACCEPTED',
      roles: ['SYSTEM', 'OPS_CHECKER'],
    },
    {
      event: 'reject',
      from: ['PREPARED', 'SENDING', 'SENT', 'UNKNOWN'],
      to: 'REJECTED',
      roles: ['SYSTEM', 'OPS_CHECKER'],
    },
  ],
})
export type TransferState = (typeof transferMachine)['states'][number]
