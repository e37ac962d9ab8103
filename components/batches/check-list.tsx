'use client'
import { ChevronLeft, ChevronRight, List } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { cn } from '../ui/cn'
import { Sheet } from '../ui/dialog'
import { Input } from '../ui/input'
import { ItemState } from './batch-state'
import type { CheckItem } from './check-types'

type ListProps = {
  items: readonly CheckItem[]
  current: string | null
  search: string
  onSearch: (text: string) => void
  only: boolean
  onOnly: (only: boolean) => void
  onOpen: (id: string) => void
}

/** The merchants of the batch beside the scans: where each stands, found by name, initials or number. */
export function CheckList({
  items,
  current,
  search,
  onSearch,
  only,
  onOnly,
  onOpen,
  className,
}: ListProps & { className?: string }) {
  const t = useTranslations('batches')
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (current) list.current?.querySelector(`[data-id="${current}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <div className={cn('flex min-h-0 flex-col rounded-md border border-line bg-surface', className)}>
      <div className="space-y-1 border-b border-line p-2">
        <Input
          type="search"
          aria-label={t('check.search')}
          placeholder={t('check.search')}
          value={search}
          onChange={(e) => onSearch(e.currentTarget.value)}
        />
        <Checkbox label={t('check.only')} checked={only} onChange={onOnly} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard */}
      <ul ref={list} aria-label={t('check.list')} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto" data-scroll>
        {items.map((m) => (
          <li key={m.id} data-id={m.id} className="border-b border-line last:border-0 [content-visibility:auto]">
            <button
              type="button"
              aria-current={m.id === current || undefined}
              onClick={() => onOpen(m.id)}
              className="block w-full px-3 py-2 text-left -outline-offset-2 hover:bg-hover aria-current:bg-select"
            >
              <span className="flex items-baseline gap-2">
                <span className="figure text-xs text-ink-3">{m.row}</span>
                <span className="min-w-0 flex-1 truncate font-medium" title={m.name}>
                  {m.name}
                </span>
              </span>
              <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-ink-2">
                <ItemState state={m.state} />
                {m.bad > 0 ? (
                  <span className="text-danger">{t('check.bad', { count: m.bad })}</span>
                ) : (
                  m.state === 'SUBMITTED' && (
                    <span className="tabular-nums">{t('check.paperState', { good: m.good, total: m.papers })}</span>
                  )
                )}
              </span>
            </button>
          </li>
        ))}
        {items.length === 0 && <li className="px-3 py-4 text-sm text-ink-2">{t('check.none')}</li>}
      </ul>
    </div>
  )
}

/** The same list on a narrow screen: one merchant at a time, the others behind a button. */
export function CheckSwitcher({
  position,
  prev,
  next,
  name,
  onOpen,
  ...list
}: ListProps & { position: number; prev?: string; next?: string; name?: string }) {
  const t = useTranslations('batches.check')
  const [choosing, setChoosing] = useState(false)
  return (
    <div className="mb-3 flex items-center gap-2 lg:hidden">
      <Button icon aria-label={t('prev')} disabled={!prev} onClick={() => prev && onOpen(prev)}>
        <ChevronLeft aria-hidden />
      </Button>
      <Button className="min-w-0 flex-1 shrink" onClick={() => setChoosing(true)}>
        <List aria-hidden />
        <span className="truncate">{name ?? t('choose')}</span>
        <span className="text-ink-2">{t('position', { at: position, total: list.items.length })}</span>
      </Button>
      <Button icon aria-label={t('next')} disabled={!next} onClick={() => next && onOpen(next)}>
        <ChevronRight aria-hidden />
      </Button>
      <Sheet open={choosing} onOpenChange={setChoosing} title={t('choose')}>
        <CheckList
          {...list}
          onOpen={(id) => {
            setChoosing(false)
            onOpen(id)
          }}
          className="border-0"
        />
      </Sheet>
    </div>
  )
}
