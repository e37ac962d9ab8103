/** biome-ignore-all lint/a11y/noRedundantRoles: the roles keep a table a table where cards take its display away */
'use client'
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { MouseEvent, ReactNode } from 'react'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Button } from '../button'
import { cn } from '../cn'
import { Money } from '../money'
import { State } from '../state'
import { FIGURES } from './cell'
import type { Column, DataTableProps, TableRow } from './types'

/** True when the click was on something that acts by itself. */
export const onControl = (e: MouseEvent): boolean =>
  (e.target as Element).closest(
    'a,button,input,label,select,textarea,[role="checkbox"],[role="button"],[role="dialog"]',
  ) !== null || (getSelection()?.toString() ?? '') !== ''

export function rowName<Row extends TableRow>(first: Column<Row> | undefined, row: Row, index: number): string {
  const value = first && (row as Record<string, unknown>)[first.key]
  return typeof value === 'string' ? value : String(index + 1)
}

export function totalOf<Row extends TableRow>(value: ReactNode | bigint, column: Column<Row>): ReactNode {
  if (typeof value !== 'bigint') return value
  return <Money value={value} unit={column.type === 'wan' ? 'wan' : 'yuan'} suffix={false} />
}

export function cellClass<Row extends TableRow>(c: Column<Row>): string {
  const align = c.align ?? (FIGURES.includes(c.type ?? '') ? 'end' : 'start')
  return cn(align === 'end' && 'text-right', align === 'center' && 'text-center', !c.wrap && 'whitespace-nowrap')
}

export function HeaderCell<Row extends TableRow>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: string
  onSort: (sort: string) => void
}) {
  const key = column.sort === true ? column.key : column.sort || null
  const now = key && sort.replace(/^-/, '') === key ? (sort.startsWith('-') ? 'descending' : 'ascending') : undefined
  const Icon = now === 'descending' ? ArrowDown : now === 'ascending' ? ArrowUp : ArrowUpDown
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={now}
      style={{ width: column.width, minWidth: column.width }}
      className={cellClass(column)}
    >
      {key ? (
        <button
          type="button"
          onClick={() => onSort(now === 'ascending' ? `-${key}` : key)}
          className="-mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-accent"
        >
          {column.header}
          <Icon aria-hidden className={cn('size-3.5', now ? 'text-accent' : 'text-ink-3')} />
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}

export function ErrorState({ error }: { error: NonNullable<DataTableProps<TableRow>['error']> }) {
  const t = useTranslations() as unknown as Translate
  const router = useRouter()
  const text = errorText(t, error)
  return (
    <State
      kind="error"
      title={text.title}
      detail={text.detail}
      code={error.code}
      action={<Button onClick={() => router.refresh()}>{t('ui.retry')}</Button>}
    />
  )
}

export function EmptyState({
  filtered,
  onClear,
  empty,
}: {
  filtered: boolean
  onClear: () => void
  empty: DataTableProps<TableRow>['empty']
}) {
  const t = useTranslations('ui.table')
  if (filtered) {
    return (
      <State
        kind="none-found"
        title={t('noneFound')}
        detail={t('noneFoundDetail')}
        action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
      />
    )
  }
  return <State kind="empty" title={empty?.title ?? t('empty')} detail={empty?.detail} action={empty?.action} />
}
