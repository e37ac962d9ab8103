'use client'
import { CalendarDays } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { DayPicker } from 'react-day-picker'
import { enGB, zhCN } from 'react-day-picker/locale'
import { Button } from './button'
import { cn } from './cn'
import { tidyDate } from './date-text'
import type { TextFieldProps } from './money-field'
import { Popover } from './popover'

type DateFieldProps = TextFieldProps & {
  /** ISO bounds, both included */
  min?: string
  max?: string
  /** ISO days to mark as no working days */
  holidays?: string[]
}

const ISO = /^\d{4}-\d{2}-\d{2}$/

/**
 * A civil date as ISO text. It can be typed (also as 20260321 or 2026/3/21) or picked; a phone gets the calendar it knows.
 */
export function DateField({ value = '', onChange, min, max, holidays, className, ref, ...props }: DateFieldProps) {
  const t = useTranslations('ui.date')
  const locale = useLocale()
  const [open, setOpen] = useState(false)
  const picked = ISO.test(value) ? toLocal(value) : undefined
  return (
    <span className={cn('block', className)}>
      <input
        {...props}
        // one of the two is shown, by the kind of pointer
        id={props.id && `${props.id}-phone`}
        name={undefined}
        aria-labelledby={props['aria-labelledby'] ?? (props.id && `${props.id}-label`)}
        type="date"
        min={min}
        max={max}
        value={ISO.test(value) ? value : ''}
        onChange={(e) => onChange?.(e.currentTarget.value)}
        className="control hidden w-full coarse:block"
      />
      <span className="control flex items-center gap-1 pr-1! coarse:hidden">
        <input
          {...props}
          ref={ref}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          placeholder={props.placeholder ?? 'YYYY-MM-DD'}
          maxLength={10}
          value={value}
          onChange={(e) => onChange?.(e.currentTarget.value)}
          onBlur={() => {
            const tidy = tidyDate(value)
            if (tidy !== value) onChange?.(tidy)
            props.onBlur?.()
          }}
          className="h-full w-full min-w-0 bg-transparent tabular-nums outline-none"
        />
        <Popover
          open={open}
          onOpenChange={setOpen}
          align="end"
          label={t('open')}
          trigger={
            <Button tone="quiet" size="sm" icon disabled={props.disabled} aria-label={t('open')} className="size-6">
              <CalendarDays />
            </Button>
          }
        >
          <DayPicker
            mode="single"
            className="day-picker"
            locale={locale === 'en' ? enGB : zhCN}
            weekStartsOn={1}
            captionLayout="dropdown"
            startMonth={toLocal(min ?? '1920-01-01')}
            endMonth={toLocal(max ?? `${new Date().getFullYear() + 35}-12-31`)}
            selected={picked}
            defaultMonth={picked}
            disabled={[...(min ? [{ before: toLocal(min) }] : []), ...(max ? [{ after: toLocal(max) }] : [])]}
            modifiers={{ holiday: (holidays ?? []).map(toLocal) }}
            modifiersClassNames={{ holiday: 'rdp-holiday' }}
            onSelect={(day) => {
              onChange?.(day ? fromLocal(day) : '')
              setOpen(false)
            }}
          />
        </Popover>
      </span>
    </span>
  )
}

// the picker works with local Dates; only their calendar parts are used, so no zone can shift the day
function toLocal(iso: string): Date {
  const [y = 1970, m = 1, d = 1] = iso.split('-').map(Number)
  return new Date(y, m - 1, d)
}
function fromLocal(day: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
