import { CircleAlert, Inbox, Lock, type LucideIcon, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

export type StateKind = 'empty' | 'none-found' | 'error' | 'forbidden' | 'not-found'

const ICON: Record<StateKind, LucideIcon> = {
  empty: Inbox,
  'none-found': SearchX,
  error: CircleAlert,
  forbidden: Lock,
  'not-found': SearchX,
}

/** Nothing to show — and why, and what to do next. `code` is an error code or request number worth quoting. */
export function State({
  kind,
  title,
  detail,
  action,
  code,
  heading: Heading = 'h2',
  className,
}: {
  kind: StateKind
  title: ReactNode
  detail?: ReactNode
  action?: ReactNode
  code?: string
  heading?: 'h1' | 'h2' | 'h3' | 'p'
  className?: string
}) {
  const Icon = ICON[kind]
  return (
    <div
      role={kind === 'error' ? 'alert' : undefined}
      className={cn('flex flex-col items-center px-6 py-10 text-center', className)}
    >
      <Icon aria-hidden className={cn('size-8', kind === 'error' ? 'text-danger' : 'text-ink-3')} strokeWidth={1.5} />
      <Heading className="mt-3 text-lg font-semibold">{title}</Heading>
      {detail && <p className="mt-1 max-w-md text-ink-2">{detail}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      {code && <p className="mt-4 font-mono text-xs text-ink-3">{code}</p>}
    </div>
  )
}
