'use client'
import Link from 'next/link'
import { isValidElement, type ReactNode } from 'react'
import { formatCount } from '@/lib/platform/i18n/format'
import { Money, Percent } from '../money'
import { CivilDate, Instant } from '../when'
import type { Column, TableRow } from './types'

/** '/batches/{id}' with the row's fields. */
export function fillTemplate(template: string, row: object): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String((row as Record<string, unknown>)[key] ?? '')),
  )
}

export const FIGURES: readonly string[] = ['money', 'wan', 'percent', 'count']

/** The content of one cell by its column's type. */
export function CellContent<Row extends TableRow>({ column, row }: { column: Column<Row>; row: Row }): ReactNode {
  if (column.cell) return column.cell(row)
  const value = (row as Record<string, unknown>)[column.key]
  const content = typed(column.type ?? 'text', value)
  if (!column.href || value === null || value === undefined || value === '') return content
  return (
    <Link
      href={fillTemplate(column.href, row)}
      className="font-medium text-ink max-sm:font-semibold underline-offset-3 hover:text-accent hover:underline"
    >
      {content}
    </Link>
  )
}

function typed(type: NonNullable<Column<TableRow>['type']>, value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="text-ink-3">—</span>
  if (isValidElement(value) || type === 'node') return value as ReactNode
  switch (type) {
    case 'money':
      return <Money value={value as bigint | string} suffix={false} />
    case 'wan':
      return <Money value={value as bigint | string} unit="wan" suffix={false} />
    case 'percent':
      return <Percent value={value as number | string} />
    case 'count':
      return <span className="figure">{formatCount(value as number)}</span>
    case 'date':
      return <CivilDate value={value as string} />
    case 'instant':
      return <Instant value={value as Date | string} />
    default:
      return typeof value === 'object' && !Array.isArray(value) ? (value as ReactNode) : String(value)
  }
}
