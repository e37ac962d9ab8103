/** A version of a card on its way (§3.0-6, §6.3): drafted, looked at by a second person, published or sent back. */
import { defineMachine } from '@/lib/platform/workflow'

/** Those who define cards; publishing takes another person of the same roles. */
export const CARD_ROLES = ['RISK_MGR', 'TENANT_ADMIN'] as const

export const cardDraftMachine = defineMachine({
  name: 'scorecardDraft',
  model: 'scorecardDraft',
  objectType: 'scorecard',
  states: ['DRAFT', 'SUBMITTED', 'RETURNED', 'PUBLISHED', 'WITHDRAWN'],
  initial: 'DRAFT',
  final: ['PUBLISHED', 'WITHDRAWN'],
  transitions: [
    { event: 'submit-card', from: ['DRAFT', 'RETURNED'], to: 'SUBMITTED', roles: CARD_ROLES, guard: 'cardComplete' },
    { event: 'recall-card', from: ['SUBMITTED'], to: 'DRAFT', roles: CARD_ROLES },
    { event: 'return-card', from: ['SUBMITTED'], to: 'RETURNED', roles: CARD_ROLES, guard: 'secondPerson' },
    { event: 'publish-card', from: ['SUBMITTED'], to: 'PUBLISHED', roles: CARD_ROLES, guard: 'secondPerson' },
    { event: 'withdraw-card', from: ['DRAFT', 'SUBMITTED', 'RETURNED'], to: 'WITHDRAWN', roles: CARD_ROLES },
  ],
})
export type CardDraftState = (typeof cardDraftMachine)['states'][number]
