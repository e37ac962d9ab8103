import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'

const SUB: Record<string, StatusKind> = {
  OPEN: 'draft',
  FUNDED: 'good',
  PARTIALLY_USED: 'attention',
  REPLENISH_DUE: 'attention',
  RELEASED: 'done',
}
const CLAIM: Record<string, StatusKind> = {
  DRAFT: 'draft',
  SUBMITTED: 'waiting',
  PAID_PARTIAL: 'attention',
  UNDER_REVIEW: 'active',
  BANK_CONFIRMED: 'active',
  PAID: 'good',
  SHORTFALL: 'attention',
  NOTICE_SENT: 'waiting',
  ACCEPTED: 'good',
  DISPUTED: 'refused',
  CLOSED: 'closed',
}

export function SubLedgerBadge({ state }: { state: string }) {
  const t = useTranslations('guarantees.subState')
  return <StatusBadge kind={SUB[state] ?? 'draft'}>{t.has(state as 'OPEN') ? t(state as 'OPEN') : state}</StatusBadge>
}

export function ClaimBadge({ state }: { state: string }) {
  const t = useTranslations('guarantees.claimState')
  return <StatusBadge kind={CLAIM[state] ?? 'draft'}>{t.has(state as 'PAID') ? t(state as 'PAID') : state}</StatusBadge>
}
