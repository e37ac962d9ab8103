import type { ReactNode } from 'react'
import { cn } from './cn'

/** A sheet of paper on the desk. `title` gives it a heading; `actions` stand at the heading's right; `flush` for tables. */
export function Card({
  title,
  description,
  actions,
  footer,
  flush = false,
  id,
  className,
  children,
}: {
  title?: ReactNode
  description?: ReactNode
  actions?: ReactNode
  footer?: ReactNode
  /** no padding around the content: for tables and lists */
  flush?: boolean
  id?: string
  className?: string
  children?: ReactNode
}) {
  return (
    <section id={id} className={cn('min-w-0 rounded-lg border border-line bg-surface shadow-flat', className)}>
      {(title || actions) && (
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
          <div className="min-w-0">
            {title && <h2 className="text-lg font-semibold text-ink">{title}</h2>}
            {description && <p className="text-sm text-ink-2">{description}</p>}
          </div>
          {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children !== undefined && <div className={flush ? '' : 'px-4 py-3.5'}>{children}</div>}
      {footer && <footer className="border-t border-line px-4 py-2.5 text-sm text-ink-2">{footer}</footer>}
    </section>
  )
}

/** One figure worth a glance: label, figure, what it means. Put several in a grid. */
export function Stat({
  label,
  value,
  note,
  tone,
  className,
}: {
  label: ReactNode
  value: ReactNode
  note?: ReactNode
  tone?: 'ok' | 'warn' | 'danger'
  className?: string
}) {
  const colour =
    tone === 'ok' ? 'text-ok' : tone === 'warn' ? 'text-warn' : tone === 'danger' ? 'text-danger' : 'text-ink'
  return (
    <div className={cn('min-w-0 rounded-lg border border-line bg-surface px-4 py-3', className)}>
      <div className="text-sm text-ink-2">{label}</div>
      <div
        className={cn(
          'mt-0.5 text-lg font-semibold tabular-nums sm:text-2xl [&_.figure]:whitespace-normal [&_.figure]:text-left',
          colour,
        )}
      >
        {value}
      </div>
      {note && <div className="mt-0.5 text-xs text-ink-3">{note}</div>}
    </div>
  )
}
