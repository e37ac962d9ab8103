import { useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'

const KIND: Record<string, StatusKind> = { MATCHED: 'good', DIFFERENT: 'attention', RESOLVED: 'done' }

/** How a statement of the core agrees with the books. */
export function ReconState({ state }: { state: string }) {
  const t = useTranslations('servicing.recon.state')
  return <StatusBadge kind={KIND[state] ?? 'draft'}>{t(state as 'MATCHED')}</StatusBadge>
}
