'use client'
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { Check, Minus } from 'lucide-react'
import { type ReactNode, type Ref, useId } from 'react'
import { cn } from './cn'

type CheckProps = {
  label?: ReactNode
  'aria-label'?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  checked?: boolean
  /** the same as `checked`, so that a form field fits */
  value?: boolean
  defaultChecked?: boolean
  onChange?: (checked: boolean) => void
  onBlur?: () => void
  disabled?: boolean
  id?: string
  name?: string
  className?: string
  ref?: Ref<HTMLElement>
}

/** Yes or no. Without `label` give it an aria-label. `indeterminate` for "some of them". */
export function Checkbox({
  label,
  checked,
  value,
  onChange,
  indeterminate,
  className,
  ref,
  ...props
}: CheckProps & { indeterminate?: boolean }) {
  const words = useId()
  const box = (
    <BaseCheckbox.Root
      {...props}
      aria-labelledby={label ? words : props['aria-labelledby']}
      ref={ref}
      checked={checked ?? (value === undefined ? undefined : Boolean(value))}
      indeterminate={indeterminate}
      onCheckedChange={(next) => onChange?.(next)}
      className={cn(
        'flex size-4 shrink-0 items-center justify-center rounded-xs border border-line-strong bg-raised data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent data-disabled:opacity-50 coarse:size-5',
        !label && className,
      )}
    >
      <BaseCheckbox.Indicator className="text-accent-ink" keepMounted={false}>
        {indeterminate ? (
          <Minus className="size-3.5" strokeWidth={3} />
        ) : (
          <Check className="size-3.5" strokeWidth={3} />
        )}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  )
  if (!label) return box
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box inside is the control
    <label
      className={cn(
        'flex min-h-7 cursor-pointer items-start gap-2 py-1 coarse:min-h-11 coarse:items-center',
        className,
      )}
    >
      <span className="flex h-[1.375rem] items-center">{box}</span>
      <span id={words}>{label}</span>
    </label>
  )
}

/** On or off, in force at once. For a choice that is sent with a form use Checkbox. */
export function Switch({ label, checked, value, onChange, className, ref, ...props }: CheckProps) {
  const words = useId()
  const body = (
    <BaseSwitch.Root
      {...props}
      aria-labelledby={label ? words : props['aria-labelledby']}
      ref={ref}
      checked={checked ?? (value === undefined ? undefined : Boolean(value))}
      onCheckedChange={(next) => onChange?.(next)}
      className={cn(
        'flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken p-px transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50',
        !label && className,
      )}
    >
      <BaseSwitch.Thumb className="size-4 rounded-full bg-line-strong transition-transform data-checked:translate-x-4 data-checked:bg-accent-ink" />
    </BaseSwitch.Root>
  )
  if (!label) return body
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className={cn('flex min-h-7 cursor-pointer items-center gap-2.5 coarse:min-h-11', className)}>
      {body}
      <span id={words}>{label}</span>
    </label>
  )
}

export type Option = { value: string; label: string; hint?: ReactNode; disabled?: boolean }

/** One of a few, all in sight. */
export function RadioGroup({
  options,
  value,
  defaultValue,
  onChange,
  inline = false,
  disabled,
  id,
  name,
  className,
  ref,
  ...aria
}: {
  options: Option[]
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
  onBlur?: () => void
  inline?: boolean
  disabled?: boolean
  id?: string
  name?: string
  className?: string
  ref?: Ref<HTMLDivElement>
  'aria-label'?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}) {
  const words = useId()
  return (
    <BaseRadioGroup
      {...aria}
      ref={ref}
      id={id}
      name={name}
      value={value}
      defaultValue={defaultValue}
      disabled={disabled}
      onValueChange={(next) => onChange?.(next as string)}
      className={cn('flex', inline ? 'flex-wrap gap-x-5' : 'flex-col', className)}
    >
      {options.map((o) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
        <label key={o.value} className="flex min-h-7 cursor-pointer items-start gap-2 py-1 coarse:min-h-11">
          <span className="flex h-[1.375rem] items-center">
            <Radio.Root
              value={o.value}
              aria-labelledby={`${words}-${o.value}`}
              disabled={o.disabled}
              className="flex size-4 items-center justify-center rounded-full border border-line-strong bg-raised data-checked:border-accent data-disabled:opacity-50 coarse:size-5"
            >
              <Radio.Indicator className="size-2 rounded-full bg-accent" />
            </Radio.Root>
          </span>
          <span id={`${words}-${o.value}`}>
            {o.label}
            {o.hint && <span className="block text-sm text-ink-2">{o.hint}</span>}
          </span>
        </label>
      ))}
    </BaseRadioGroup>
  )
}
