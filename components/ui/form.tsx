'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { type FieldValues, FormProvider, type UseFormReturn, useFormContext, useFormState } from 'react-hook-form'
import type { AppError, Result } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Button } from './button'
import { cn } from './cn'
import { messageText } from './form-errors'
import { UnsavedGuard } from './unsaved-guard'
import { setServerError } from './use-zod-form'

/**
 * A form that sends its values to a server action. A refusal lands on the fields it names and in the summary above;
 * success clears the unsaved mark and calls `onSuccess`. Enter that only confirms an input method's candidate does not
 * send the form.
 */
export function Form<Input extends FieldValues, T>({
  form,
  action,
  onSuccess,
  onRefused,
  guard = true,
  id,
  className,
  children,
}: {
  form: UseFormReturn<Input, unknown, Input>
  /** gets the values as typed; returns the command's result */
  action: (values: Input) => Promise<Result<T>>
  onSuccess?: (value: T) => void
  onRefused?: (error: AppError) => void
  /** ask before leaving with unsaved changes */
  guard?: boolean
  id?: string
  className?: string
  children: ReactNode
}) {
  const t = useTranslations() as unknown as Translate
  const [refused, setRefused] = useState<AppError | null>(null)
  const [saved, setSaved] = useState(false)
  const submit = form.handleSubmit(
    async (values) => {
      setRefused(null)
      const result = await action(values)
      if (result.ok) {
        setSaved(true)
        form.reset(values)
        onSuccess?.(result.value)
      } else {
        setRefused(result.error)
        setServerError(form, result.error, t)
        onRefused?.(result.error)
      }
    },
    () => setRefused(null),
  )
  const dirty = form.formState.isDirty
  useEffect(() => {
    if (dirty) setSaved(false)
  }, [dirty])
  return (
    <FormProvider {...form}>
      <form
        id={id}
        noValidate
        onSubmit={submit}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.nativeEvent.isComposing || e.nativeEvent.keyCode === 229)) e.preventDefault()
        }}
        className={cn('space-y-4', className)}
      >
        {guard && <UnsavedGuard when={dirty && !saved && !form.formState.isSubmitting} />}
        <ErrorSummary refused={refused} />
        {children}
      </form>
    </FormProvider>
  )
}

/** What stands in the way, each linked to its field. Shown after a send was refused, here or on the server. */
function ErrorSummary({ refused }: { refused: AppError | null }) {
  const t = useTranslations() as unknown as Translate
  const { errors, submitCount } = useFormState()
  const box = useRef<HTMLDivElement>(null)
  const fields = flatten(errors as ErrorNode)
  const show = refused !== null || (submitCount > 0 && fields.length > 1)
  useEffect(() => {
    if (refused && refused.fields.length === 0) box.current?.focus()
  }, [refused])
  if (!show) return null
  const text = refused && errorText(t, refused)
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-md border border-danger/50 bg-danger-soft px-4 py-2.5 text-sm"
    >
      <p className="font-semibold text-danger">{text ? text.title : t('ui.form.problems', { count: fields.length })}</p>
      {text?.detail && <p className="mt-0.5 text-ink">{text.detail}</p>}
      {fields.length > 0 && (
        <ul className="mt-1 list-disc pl-5 text-ink">
          {fields.map((f) => (
            <li key={f.path}>
              <a href={`#field-${cssId(f.path)}`} onClick={(e) => focusField(e, f.path)} className="underline">
                {f.label ? `${f.label}: ` : ''}
                {messageText(t, f.message)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function focusField(event: React.MouseEvent, path: string) {
  const root = document.getElementById(`field-${cssId(path)}`)
  if (!root) return
  event.preventDefault()
  root.scrollIntoView({ block: 'center' })
  root.querySelector<HTMLElement>('input,select,textarea,button,[tabindex]')?.focus()
}

type ErrorNode = { [key: string]: ErrorNode | string | object | undefined }

function flatten(node: ErrorNode, prefix = ''): { path: string; message: string; label: string }[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (!value || typeof value !== 'object' || key === 'root' || key === 'ref' || key === 'types') return []
    const path = prefix ? `${prefix}.${key}` : key
    const leaf = value as { message?: unknown; type?: unknown }
    if (typeof leaf.message === 'string' && leaf.type !== undefined) {
      const label =
        typeof document === 'undefined'
          ? ''
          : (document.querySelector(`#field-${cssId(path)} [data-field-label]`)?.textContent ?? '')
      return [{ path, message: leaf.message, label }]
    }
    return flatten(value as ErrorNode, path)
  })
}

export const cssId = (path: string): string => path.replace(/[^A-Za-z0-9_-]/g, '-')

/** The foot of a form: the main act at the right, on a phone across the whole width. */
export function FormActions({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={cn(
        'flex flex-wrap items-center justify-end gap-2 border-t border-line pt-3 max-sm:*:flex-1',
        className,
      )}
    >
      {children}
    </div>
  )
}

/** Sends the form it stands in (or the one of id `form`); busy while it is on its way. */
export function SubmitButton({
  children,
  tone = 'primary',
  form,
}: {
  children: ReactNode
  tone?: 'primary' | 'danger' | 'default'
  form?: string
}) {
  const context = useFormContext()
  return (
    <Button type="submit" form={form} tone={tone} busy={context?.formState.isSubmitting}>
      {children}
    </Button>
  )
}

/** A heading over some fields of a long form. */
export function FormSection({
  title,
  description,
  children,
  columns = 2,
}: {
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  columns?: 1 | 2 | 3
}) {
  const id = useId()
  const grid = columns === 1 ? '' : columns === 2 ? 'sm:grid-cols-2' : 'sm:grid-cols-2 lg:grid-cols-3'
  return (
    <section aria-labelledby={id} className="border-t border-line pt-4 first:border-t-0 first:pt-0">
      <h3 id={id} className="font-semibold">
        {title}
      </h3>
      {description && <p className="text-sm text-ink-2">{description}</p>}
      <div className={cn('mt-3 grid gap-x-5 gap-y-3.5', grid)}>{children}</div>
    </section>
  )
}
