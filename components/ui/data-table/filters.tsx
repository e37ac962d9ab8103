'use client'
import { ListFilter, X } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { formatList } from '@/lib/platform/i18n/format'
import { splitRange, splitValues } from '@/lib/platform/list-params'
import { Button } from '../button'
import { Checkbox } from '../choice'
import { Input } from '../input'
import { Popover } from '../popover'
import type { Filter } from './types'
import type { ListUrl } from './use-list-url'

/** One button a filter; what is chosen stands on it, and a cross takes it off. */
export function Filters({ filters, url }: { filters: Filter[]; url: ListUrl }) {
  const t = useTranslations('ui.table')
  return (
    <div className="flex items-center gap-1.5 max-sm:order-2 max-sm:-mx-3 max-sm:w-[calc(100%+1.5rem)] max-sm:overflow-x-auto max-sm:px-3 max-sm:py-0.5 sm:flex-wrap">
      {filters.map((f) => (
        <FilterButton key={f.key} filter={f} value={url.get(f.key)} onChange={(v) => url.set({ [f.key]: v })} />
      ))}
      {url.active > 1 && (
        <Button tone="quiet" size="sm" onClick={url.clear}>
          {t('clearFilters')}
        </Button>
      )}
    </div>
  )
}

function FilterButton({
  filter,
  value,
  onChange,
}: {
  filter: Filter
  value: string
  onChange: (value: string | null) => void
}) {
  const t = useTranslations('ui.table')
  const locale = useLocale()
  if (filter.type === 'flag') {
    return (
      <Button
        size="sm"
        aria-pressed={value === '1'}
        onClick={() => onChange(value === '1' ? null : '1')}
        className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
      >
        {filter.label}
      </Button>
    )
  }
  const shown = summary(filter, value, locale)
  return (
    <span className="inline-flex">
      <Popover
        title={filter.label}
        trigger={
          <Button
            size="sm"
            className={shown ? 'rounded-r-none border-accent bg-accent-soft text-accent' : 'border-dashed'}
          >
            <ListFilter aria-hidden />
            {filter.label}
            {shown && <span className="max-w-48 truncate font-normal">{shown}</span>}
          </Button>
        }
      >
        {filter.type === 'choice' ? (
          <Choices filter={filter} value={value} onChange={onChange} />
        ) : filter.type === 'text' ? (
          <Words filter={filter} value={value} onChange={onChange} />
        ) : (
          <Range kind={filter.type} value={value} onChange={onChange} />
        )}
      </Popover>
      {shown && (
        <Button
          size="sm"
          icon
          aria-label={t('removeFilter', { name: filter.label })}
          onClick={() => onChange(null)}
          className="-ml-px rounded-l-none border-accent text-accent"
        >
          <X />
        </Button>
      )}
    </span>
  )
}

function summary(filter: Filter, value: string, locale: string): string {
  if (!value) return ''
  if (filter.type === 'choice') {
    return formatList(
      locale,
      splitValues(value).map((v) => filter.options.find((o) => o.value === v)?.label ?? v),
    )
  }
  if (filter.type === 'text') return value
  const { from, to } = splitRange(value)
  return from && to ? `${from} – ${to}` : from ? `≥ ${from}` : `≤ ${to ?? ''}`
}

function Choices({
  filter,
  value,
  onChange,
}: {
  filter: Extract<Filter, { type: 'choice' }>
  value: string
  onChange: (value: string | null) => void
}) {
  const chosen = splitValues(value)
  return (
    <div className="flex max-h-72 min-w-44 flex-col">
      {filter.options.map((o) => (
        <Checkbox
          key={o.value}
          checked={chosen.includes(o.value)}
          onChange={(on) => {
            const next =
              filter.multiple === false
                ? on
                  ? [o.value]
                  : []
                : on
                  ? [...chosen, o.value]
                  : chosen.filter((v) => v !== o.value)
            onChange(next.join(',') || null)
          }}
          label={
            <>
              {o.label}
              {o.count !== undefined && <span className="ml-1.5 text-sm text-ink-3">{o.count}</span>}
            </>
          }
        />
      ))}
    </div>
  )
}

function Words({
  filter,
  value,
  onChange,
}: {
  filter: Extract<Filter, { type: 'text' }>
  value: string
  onChange: (value: string | null) => void
}) {
  const t = useTranslations('ui.table')
  const [text, setText] = useState(value)
  return (
    <form
      className="flex w-64 gap-2"
      onSubmit={(e) => {
        e.preventDefault()
        e.stopPropagation()
        onChange(text.trim() || null)
      }}
    >
      <Input
        aria-label={filter.label}
        placeholder={filter.placeholder}
        value={text}
        maxLength={120}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <Button type="submit" tone="primary">
        {t('apply')}
      </Button>
    </form>
  )
}

function Range({
  kind,
  value,
  onChange,
}: {
  kind: 'dates' | 'amounts'
  value: string
  onChange: (value: string | null) => void
}) {
  const t = useTranslations('ui.table')
  const id = useId()
  const start = splitRange(value)
  const [from, setFrom] = useState(start.from ?? '')
  const [to, setTo] = useState(start.to ?? '')
  const field =
    kind === 'dates' ? { type: 'date' } : { inputMode: 'decimal' as const, pattern: '\\d{1,15}(\\.\\d{1,2})?' }
  return (
    <form
      className="grid w-60 gap-2"
      onSubmit={(e) => {
        e.preventDefault()
        e.stopPropagation()
        onChange(from || to ? `${from}..${to}` : null)
      }}
    >
      <label htmlFor={`${id}-from`} className="text-sm text-ink-2">
        {t(kind === 'dates' ? 'fromDate' : 'fromAmount')}
      </label>
      <Input id={`${id}-from`} value={from} onChange={(e) => setFrom(e.currentTarget.value)} {...field} />
      <label htmlFor={`${id}-to`} className="text-sm text-ink-2">
        {t(kind === 'dates' ? 'toDate' : 'toAmount')}
      </label>
      <Input id={`${id}-to`} value={to} onChange={(e) => setTo(e.currentTarget.value)} {...field} />
      <Button type="submit" tone="primary" size="sm" className="justify-self-end">
        {t('apply')}
      </Button>
    </form>
  )
}
