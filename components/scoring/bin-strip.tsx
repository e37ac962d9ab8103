import { useLocale, useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { binText } from '@/lib/scoring/rules/bins'
import type { Indicator, OptionBin, RangeBin } from '@/lib/scoring/rules/card'
import { nameIn } from './names'

/**
 * The bins of one indicator side by side, with the place of the value. Intervals run from low to high, options from the
 * best down. `near` shows only the bin reached and its neighbours. `bin` is null when nothing was scored.
 */
export function BinStrip({
  indicator,
  value,
  bin,
  near = false,
  className,
}: {
  indicator: Indicator
  value: string | null
  bin: number | null
  near?: boolean
  className?: string
}) {
  const t = useTranslations('scoring.bins')
  const locale = useLocale()
  const order = risingOrder(indicator)
  const place = bin === null ? -1 : order.indexOf(bin)
  const from = near && place >= 0 ? Math.max(0, place - 1) : 0
  const to = near && place >= 0 ? Math.min(order.length, place + 2) : order.length
  return (
    <ol
      aria-label={t('label', { name: nameIn(locale, indicator) })}
      className={cn('flex min-w-0 overflow-hidden rounded-sm border border-line-2 text-xs', className)}
    >
      {from > 0 && <More />}
      {order.slice(from, to).map((index) => {
        const reached = index === bin
        const option = indicator.type === 'ENUM' ? (indicator.bins[index] as OptionBin) : null
        return (
          <li
            key={index}
            aria-current={reached || undefined}
            className={cn(
              'relative min-w-12 flex-1 border-l border-line px-1.5 pt-1 pb-1.5 first:border-l-0',
              reached ? 'bg-accent-soft font-semibold text-ink' : 'bg-surface text-ink-2',
            )}
          >
            <span className={cn('block', option ? 'line-clamp-2' : 'whitespace-nowrap')}>
              {option ? nameIn(locale, option) : binText(indicator, index)}
            </span>
            <span className={cn('block', reached ? 'text-accent' : 'text-ink-3')}>
              {t('points', { points: indicator.bins[index]!.points })}
            </span>
            {reached && <span className="sr-only">{t('reached')}</span>}
            {reached && value !== null && indicator.type === 'RANGE' && !indicator.integer && (
              <span
                aria-hidden
                title={value}
                className="absolute bottom-0 h-1.5 w-1.5 -translate-x-1/2 rounded-t-full bg-seal"
                style={{ left: `${placeInBin(indicator.bins[index] as RangeBin, value)}%` }}
              />
            )}
          </li>
        )
      })}
      {to < order.length && <More />}
    </ol>
  )
}

function More() {
  return (
    <li aria-hidden className="flex items-center border-l border-line bg-sunken px-1 text-ink-3 first:border-l-0">
      …
    </li>
  )
}

/** Indexes of the bins as they are drawn: intervals from low to high, options as the card has them. */
function risingOrder(indicator: Indicator): number[] {
  const indexes = indicator.bins.map((_, i) => i)
  if (indicator.type === 'ENUM') return indexes
  const bins = indicator.bins
  return indexes.sort((a, b) => low(bins[a]!) - low(bins[b]!))
}

// For drawing only; scoring itself compares exactly.
const low = (bin: RangeBin): number => (bin.lower === null ? Number.NEGATIVE_INFINITY : Number(bin.lower))

/** Where in its bin the value lies, in percent of the width; an open bin has no scale, so there it is the middle. */
function placeInBin(bin: RangeBin, value: string): number {
  if (bin.lower === null || bin.upper === null) return 50
  const span = Number(bin.upper) - Number(bin.lower)
  const share = span > 0 ? (Number(value) - Number(bin.lower)) / span : 0.5
  return Math.round(Math.min(0.96, Math.max(0.04, share)) * 100)
}
