import { useTranslations } from 'next-intl'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { type Fen, formatYuan } from '@/lib/platform/money'
import type { Trace } from '@/lib/platform/trace'

/** How much of a limit is used: a bar, and the same in words and figures. From nine tenths on it warns. */
export function HeadroomBar({ usedFen, limitFen, trace }: { usedFen: Fen; limitFen: Fen; trace?: Trace }) {
  const t = useTranslations('partners.book')
  const left = limitFen > usedFen ? limitFen - usedFen : 0n
  const share = limitFen > 0n ? Number((usedFen * 1000n) / limitFen) / 10 : usedFen > 0n ? 100 : 0
  const width = Math.min(share, 100)
  const tone = usedFen > limitFen || share >= 100 ? 'bg-danger' : share >= 90 ? 'bg-warn' : 'bg-accent'
  const words = t('usedOf', {
    used: formatYuan(usedFen),
    limit: formatYuan(limitFen),
    share: share.toFixed(1),
  })
  return (
    <div className="min-w-48 space-y-1">
      <div role="img" aria-label={words} className="h-2 overflow-hidden rounded-full bg-line">
        <div className={`h-full rounded-full ${tone}`} style={{ width: `${width}%` }} />
      </div>
      <div className="flex flex-wrap justify-between gap-x-3 text-sm text-ink-2">
        <span>{t('usedShare', { share: share.toFixed(1) })}</span>
        <span>
          {t('left')}{' '}
          {trace ? (
            <Explain trace={trace}>
              <Money value={left} />
            </Explain>
          ) : (
            <Money value={left} />
          )}
        </span>
      </div>
    </div>
  )
}
