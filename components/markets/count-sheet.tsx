'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { DateField } from '@/components/ui/date-field'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { NumberField } from '@/components/ui/number-field'
import { SHEET_MINIMUM, type Sheet, type SheetKind } from '@/lib/markets/rules/sheets'

/** A sheet before anything was counted; three rows where three counts are asked for. */
export function emptySheet(kind: SheetKind, openedOn: string | null): Sheet {
  switch (kind) {
    case 'OPENED_ON':
      return { kind, openedOn: openedOn ?? '' }
    case 'OCCUPANCY':
      return { kind, areas: [{ area: '', leased: 0, leasable: 0 }] }
    case 'SHARE':
      return { kind, part: '', whole: '' }
    case 'SAMPLE':
      return { kind, complete: 0, drawn: 0 }
    case 'FOOTFALL':
      return { kind, counts: Array.from({ length: SHEET_MINIMUM.counts }, () => ({ at: '', now: 0, before: 0 })) }
    case 'RENT':
      return { kind, leases: 0, now: '', before: '' }
  }
}

/** Whether a sheet can be sent: half-typed amounts and dates wait until they can be read. */
export function isReadable(sheet: Sheet): boolean {
  const amount = (v: string) => /^\d{1,15}(\.\d{1,4})?$/.test(v)
  if (sheet.kind === 'OPENED_ON') return /^\d{4}-\d{2}-\d{2}$/.test(sheet.openedOn)
  if (sheet.kind === 'SHARE') return amount(sheet.part) && amount(sheet.whole)
  if (sheet.kind === 'RENT') return amount(sheet.now) && amount(sheet.before)
  return true
}

const whole = (text: string): number => (/^\d{1,7}$/.test(text) ? Number(text) : 0)
const shown = (n: number): string => (n === 0 ? '' : String(n))

/** The counts as they are taken on site; the value is computed from them. */
export function CountSheet({
  sheet,
  disabled,
  onChange,
}: {
  sheet: Sheet
  disabled: boolean
  onChange: (sheet: Sheet) => void
}) {
  const ofKind = useTranslations(`markets.sheet.${sheet.kind}`)
  const count = (label: string, value: number, set: (n: number) => void) => (
    <Labelled label={label}>
      {(id) => <NumberField id={id} disabled={disabled} value={shown(value)} onChange={(v) => set(whole(v))} />}
    </Labelled>
  )
  const amount = (label: string, value: string, set: (v: string) => void) => (
    <Labelled label={label}>
      {(id) => <NumberField id={id} disabled={disabled} value={value} onChange={set} />}
    </Labelled>
  )
  const two = 'grid grid-cols-2 gap-2'
  switch (sheet.kind) {
    case 'OPENED_ON':
      return (
        <Labelled label={ofKind('openedOn')}>
          {(id) => (
            <DateField
              id={id}
              disabled={disabled}
              value={sheet.openedOn}
              onChange={(openedOn) => onChange({ ...sheet, openedOn })}
            />
          )}
        </Labelled>
      )
    case 'SHARE':
      return (
        <div className={two}>
          {amount(ofKind('part'), sheet.part, (part) => onChange({ ...sheet, part }))}
          {amount(ofKind('whole'), sheet.whole, (value) => onChange({ ...sheet, whole: value }))}
        </div>
      )
    case 'SAMPLE':
      return (
        <div className={two}>
          {count(ofKind('complete'), sheet.complete, (complete) => onChange({ ...sheet, complete }))}
          {count(ofKind('drawn'), sheet.drawn, (drawn) => onChange({ ...sheet, drawn }))}
        </div>
      )
    case 'RENT':
      return (
        <div className="grid grid-cols-3 gap-2">
          {count(ofKind('leases'), sheet.leases, (leases) => onChange({ ...sheet, leases }))}
          {amount(ofKind('now'), sheet.now, (now) => onChange({ ...sheet, now }))}
          {amount(ofKind('before'), sheet.before, (before) => onChange({ ...sheet, before }))}
        </div>
      )
    case 'OCCUPANCY':
      return (
        <Rows
          rows={sheet.areas}
          disabled={disabled}
          empty={{ area: '', leased: 0, leasable: 0 }}
          onChange={(areas) => onChange({ ...sheet, areas })}
          draw={(row, set, i) => (
            <>
              <Labelled label={ofKind('area', { no: i + 1 })}>
                {(id) => (
                  <Input
                    id={id}
                    disabled={disabled}
                    value={row.area}
                    onChange={(e) => set({ ...row, area: e.currentTarget.value })}
                  />
                )}
              </Labelled>
              {count(ofKind('leased'), row.leased, (leased) => set({ ...row, leased }))}
              {count(ofKind('leasable'), row.leasable, (leasable) => set({ ...row, leasable }))}
            </>
          )}
          total={ofKind('sum', {
            leased: sheet.areas.reduce((n, a) => n + a.leased, 0),
            leasable: sheet.areas.reduce((n, a) => n + a.leasable, 0),
          })}
        />
      )
    case 'FOOTFALL':
      return (
        <Rows
          rows={sheet.counts}
          disabled={disabled}
          empty={{ at: '', now: 0, before: 0 }}
          onChange={(counts) => onChange({ ...sheet, counts })}
          draw={(row, set, i) => (
            <>
              <Labelled label={ofKind('at', { no: i + 1 })}>
                {(id) => (
                  <Input
                    id={id}
                    disabled={disabled}
                    value={row.at}
                    onChange={(e) => set({ ...row, at: e.currentTarget.value })}
                  />
                )}
              </Labelled>
              {count(ofKind('now'), row.now, (now) => set({ ...row, now }))}
              {count(ofKind('before'), row.before, (before) => set({ ...row, before }))}
            </>
          )}
          total={ofKind('sum', {
            now: sheet.counts.reduce((n, c) => n + c.now, 0),
            before: sheet.counts.reduce((n, c) => n + c.before, 0),
          })}
        />
      )
  }
}

function Labelled({ label, children }: { label: string; children: (id: string) => React.ReactNode }) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label}>
      {children(id)}
    </FieldFrame>
  )
}

function Rows<Row>({
  rows,
  empty,
  disabled,
  draw,
  onChange,
  total,
}: {
  rows: Row[]
  empty: Row
  disabled: boolean
  draw: (row: Row, set: (row: Row) => void, index: number) => React.ReactNode
  onChange: (rows: Row[]) => void
  total: string
}) {
  const t = useTranslations('markets.sheet')
  return (
    <div className="space-y-2">
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of a paper sheet is its place
        <div key={i} className="flex items-end gap-2">
          <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1fr)] items-end gap-2">
            {draw(row, (next) => onChange(rows.map((r, j) => (j === i ? next : r))), i)}
          </div>
          <Button
            icon
            tone="quiet"
            aria-label={t('removeRow', { no: i + 1 })}
            disabled={disabled || rows.length === 1}
            onClick={() => onChange(rows.filter((_, j) => j !== i))}
          >
            <Trash2 />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button size="sm" disabled={disabled} onClick={() => onChange([...rows, empty])}>
          <Plus />
          {t('addRow')}
        </Button>
        <span className="text-sm text-ink-2 tabular-nums">{total}</span>
      </div>
    </div>
  )
}
