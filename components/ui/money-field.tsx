'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, type Ref, useState } from 'react'
import { formatMoney, formatUpper } from '@/lib/platform/i18n/format'
import { type Fen, parseYuan } from '@/lib/platform/money'
import { cn } from './cn'
import { wanToYuan } from './figure-text'

export type TextFieldProps = {
  /** the JSON form; '' while empty */
  value?: string
  onChange?: (value: string) => void
  onBlur?: () => void
  id?: string
  name?: string
  disabled?: boolean
  placeholder?: string
  ref?: Ref<HTMLInputElement>
  className?: string
  'aria-label'?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  'aria-required'?: boolean
}

/**
 * An amount. The value is yuan text ("980000.00"), typed in 元 or in 万元; under it stand the other reading and the 大写,
 * because a slip by ten thousand is the classic error. What cannot be read is handed on as typed, for the schema to refuse.
 */
export function MoneyField({
  value = '',
  onChange,
  unit: first = 'yuan',
  readBack = true,
  className,
  ref,
  ...props
}: TextFieldProps & { unit?: 'yuan' | 'wan'; readBack?: boolean }) {
  const t = useTranslations('ui.money')
  const [unit, setUnit] = useState(first)
  const [draft, setDraft] = useState<string | null>(null)
  const fen = parseYuan(value)
  const text = draft ?? shown(value, fen, unit)
  const type = (typed: string) => {
    const clean = typed.replace(/[\s,，]/g, '').replace(/[。．]/g, '.')
    setDraft(typed)
    onChange?.(unit === 'yuan' ? clean : wanToYuan(clean))
  }
  const change = (next: 'yuan' | 'wan') => {
    setDraft(null)
    setUnit(next)
  }
  return (
    <span className={cn('block', className)}>
      <span className="control flex items-center gap-2 pr-1!">
        <input
          {...props}
          ref={ref}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          onChange={(e) => type(e.currentTarget.value)}
          onBlur={() => {
            setDraft(null)
            props.onBlur?.()
          }}
          className="figure h-full w-full min-w-0 bg-transparent outline-none"
        />
        <select
          aria-label={t('unit')}
          value={unit}
          disabled={props.disabled}
          onChange={(e) => change(e.currentTarget.value as 'yuan' | 'wan')}
          className="h-6 shrink-0 rounded-sm border-0 bg-sunken px-1 text-sm text-ink-2 coarse:h-9"
        >
          <option value="yuan">{t('yuan')}</option>
          <option value="wan">{t('wan')}</option>
        </select>
      </span>
      {readBack && <ReadBack fen={fen} unit={unit} />}
    </span>
  )
}

function ReadBack({ fen, unit }: { fen: Fen | null; unit: 'yuan' | 'wan' }): ReactNode {
  const t = useTranslations('ui.money')
  return (
    <span className="mt-1 flex min-h-[1.125rem] flex-wrap justify-end gap-x-3 text-xs text-ink-2" aria-live="polite">
      {fen !== null && (
        <>
          <span className="tabular-nums">
            {unit === 'yuan' ? `${formatMoney(fen, 'wan')} ${t('wan')}` : `${formatMoney(fen)} ${t('yuan')}`}
          </span>
          <span lang="zh-CN" className="font-serif text-ink">
            {formatUpper(fen)}
          </span>
        </>
      )}
    </span>
  )
}

function shown(value: string, fen: Fen | null, unit: 'yuan' | 'wan'): string {
  return fen === null ? value : formatMoney(fen, unit)
}
