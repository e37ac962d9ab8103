'use client'
import { Toast as Base } from '@base-ui/react/toast'
import { CheckCircle2, CircleAlert, Info, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'

const manager = Base.createToastManager()

type ToastOptions = { detail?: string; undo?: { label: string; run: () => void }; timeout?: number }
type ToastKind = 'ok' | 'info' | 'error'

function show(kind: ToastKind, title: string, { detail, undo, timeout }: ToastOptions = {}): string {
  return manager.add({
    title,
    description: detail,
    type: kind,
    timeout: timeout ?? (kind === 'error' ? 0 : 5000),
    priority: kind === 'error' ? 'high' : 'low',
    actionProps: undo && { children: undo.label, onClick: undo.run },
  })
}

/** A passing word after an act. An error stays until closed — and must also stand where it belongs on the page. */
export const toast = {
  ok: (title: string, options?: ToastOptions) => show('ok', title, options),
  info: (title: string, options?: ToastOptions) => show('info', title, options),
  error: (title: string, options?: ToastOptions) => show('error', title, options),
  close: (id: string) => manager.close(id),
}

const ICON = { ok: CheckCircle2, info: Info, error: CircleAlert } as const
const COLOUR = { ok: 'text-ok', info: 'text-info', error: 'text-danger' } as const

/** Stands once in the root layout, around everything that may call `toast`. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className="no-print fixed inset-x-3 bottom-16 z-60 mx-auto flex w-auto flex-col-reverse gap-2 outline-none sm:right-5 sm:bottom-5 sm:left-auto sm:w-88">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function List() {
  const t = useTranslations('ui')
  const { toasts } = Base.useToastManager()
  return toasts.map((item) => {
    const kind = (item.type ?? 'info') as ToastKind
    const Icon = ICON[kind] ?? Info
    return (
      <Base.Root
        key={item.id}
        toast={item}
        swipeDirection={['right', 'down']}
        className={cn(
          'float flex items-start gap-2.5 border-l-3 px-3 py-2.5',
          kind === 'error' ? 'border-l-danger' : kind === 'ok' ? 'border-l-ok' : 'border-l-info',
        )}
      >
        <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', COLOUR[kind])} />
        <Base.Content className="min-w-0 flex-1">
          <Base.Title className="font-medium break-words" />
          <Base.Description className="text-sm text-ink-2" />
          {item.actionProps && (
            <Base.Action className="mt-1 text-sm font-medium text-accent underline-offset-3 hover:underline" />
          )}
        </Base.Content>
        <Base.Close
          render={
            <Button tone="quiet" size="sm" icon aria-label={t('close')} className="-my-1 -mr-1.5">
              <X />
            </Button>
          }
        />
      </Base.Root>
    )
  })
}
