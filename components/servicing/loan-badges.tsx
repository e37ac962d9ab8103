import { useTranslations } from 'next-intl'
import { Badge, StatusBadge, type StatusKind } from '@/components/ui/badge'

const STATE_KIND: Record<string, StatusKind> = {
  DISBURSE_PENDING: 'waiting',
  CURRENT: 'active',
  OVERDUE: 'attention',
  CLAIMING: 'attention',
  COMPENSATED_PARTIAL: 'attention',
  COMPENSATED: 'done',
  RECOURSE: 'attention',
  SETTLED: 'good',
  WRITTEN_OFF: 'refused',
  ACCELERATED: 'refused',
  RENEWED: 'done',
}
const CLASS_TONE = {
  NORMAL: 'ok',
  SPECIAL_MENTION: 'warn',
  SUBSTANDARD: 'danger',
  DOUBTFUL: 'danger',
  LOSS: 'danger',
} as const

/** The state of a loan note in words, colour and icon. */
export function LoanState({ state }: { state: string }) {
  const t = useTranslations('servicing.state')
  return <StatusBadge kind={STATE_KIND[state] ?? 'draft'}>{t(state as 'CURRENT')}</StatusBadge>
}

export function LoanClassBadge({ value }: { value: string }) {
  const t = useTranslations('servicing.class')
  return <Badge tone={CLASS_TONE[value as keyof typeof CLASS_TONE] ?? 'neutral'}>{t(value as 'NORMAL')}</Badge>
}
