/** How far the bank has come with a prospect (§9 row 11); who applies and is paid is seen by the bank's own books. */
import { defineMachine } from '@/lib/platform/workflow'
import { PROSPECT_STATES } from '../rules/prospects'

export const prospectMachine = defineMachine({
  name: 'prospect',
  model: 'prospect',
  objectType: 'prospect',
  states: PROSPECT_STATES,
  initial: 'LEAD',
  final: ['FUNDED'],
  transitions: [
    { event: 'contact', from: ['LEAD'], to: 'CONTACTED', roles: ['RM'] },
    { event: 'find-need', from: ['LEAD', 'CONTACTED'], to: 'NEED_FOUND', roles: ['RM'], guard: 'needTold' },
    { event: 'recommend', from: ['NEED_FOUND'], to: 'RECOMMENDED', roles: ['RM'] },
    { event: 'apply', from: ['LEAD', 'CONTACTED', 'NEED_FOUND', 'RECOMMENDED', 'LOST'], to: 'APPLIED', roles: ['SYSTEM'], guard: 'onAList' }, // biome-ignore format: one line
    { event: 'fund', from: ['APPLIED'], to: 'FUNDED', roles: ['SYSTEM'], guard: 'paidOut' },
    { event: 'lose', from: ['LEAD', 'CONTACTED', 'NEED_FOUND', 'RECOMMENDED', 'APPLIED'], to: 'LOST', roles: ['RM'], guard: 'reasonTold' }, // biome-ignore format: one line
    { event: 'revive', from: ['LOST'], to: 'CONTACTED', roles: ['RM'] },
  ],
})
