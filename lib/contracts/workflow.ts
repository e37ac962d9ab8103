/** A contract's life: merged and hashed, signed by everyone after every key clause was explained, or void (§7.1). */
import { defineMachine } from '@/lib/platform/workflow'

export const contractMachine = defineMachine({
  name: 'contract',
  model: 'contract',
  objectType: 'contract',
  states: ['DRAFT', 'ISSUED', 'SIGNED', 'VOID'],
  initial: 'DRAFT',
  final: ['SIGNED', 'VOID'],
  transitions: [
    { event: 'issue', from: ['DRAFT'], to: 'ISSUED', roles: ['SYSTEM', 'RM'], guard: 'fullyMerged' },
    { event: 'complete', from: ['ISSUED'], to: 'SIGNED', roles: ['CONTRACT_OFFICER'], guard: 'clausesConfirmed' },
    { event: 'void', from: ['DRAFT', 'ISSUED'], to: 'VOID', roles: ['RM', 'SYSTEM'] },
  ],
})
export type ContractState = (typeof contractMachine)['states'][number]
