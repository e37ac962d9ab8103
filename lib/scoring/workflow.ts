/** A version of a card on its way (§3.0-6, §6.3): drafted, looked at by a second person, published or sent back. */
import { defineMachine } from '@/lib/platform/workflow'
import { OVERRIDE_ROLES } from './rules/override'

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

/** A grade changed by hand (§3.0-7): more credit takes a second head. */
export const overrideMachine = defineMachine({
  name: 'scoreOverride',
  model: 'scoreOverride',
  objectType: 'override',
  states: ['PENDING', 'APPLIED', 'REFUSED', 'WITHDRAWN'],
  initial: 'PENDING',
  final: ['APPLIED', 'REFUSED', 'WITHDRAWN'],
  transitions: [
    { event: 'apply-override', from: ['PENDING'], to: 'APPLIED', roles: OVERRIDE_ROLES, guard: 'secondPerson' },
    { event: 'refuse-override', from: ['PENDING'], to: 'REFUSED', roles: OVERRIDE_ROLES, guard: 'secondPerson' },
    { event: 'withdraw-override', from: ['PENDING'], to: 'WITHDRAWN', roles: OVERRIDE_ROLES },
  ],
})
