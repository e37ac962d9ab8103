/** Lives of a lost customer and of a request (§9 rows 16 and 18). */
import { BANK_ROLES } from '@/lib/platform/actor'
import { defineMachine } from '@/lib/platform/workflow'

export const STAFF = BANK_ROLES.filter((r) => r !== 'AUDITOR' && r !== 'TENANT_ADMIN')

export const lostCustomerMachine = defineMachine({
  name: 'lost-customer',
  model: 'lostCustomer',
  objectType: 'lost-customer',
  states: ['RECOVERING', 'EXIT_ASKED', 'RECOVERED', 'LOST', 'QUALITY_EXIT'],
  initial: 'RECOVERING',
  final: ['RECOVERED', 'LOST', 'QUALITY_EXIT'],
  transitions: [
    { event: 'recover', from: ['RECOVERING'], to: 'RECOVERED', roles: ['RM', 'SYSTEM'], guard: 'drawsAgain' },
    { event: 'give-up', from: ['RECOVERING'], to: 'LOST', roles: ['RM', 'SYSTEM'] },
    { event: 'ask-exit', from: ['RECOVERING'], to: 'EXIT_ASKED', roles: ['RM'] },
    { event: 'confirm-exit', from: ['EXIT_ASKED'], to: ['QUALITY_EXIT', 'RECOVERING'], roles: ['POST_MKT', 'RISK_MGR'], guard: 'secondPerson' }, // biome-ignore format: one line
  ],
})

export const contactRequestMachine = defineMachine({
  name: 'contact-request',
  model: 'contactRequest',
  objectType: 'contact-request',
  states: ['OPEN', 'CLOSED'],
  initial: 'OPEN',
  final: ['CLOSED'],
  transitions: [{ event: 'close', from: ['OPEN'], to: 'CLOSED', roles: STAFF, guard: 'owner' }],
})
