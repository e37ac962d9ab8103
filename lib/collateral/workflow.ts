/** A charge on an asset: recorded, registered in advance, registered, released when the loan is paid (§2.6, LEG-13). */
import { defineMachine } from '@/lib/platform/workflow'

/** Who looks at what another has brought from the registry. */
export const REGISTRY_CHECKERS = ['CONTRACT_OFFICER', 'LEGAL'] as const

export const chargeMachine = defineMachine({
  name: 'charge',
  model: 'collateralCharge',
  objectType: 'collateralCharge',
  states: ['RECORDED', 'ADVANCE', 'REGISTERED', 'RELEASED', 'WITHDRAWN'],
  initial: 'RECORDED',
  final: ['RELEASED', 'WITHDRAWN'],
  transitions: [
    { event: 'register-advance', from: ['RECORDED'], to: 'ADVANCE', roles: REGISTRY_CHECKERS },
    { event: 'register', from: ['RECORDED', 'ADVANCE'], to: 'REGISTERED', roles: REGISTRY_CHECKERS },
    {
      event: 'release',
      from: ['ADVANCE', 'REGISTERED'],
      to: 'RELEASED',
      roles: REGISTRY_CHECKERS,
      guard: 'loanSettled',
    },
    { event: 'withdraw', from: ['RECORDED'], to: 'WITHDRAWN', roles: ['RM'] },
  ],
})
