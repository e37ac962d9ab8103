import type { ReactNode } from 'react'
import { cn } from './cn'

export type Description = {
  label: ReactNode
  value: ReactNode
  /** columns this item takes; `'full'` for a whole line */
  span?: 2 | 3 | 'full'
  /** figures: right-aligned in their cell */
  figure?: boolean
  key?: string
}

const COLUMNS = {
  1: 'grid-cols-1',
  2: 'grid-cols-1 sm:grid-cols-2',
  3: 'grid-cols-1 sm:grid-cols-2 lg:grid-cols-3',
  4: 'grid-cols-1 sm:grid-cols-2 lg:grid-cols-4',
} as const
const SPAN = { 2: 'sm:col-span-2', 3: 'sm:col-span-2 lg:col-span-3', full: 'col-span-full' } as const

/** Labels and values of one object, in a ruled grid. An absent value shows as a dash. */
export function Descriptions({
  items,
  columns = 3,
  className,
}: {
  items: Description[]
  columns?: 1 | 2 | 3 | 4
  className?: string
}) {
  return (
    <dl
      className={cn(
        'grid gap-px overflow-hidden rounded-md border border-line bg-surface',
        COLUMNS[columns],
        className,
      )}
    >
      {items.map((item, i) => (
        <div
          key={item.key ?? i}
          className={cn('grid grid-cols-[7.5rem_minmax(0,1fr)] outline outline-line', item.span && SPAN[item.span])}
        >
          <dt className="bg-sunken px-3 py-1.5 text-sm text-ink-2">{item.label}</dt>
          <dd className={cn('min-w-0 px-3 py-1.5 break-words', item.figure && 'figure')}>
            {item.value === null || item.value === undefined || item.value === '' ? (
              <span className="text-ink-3">—</span>
            ) : (
              item.value
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
