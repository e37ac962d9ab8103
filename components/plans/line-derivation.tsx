'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Explain } from '@/components/ui/explain'
import { Skeleton } from '@/components/ui/skeleton'
import { State } from '@/components/ui/state'
import { planLineAction } from '@/lib/plans/actions'
import type { planLine } from '@/lib/plans/queries'
import { LimitWaterfall } from './limit-waterfall'

type Line = Awaited<ReturnType<typeof planLine>>

/** How one merchant's limit, price and cost came about, read when it is asked for: k1 … k7 as a waterfall, the rest behind it. */
export function LineDerivation({ planId, lineId }: { planId: string; lineId: string }) {
  const t = useTranslations('plans')
  const [line, setLine] = useState<Line | 'failed' | null>(null)
  useEffect(() => {
    let shown = true
    planLineAction({ planId, lineId }).then(
      (r) => shown && setLine(r.ok ? (r.value as unknown as Line) : 'failed'),
      () => shown && setLine('failed'),
    )
    return () => {
      shown = false
    }
  }, [planId, lineId])
  if (line === null) return <Skeleton className="h-32" />
  if (line === 'failed') return <State kind="error" title={t('page.derivationFailed')} />
  const { limit, workingCapital, affordability } = line.limitTraces
  return (
    <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
      <LimitWaterfall trace={limit} />
      <div className="flex flex-col items-start gap-2 text-sm">
        {[limit, workingCapital, affordability, line.priceTraces.price, line.priceTraces.allIn].map((trace) => (
          <span key={trace.rule} className="flex items-baseline gap-2">
            <span className="text-ink-2">{t(`trace.${trace.result.label}`)}</span>
            <Explain trace={trace} />
          </span>
        ))}
      </div>
    </div>
  )
}
