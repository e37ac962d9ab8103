import { Check, CircleAlert, Pause } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from './cn'

export type StageState = 'done' | 'current' | 'todo' | 'attention' | 'paused'
export type Stage = {
  key: string
  label: ReactNode
  state: StageState
  /** the exact state inside the stage, or the date it was left */
  note?: ReactNode
  href?: string
}

/**
 * Where an object stands, from the states of its machine: each stage lists the states that belong to it, in order.
 * Stages before the one of `state` are done, those after are to do; `standing` marks the current one when it is stuck.
 */
export function railFromMachine(
  stages: { key: string; label: ReactNode; states: readonly string[]; href?: string; note?: ReactNode }[],
  state: string,
  standing: 'current' | 'attention' | 'paused' | 'done' = 'current',
): Stage[] {
  const at = stages.findIndex((s) => s.states.includes(state))
  return stages.map(({ key, label, href, note }, i) => ({
    key,
    label,
    href,
    note,
    state: i < at ? 'done' : i === at ? standing : 'todo',
  }))
}

/** The stages of a long walk in one line; at 390 px only the current one keeps its words on screen. */
export function StageRail({ stages, label, className }: { stages: Stage[]; label?: string; className?: string }) {
  const t = useTranslations('ui.stageRail')
  return (
    <nav aria-label={label ?? t('label')} className={className}>
      <ol className="flex flex-wrap items-stretch">
        {stages.map((s, i) => {
          const body = (
            <>
              <span className="flex items-center gap-2">
                <Mark state={s.state} index={i + 1} />
                <span
                  className={cn(
                    'whitespace-nowrap',
                    s.state === 'todo' ? 'text-ink-3' : 'font-medium text-ink',
                    !isCurrent(s.state) && 'max-sm:sr-only',
                  )}
                >
                  {s.label}
                </span>
                <span className="sr-only">{t(s.state)}</span>
              </span>
              {s.note && <span className="ml-8 block max-w-28 text-xs text-ink-2 sm:max-w-40">{s.note}</span>}
            </>
          )
          return (
            <li
              key={s.key}
              aria-current={isCurrent(s.state) ? 'step' : undefined}
              className={cn('flex items-start py-2', i < stages.length - 1 && 'flex-1')}
            >
              {s.href ? (
                <Link href={s.href} className="rounded-sm hover:bg-hover sm:px-1">
                  {body}
                </Link>
              ) : (
                <span className="sm:px-1">{body}</span>
              )}
              {i < stages.length - 1 && (
                <span aria-hidden className="mx-1 mt-3 h-px min-w-1 flex-1 sm:mx-2 sm:min-w-4 bg-line-strong" />
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

const isCurrent = (s: StageState) => s === 'current' || s === 'attention' || s === 'paused'

const MARK: Record<StageState, string> = {
  done: 'border-accent bg-accent text-accent-ink',
  current: 'border-seal bg-seal text-seal-ink',
  todo: 'border-line-strong bg-surface text-ink-3',
  attention: 'border-warn bg-warn-soft text-warn',
  paused: 'border-warn bg-warn-soft text-warn',
}

function Mark({ state, index }: { state: StageState; index: number }) {
  return (
    <span
      aria-hidden
      className={cn('flex size-6 items-center justify-center rounded-sm border text-xs font-semibold', MARK[state])}
    >
      {state === 'done' ? (
        <Check className="size-3.5" />
      ) : state === 'attention' ? (
        <CircleAlert className="size-3.5" />
      ) : state === 'paused' ? (
        <Pause className="size-3.5" />
      ) : (
        index
      )}
    </span>
  )
}
