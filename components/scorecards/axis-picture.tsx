import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { stretchesOf, stretchText } from '@/lib/scoring/rules/axis'
import type { RangeIndicator } from '@/lib/scoring/rules/card'

/**
 * The axis of an indicator from low to high, cut where the bins change: each stretch with its points, gaps and overlaps
 * marked in words and pattern. Not to scale: a stretch is as wide as its words need.
 */
export function AxisPicture({ indicator, active }: { indicator: RangeIndicator; active?: number }) {
  const t = useTranslations('scorecards.axis')
  const stretches = stretchesOf(indicator)
  if (!stretches) return <p className="text-sm text-danger">{t('unreadable')}</p>
  const bad = stretches.filter((s) => s.problem !== null).length
  return (
    <figure className="min-w-0">
      <ol
        aria-label={t('label')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="flex overflow-x-auto rounded-sm border border-line-2 text-xs -outline-offset-2"
        data-scroll
      >
        {stretches.map((s) => (
          <li
            key={`${s.from}${s.fromInclusive}${s.to}`}
            className={cn(
              'min-w-16 flex-1 border-l border-line px-1.5 pt-1 pb-1.5 text-center first:border-l-0',
              s.problem === 'GAP' && 'hatched bg-danger-soft font-semibold text-danger',
              s.problem === 'OVERLAP' && 'hatched bg-warn-soft font-semibold text-warn',
              !s.problem && (active !== undefined && s.bins[0] === active ? 'bg-accent-soft' : 'bg-surface'),
            )}
          >
            <span className="block whitespace-nowrap">{stretchText(indicator, s)}</span>
            <span className={cn('block whitespace-nowrap', !s.problem && 'text-ink-2')}>
              {s.problem === 'GAP'
                ? t('gap')
                : s.problem === 'OVERLAP'
                  ? t('overlap', { points: s.bins.map((b) => indicator.bins[b]!.points).join(' / ') })
                  : t('points', { points: indicator.bins[s.bins[0]!]!.points })}
            </span>
          </li>
        ))}
      </ol>
      <figcaption aria-live="polite" className={cn('mt-1 text-xs', bad > 0 ? 'text-danger' : 'text-ink-3')}>
        {bad > 0 ? t('wrong', { count: bad }) : t('whole')}
      </figcaption>
    </figure>
  )
}
