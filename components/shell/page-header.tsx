import type { ReactNode } from 'react'
import { Breadcrumb, type Crumb } from './breadcrumb'

/** The head of every page: where we are, what this is, its state, and the next acts for me. One h1 a page. */
export function PageHeader({
  title,
  state,
  meta,
  actions,
  breadcrumb,
  children,
}: {
  title: ReactNode
  /** StatusBadge, beside the title */
  state?: ReactNode
  /** a line of facts under the title: numbers, names, dates */
  meta?: ReactNode
  actions?: ReactNode
  breadcrumb?: Crumb[]
  /** stage rail, clock: below, before the content */
  children?: ReactNode
}) {
  return (
    <header className="mb-4">
      {breadcrumb && <Breadcrumb items={breadcrumb} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-serif text-2xl font-bold tracking-tight break-words">{title}</h1>
            {state}
          </div>
          {meta && <div className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-2">{meta}</div>}
        </div>
        {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children && <div className="mt-3">{children}</div>}
    </header>
  )
}
