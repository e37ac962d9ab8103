'use client'
import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import { useTranslations } from 'next-intl'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import type { AppError, Result } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Button } from './button'
import { FieldFrame } from './field'
import { Textarea } from './input'

type ReasonDialogProps<T> = {
  trigger?: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  title: ReactNode
  /** what will happen, and to what */
  description?: ReactNode
  confirmLabel: string
  tone?: 'primary' | 'danger'
  /** 'required' refuses an empty reason; 'none' asks only for the confirmation */
  reason?: 'required' | 'optional' | 'none'
  reasonLabel?: string
  /** sentences that people use again and again; a click puts one in */
  phrases?: string[]
  maxLength?: number
  /** the act; it stays open and shows the refusal when the result is not ok */
  action: (reason: string) => Promise<Result<T>>
  onDone?: (value: T) => void
  children?: ReactNode
}

/** Asks before an act that cannot be taken back, and for the reason that the audit trail keeps. */
export function ReasonDialog<T>({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  tone = 'primary',
  reason = 'required',
  reasonLabel,
  phrases = [],
  maxLength = 500,
  action,
  onDone,
  children,
}: ReasonDialogProps<T>) {
  const t = useTranslations() as unknown as Translate
  const id = useId()
  const [inner, setInner] = useState(false)
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  const [refused, setRefused] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(false)
  const shown = open ?? inner
  const change = (next: boolean) => {
    if (busy) return
    setInner(next)
    onOpenChange?.(next)
    if (!next) {
      setText('')
      setMissing(false)
      setRefused(null)
    }
  }
  const act = async () => {
    if (reason === 'required' && text.trim() === '') {
      setMissing(true)
      document.getElementById(id)?.focus()
      return
    }
    setBusy(true)
    setRefused(null)
    try {
      const result = await action(text.trim())
      if (!result.ok) return setRefused(result.error)
      onDone?.(result.value)
    } finally {
      setBusy(false)
    }
    setInner(false)
    onOpenChange?.(false)
    setText('')
  }
  const problem = refused && errorText(t, refused)
  return (
    <Base.Root open={shown} onOpenChange={(next) => change(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="shade z-40" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center sm:items-start sm:px-4 sm:pt-[12vh]">
          <Base.Popup className="float flex max-h-[90dvh] w-full max-w-lg flex-col rounded-b-none outline-none sm:rounded-lg">
            <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-4">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>}
              {children && <div className="mt-3">{children}</div>}
              {problem && (
                <div role="alert" className="mt-3 rounded-md border border-danger/50 bg-danger-soft px-3 py-2 text-sm">
                  <p className="font-semibold text-danger">{problem.title}</p>
                  {problem.detail && <p>{problem.detail}</p>}
                </div>
              )}
              {reason !== 'none' && (
                <FieldFrame
                  id={id}
                  label={reasonLabel ?? t('ui.reason.label')}
                  required={reason === 'required'}
                  error={missing ? t('ui.reason.missing') : undefined}
                  className="mt-3"
                >
                  <Textarea
                    id={id}
                    value={text}
                    maxLength={maxLength}
                    count
                    aria-invalid={missing || undefined}
                    aria-describedby={missing ? `${id}-error` : undefined}
                    onChange={(e) => {
                      setText(e.currentTarget.value)
                      setMissing(false)
                    }}
                  />
                  {phrases.length > 0 && (
                    <div className="mt-1.5 flex flex-wrap gap-1.5">
                      {phrases.map((p) => (
                        <Button key={p} size="sm" onClick={() => setText(text ? `${text}\n${p}` : p)}>
                          {p}
                        </Button>
                      ))}
                    </div>
                  )}
                </FieldFrame>
              )}
            </div>
            <div className="flex justify-end gap-2 border-t border-line bg-sunken/60 px-5 py-3">
              <Base.Close render={<Button disabled={busy}>{t('ui.cancel')}</Button>} />
              <Button tone={tone} busy={busy} onClick={act}>
                {confirmLabel}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
