'use client'
import { Minus, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from './cn'
import type { TextFieldProps } from './money-field'

/**
 * A count or a plain decimal, kept as text, so that nothing is rounded on the way. With `step` there are buttons for a
 * finger; the arrow keys do the same.
 */
export function NumberField({
  value = '',
  onChange,
  step,
  min,
  max,
  unit,
  className,
  ref,
  ...props
}: TextFieldProps & { step?: number; min?: number; max?: number; unit?: ReactNode }) {
  const t = useTranslations('ui.number')
  const move = (by: number) => {
    const from = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : (min ?? 0)
    const decimals = Math.max(places(value), places(String(step)))
    const next = Math.min(max ?? Number.MAX_SAFE_INTEGER, Math.max(min ?? Number.MIN_SAFE_INTEGER, from + by))
    onChange?.(next.toFixed(decimals))
  }
  const button =
    'flex h-full w-8 shrink-0 items-center justify-center text-ink-2 hover:bg-hover disabled:opacity-50 coarse:w-11'
  return (
    <span className={cn('control flex items-center overflow-hidden', step !== undefined && 'px-0!', className)}>
      {step !== undefined && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('decrease')}
          disabled={props.disabled}
          onClick={() => move(-step)}
          className={cn(button, 'border-r')}
        >
          <Minus aria-hidden className="size-4" />
        </button>
      )}
      <input
        {...props}
        ref={ref}
        inputMode={step !== undefined && Number.isInteger(step) ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={value}
        onChange={(e) => onChange?.(e.currentTarget.value.replace(/[\s,，]/g, '').replace(/[。．]/g, '.'))}
        onKeyDown={(e) => {
          if (step === undefined || e.nativeEvent.isComposing || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown')) return
          e.preventDefault()
          move(e.key === 'ArrowUp' ? step : -step)
        }}
        className={cn(
          'figure h-full w-full min-w-0 bg-transparent outline-none',
          step !== undefined && 'px-2 text-center',
        )}
      />
      {unit && (
        <span className={cn('shrink-0 pl-2 text-sm text-ink-2', step !== undefined && 'pr-2 pl-0')}>{unit}</span>
      )}
      {step !== undefined && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('increase')}
          disabled={props.disabled}
          onClick={() => move(step)}
          className={cn(button, 'border-l')}
        >
          <Plus aria-hidden className="size-4" />
        </button>
      )}
    </span>
  )
}

const places = (text: string): number => text.split('.')[1]?.length ?? 0
