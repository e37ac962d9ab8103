import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '../ui/badge'

const BATCH: Record<string, StatusKind> = {
  DRAFT: 'draft',
  SUBMITTED: 'waiting',
  RETURNED: 'returned',
  ACCEPTED: 'active',
  SCORING: 'active',
  PLAN_DRAFTING: 'active',
  IN_REVIEW: 'waiting',
  COUNTERSIGNING: 'waiting',
  APPROVED: 'good',
  APPROVED_WITH_CONDITIONS: 'good',
  REJECTED: 'refused',
  CONTRACTING: 'active',
  DISBURSING: 'active',
  ACTIVE: 'good',
  CLOSED: 'done',
  WITHDRAWN: 'closed',
  SUSPENDED: 'paused',
  EXPIRED: 'closed',
  SUPERSEDED: 'closed',
}
const ITEM: Record<string, StatusKind> = {
  DRAFT: 'draft',
  READY: 'good',
  SUBMITTED: 'waiting',
  RETURNED: 'returned',
  PACKET_OK: 'good',
  SCORING: 'active',
  ADMITTED: 'good',
  NOT_ADMITTED: 'refused',
  NOT_PASSED: 'refused',
  REGROUP_REQUIRED: 'attention',
  IN_APPROVAL: 'waiting',
  APPROVED: 'good',
  APPROVED_REDUCED: 'good',
  REJECTED: 'refused',
  CONTRACTING: 'active',
  SIGNED: 'active',
  CP_PENDING: 'active',
  READY_TO_DRAW: 'waiting',
  ACTIVE: 'good',
  SETTLED: 'done',
  DROPPED: 'closed',
  WITHDRAWN: 'closed',
  EXPIRED: 'closed',
}

/** The state of a batch in words, colour and mark. */
export function BatchState({ state }: { state: string }) {
  const t = useTranslations('batches.states')
  return <StatusBadge kind={BATCH[state] ?? 'active'}>{t(state as 'DRAFT')}</StatusBadge>
}

/** The state of one merchant in a batch. */
export function ItemState({ state }: { state: string }) {
  const t = useTranslations('batches.items')
  return <StatusBadge kind={ITEM[state] ?? 'active'}>{t(state as 'DRAFT')}</StatusBadge>
}
