import { AlarmClock, Clock, Pause } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { formatInstant } from '@/lib/platform/i18n/format'
import { TONE_CLASS, type Tone } from './badge'
import { cn } from './cn'

export type SlaState = 'RUN' | 'PAUSED' | 'DUE' | 'OVERDUE'

const LOOK = {
  RUN: { tone: 'neutral', icon: Clock, word: 'run' },
  PAUSED: { tone: 'info', icon: Pause, word: 'paused' },
  DUE: { tone: 'warn', icon: AlarmClock, word: 'due' },
  OVERDUE: { tone: 'danger', icon: AlarmClock, word: 'overdue' },
} as const satisfies Record<SlaState, { tone: Tone; icon: typeof Clock; word: string }>

/**
 * How much working time is left, as the server counted it when the page was made (pauses are not counted, nor nights
 * and holidays): no ticking that would disagree with the server. `leftMinutes` below zero is time over.
 */
export function SlaClock({
  state,
  leftMinutes,
  dueAt,
  dayMinutes = 480,
  compact = false,
  className,
}: {
  state: SlaState
  /** working minutes left; negative when over */
  leftMinutes: number
  dueAt?: Date | string | null
  /** working minutes of one day */
  dayMinutes?: number
  /** only icon and time: for table cells */
  compact?: boolean
  className?: string
}) {
  const t = useTranslations('ui.sla')
  const { tone, icon: Icon, word } = LOOK[state]
  const time = workingTime(Math.abs(leftMinutes), dayMinutes, t)
  const text = leftMinutes < 0 ? t('over', { time }) : t('left', { time })
  return (
    <span
      className={cn(
        'inline-flex max-w-full items-center gap-x-1.5 rounded-sm border px-2 text-sm leading-6',
        compact ? 'whitespace-nowrap' : 'flex-wrap',
        TONE_CLASS[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      {compact ? <span className="sr-only">{t(word)}</span> : <span className="font-medium">{t(word)}</span>}
      <span className="tabular-nums">{text}</span>
      {!compact && dueAt && state !== 'PAUSED' && (
        <span className="text-xs opacity-90 max-sm:hidden">· {t('dueAt', { at: formatInstant(dueAt) })}</span>
      )}
    </span>
  )
}

/** The two largest parts are enough: 1 个工作日 3 小时. */
function workingTime(
  minutes: number,
  dayMinutes: number,
  t: (key: string, values: { count: number }) => string,
): string {
  const days = Math.floor(minutes / dayMinutes)
  const hours = Math.floor((minutes % dayMinutes) / 60)
  const rest = Math.floor(minutes % 60)
  const parts = [
    ...(days > 0 ? [t('days', { count: days })] : []),
    ...(hours > 0 ? [t('hours', { count: hours })] : []),
    ...(days === 0 && (rest > 0 || hours === 0) ? [t('minutes', { count: rest })] : []),
  ]
  return parts.slice(0, 2).join(' ')
}
