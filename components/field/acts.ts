/** Acts that can be done where there is no line: each is kept on the phone and sent when the line is back. */
import { recordCallAction, recordPromiseAction } from '@/lib/collection/actions'
import { checkIdentityAction, explainClausesAction, signContractAction } from '@/lib/contracts/actions'
import { checkInAction } from '@/lib/desk/visits/actions'
import { completeVisitAction } from '@/lib/monitoring/actions'

export const FIELD_ACTS = {
  'visit.checkIn': checkInAction,
  'visit.complete': completeVisitAction,
  'collection.call': recordCallAction,
  'collection.promise': recordPromiseAction,
  'signing.identify': checkIdentityAction,
  'signing.explain': explainClausesAction,
  'signing.sign': signContractAction,
} as const
export type FieldAct = keyof typeof FIELD_ACTS
