'use client'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { Money } from '@/components/ui/money'
import type { Trace } from '@/lib/platform/trace'

/** The caps k1…k7 of one merchant as bars over one scale; the one that decided is named and coloured (§5.3). */
export function LimitWaterfall({ trace }: { trace: Trace }) {
  const t = useTranslations('plans')
  const caps = trace.steps.filter((s) => /^k[1-7]$/.test(s.label))
  const limit = Number(trace.result.value)
  // The largest caps would flatten the others: the scale ends at three times the limit.
  const top = Math.max(
    1,
    Math.min(Math.max(...caps.map((c) => Number(c.value)), limit), limit > 0 ? limit * 3 : Number.POSITIVE_INFINITY),
  )
  const bar = (value: number) => `${Math.max(1, Math.min(100, (value / top) * 100))}%`
  return (
    <dl className="grid gap-1.5 text-sm" aria-label={t('page.waterfall')}>
      {caps.map((c) => (
        <div key={c.label} className="grid grid-cols-[minmax(7rem,10rem)_1fr_auto] items-center gap-2">
          <dt className={cn('truncate', c.binding ? 'font-semibold text-accent' : 'text-ink-2')}>
            {c.label} {t(`trace.${c.label}`)}
            {c.binding && <span className="ml-1 text-xs">({t('page.binding')})</span>}
          </dt>
          <dd aria-hidden className="h-3 rounded-sm bg-sunken">
            <div
              className={cn('h-full rounded-sm', c.binding ? 'bg-accent' : 'bg-line-strong')}
              style={{ width: bar(Number(c.value)) }}
            />
          </dd>
          <dd className="text-right">
            <Money value={c.value} suffix={false} />
          </dd>
        </div>
      ))}
      <div className="mt-1 grid grid-cols-[minmax(7rem,10rem)_1fr_auto] items-center gap-2 border-t border-line pt-1.5 font-semibold">
        <dt>{t('trace.limit')}</dt>
        <dd aria-hidden className="h-3 rounded-sm bg-sunken">
          <div className="h-full rounded-sm bg-ok" style={{ width: bar(limit) }} />
        </dd>
        <dd className="text-right">
          <Money value={trace.result.value} suffix={false} />
        </dd>
      </div>
    </dl>
  )
}
