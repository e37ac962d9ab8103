'use client'
import { Progress as Base } from '@base-ui/react/progress'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { Button } from './button'
import { cn } from './cn'

/**
 * How far a long work has come: a bar with counts, what is left, and a way to stop. `total` null: it is not known yet.
 */
export function Progress({
  label,
  done,
  total,
  failed = 0,
  eta,
  state = 'running',
  onCancel,
  className,
}: {
  label: ReactNode
  done: number
  total: number | null
  failed?: number
  /** time left, in words */
  eta?: string
  state?: 'running' | 'done' | 'stopped' | 'error'
  onCancel?: () => void
  className?: string
}) {
  const t = useTranslations('ui.progress')
  // named from the first byte on, not only once the page has come alive
  const id = useId()
  const bar =
    state === 'error' ? 'bg-danger' : state === 'stopped' ? 'bg-warn' : state === 'done' ? 'bg-ok' : 'bg-accent'
  return (
    <Base.Root
      value={total === null ? null : Math.min(done, total)}
      max={total || 1}
      aria-labelledby={id}
      className={cn('block', className)}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Base.Label id={id} className="font-medium">
          {label}
        </Base.Label>
        <span className="flex items-baseline gap-3 text-sm text-ink-2">
          {failed > 0 && <span className="text-danger">{t('failed', { count: failed })}</span>}
          {state !== 'running' ? <span>{t(state)}</span> : eta && <span>{t('left', { time: eta })}</span>}
          {total !== null && <span className="tabular-nums">{t('of', { done, total })}</span>}
        </span>
      </div>
      <div className="mt-1.5 flex items-center gap-3">
        <Base.Track className="h-1.5 flex-1 overflow-hidden rounded-full bg-line">
          <Base.Indicator
            className={cn(
              'h-full rounded-full transition-[width] duration-300',
              bar,
              total === null && 'w-1/3 animate-pulse',
            )}
          />
        </Base.Track>
        {onCancel && state === 'running' && (
          <Button size="sm" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </Base.Root>
  )
}
