import {
  Ban,
  CheckCircle2,
  Circle,
  CircleAlert,
  CircleDashed,
  CircleDot,
  Clock,
  type LucideIcon,
  PauseCircle,
  XCircle,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tone = 'neutral' | 'accent' | 'info' | 'ok' | 'warn' | 'danger'

export const TONE_CLASS: Record<Tone, string> = {
  neutral: 'border-line-2 bg-sunken text-ink-2',
  accent: 'border-accent/30 bg-accent-soft text-accent',
  info: 'border-info/30 bg-info-soft text-info',
  ok: 'border-ok/30 bg-ok-soft text-ok',
  warn: 'border-warn/35 bg-warn-soft text-warn',
  danger: 'border-danger/35 bg-danger-soft text-danger',
}

/** A short word in a tinted frame: a kind, a mode, a count. For the state of an object use StatusBadge. */
export function Badge({
  tone = 'neutral',
  className,
  children,
  title,
}: {
  tone?: Tone
  className?: string
  children: ReactNode
  title?: string
}) {
  return (
    <span
      title={title}
      className={cn(
        'inline-flex items-center gap-1 rounded-sm border px-1.5 text-xs leading-5 font-medium whitespace-nowrap',
        TONE_CLASS[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}

/** What kind of standing a state is; each has its colour and its icon, so that colour never speaks alone. */
export type StatusKind =
  | 'draft'
  | 'waiting'
  | 'active'
  | 'attention'
  | 'done'
  | 'good'
  | 'returned'
  | 'refused'
  | 'paused'
  | 'closed'

const STATUS: Record<StatusKind, { tone: Tone; icon: LucideIcon }> = {
  draft: { tone: 'neutral', icon: CircleDashed },
  waiting: { tone: 'info', icon: Clock },
  active: { tone: 'accent', icon: CircleDot },
  attention: { tone: 'warn', icon: CircleAlert },
  done: { tone: 'neutral', icon: CheckCircle2 },
  good: { tone: 'ok', icon: CheckCircle2 },
  returned: { tone: 'warn', icon: Circle },
  refused: { tone: 'danger', icon: XCircle },
  paused: { tone: 'warn', icon: PauseCircle },
  closed: { tone: 'neutral', icon: Ban },
}

/** The state of an object: word + colour + icon. The word comes translated: <StatusBadge kind="active">{t(`state.${s}`)}</StatusBadge>. */
export function StatusBadge({
  kind,
  className,
  children,
}: {
  kind: StatusKind
  className?: string
  children: ReactNode
}) {
  const { tone, icon: Icon } = STATUS[kind]
  return (
    <Badge tone={tone} className={cn('py-px', className)}>
      <Icon aria-hidden className="size-3.5" />
      {children}
    </Badge>
  )
}
