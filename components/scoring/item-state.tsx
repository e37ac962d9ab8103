import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'
import type { Translate } from '@/lib/platform/i18n/translator'

const KIND: Record<string, StatusKind> = {
  SCORING: 'active',
  ADMITTED: 'good',
  NOT_ADMITTED: 'refused',
  REJECTED: 'refused',
  REGROUP_REQUIRED: 'attention',
  RETURNED: 'returned',
  IN_APPROVAL: 'waiting',
  APPROVED: 'good',
  APPROVED_REDUCED: 'good',
  CONTRACTING: 'active',
  SIGNED: 'active',
  CP_PENDING: 'waiting',
  READY_TO_DRAW: 'active',
  ACTIVE: 'good',
  SETTLED: 'done',
  DROPPED: 'closed',
  WITHDRAWN: 'closed',
  EXPIRED: 'closed',
  DRAFT: 'draft',
}

/** The state of a merchant's application (§10.3). */
export function ItemState({ state }: { state: string }) {
  const t = useTranslations('scoring.itemState') as unknown as Translate
  return <StatusBadge kind={KIND[state] ?? 'waiting'}>{t.has(state) ? t(state) : state}</StatusBadge>
}

const DECISION: Record<string, StatusKind> = {
  ADMITTED: 'good',
  NOT_ADMITTED: 'refused',
  VETOED: 'refused',
  INSUFFICIENT_DATA: 'attention',
}

/** What the card said. */
export function DecisionBadge({ decision }: { decision: string }) {
  const t = useTranslations('scoring.decision') as unknown as Translate
  return <StatusBadge kind={DECISION[decision] ?? 'waiting'}>{t(decision)}</StatusBadge>
}
