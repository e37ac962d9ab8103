'use client'
import { useState } from 'react'
import { cn } from '@/components/ui/cn'

/**
 * A cell of a dense table that keeps what is typed until it can be read: `read` answers null for text that is no value,
 * and only then the cell is marked. What can be read goes on at every key.
 */
export function CellInput<T>({
  value,
  text,
  read,
  onChange,
  label,
  id,
  disabled,
  numeric = false,
  className,
}: {
  value: T
  text: (value: T) => string
  /** null: not a value; wrap nullable values so that "empty" can be told from "unreadable" */
  read: (text: string) => { value: T } | null
  onChange: (value: T) => void
  label: string
  /** when a visible label names the cell by this id */
  id?: string
  disabled?: boolean
  numeric?: boolean
  className?: string
}) {
  const [draft, setDraft] = useState<string | null>(null)
  const shown = draft ?? text(value)
  return (
    <input
      id={id}
      aria-label={id ? undefined : label}
      aria-invalid={draft !== null && read(draft) === null ? true : undefined}
      disabled={disabled}
      inputMode={numeric ? 'decimal' : 'text'}
      autoComplete="off"
      className={cn('control w-full min-w-0', numeric && 'text-right tabular-nums', className)}
      value={shown}
      onChange={(e) => {
        const typed = e.currentTarget.value
        setDraft(typed)
        const found = read(typed.normalize('NFKC').trim())
        if (found) onChange(found.value)
      }}
      onBlur={() => draft !== null && read(draft.normalize('NFKC').trim()) && setDraft(null)}
    />
  )
}

const whole = (text: string): number | null => (/^\d{1,6}$/.test(text) ? Number(text) : null)

type Common = { label: string; id?: string; disabled?: boolean; className?: string }

/** A whole number of zero or more. */
export function WholeCell({
  value,
  onChange,
  ...common
}: Common & { value: number; onChange: (value: number) => void }) {
  return (
    <CellInput
      {...common}
      numeric
      value={value}
      text={String}
      read={(t) => {
        const n = whole(t)
        return n === null ? null : { value: n }
      }}
      onChange={onChange}
    />
  )
}

/** A whole number, or nothing. */
export function OptionalWholeCell({
  value,
  onChange,
  ...common
}: Common & { value: number | null; onChange: (value: number | null) => void }) {
  return (
    <CellInput
      {...common}
      numeric
      value={value}
      text={(v) => (v === null ? '' : String(v))}
      read={(t) => {
        if (t === '') return { value: null }
        const n = whole(t)
        return n === null ? null : { value: n }
      }}
      onChange={onChange}
    />
  )
}

/** Any text. */
export function TextCell({
  value,
  onChange,
  ...common
}: Common & { value: string; onChange: (value: string) => void }) {
  return <CellInput {...common} value={value} text={(v) => v} read={(t) => ({ value: t })} onChange={onChange} />
}

/** An edge of a bin: a decimal kept as its text; empty means no end on that side. */
export function EdgeCell({
  value,
  onChange,
  ...common
}: Common & { value: string | null; onChange: (value: string | null) => void }) {
  return (
    <CellInput
      {...common}
      numeric
      value={value}
      text={(v) => v ?? ''}
      read={(t) => (t === '' ? { value: null } : /^-?\d{1,15}(\.\d{1,12})?$/.test(t) ? { value: t } : null)}
      onChange={onChange}
    />
  )
}
