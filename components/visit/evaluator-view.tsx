'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { nameIn } from '@/components/scoring/names'
import { Button } from '@/components/ui/button'
import { FieldFrame } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useAct } from '@/components/ui/use-act'
import { assessSheetAction } from '@/lib/scoring/actions'
import type { Indicator } from '@/lib/scoring/rules/card'
import type { VisitSheet } from '@/lib/scoring/visit-queries'

/** Where the evaluator judges otherwise than the shared sheet, value by value, and why the two differ. */
export function EvaluatorView({
  sheet,
  canAssess,
  onSaved,
}: {
  sheet: VisitSheet
  canAssess: boolean
  onSaved: () => void
}) {
  const t = useTranslations('scoring.visit')
  const locale = useLocale()
  const id = useId()
  const [own, setOwn] = useState<Record<string, string>>(sheet.evaluatorValues)
  const [reason, setReason] = useState(sheet.reconciliation ?? '')
  const { run, problem, busy } = useAct()
  const { views, card } = sheet
  const shown = canAssess ? card.indicators : card.indicators.filter((i) => own[i.code])
  const save = () =>
    run(
      () =>
        assessSheetAction({
          applicationId: sheet.id,
          values: Object.fromEntries(card.indicators.map((i) => [i.code, own[i.code] || null])),
          reconciliation: reason.trim() || null,
        }),
      onSaved,
    )
  return (
    <div className="space-y-3">
      <p className="text-sm text-ink-2">{t('viewHint')}</p>
      {views && (
        <Notice tone={views.noteRequired && !sheet.reconciliation ? 'warn' : 'info'}>
          {t('viewTotals', { sheet: views.sheetTotal, own: views.evaluatorTotal, difference: views.difference })}
        </Notice>
      )}
      {shown.length === 0 ? (
        <p className="text-sm">{t('viewNone')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {shown.map((i) => (
            <li
              key={i.code}
              className="grid grid-cols-2 items-end gap-x-3 py-2 sm:grid-cols-[2fr_1fr_1fr] sm:items-center"
            >
              <span className="col-span-2 text-sm font-medium sm:col-span-1">
                <span className="mr-1 text-ink-3">{i.code}</span>
                {nameIn(locale, i)}
              </span>
              <span className="text-sm text-ink-2">
                <span className="block text-xs text-ink-3">{t('viewSheet')}</span>
                {valueText(locale, i, sheet.values[i.code])}
              </span>
              <OwnValue
                indicator={i}
                value={own[i.code] ?? ''}
                disabled={!canAssess}
                label={`${t('viewOwn')} ${nameIn(locale, i)}`}
                onChange={(v) => setOwn({ ...own, [i.code]: v })}
              />
            </li>
          ))}
        </ul>
      )}
      {(canAssess || sheet.reconciliation) && (
        <FieldFrame id={`${id}-why`} label={t('viewReason')} required={views?.noteRequired}>
          <Textarea
            id={`${id}-why`}
            rows={2}
            maxLength={1000}
            disabled={!canAssess}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        </FieldFrame>
      )}
      {problem}
      {canAssess ? (
        <Button busy={busy} onClick={() => void save()}>
          {t('viewSave')}
        </Button>
      ) : (
        <p className="text-xs text-ink-2">{t('viewOnly')}</p>
      )}
    </div>
  )
}

function OwnValue({
  indicator,
  value,
  label,
  disabled,
  onChange,
}: {
  indicator: Indicator
  value: string
  label: string
  disabled: boolean
  onChange: (value: string) => void
}) {
  const locale = useLocale()
  if (indicator.type === 'ENUM')
    return (
      <select
        aria-label={label}
        className="control w-full min-w-0 coarse:h-11"
        disabled={disabled}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
      >
        <option value="">—</option>
        {indicator.bins.map((b) => (
          <option key={b.value} value={b.value}>
            {nameIn(locale, b)}
          </option>
        ))}
      </select>
    )
  return (
    <input
      aria-label={label}
      inputMode="decimal"
      autoComplete="off"
      className="control w-full min-w-0 text-right tabular-nums coarse:h-11"
      disabled={disabled}
      value={value}
      placeholder="—"
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}

function valueText(locale: string, indicator: Indicator, value: string | undefined): string {
  if (!value) return '—'
  if (indicator.type !== 'ENUM') return value
  const bin = indicator.bins.find((b) => b.value === value)
  return bin ? nameIn(locale, bin) : value
}
