'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DEFAULT_SIZE, PAGE_SIZES } from '@/lib/platform/list-params'
import { Button } from '../button'
import { Select } from '../select'
import type { Page } from './types'
import type { ListUrl } from './use-list-url'

/** Next and previous page; a keyset list has no page numbers. */
export function Pager({
  page,
  url,
  shown,
  defaultSize = DEFAULT_SIZE,
}: {
  page: Page
  url: ListUrl
  shown: number
  defaultSize?: number
}) {
  const t = useTranslations('ui.table')
  const size = url.get('size') || String(defaultSize)
  return (
    <nav
      aria-label={t('pages')}
      className="no-print flex flex-wrap items-center justify-between gap-2 border-t border-line px-3 py-2 text-sm text-ink-2"
    >
      <span aria-live="polite">
        {page.total === undefined ? t('shown', { count: shown }) : t('shownOf', { count: shown, total: page.total })}
      </span>
      <span className="flex items-center gap-2">
        <Select
          aria-label={t('pageSize')}
          value={size}
          onChange={(v) => url.set({ size: v === String(defaultSize) ? null : v })}
          options={PAGE_SIZES.map((n) => ({ value: String(n), label: t('perPage', { count: n }) }))}
          className="w-32"
        />
        <Button disabled={!page.before || url.pending} onClick={() => url.set({ before: page.before, after: null })}>
          <ChevronLeft aria-hidden />
          {t('previous')}
        </Button>
        <Button disabled={!page.after || url.pending} onClick={() => url.set({ after: page.after, before: null })}>
          {t('next')}
          <ChevronRight aria-hidden />
        </Button>
      </span>
    </nav>
  )
}
