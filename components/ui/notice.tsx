import { CheckCircle2, CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

const LOOK = {
  info: { icon: Info, box: 'border-info/40 bg-info-soft', mark: 'text-info' },
  ok: { icon: CheckCircle2, box: 'border-ok/40 bg-ok-soft', mark: 'text-ok' },
  warn: { icon: TriangleAlert, box: 'border-warn/45 bg-warn-soft', mark: 'text-warn' },
  danger: { icon: CircleAlert, box: 'border-danger/50 bg-danger-soft', mark: 'text-danger' },
} as const

/** Something to know before going on, in its place on the page. `live` has it read out when it appears. */
export function Notice({
  tone = 'info',
  title,
  action,
  live = false,
  className,
  children,
}: {
  tone?: keyof typeof LOOK
  title?: ReactNode
  action?: ReactNode
  live?: boolean
  className?: string
  children?: ReactNode
}) {
  const { icon: Icon, box, mark } = LOOK[tone]
  return (
    <div
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={cn('flex items-start gap-2.5 rounded-md border px-3.5 py-2.5', box, className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1 text-sm">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action && <div className="no-print flex shrink-0 flex-wrap gap-2">{action}</div>}
    </div>
  )
}
