'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type ClipboardEvent, type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Notice } from '@/components/ui/notice'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { binIndex } from '@/lib/scoring/rules/bins'
import type { Card } from '@/lib/scoring/rules/card'
import { nameIn, valueIn } from './names'
import { SaveMark } from './save-mark'
import {
  FIELD_ID,
  FIGURE_FIELDS,
  fieldText,
  HOUSEHOLD_FIELDS,
  indicatorFields,
  readField,
  type SheetField,
  type SheetView,
  TURNOVER_FIELDS,
  VISIT_FIELDS,
} from './sheet-fields'
import { type Change, useSheets } from './use-sheets'

type Part = 'card' | 'figures' | 'household'
type At = { row: number; col: number }
/** A table that is worked in like a workbook: readers announce cells and their place. */
const GRID = { role: 'grid' } as const

/**
 * Entry over a whole batch, like a workbook: arrows, Tab and Enter move, typing replaces, F2 edits, Delete clears, a block
 * copied from Excel is pasted from the cell on. What is typed is checked at once and saved when the hands rest.
 */
export function EntryGrid({
  batchId,
  card,
  initial,
  readOnly,
}: {
  batchId: string
  card: Card
  initial: SheetView[]
  readOnly: boolean
}) {
  const t = useTranslations('scoring.grid')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const sheets = useSheets(batchId, initial)
  const [part, setPart] = useState<Part>('card')
  const router = useRouter()
  const touched = useRef(false)
  // the counts and acts above follow once the hands have rested; the grid itself keeps what it shows
  useEffect(() => {
    if (sheets.state !== 'saved') {
      touched.current = true
      return
    }
    if (!touched.current) return
    const timer = setTimeout(() => {
      touched.current = false
      router.refresh()
    }, 2500)
    return () => clearTimeout(timer)
  }, [sheets.state, router])
  const [at, setAt] = useState<At>({ row: 0, col: 0 })
  const [editing, setEditing] = useState<string | null>(null)
  const [evidence, setEvidence] = useState<Record<string, string>>({})
  const frame = useRef<HTMLTableElement>(null)
  const fields = useMemo(
    () =>
      part === 'card'
        ? indicatorFields(card)
        : part === 'figures'
          ? [...VISIT_FIELDS, ...FIGURE_FIELDS]
          : [...TURNOVER_FIELDS, ...HOUSEHOLD_FIELDS],
    [part, card],
  )
  const field = fields[at.col]
  const row = sheets.rows[at.row]
  const problem = row && field ? sheets.problems[`${row.id}:${FIELD_ID(field)}`] : undefined

  const focusCell = useCallback((next: At) => {
    setAt(next)
    setEditing(null)
    requestAnimationFrame(() => {
      const cell = frame.current?.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.col}"]`)
      cell?.focus()
      cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }, [])
  const move = (dr: number, dc: number) =>
    focusCell({
      row: Math.min(Math.max(at.row + dr, 0), sheets.rows.length - 1),
      col: Math.min(Math.max(at.col + dc, 0), fields.length - 1),
    })

  const kindOf = (f: SheetField): string | undefined => evidence[f.key] ?? f.indicator?.evidence[0]
  /** Reads a block of texts from the cell on; good ones go in together, bad ones are marked in their place. */
  const enter = (from: At, block: string[][]) => {
    if (readOnly) return
    const changes: Change[] = []
    block.forEach((line, r) => {
      line.forEach((text, c) => {
        const target = sheets.rows[from.row + r]
        const f = fields[from.col + c]
        if (!target || !f || target.state !== 'SCORING') return
        const read = readField(f, text)
        if (!read.ok) {
          sheets.report(target.id, f, read.code, read.params)
          return
        }
        if ((read.value ?? '') !== fieldText(target, f) || sheets.problems[`${target.id}:${FIELD_ID(f)}`])
          changes.push({
            id: target.id,
            field: f,
            value: read.value,
            kind: f.section === 'value' ? kindOf(f) : undefined,
          })
      })
    })
    if (changes.length > 0) sheets.change(changes)
  }

  const onKey = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return
    const inside = editing !== null
    if (inside) {
      if (e.key === 'Escape') {
        e.preventDefault()
        focusCell(at)
      } else if (e.key === 'Enter' || e.key === 'Tab') {
        e.preventDefault()
        enter(at, [[editing]])
        if (e.key === 'Enter') move(e.shiftKey ? -1 : 1, 0)
        else move(0, e.shiftKey ? -1 : 1)
      }
      return
    }
    const step: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      PageDown: [15, 0],
      PageUp: [-15, 0],
      Home: [0, -fields.length],
      End: [0, fields.length],
    }
    const by = step[e.key]
    if (by) {
      e.preventDefault()
      move(...by)
    } else if (!readOnly && row && field && (e.key === 'Enter' || e.key === 'F2')) {
      e.preventDefault()
      setEditing(fieldText(row, field))
    } else if (!readOnly && (e.key === 'Delete' || e.key === 'Backspace')) {
      e.preventDefault()
      enter(at, [['']])
    } else if (!readOnly && e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault()
      setEditing(field?.indicator?.type === 'ENUM' ? (row ? fieldText(row, field) : '') : e.key)
    }
  }
  const onPaste = (e: ClipboardEvent) => {
    if (editing !== null || readOnly) return
    e.preventDefault()
    const text = e.clipboardData.getData('text/plain').replace(/\r?\n$/, '')
    enter(
      at,
      text.split(/\r?\n/).map((line) => line.split('\t')),
    )
  }

  const label = (f: SheetField): string =>
    f.indicator ? nameIn(locale, f.indicator) : t(`field.${f.section}.${f.key}` as 'field.visit.place')
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <div role="tablist" aria-label={t('parts')} className="flex gap-1">
          {(['card', 'figures', 'household'] as const).map((p) => (
            <button
              key={p}
              type="button"
              role="tab"
              aria-selected={p === part}
              className={cn(
                'rounded-md px-2.5 py-1 text-sm',
                p === part ? 'bg-accent-soft font-semibold text-accent' : 'text-ink-2 hover:bg-hover',
              )}
              onClick={() => {
                setPart(p)
                setAt({ row: at.row, col: 0 })
                setEditing(null)
              }}
            >
              {t(`part.${p}`)}
            </button>
          ))}
        </div>
        <span className="ml-auto text-sm text-ink-3 max-sm:hidden">{t('hint')}</span>
        <SaveMark state={sheets.state} onRetry={() => void sheets.flush()} />
      </div>
      {sheets.error && (
        <Notice tone="danger" live className="m-3" title={errorText(all, sheets.error).title}>
          {errorText(all, sheets.error).detail}
        </Notice>
      )}
      <p aria-live="polite" className="min-h-8 border-b border-line bg-sunken px-3 py-1.5 text-sm text-ink-2">
        {row && field && (
          <>
            <span className="font-medium text-ink">{row.name}</span> · {field.key} {label(field)}
            {row.sources[field.key]?.by === 'SYSTEM' && field.section === 'value' && <> · {t('computed')}</>}
            {problem && (
              <span className="ml-2 font-medium text-danger">
                {errorText(all, { code: problem.code, params: problem.params }).detail}
              </span>
            )}
          </>
        )}
      </p>
      <div className="relative max-h-[70vh] overflow-auto" data-scroll>
        <table
          ref={frame}
          {...GRID}
          aria-label={t('label')}
          className="border-separate border-spacing-0 text-sm"
          onKeyDown={onKey}
          onPaste={onPaste}
        >
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 min-w-44 border-r border-b border-line-2 bg-sunken px-2 py-1.5 text-left font-semibold"
              >
                {t('merchant')}
              </th>
              {fields.map((f) => (
                <th
                  key={FIELD_ID(f)}
                  scope="col"
                  title={label(f)}
                  className="sticky top-0 z-10 w-28 min-w-28 border-r border-b border-line bg-sunken px-1.5 py-1 text-left align-bottom font-medium"
                >
                  {f.indicator && <span className="block text-xs text-ink-3">{f.key}</span>}
                  <span className="line-clamp-2 text-xs leading-snug">
                    {label(f)}
                    {f.required ? ' *' : ''}
                  </span>
                  {f.indicator && f.indicator.evidence.length > 0 && (
                    <select
                      aria-label={t('evidenceFor', { name: label(f) })}
                      className="mt-0.5 w-full truncate rounded-sm border border-line bg-surface px-0.5 text-xs text-ink-2"
                      value={kindOf(f)}
                      onChange={(e) => setEvidence({ ...evidence, [f.key]: e.currentTarget.value })}
                    >
                      {f.indicator.evidence.map((kind) => (
                        <option key={kind} value={kind}>
                          {all.has(`scoring.evidence.${kind}`) ? all(`scoring.evidence.${kind}`) : kind}
                        </option>
                      ))}
                    </select>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheets.rows.map((r, i) => (
              <GridRow
                key={r.id}
                row={r}
                index={i}
                fields={fields}
                locale={locale}
                href={`/scoring/${batchId}/${r.id}`}
                active={i === at.row ? at.col : -1}
                editing={i === at.row ? editing : null}
                marks={marksOf(sheets.problems, r.id)}
                onPick={focusCell}
                onEdit={setEditing}
                onLeave={(text) => {
                  enter(at, [[text]])
                  setEditing(null)
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** The wrong cells of one row as one text, so that a row is drawn again only when they change. */
function marksOf(problems: Record<string, unknown>, id: string): string {
  return Object.keys(problems)
    .filter((k) => k.startsWith(`${id}:`))
    .map((k) => k.slice(id.length + 1))
    .join(' ')
}

type RowProps = {
  row: SheetView
  index: number
  fields: SheetField[]
  locale: string
  href: string
  active: number
  editing: string | null
  marks: string
  onPick: (at: At) => void
  onEdit: (text: string) => void
  onLeave: (text: string) => void
}

const GridRow = memo(
  function GridRow({ row, index, fields, locale, href, active, editing, marks, onPick, onEdit, onLeave }: RowProps) {
    const wrong = new Set(marks.split(' '))
    const signed = row.rmSigned && row.evaluatorSigned
    return (
      <tr className={cn(row.state !== 'SCORING' && 'text-ink-3')}>
        <th
          scope="row"
          className="sticky left-0 z-10 border-r border-b border-line bg-surface px-2 py-1 text-left font-normal"
        >
          <Link href={href} className="block max-w-44 truncate text-accent hover:underline">
            <span className="mr-1.5 text-ink-3">{row.rowNo}</span>
            {row.name}
          </Link>
          <span className="text-xs text-ink-3">
            {row.stallNo}
            {signed ? ' ✓✓' : row.rmSigned || row.evaluatorSigned ? ' ✓' : ''}
          </span>
        </th>
        {fields.map((f, col) => {
          const text = fieldText(row, f)
          const bad = wrong.has(FIELD_ID(f))
          const system = f.section === 'value' && row.sources[f.key]?.by === 'SYSTEM'
          const unproven = f.section === 'value' && text !== '' && (row.sources[f.key]?.kinds.length ?? 0) === 0
          const points = f.indicator && text !== '' ? f.indicator.bins[binIndex(f.indicator, text)]?.points : undefined
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles keys for its cells
            <td
              key={FIELD_ID(f)}
              data-cell={`${index}:${col}`}
              tabIndex={active === col || (active < 0 && index === 0 && col === 0) ? 0 : -1}
              aria-invalid={bad || undefined}
              onClick={() => active !== col && onPick({ row: index, col })}
              onDoubleClick={() => onEdit(text)}
              className={cn(
                'h-9 max-w-40 border-r border-b border-line px-1.5 outline-none focus:bg-accent-soft focus:ring-2 focus:ring-accent focus:ring-inset',
                bad && 'bg-danger-soft text-danger',
                system && 'italic text-ink-2',
                unproven && 'text-warn',
                f.indicator?.type !== 'ENUM' && f.kind !== 'text' && 'text-right tabular-nums',
              )}
            >
              {editing !== null && active === col ? (
                <CellEditor field={f} text={editing} locale={locale} onEdit={onEdit} onLeave={onLeave} />
              ) : (
                <span className="flex items-baseline justify-between gap-1">
                  <span className="truncate">{f.indicator && text ? valueIn(locale, f.indicator, text) : text}</span>
                  {points !== undefined && <span className="text-xs text-ink-3">{points}</span>}
                </span>
              )}
            </td>
          )
        })}
      </tr>
    )
  },
  (a, b) =>
    a.row === b.row &&
    a.fields === b.fields &&
    a.active === b.active &&
    a.editing === b.editing &&
    a.marks === b.marks &&
    a.locale === b.locale &&
    (b.active < 0 || a.onLeave === b.onLeave),
)

function CellEditor({
  field,
  text,
  locale,
  onEdit,
  onLeave,
}: {
  field: SheetField
  text: string
  locale: string
  onEdit: (text: string) => void
  onLeave: (text: string) => void
}) {
  const look = 'w-full bg-surface outline-none'
  if (field.indicator?.type === 'ENUM')
    return (
      <select
        // biome-ignore lint/a11y/noAutofocus: a cell that is edited takes the keys
        autoFocus
        aria-label={nameIn(locale, field.indicator)}
        className={look}
        value={text}
        onChange={(e) => onEdit(e.currentTarget.value)}
        onBlur={(e) => onLeave(e.currentTarget.value)}
      >
        <option value="" />
        {field.indicator.bins.map((b) => (
          <option key={b.value} value={b.value}>
            {nameIn(locale, b)}
          </option>
        ))}
      </select>
    )
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: a cell that is edited takes the keys
      autoFocus
      aria-label={field.key}
      className={cn(look, field.kind !== 'text' && 'text-right')}
      inputMode={field.kind === 'text' ? 'text' : 'decimal'}
      value={text}
      onChange={(e) => onEdit(e.currentTarget.value)}
      onBlur={(e) => onLeave(e.currentTarget.value)}
    />
  )
}
