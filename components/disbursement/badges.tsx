import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'

const DRAWDOWN: Record<string, StatusKind> = {
  DRAFT: 'draft',
  IN_REVIEW: 'waiting',
  REVIEWED: 'active',
  RETURNED: 'returned',
  REFUSED: 'refused',
  DISBURSE_PENDING: 'paused',
  DISBURSED: 'good',
  CANCELLED: 'closed',
}
const CONDITION: Record<string, StatusKind> = {
  OPEN: 'draft',
  SUBMITTED: 'waiting',
  FAILED: 'refused',
  CLOSED: 'good',
  WAIVED: 'done',
}
const TRANSFER: Record<string, StatusKind> = {
  PREPARED: 'draft',
  SENDING: 'waiting',
  SENT: 'waiting',
  UNKNOWN: 'returned',
  ACCEPTED: 'good',
  REJECTED: 'refused',
}
const PAYMENT: Record<string, StatusKind> = {
  PROPOSED: 'waiting',
  PENDING: 'active',
  PAID: 'good',
  RETURNED: 'returned',
  REPLACED: 'closed',
  DROPPED: 'refused',
}
const APPROVAL: Record<string, StatusKind> = {
  OPEN: 'draft',
  SUBMITTED: 'waiting',
  VERIFIED: 'good',
  REJECTED: 'refused',
  WAIVED: 'done',
  LAPSED: 'done',
}
const ITEM: Record<string, StatusKind> = { CP_PENDING: 'waiting', READY_TO_DRAW: 'active', ACTIVE: 'good' }

export function DrawdownBadge({ state }: { state: string }) {
  const t = useTranslations('disbursement.drawdownState')
  return <StatusBadge kind={DRAWDOWN[state] ?? 'draft'}>{t(state as 'DRAFT')}</StatusBadge>
}

export function ConditionBadge({ state }: { state: string }) {
  const t = useTranslations('disbursement.conditionState')
  return <StatusBadge kind={CONDITION[state] ?? 'draft'}>{t(state as 'OPEN')}</StatusBadge>
}

export function TransferBadge({ state }: { state: string }) {
  const t = useTranslations('disbursement.transferState')
  return <StatusBadge kind={TRANSFER[state] ?? 'draft'}>{t(state as 'SENT')}</StatusBadge>
}

export function PaymentBadge({ state }: { state: string }) {
  const t = useTranslations('disbursement.paymentState')
  return <StatusBadge kind={PAYMENT[state] ?? 'draft'}>{t(state as 'PAID')}</StatusBadge>
}

export function ApprovalConditionBadge({ state }: { state: string }) {
  const t = useTranslations('disbursement.approvalState')
  return <StatusBadge kind={APPROVAL[state] ?? 'draft'}>{t(state as 'OPEN')}</StatusBadge>
}

export function ItemBadge({ state }: { state: string }) {
  const t = useTranslations('disbursement.itemState')
  return (
    <StatusBadge kind={ITEM[state] ?? 'done'}>{t.has(state as 'ACTIVE') ? t(state as 'ACTIVE') : state}</StatusBadge>
  )
}
