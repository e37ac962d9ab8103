'use client'
import { ClipboardList, Keyboard } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { BinStrip } from '@/components/scoring/bin-strip'
import { nameIn } from '@/components/scoring/names'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { cn } from '@/components/ui/cn'
import { Input, Textarea } from '@/components/ui/input'
import { NumberField } from '@/components/ui/number-field'
import { type EntrySource, isComputed } from '@/lib/markets/rules/entry'
import { SHEET_OF, type Sheet } from '@/lib/markets/rules/sheets'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { binIndex } from '@/lib/scoring/rules/bins'
import type { Indicator } from '@/lib/scoring/rules/card'
import { readInput } from '@/lib/scoring/rules/input'
import { CountSheet, emptySheet, isReadable } from './count-sheet'

type Problem = { code: string; params?: Record<string, string | number | boolean | string[]> }

/**
 * One indicator on site: its value (typed, chosen, or computed from a count sheet), where that falls on the card, a
 * remark, and its proofs below.
 */
export function SurveyIndicator({
  indicator,
  value,
  computed,
  source,
  disabled,
  openedOn,
  problem,
  onValue,
  onSheet,
  onNote,
  children,
}: {
  indicator: Indicator
  value: string | undefined
  /** the value that counts, as the server computed it */
  computed: string | undefined
  source: EntrySource | undefined
  disabled: boolean
  /** the opening day that the market's file already has */
  openedOn: string | null
  problem: Problem | null
  onValue: (value: string | null) => void
  onSheet: (sheet: Sheet | null) => void
  onNote: (note: string | null) => void
  children: React.ReactNode
}) {
  const t = useTranslations('markets.survey')
  const tAll = useTranslations() as unknown as Translate
  const tUnit = useTranslations('scoring.unit')
  const locale = useLocale()
  const id = useId()
  const [typed, setTyped] = useState(value ?? '')
  const [sheet, setSheet] = useState<Sheet | null>(source?.sheet ?? null)
  const [wrong, setWrong] = useState<Problem | null>(null)
  const [noteOpen, setNoteOpen] = useState(false)
  useEffect(() => setTyped(value ?? ''), [value])
  useEffect(() => setSheet(source?.sheet ?? null), [source?.sheet])

  const name = nameIn(locale, indicator)
  const kind = SHEET_OF[indicator.code]?.kind
  const unit = indicator.type === 'RANGE' && indicator.unit !== 'COUNT' ? tUnit(indicator.unit) : undefined
  const enter = (text: string) => {
    setTyped(text)
    if (text === '') {
      setWrong(null)
      return onValue(null)
    }
    const read = readInput(indicator, text)
    if (!read.ok) return setWrong({ code: read.problem.code, params: read.problem.params })
    setWrong(null)
    onValue(text)
  }
  const changeSheet = (next: Sheet | null) => {
    setSheet(next)
    if (next === null || isReadable(next)) onSheet(next)
  }
  const shown = isComputed(indicator) || sheet ? computed : wrong ? undefined : value
  const said = wrong ?? problem
  const text = said && errorText(tAll, said)
  return (
    <section
      id={`item-${indicator.code}`}
      aria-labelledby={`${id}-name`}
      className={cn('scroll-mt-44 border-t border-line px-4 py-4 first:border-t-0', said && 'bg-warn-soft/40')}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 id={`${id}-name`} className="font-semibold">
          {name}
          <span className="ml-1.5 font-mono text-xs font-normal text-ink-3">{indicator.code}</span>
        </h3>
        <span className="text-sm text-ink-2">{t('maxPoints', { max: indicator.maxPoints })}</span>
      </div>
      <div className="mt-2 space-y-3">
        {isComputed(indicator) ? (
          <Computed value={computed} unit={unit} hint={t('computedHint')} />
        ) : sheet ? (
          <div className="rounded-md border border-line bg-sunken p-3">
            <CountSheet sheet={sheet} disabled={disabled} onChange={changeSheet} />
            <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
              <Computed value={computed} unit={unit} />
              {!disabled && (
                <Button size="sm" tone="quiet" onClick={() => changeSheet(null)}>
                  <Keyboard />
                  {t('typeInstead')}
                </Button>
              )}
            </div>
          </div>
        ) : (
          <>
            {indicator.type === 'ENUM' ? (
              <RadioGroup
                aria-labelledby={`${id}-name`}
                disabled={disabled}
                value={value ?? ''}
                onChange={onValue}
                options={indicator.bins.map((b) => ({ value: b.value, label: nameIn(locale, b) }))}
              />
            ) : indicator.unit === 'PERCENT' || indicator.unit === 'PERCENTAGE_POINT' || indicator.min === null ? (
              // a phone's decimal keypad has no minus: what may fall below zero gets the full keyboard
              <Input
                aria-labelledby={`${id}-name`}
                disabled={disabled}
                value={typed}
                inputMode={indicator.min === '0' ? 'decimal' : 'text'}
                autoComplete="off"
                after={unit}
                className="max-w-64"
                aria-invalid={wrong ? true : undefined}
                aria-describedby={said ? `${id}-problem` : undefined}
                onChange={(e) => enter(plain(e.currentTarget.value))}
              />
            ) : (
              <NumberField
                aria-labelledby={`${id}-name`}
                disabled={disabled}
                value={typed}
                unit={unit}
                step={indicator.integer ? 1 : undefined}
                min={0}
                className="max-w-64"
                aria-invalid={wrong ? true : undefined}
                aria-describedby={said ? `${id}-problem` : undefined}
                onChange={enter}
              />
            )}
            {kind && !disabled && (
              <Button size="sm" onClick={() => changeSheet(emptySheet(kind, openedOn))}>
                <ClipboardList />
                {t(`sheetOf.${kind}`)}
              </Button>
            )}
          </>
        )}
        {text && (
          <p id={`${id}-problem`} className="text-sm text-danger" role="status">
            {text.detail || text.title}
          </p>
        )}
        {shown !== undefined && (
          <BinStrip indicator={indicator} value={shown} bin={binIndex(indicator, shown)} near className="max-w-full" />
        )}
        {children}
        {noteOpen || source?.note ? (
          <Textarea
            aria-label={t('noteOf', { name })}
            disabled={disabled}
            rows={2}
            maxLength={1000}
            placeholder={t('notePlaceholder')}
            value={source?.note ?? ''}
            onChange={(e) => onNote(e.currentTarget.value)}
          />
        ) : (
          !disabled && (
            <Button size="sm" tone="quiet" onClick={() => setNoteOpen(true)}>
              {t('addNote')}
            </Button>
          )
        )}
      </div>
    </section>
  )
}

/** Full-width signs and separators as a Chinese keyboard gives them. */
function plain(text: string): string {
  return text
    .replace(/[\s,，%％]/g, '')
    .replace(/[。．]/g, '.')
    .replace(/[－—–−]/g, '-')
}

function Computed({ value, unit, hint }: { value: string | undefined; unit?: string; hint?: string }) {
  const t = useTranslations('markets.survey')
  return (
    <p className="flex flex-wrap items-baseline gap-x-2" aria-live="polite">
      <Badge>{t('computed')}</Badge>
      <span className="text-lg font-semibold tabular-nums">{value ?? '—'}</span>
      {unit && value !== undefined && <span className="text-sm text-ink-2">{unit}</span>}
      {hint && value === undefined && <span className="text-sm text-ink-2">{hint}</span>}
    </p>
  )
}
