import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { batchFunnel } from '@/lib/batches/funnel'
import { Card } from '../ui/card'
import { ItemState } from './batch-state'

/** How far the batch's merchants have come: a bar a step, and below it where each one stands now, leading to the rows. */
export function BatchFunnel({ batchId, counts }: { batchId: string; counts: Readonly<Record<string, number>> }) {
  const t = useTranslations('batches')
  const steps = batchFunnel(counts)
  const all = steps[0]?.count ?? 0
  return (
    <Card title={t('funnel.title')}>
      <ol className="space-y-1.5">
        {steps.map(({ step, count }) => {
          const percent = all === 0 ? 0 : Math.round((count / all) * 100)
          return (
            <li key={step} className="grid grid-cols-[5.5rem_minmax(0,1fr)_3rem] items-center gap-3 text-sm">
              <span className="text-ink-2">{t(`funnel.steps.${step}`)}</span>
              <span
                aria-hidden
                className="flex h-5 justify-center overflow-hidden rounded-xs bg-sunken"
                title={t('funnel.share', { percent })}
              >
                <span className="h-full rounded-xs bg-accent/75" style={{ width: `${percent}%` }} />
              </span>
              <span className="figure text-right font-medium">
                {count}
                <span className="sr-only">{t('funnel.share', { percent })}</span>
              </span>
            </li>
          )
        })}
      </ol>
      <h3 className="mt-4 mb-1.5 text-sm font-medium text-ink-2">{t('counts')}</h3>
      <ul className="flex flex-wrap gap-x-4 gap-y-1.5">
        {Object.entries(counts).map(([state, count]) => (
          <li key={state}>
            <Link
              href={`/batches/${batchId}?tab=merchants&state=${state}`}
              className="inline-flex items-center gap-1.5 rounded-sm hover:bg-hover"
            >
              <ItemState state={state} />
              <span className="figure text-sm font-medium">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
