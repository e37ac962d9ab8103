import type { ReactNode } from 'react'
import { cn } from './cn'
import { Instant } from './when'

export type TimelineEvent = {
  key: string
  at: Date | string
  /** who: name, and the role or party in which they acted */
  who?: ReactNode
  role?: ReactNode
  /** what happened, in words */
  what: ReactNode
  /** state before and after, as badges or words */
  from?: ReactNode
  to?: ReactNode
  why?: ReactNode
  files?: ReactNode
  tone?: 'neutral' | 'accent' | 'ok' | 'warn' | 'danger'
}

const DOT = {
  neutral: 'bg-ink-3',
  accent: 'bg-accent',
  ok: 'bg-ok',
  warn: 'bg-warn',
  danger: 'bg-danger',
} as const

/** The memory of an object: who, when, what, why; the newest where the caller puts it. */
export function Timeline({ events, className }: { events: TimelineEvent[]; className?: string }) {
  return (
    <ol className={cn('relative', className)}>
      {events.map((e) => (
        <li key={e.key} className="group relative grid grid-cols-[1rem_1fr] gap-x-3 pb-4 last:pb-0">
          <span aria-hidden className="absolute top-2 bottom-0 left-[0.4375rem] w-px bg-line-2 group-last:hidden" />
          <span aria-hidden className="relative z-1 mt-1.5 flex justify-center">
            <span className={cn('size-2.5 rounded-full border-2 border-surface', DOT[e.tone ?? 'neutral'])} />
          </span>
          <div className="min-w-0">
            <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
              <span className="font-medium">{e.what}</span>
              {(e.from || e.to) && (
                <span className="inline-flex flex-wrap items-center gap-1 text-sm text-ink-2">
                  {e.from}
                  {e.from && e.to && <span aria-hidden>→</span>}
                  {e.to}
                </span>
              )}
            </div>
            <div className="flex flex-wrap gap-x-2 text-sm text-ink-2">
              <Instant value={e.at} />
              {e.who && <span>{e.who}</span>}
              {e.role && <span className="text-ink-3">{e.role}</span>}
            </div>
            {e.why && (
              <p className="mt-1 border-l-2 border-line-2 pl-2.5 text-ink whitespace-pre-line break-words">{e.why}</p>
            )}
            {e.files && <div className="mt-1 flex flex-wrap gap-2 text-sm">{e.files}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
