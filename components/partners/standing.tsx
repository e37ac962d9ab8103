import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'

const STANDING: Record<string, StatusKind> = {
  APPLYING: 'waiting',
  ADMITTED: 'good',
  WATCH: 'attention',
  STOPPED: 'paused',
  EXITED: 'closed',
}
const SCHEME: Record<string, StatusKind> = { DRAFT: 'draft', ACTIVE: 'good', STOPPED: 'paused', ENDED: 'closed' }

export function PartnerBadge({ state }: { state: string }) {
  const t = useTranslations('partners.home.states')
  return <StatusBadge kind={STANDING[state] ?? 'active'}>{t(state as 'ADMITTED')}</StatusBadge>
}

export function SchemeBadge({ state }: { state: string }) {
  const t = useTranslations('partners.book.schemeState')
  return <StatusBadge kind={SCHEME[state] ?? 'active'}>{t(state as 'ACTIVE')}</StatusBadge>
}
