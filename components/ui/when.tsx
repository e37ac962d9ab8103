import { formatDate, formatInstant } from '@/lib/platform/i18n/format'
import { cn } from './cn'

/** A civil date (PlainDate or ISO text). */
export function CivilDate({
  value,
  className,
}: {
  value: string | { toString(): string } | null | undefined
  className?: string
}) {
  if (value === null || value === undefined) return <span className="text-ink-3">—</span>
  const text = formatDate(value)
  return (
    <time dateTime={text} className={cn('tabular-nums whitespace-nowrap', className)}>
      {text}
    </time>
  )
}

/** A moment (Date or RFC 3339 text) in the bank's zone, to the minute; the seconds stand in the title. */
export function Instant({ value, className }: { value: Date | string | null | undefined; className?: string }) {
  if (value === null || value === undefined) return <span className="text-ink-3">—</span>
  return (
    <time
      dateTime={typeof value === 'string' ? value : value.toISOString()}
      title={formatInstant(value, true)}
      className={cn('tabular-nums whitespace-nowrap', className)}
    >
      {formatInstant(value)}
    </time>
  )
}
