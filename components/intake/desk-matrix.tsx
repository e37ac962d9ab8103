/** biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolling frame must be reachable by keyboard */
'use client'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { removeItemsAction } from '@/lib/intake/actions'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { cn } from '../ui/cn'
import { BulkBar } from '../ui/data-table/bulk-bar'
import { SearchBox } from '../ui/data-table/toolbar'
import type { BulkAction } from '../ui/data-table/types'
import { useListUrl } from '../ui/data-table/use-list-url'
import { useRowKeys } from '../ui/data-table/use-row-keys'
import { State } from '../ui/state'
import { DeskRow } from './desk-row'
import { type Desk, type DeskRights, FILTERS, SLOT_TONE, STANDINGS } from './desk-types'
import { SlotMark } from './slot-mark'

/** what of the matrix stands in the address beside the search */
const IN_URL = [
  { key: 'show', label: '', type: 'flag' as const },
  { key: 'rows', label: '', type: 'flag' as const },
]

/** Merchants × papers: filters with their counts, search, rows that open, many taken out at once. Keys as in every list. */
export function DeskMatrix({
  desk,
  rights,
  step,
  most,
}: {
  desk: Desk
  rights: DeskRights
  /** rows shown at first, and as many more at a time, up to `most` */
  step: number
  most: number
}) {
  const t = useTranslations('intake.desk')
  const words = useTranslations('intake')
  const url = useListUrl(IN_URL)
  const [open, setOpen] = useQueryState('open', parseAsString.withOptions({ history: 'replace', scroll: false }))
  const [selected, setSelected] = useState<string[]>([])
  const table = useRef<HTMLTableElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const show = url.get('show') || 'all'
  const { items } = desk

  // a row that is kept in sight only because it is open goes, once closed, where the filter puts it: the server is asked
  const shallow = show === 'all' && !url.get('q')
  const toggle = useCallback(
    (id: string) => {
      void setOpen((old) => (old === id ? null : id), { shallow })
    },
    [setOpen, shallow],
  )
  const close = useCallback(
    (id: string) => {
      void setOpen(null, { shallow })
      table.current?.querySelector<HTMLElement>(`#row-${CSS.escape(id)}`)?.focus()
    },
    [setOpen, shallow],
  )
  const select = useCallback((id: string, on: boolean) => {
    setSelected((old) => (on ? [...old, id] : old.filter((o) => o !== id)))
  }, [])
  const mayTake = useMemo(
    () => new Set(items.filter((i) => rights.edit && !i.gone && isOpen(i.state)).map((i) => i.id)),
    [items, rights.edit],
  )
  // rows that are no longer shown, or no longer the operator's, must not be acted on unseen
  useEffect(() => setSelected((old) => old.filter((id) => mayTake.has(id))), [mayTake])
  const active = useRowKeys({
    enabled: true,
    table,
    count: items.length,
    search,
    onOpen: (i) => items[i] && toggle(items[i].id),
    onSelect: rights.edit
      ? (i) => {
          const id = items[i]?.id
          if (id && mayTake.has(id)) select(id, !selected.includes(id))
        }
      : undefined,
  })
  // a link to a row (?open=…) brings it into sight once
  const linked = useRef<string | null>(null)
  useEffect(() => {
    if (!open || linked.current === open) return
    linked.current = open
    table.current?.querySelector(`#row-${CSS.escape(open)}`)?.scrollIntoView({ block: 'start' })
  }, [open])

  const bulk = useMemo<BulkAction[]>(
    () => [
      {
        key: 'remove',
        label: t('removeMany'),
        tone: 'danger',
        reason: 'required',
        reasonLabel: t('removeReason'),
        confirm: (count) => `${t('removeManyTitle', { count })}. ${t('removeManyText')}`,
        action: async (ids, reason) => {
          const result = await removeItemsAction({ batchId: desk.batch.id, applicationIds: ids, reason: reason ?? '' })
          if (!result.ok) return result
          const names = new Map(items.map((i) => [i.id, `${i.row} ${i.name ?? ''}`]))
          const refused = result.value.refused.map((r) => ({ ...r, name: names.get(r.id) ?? r.row }))
          return { ok: true, value: { done: result.value.done.length, refused } }
        },
      },
    ],
    [t, desk.batch.id, items],
  )
  const shown = FILTERS.filter((f) => f === 'all' || f === show || desk.counts[f] > 0)
  const more = Math.min(step, desk.total - items.length)
  return (
    <section aria-label={t('matrix')} className="rounded-lg border border-line bg-surface shadow-flat">
      <div className="no-print flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <SearchBox placeholder={t('search')} inputRef={search} url={url} />
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">{t('title')}</legend>
          {shown.map((f) => (
            <button
              key={f}
              type="button"
              aria-pressed={f === show}
              onClick={() => url.set({ show: f === 'all' ? null : f, rows: null })}
              className={cn(
                'inline-flex h-7 items-center gap-1.5 rounded-md border px-2.5 text-sm coarse:h-11',
                f === show
                  ? 'border-accent bg-accent-soft font-medium text-accent'
                  : 'border-line-2 text-ink-2 hover:bg-hover',
              )}
            >
              {t(`show.${f}`)}
              <span className="tabular-nums">{desk.counts[f]}</span>
            </button>
          ))}
        </fieldset>
      </div>
      {rights.edit && (
        <BulkBar
          actions={bulk}
          selected={selected}
          eligible={() => selected}
          onClear={() => setSelected([])}
          onKeep={setSelected}
        />
      )}
      <div className="relative h-0.5 overflow-hidden">
        {url.pending && <div className="absolute inset-y-0 w-1/3 animate-[slide_1s_linear_infinite] bg-accent" />}
      </div>
      {items.length === 0 ? (
        desk.counts.all === 0 && show === 'all' && !url.get('q') ? (
          <State kind="empty" title={t('empty')} detail={t('emptyDetail')} />
        ) : (
          <State
            kind="none-found"
            title={t('none')}
            detail={t('noneDetail')}
            action={<Button onClick={() => url.set({ q: null, show: null, rows: null })}>{t('show.all')}</Button>}
          />
        )
      ) : (
        <section
          aria-label={t('matrix')}
          tabIndex={0}
          data-scroll
          className={cn('@container relative overflow-auto sm:max-h-[80dvh]', url.pending && 'opacity-60')}
        >
          <table ref={table} aria-label={t('matrix')} className="w-full border-separate border-spacing-0 text-sm">
            <thead>
              <tr>
                <th scope="col" className={cn(HEAD, 'left-0 z-20 border-r text-left')}>
                  <span className="flex items-center gap-2">
                    {rights.edit && (
                      <Checkbox
                        aria-label={t('selectAll')}
                        checked={selected.length > 0 && selected.length === mayTake.size}
                        indeterminate={selected.length > 0 && selected.length < mayTake.size}
                        onChange={(on) => setSelected(on ? [...mayTake] : [])}
                      />
                    )}
                    {t('merchant')}
                  </span>
                </th>
                <th scope="col" className={cn(HEAD, 'text-left max-sm:hidden')}>
                  {t('state')}
                </th>
                <th scope="col" className={cn(HEAD, 'text-left whitespace-nowrap')}>
                  {t('issues')}
                </th>
                {desk.requiredSlots.map((slot) => (
                  <th
                    key={slot}
                    scope="col"
                    title={words(`slots.${slot}`)}
                    className={cn(HEAD, 'text-center whitespace-nowrap max-sm:px-1 sm:w-16 sm:min-w-14')}
                  >
                    <span aria-hidden>{words(`slotShort.${slot as 'APPLICATION'}`)}</span>
                    <span className="sr-only">{words(`slots.${slot}`)}</span>
                  </th>
                ))}
                <th scope="col" className={cn(HEAD, 'w-14 text-center')}>
                  {t('other')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item, i) => (
                <DeskRow
                  key={item.id}
                  item={item}
                  index={i}
                  slots={desk.requiredSlots}
                  today={desk.today}
                  editable={rights.edit}
                  consents={rights.consents}
                  selectable={mayTake.has(item.id)}
                  selected={selected.includes(item.id)}
                  open={open === item.id}
                  active={active === i}
                  onToggle={toggle}
                  onClose={close}
                  onSelect={select}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-3 py-2 text-sm text-ink-2">
        <ul aria-label={t('legend')} className="flex flex-wrap gap-x-4 gap-y-1">
          {STANDINGS.map((s) => (
            <li key={s} className="flex items-center gap-1.5">
              <SlotMark standing={s} tone={SLOT_TONE[s]} />
              <span aria-hidden>{t(`slotState.${s}`)}</span>
            </li>
          ))}
        </ul>
        <span className="flex flex-wrap items-center gap-3">
          <span aria-live="polite">{t('total', { count: desk.total })}</span>
          {more > 0 && items.length < most && (
            <Button size="sm" onClick={() => url.set({ rows: String(items.length + step) })}>
              {t('more', { count: more })}
            </Button>
          )}
        </span>
      </footer>
    </section>
  )
}

const HEAD = 'sticky top-0 z-10 border-b border-line-2 bg-sunken px-2 py-1.5 font-semibold text-ink-2'

const isOpen = (state: string): boolean => ['DRAFT', 'READY', 'RETURNED'].includes(state)
