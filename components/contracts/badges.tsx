import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'

const CONTRACT: Record<string, StatusKind> = { DRAFT: 'draft', ISSUED: 'active', SIGNED: 'good', VOID: 'closed' }
const SESSION: Record<string, StatusKind> = { APPOINTED: 'waiting', HELD: 'done', CANCELLED: 'closed' }

export function ContractStateBadge({ state }: { state: string }) {
  const t = useTranslations('contracts.state')
  return <StatusBadge kind={CONTRACT[state] ?? 'draft'}>{t(state as 'ISSUED')}</StatusBadge>
}

export function SessionBadge({ state }: { state: string }) {
  const t = useTranslations('contracts.session')
  return <StatusBadge kind={SESSION[state] ?? 'draft'}>{t(state as 'APPOINTED')}</StatusBadge>
}
