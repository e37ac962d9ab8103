import { useTranslations } from 'next-intl'
import { cn } from './cn'

/** A grey place-holder of what is coming; give it the size of the real thing. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-4 animate-pulse rounded-sm bg-line', className)} />
}

/** A whole page on its way: for loading.tsx. */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  const t = useTranslations('ui')
  return (
    <div role="status" aria-label={t('loading')}>
      <Skeleton className="mb-2 h-3 w-40" />
      <Skeleton className="mb-5 h-7 w-72 max-w-full" />
      <div className="rounded-lg border border-line bg-surface p-4">
        {Array.from({ length: rows }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: identical place-holders
          <div key={i} className="flex gap-4 border-b border-line py-2.5 last:border-0">
            <Skeleton className="w-1/4" />
            <Skeleton className="w-1/6" />
            <Skeleton className="ml-auto w-1/5" />
          </div>
        ))}
      </div>
    </div>
  )
}
