'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { parsePercent, toPercent } from '@/lib/platform/money'
import { cn } from './cn'
import { monthlyPermille } from './figure-text'
import type { TextFieldProps } from './money-field'

/**
 * A rate or share in percent, as text ("4.35"), at most four decimals. With `annual` the month's rate in ‰ is read back,
 * as loan notes write it.
 */
export function RateField({
  value = '',
  onChange,
  annual = false,
  className,
  ref,
  ...props
}: TextFieldProps & { annual?: boolean }) {
  const t = useTranslations('ui.rate')
  const [draft, setDraft] = useState<string | null>(null)
  const ppm = parsePercent(value)
  return (
    <span className={cn('block', className)}>
      <span className="control flex items-center gap-2">
        <input
          {...props}
          ref={ref}
          inputMode="decimal"
          autoComplete="off"
          value={draft ?? (ppm === null ? value : toPercent(ppm))}
          onChange={(e) => {
            setDraft(e.currentTarget.value)
            onChange?.(e.currentTarget.value.replace(/[\s%％]/g, '').replace(/[。．]/g, '.'))
          }}
          onBlur={() => {
            setDraft(null)
            props.onBlur?.()
          }}
          className="figure h-full w-full min-w-0 bg-transparent outline-none"
        />
        <span className="shrink-0 text-sm text-ink-2">{annual ? `% ${t('annual')}` : '%'}</span>
      </span>
      {annual && (
        <span className="mt-1 block min-h-[1.125rem] text-right text-xs text-ink-2" aria-live="polite">
          {ppm !== null && t('permille', { value: monthlyPermille(ppm) })}
        </span>
      )}
    </span>
  )
}
