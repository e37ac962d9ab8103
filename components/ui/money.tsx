import { useLocale } from 'next-intl'
import {
  formatCurrency,
  formatMoney,
  formatPercent,
  formatUpper,
  type MoneyInput,
  type MoneyUnit,
  toFen,
} from '@/lib/platform/i18n/format'
import type { Locale } from '@/lib/platform/i18n/locale'
import { cn } from './cn'

/**
 * An amount. `value` is Fen (bigint) or yuan text; in 元 to the fen, or in 万 without loss. The other reading and the
 * 大写 stand in the title. `sign` colours what is below zero.
 */
export function Money({
  value,
  unit = 'yuan',
  suffix = true,
  className,
}: {
  value: MoneyInput | null | undefined
  unit?: MoneyUnit
  /** write 元 / 万元 (CNY / ×10k) after the figure; off in tables, whose header says the unit */
  suffix?: boolean
  className?: string
}) {
  const locale = useLocale() as Locale
  if (value === null || value === undefined) return <span className="text-ink-3">—</span>
  const fen = toFen(value)
  const words = unit === 'wan' ? (locale === 'en' ? '×10k CNY' : '万元') : locale === 'en' ? 'CNY' : '元'
  return (
    <span
      className={cn('figure', fen !== null && fen < 0n && 'text-danger', className)}
      title={`${formatCurrency(value)}\n${formatUpper(value)}`}
    >
      {formatMoney(value, unit)}
      {suffix && <span className="ml-1 text-[0.92em] text-ink-2">{words}</span>}
    </span>
  )
}

/** A rate or share: Ppm (number) or percent text. */
export function Percent({ value, className }: { value: number | string | null | undefined; className?: string }) {
  if (value === null || value === undefined) return <span className="text-ink-3">—</span>
  return <span className={cn('figure', className)}>{formatPercent(value)}</span>
}
