/** The life of a referral (§9 row 10): written, proposed, decided by another person, handed in, answered, ended. */
import type { Role } from '@/lib/platform/actor'
import { defineMachine } from '@/lib/platform/workflow'

export const REFERRERS = ['RM', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'RISK_MGR', 'LEGAL'] as const satisfies readonly Role[] // biome-ignore format: one line
export const DECIDERS = ['LEGAL', 'RISK_MGR'] as const satisfies readonly Role[]

export const referralMachine = defineMachine({
  name: 'external-referral',
  model: 'externalReferral',
  objectType: 'external-referral',
  states: ['DRAFT', 'PROPOSED', 'APPROVED', 'SENT', 'ACCEPTED', 'REFUSED', 'CLOSED', 'DROPPED'],
  initial: 'DRAFT',
  final: ['CLOSED', 'DROPPED'],
  transitions: [
    { event: 'propose', from: ['DRAFT'], to: 'PROPOSED', roles: REFERRERS, guard: 'documentsAtHand' },
    { event: 'decide', from: ['PROPOSED'], to: ['APPROVED', 'DRAFT', 'DROPPED'], roles: DECIDERS, guard: 'secondPerson' }, // biome-ignore format: one line
    { event: 'send', from: ['APPROVED'], to: 'SENT', roles: REFERRERS },
    { event: 'answer', from: ['SENT'], to: ['ACCEPTED', 'REFUSED'], roles: REFERRERS },
    { event: 'close', from: ['ACCEPTED', 'REFUSED'], to: 'CLOSED', roles: REFERRERS },
    { event: 'drop', from: ['DRAFT'], to: 'DROPPED', roles: REFERRERS },
  ],
})
