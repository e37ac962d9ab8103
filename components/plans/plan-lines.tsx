'use client'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'
import { Money, Percent } from '@/components/ui/money'
import { Select } from '@/components/ui/select'
import type { PlanView } from '@/lib/plans/queries'
import { formatLabelled } from '@/lib/platform/i18n/format'
import type { Wire } from '@/lib/platform/wire'
import { LineDerivation } from './line-derivation'

export type PlanWire = Wire<PlanView>
export type LineWire = PlanWire['lines'][number]

const PAGE = 50
const SHOW = ['all', 'edited', 'tight', 'B2'] as const
type Show = (typeof SHOW)[number]
const FITS: Record<Show, (l: LineWire) => boolean> = {
  all: () => true,
  edited: (l) => l.edits.length > 0,
  tight: (l) => !l.affordable,
  B2: (l) => l.grade === 'B2',
}

export type LineSelection = { chosen: ReadonlySet<string>; toggle(ids: string[], on: boolean): void }

/**
 * The merchants of a plan, fifty at a time: searched, filtered, each opens to its waterfall and derivations; `last` adds a
 * column, `selection` a box to each row. On a phone every merchant is a card.
 */
export function PlanLines({
  planId,
  lines,
  last,
  selection,
}: {
  planId: string
  lines: LineWire[]
  last?: { header: string; cell: (line: LineWire) => ReactNode }
  selection?: LineSelection
}) {
  const t = useTranslations('plans')
  const [open, setOpen] = useState<string | null>(null)
  const [query, setQuery] = useState('')
  const [show, setShow] = useState<Show>('all')
  const [page, setPage] = useState(0)
  const decided = lines.some((l) => l.approved !== null)
  const found = useMemo(() => {
    const q = query.trim().toLowerCase()
    return lines.filter(
      (l) =>
        FITS[show](l) &&
        (q === '' || `${l.rowNo} ${l.name} ${l.stallNo} ${l.goods} ${l.group?.name ?? ''}`.toLowerCase().includes(q)),
    )
  }, [lines, query, show])
  const pages = Math.max(1, Math.ceil(found.length / PAGE))
  const at = Math.min(page, pages - 1)
  const rows = found.slice(at * PAGE, at * PAGE + PAGE)
  const columns = 8 + (decided ? 1 : 0) + (last ? 1 : 0) + (selection ? 1 : 0)
  const allChosen = rows.length > 0 && rows.every((l) => selection?.chosen.has(l.id))
  const shared = { planId, decided, last, selection, open, setOpen, columns }
  return (
    <div>
      {lines.length > 8 && (
        <div className="no-print flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          <Input
            aria-label={t('page.findLine')}
            placeholder={t('page.findLine')}
            className="w-48"
            value={query}
            onChange={(e) => {
              setQuery(e.target.value)
              setPage(0)
            }}
          />
          <Select
            aria-label={t('page.showLines')}
            value={show}
            onChange={(v) => {
              setShow(v as Show)
              setPage(0)
            }}
            options={SHOW.map((s) => ({ value: s, label: t(`page.show.${s}`) }))}
          />
          <span className="ml-auto text-sm text-ink-2">{t('page.count', { count: found.length })}</span>
          {pages > 1 && (
            <>
              <Button size="sm" disabled={at === 0} onClick={() => setPage(at - 1)}>
                {t('page.previous')}
              </Button>
              <span className="figure text-sm">
                {at + 1}/{pages}
              </span>
              <Button size="sm" disabled={at >= pages - 1} onClick={() => setPage(at + 1)}>
                {t('page.next')}
              </Button>
            </>
          )}
        </div>
      )}
      <div className="relative overflow-x-auto max-md:hidden" data-scroll>
        <table className="w-full min-w-180 text-sm">
          <thead>
            <tr className="border-b border-line-2 text-left text-ink-2 [&>th]:px-3 [&>th]:py-2 [&>th]:font-semibold">
              {selection && (
                <th>
                  <Checkbox
                    aria-label={t('page.chooseAll')}
                    checked={allChosen}
                    onChange={(on) =>
                      selection.toggle(
                        rows.map((l) => l.id),
                        on,
                      )
                    }
                  />
                </th>
              )}
              <th>{t('col.merchant')}</th>
              <th>{t('col.grade')}</th>
              <th className="text-right">{t('col.applied')}</th>
              <th className="text-right">{t('col.limit')}</th>
              {decided && <th className="text-right">{t('col.approved')}</th>}
              <th className="text-right">{t('col.rate')}</th>
              <th className="text-right">{t('col.tenor')}</th>
              <th>{t('col.group')}</th>
              <th>{t('col.state')}</th>
              {last && <th>{last.header}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((l) => (
              <LineRow key={l.id} line={l} {...shared} />
            ))}
          </tbody>
        </table>
      </div>
      <ul className="divide-y divide-line md:hidden">
        {rows.map((l) => (
          <LineCard key={l.id} line={l} {...shared} />
        ))}
      </ul>
    </div>
  )
}

type Shared = {
  line: LineWire
  planId: string
  decided: boolean
  last?: { header: string; cell: (line: LineWire) => ReactNode }
  selection?: LineSelection
  open: string | null
  setOpen: (id: string | null) => void
  columns: number
}

function Name({ line: l, open, setOpen }: Pick<Shared, 'line' | 'open' | 'setOpen'>) {
  return (
    <>
      <button
        type="button"
        aria-expanded={open === l.id}
        className="rounded-sm text-left font-medium hover:text-accent"
        onClick={() => setOpen(open === l.id ? null : l.id)}
      >
        {l.rowNo}. {l.name}
      </button>
      <div className="text-ink-2">{[l.stallNo, l.goods].filter(Boolean).join(' · ')}</div>
    </>
  )
}

function Marks({ line: l }: { line: LineWire }) {
  const t = useTranslations('plans')
  return (
    <>
      {l.binding && (
        <span className="text-xs text-ink-3" title={t(`trace.${l.binding}`)}>
          {l.binding}
        </span>
      )}
      {l.edits.length > 0 && <Badge tone="info">{t('page.edited')}</Badge>}
      {!l.affordable && <Badge tone="warn">{t('page.notAffordable')}</Badge>}
    </>
  )
}

function LineState({ line: l }: { line: LineWire }) {
  const t = useTranslations('plans')
  return (
    <Badge tone={l.state === 'REJECTED' ? 'danger' : l.state.startsWith('APPROVED') ? 'ok' : 'neutral'}>
      {t(`lineState.${l.state}`)}
    </Badge>
  )
}

function Choose({ line: l, selection }: Pick<Shared, 'line' | 'selection'>) {
  const t = useTranslations('plans')
  return (
    selection && (
      <Checkbox
        aria-label={`${t('page.choose')} ${l.name}`}
        checked={selection.chosen.has(l.id)}
        onChange={(on) => selection.toggle([l.id], on)}
      />
    )
  )
}

function LineRow({ line: l, planId, decided, last, selection, open, setOpen, columns }: Shared) {
  const t = useTranslations('plans')
  return (
    <>
      <tr
        className={cn(
          'border-b border-line align-top hover:bg-hover [&>td]:px-3 [&>td]:py-2',
          selection?.chosen.has(l.id) && 'bg-accent-soft',
        )}
      >
        {selection && (
          <td>
            <Choose line={l} selection={selection} />
          </td>
        )}
        <td className="min-w-40">
          <Name line={l} open={open} setOpen={setOpen} />
        </td>
        <td>
          <Badge>{l.grade ?? '—'}</Badge> <span className="figure text-ink-2">{l.score}</span>
        </td>
        <td className="text-right">
          <Money value={l.applied} suffix={false} />
        </td>
        <td className="text-right">
          <Money value={l.limit} suffix={false} />
          <div className="flex items-center justify-end gap-1">
            <Marks line={l} />
          </div>
        </td>
        {decided && (
          <td className="text-right">
            <Money value={l.approved} suffix={false} />
          </td>
        )}
        <td className="text-right">
          <Percent value={l.rate} />
        </td>
        <td className="text-right">{t('page.months', { count: l.tenorMonths })}</td>
        <td>{l.group?.name ?? '—'}</td>
        <td>
          <LineState line={l} />
          {l.reason && <div className="text-ink-2">{l.reason}</div>}
        </td>
        {last && <td>{last.cell(l)}</td>}
      </tr>
      {open === l.id && (
        <tr className="border-b border-line bg-sunken">
          <td colSpan={columns} className="px-4 py-3">
            <Opened line={l} planId={planId} close={() => setOpen(null)} />
          </td>
        </tr>
      )}
    </>
  )
}

function LineCard({ line: l, planId, decided, last, selection, open, setOpen }: Shared) {
  const t = useTranslations('plans')
  return (
    <li className={cn('grid gap-1.5 px-3 py-2.5 text-sm', selection?.chosen.has(l.id) && 'bg-accent-soft')}>
      <div className="flex items-start gap-2">
        <Choose line={l} selection={selection} />
        <div className="min-w-0 flex-1">
          <Name line={l} open={open} setOpen={setOpen} />
        </div>
        <Badge>{l.grade ?? '—'}</Badge>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">
          <Money value={decided && l.approved !== null ? l.approved : l.limit} suffix={false} />
        </span>
        <Percent value={l.rate} />
        <span>{t('page.months', { count: l.tenorMonths })}</span>
        <Marks line={l} />
        <LineState line={l} />
      </div>
      {last?.cell(l)}
      {open === l.id && <Opened line={l} planId={planId} close={() => setOpen(null)} />}
    </li>
  )
}

function Opened({ line: l, planId, close }: { line: LineWire; planId: string; close: () => void }) {
  const t = useTranslations('plans')
  const locale = useLocale()
  return (
    <>
      <LineDerivation planId={planId} lineId={l.id} />
      <div className="mt-2 grid justify-items-start gap-1 text-sm text-ink-2">
        <span>{t(`method.${l.method}`)}</span>
        {l.edits.map((e) => (
          <p key={e.at}>{formatLabelled(locale, e.by, e.reason)}</p>
        ))}
        <Button size="sm" tone="quiet" onClick={close}>
          {t('page.close')}
        </Button>
      </div>
    </>
  )
}
