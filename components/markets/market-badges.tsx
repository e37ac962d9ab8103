import { useTranslations } from 'next-intl'
import { Badge, StatusBadge, type StatusKind, type Tone } from '@/components/ui/badge'

const STATE_KIND: Record<string, StatusKind> = {
  DRAFT: 'draft',
  SURVEYING: 'active',
  SCORED: 'active',
  IN_REVIEW: 'waiting',
  ADMITTED: 'good',
  CONDITIONAL: 'attention',
  REJECTED: 'refused',
  SUSPENDED: 'paused',
  EXPIRED: 'closed',
  EXITED: 'closed',
}

/** The state of a market in words, colour and icon. */
export function MarketStateBadge({ state }: { state: string }) {
  const t = useTranslations('markets.state')
  return <StatusBadge kind={STATE_KIND[state] ?? 'draft'}>{t(state as 'DRAFT')}</StatusBadge>
}

const GRADE_TONE: Record<string, Tone> = { AAA: 'ok', AA: 'ok', A: 'accent', B: 'warn', C: 'danger' }

/** A market's grade; `invalid` when a warning ended it before its term. */
export function GradeBadge({ grade, invalid = false }: { grade: string; invalid?: boolean }) {
  const t = useTranslations('markets.grade')
  return (
    <Badge tone={invalid ? 'neutral' : (GRADE_TONE[grade] ?? 'neutral')} title={invalid ? t('invalid') : undefined}>
      {grade}
      {invalid && <span className="font-normal">{t('invalidShort')}</span>}
    </Badge>
  )
}
