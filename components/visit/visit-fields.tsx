'use client'
import { type ReactNode, useId, useState } from 'react'
import { cn } from '@/components/ui/cn'

/** One figure or word of the visit: its label above, large enough for a thumb, marked while it cannot be read. */
export function VisitField({
  label,
  value,
  onChange,
  kind = 'yuan',
  disabled,
  hint,
  className,
}: {
  label: string
  value: string
  /** null takes the field back */
  onChange: (value: string | null) => void
  kind?: 'yuan' | 'signedYuan' | 'percent' | 'signedPercent' | 'decimal' | 'months' | 'text' | 'date'
  disabled?: boolean
  hint?: ReactNode
  className?: string
}) {
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const shown = draft ?? value
  const bad = draft !== null && read(kind, draft) === undefined
  return (
    <div className={cn('min-w-0', className)}>
      <label htmlFor={id} className="mb-0.5 block text-sm text-ink-2">
        {label}
      </label>
      <input
        id={id}
        type={kind === 'date' ? 'date' : 'text'}
        inputMode={kind === 'text' || kind.startsWith('signed') ? 'text' : kind === 'months' ? 'numeric' : 'decimal'}
        autoComplete="off"
        disabled={disabled}
        aria-invalid={bad || undefined}
        maxLength={kind === 'text' ? 120 : 20}
        className={cn(
          'control w-full min-w-0 coarse:h-11',
          kind !== 'text' && kind !== 'date' && 'text-right tabular-nums',
        )}
        value={shown}
        onChange={(e) => {
          const text = e.currentTarget.value
          setDraft(text)
          const found = read(kind, text)
          if (found !== undefined) onChange(found)
        }}
        onBlur={() => !bad && setDraft(null)}
      />
      {hint && <p className="mt-0.5 text-xs text-ink-3">{hint}</p>}
    </div>
  )
}

const PATTERN = {
  yuan: /^\d{1,15}(\.\d{1,2})?$/,
  signedYuan: /^-?\d{1,15}(\.\d{1,2})?$/,
  signedPercent: /^-?\d{1,7}(\.\d{1,4})?$/,
  percent: /^\d{1,3}(\.\d{1,4})?$/,
  decimal: /^\d{1,15}(\.\d{1,12})?$/,
  months: /^(\d|1[0-2])$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
} as const

/** What is stored; null for nothing, undefined for what cannot be read. Separators, 元 and full-width digits go. */
function read(kind: keyof typeof PATTERN | 'text', raw: string): string | null | undefined {
  if (kind === 'text') return raw === '' ? null : raw
  const text = raw.normalize('NFKC').replace(/[,\s元%]/g, '')
  if (text === '') return null
  return PATTERN[kind].test(text) ? text : undefined
}
