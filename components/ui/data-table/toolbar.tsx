'use client'
import { Columns3, Download, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { Button, buttonClass } from '../button'
import { Menu } from '../menu'
import { Filters } from './filters'
import type { Column, Filter, SavedViews, TableRow } from './types'
import type { ListUrl } from './use-list-url'
import { Views } from './views'

export type Density = 'dense' | 'roomy'

/** Above the table: search, filters, saved views, columns, density, export. */
export function Toolbar<Row extends TableRow>({
  search,
  searchRef,
  filters,
  url,
  views,
  columns,
  hidden,
  onHidden,
  density,
  onDensity,
  exportHref,
  actions,
}: {
  search: { placeholder: string } | false
  searchRef: RefObject<HTMLInputElement | null>
  filters: Filter[]
  url: ListUrl
  views?: SavedViews
  columns: Column<Row>[]
  hidden: Record<string, boolean>
  onHidden: (next: Record<string, boolean>) => void
  density: Density
  onDensity: (next: Density) => void
  exportHref?: string
  actions?: ReactNode
}) {
  const t = useTranslations('ui.table')
  return (
    // on a phone: views, search, columns and export in one row; the filters, then the page's own acts, below it
    <div className="no-print flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-3 py-2 max-sm:items-center max-sm:gap-x-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-sm:contents">
        {views && <Views views={views} url={url} columns={columns} hidden={hidden} onHidden={onHidden} />}
        {search && <SearchBox placeholder={search.placeholder} inputRef={searchRef} url={url} />}
        {filters.length > 0 && <Filters filters={filters} url={url} />}
      </div>
      <div className="flex items-center gap-1.5 max-sm:ml-auto max-sm:gap-0">
        <Menu
          align="end"
          trigger={
            <Button tone="quiet" size="sm" icon aria-label={t('columns')} title={t('columns')}>
              <Columns3 />
            </Button>
          }
          items={[
            {
              kind: 'radio',
              key: 'density',
              label: t('density'),
              value: density,
              options: [
                { value: 'dense', label: t('dense') },
                { value: 'roomy', label: t('roomy') },
              ],
              onChange: (v) => onDensity(v as Density),
            },
            { kind: 'line', key: 'line' },
            { kind: 'title', key: 'title', label: t('columns') },
            ...columns.map((c) => ({
              kind: 'check' as const,
              key: `column-${c.key}`,
              label: c.header,
              checked: !(hidden[c.key] ?? c.hidden),
              disabled: c.fixed,
              onChange: (on: boolean) => onHidden({ ...hidden, [c.key]: !on }),
            })),
          ]}
        />
        {exportHref && (
          <a
            className={buttonClass({ tone: 'quiet', size: 'sm' })}
            href={`${exportHref}${url.query ? `${exportHref.includes('?') ? '&' : '?'}${url.query}` : ''}`}
            title={t('export')}
            download
          >
            <Download aria-hidden />
            <span className="max-sm:sr-only">{t('export')}</span>
          </a>
        )}
      </div>
      {actions && (
        <div className="flex items-center gap-1.5 max-sm:order-3 max-sm:w-full max-sm:justify-end sm:-ml-2.5">
          {actions}
        </div>
      )}
    </div>
  )
}

/** Searches while one types: after a rest, and never in the middle of a composition. */
export function SearchBox({
  placeholder,
  inputRef,
  url,
}: {
  placeholder: string
  inputRef: RefObject<HTMLInputElement | null>
  url: ListUrl
}) {
  const t = useTranslations('ui.table')
  const inUrl = url.get('q')
  const [text, setText] = useState(inUrl)
  const [composing, setComposing] = useState(false)
  const { set } = url
  useEffect(() => setText(inUrl), [inUrl])
  // asks the server when the typing rests, never in the middle of an input method's composition
  useEffect(() => {
    if (composing || text.trim() === inUrl) return
    const timer = setTimeout(() => set({ q: text.trim() || null }), 300)
    return () => clearTimeout(timer)
  }, [text, composing, inUrl, set])
  return (
    <span className="control flex h-7! min-w-0 flex-1 items-center gap-2 sm:w-64 sm:flex-none coarse:h-11!">
      <Search aria-hidden className="size-4 shrink-0 text-ink-2" />
      <input
        ref={inputRef}
        type="search"
        aria-label={placeholder || t('search')}
        placeholder={placeholder}
        value={text}
        maxLength={100}
        onChange={(e) => setText(e.currentTarget.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        className="h-full w-full min-w-0 bg-transparent text-sm outline-none"
      />
    </span>
  )
}
