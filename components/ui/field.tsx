'use client'
import { useTranslations } from 'next-intl'
import { cloneElement, isValidElement, type ReactElement, type ReactNode, type Ref, useId } from 'react'
import { type FieldValues, type Path, useController, useFormContext } from 'react-hook-form'
import type { Translate } from '@/lib/platform/i18n/translator'
import { cn } from './cn'
import { cssId } from './form'
import { messageText } from './form-errors'

/** What a control inside a Field gets. All inputs of this folder take these. */
export type ControlProps = {
  id: string
  name: string
  value: never
  onChange: (value: unknown) => void
  onBlur: () => void
  ref: Ref<never>
  disabled?: boolean
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  'aria-required'?: boolean
  'aria-labelledby'?: string
}

type FrameProps = {
  label: ReactNode
  /** help that is always in sight: what is asked, the rule's number */
  hint?: ReactNode
  required?: boolean
  /** the label stays for readers, but not on screen (a grid's cell) */
  hideLabel?: boolean
  className?: string
}

type FieldProps<V extends FieldValues> = FrameProps & {
  name: Path<V>
  /** one control, or a function that draws it from the props it needs */
  children: ReactElement | ((control: ControlProps) => ReactNode)
}

/**
 * One question of a form: label, control, hint and problem, tied together for readers. The control is given value,
 * onChange, onBlur, ref, id, name and its aria attributes: <Field name="amount" label="…"><MoneyField /></Field>.
 */
export function Field<V extends FieldValues = FieldValues>({ name, children, ...frame }: FieldProps<V>) {
  const t = useTranslations() as unknown as Translate
  const { control } = useFormContext<V>()
  const { field, fieldState } = useController<V>({ name, control })
  const id = useId()
  const error = fieldState.error && messageText(t, fieldState.error.message)
  const props = {
    id,
    name: field.name,
    value: (field.value ?? '') as never,
    onChange: field.onChange,
    onBlur: field.onBlur,
    ref: field.ref as Ref<never>,
    ...(field.disabled ? { disabled: true } : {}),
    'aria-describedby': describedBy(id, frame.hint, error),
    'aria-invalid': error ? true : undefined,
    'aria-required': frame.required || undefined,
    'aria-labelledby': `${id}-label`,
  } satisfies ControlProps
  return (
    <FieldFrame {...frame} id={id} anchor={`field-${cssId(name)}`} error={error}>
      {typeof children === 'function'
        ? children(props)
        : isValidElement<Partial<ControlProps>>(children)
          ? cloneElement(children, { ...props, ...(children.props.disabled ? { disabled: true } : {}) })
          : children}
    </FieldFrame>
  )
}

function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  return [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
}

/** The same frame without react-hook-form, for a one-field act. Give the control the same `id`. */
export function FieldFrame({
  id,
  anchor,
  label,
  hint,
  error,
  required,
  hideLabel,
  className,
  children,
}: FrameProps & { id: string; anchor?: string; error?: string; children: ReactNode }) {
  const t = useTranslations('ui.form')
  return (
    <div id={anchor} className={cn('min-w-0', className)}>
      <label
        htmlFor={id}
        id={`${id}-label`}
        className={cn('mb-1 flex items-baseline gap-1 text-sm font-medium text-ink', hideLabel && 'sr-only')}
      >
        <span data-field-label>{label}</span>
        {required && (
          <span className="text-danger" title={t('required')} aria-hidden>
            *
          </span>
        )}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-ink-2">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  )
}
