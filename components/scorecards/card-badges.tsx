import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'
import type { VersionState } from '@/lib/scoring/card-queries'
import type { CardDraftState } from '@/lib/scoring/workflow'

const DRAFT: Record<CardDraftState, StatusKind> = {
  DRAFT: 'draft',
  SUBMITTED: 'waiting',
  RETURNED: 'returned',
  PUBLISHED: 'good',
  WITHDRAWN: 'closed',
}
const VERSION: Record<VersionState, StatusKind> = { IN_FORCE: 'good', COMING: 'waiting', PAST: 'done', NEVER: 'closed' }

export function DraftState({ state }: { state: string }) {
  const t = useTranslations('scorecards.draftState')
  const known = state as CardDraftState
  return <StatusBadge kind={DRAFT[known]}>{t(known)}</StatusBadge>
}

export function VersionBadge({ state }: { state: VersionState }) {
  const t = useTranslations('scorecards.versionState')
  return <StatusBadge kind={VERSION[state]}>{t(state)}</StatusBadge>
}
