'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useMemo, useState } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card as Panel } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { type Shortcut, useShortcuts } from '@/components/ui/shortcuts'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { CustomerCard } from '@/lib/scoring/rules/card'
import { scoreCard } from '@/lib/scoring/rules/score'
import { BinStrip } from './bin-strip'
import { nameIn } from './names'
import { PreviewRadar } from './preview-radar'
import { SaveMark } from './save-mark'
import { ScoreVerdict } from './score-verdict'
import {
  FIELD_ID,
  FIGURE_FIELDS,
  fieldText,
  HOUSEHOLD_FIELDS,
  indicatorFields,
  PURCHASE_FIELDS,
  readField,
  type SheetField,
  type SheetView,
  TURNOVER_FIELDS,
  VISIT_FIELDS,
} from './sheet-fields'
import { type Sheets, useSheets } from './use-sheets'

/**
 * One merchant on one screen: fields at the left, at the right radar, verdict and the place in the bins of the field at
 * hand, scored by the same pure engine that will score in earnest. [ and ] lead to the neighbours.
 */
export function SheetForm({
  batchId,
  card,
  market,
  initial,
  previous,
  next,
  readOnly,
}: {
  batchId: string
  card: CustomerCard
  market: { grade: string; threshold: number } | null
  initial: SheetView
  previous: string | null
  next: string | null
  readOnly: boolean
}) {
  const t = useTranslations('scoring.sheet')
  const grid = useTranslations('scoring.grid')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const router = useRouter()
  const rows = useMemo(() => [initial], [initial])
  const sheets = useSheets(batchId, rows)
  const row = sheets.rows[0]!
  const [at, setAt] = useState<string>(card.indicators[0]!.code)
  const fields = useMemo(() => indicatorFields(card), [card])
  const preview = useMemo(() => {
    const inputs = Object.fromEntries(
      Object.entries(row.values).map(([code, value]) => [
        code,
        { value, evidenced: (row.sources[code]?.kinds.length ?? 0) > 0 },
      ]),
    )
    return scoreCard(card, inputs, { vetoes: row.vetoes.map((v) => v.code), waivers: [], market }).value
  }, [card, market, row])
  const shortcuts = useMemo<Shortcut[]>(
    () => [
      ...(previous
        ? [{ keys: '[', label: t('previous'), run: () => router.push(`/scoring/${batchId}/${previous}`) }]
        : []),
      ...(next ? [{ keys: ']', label: t('next'), run: () => router.push(`/scoring/${batchId}/${next}`) }] : []),
    ],
    [batchId, previous, next, router, t],
  )
  useShortcuts(t('keys'), shortcuts)
  const current = preview.indicators.find((i) => i.code === at)
  const indicator = card.indicators.find((i) => i.code === at)
  const label = (f: SheetField): string =>
    f.indicator ? nameIn(locale, f.indicator) : grid(`field.${f.section}.${f.key}` as 'field.visit.place')
  const input = (f: SheetField) => (
    <FieldLine
      key={FIELD_ID(f)}
      field={f}
      row={row}
      sheets={sheets}
      label={label(f)}
      readOnly={readOnly}
      onFocus={() => f.indicator && setAt(f.indicator.code)}
    />
  )
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="min-w-0 space-y-4">
        <Panel
          title={grid('part.card')}
          actions={<SaveMark state={sheets.state} onRetry={() => void sheets.flush()} />}
        >
          {sheets.error && (
            <Notice tone="danger" live className="mb-3" title={errorText(all, sheets.error).title}>
              {errorText(all, sheets.error).detail}
            </Notice>
          )}
          {card.dimensions.map((d) => (
            <fieldset key={d.code} className="mb-4 last:mb-0">
              <legend className="mb-1 text-sm font-semibold text-ink-2">{nameIn(locale, d)}</legend>
              <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
                {fields.filter((f) => f.indicator?.dimension === d.code).map(input)}
              </div>
            </fieldset>
          ))}
        </Panel>
        <Panel title={t('visit')}>
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">{VISIT_FIELDS.map(input)}</div>
        </Panel>
        <Panel title={t('turnover')} description={t('turnoverHint')}>
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-3">{TURNOVER_FIELDS.map(input)}</div>
        </Panel>
        <Panel title={t('household')} description={t('householdHint')}>
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">{HOUSEHOLD_FIELDS.map(input)}</div>
        </Panel>
        <Panel title={t('figures')}>
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">{FIGURE_FIELDS.map(input)}</div>
        </Panel>
        <Panel title={t('purchase')} description={t('purchaseHint')}>
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">{PURCHASE_FIELDS.map(input)}</div>
        </Panel>
        <Panel title={t('vetoes')} description={t('vetoesHint')}>
          <ul className="space-y-1.5">
            {card.vetoes.map((v) => (
              <li key={v.code}>
                <label className="flex items-start gap-2">
                  <input
                    type="checkbox"
                    className="mt-1 accent-accent"
                    disabled={readOnly}
                    checked={row.vetoes.some((x) => x.code === v.code)}
                    onChange={(e) =>
                      sheets.setVetoes(
                        row.id,
                        e.currentTarget.checked
                          ? [...row.vetoes, { code: v.code }]
                          : row.vetoes.filter((x) => x.code !== v.code),
                      )
                    }
                  />
                  <span>
                    <span className="mr-1.5 font-medium">{v.code}</span>
                    {nameIn(locale, v)}
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
      <aside className="space-y-4 lg:sticky lg:top-16" aria-label={t('preview')}>
        <div className="flex justify-between gap-2">
          {previous ? (
            <ButtonLink href={`/scoring/${batchId}/${previous}`}>
              <ChevronLeft aria-hidden />
              {t('previous')}
            </ButtonLink>
          ) : (
            <Button disabled>{t('previous')}</Button>
          )}
          {next ? (
            <ButtonLink href={`/scoring/${batchId}/${next}`}>
              {t('next')}
              <ChevronRight aria-hidden />
            </ButtonLink>
          ) : (
            <Button disabled>{t('next')}</Button>
          )}
        </div>
        <Panel title={t('preview')} description={t('previewHint')}>
          <ScoreVerdict card={card} result={preview} className="sm:grid-cols-1" />
          <PreviewRadar card={card} indicators={preview.indicators} />
        </Panel>
        {indicator && current && (
          <Panel title={`${indicator.code} ${nameIn(locale, indicator)}`}>
            <BinStrip indicator={indicator} value={current.value} bin={current.bin} />
            <p className="mt-2 text-sm text-ink-2">
              {t('pointsOf', { points: current.points, max: current.maxPoints })} ·{' '}
              {all(`scoring.status.${current.status}`)}
            </p>
          </Panel>
        )}
      </aside>
    </div>
  )
}

function FieldLine({
  field,
  row,
  sheets,
  label,
  readOnly,
  onFocus,
}: {
  field: SheetField
  row: SheetView
  sheets: Sheets
  label: string
  readOnly: boolean
  onFocus: () => void
}) {
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const id = useId()
  const stored = fieldText(row, field)
  const [draft, setDraft] = useState<string | null>(null)
  const problem = sheets.problems[`${row.id}:${FIELD_ID(field)}`]
  const source = row.sources[field.key]
  const kinds = source?.kinds ?? []
  const commit = (text: string, kind?: string) => {
    setDraft(null)
    const read = readField(field, text)
    if (!read.ok) {
      setDraft(text)
      sheets.report(row.id, field, read.code, read.params)
    } else if ((read.value ?? '') !== stored || kind || problem) {
      sheets.change([{ id: row.id, field, value: read.value, kind: kind ?? kinds[0] ?? field.indicator?.evidence[0] }])
    }
  }
  const common = {
    id,
    disabled: readOnly,
    onFocus,
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': problem ? `${id}-e` : undefined,
  }
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="flex items-baseline justify-between gap-2 text-sm text-ink-2">
        <span className="truncate">
          {field.indicator && <span className="mr-1 text-ink-3">{field.key}</span>}
          {label}
          {field.required ? ' *' : ''}
        </span>
        {field.indicator?.type === 'RANGE' && all.has(`scoring.unit.${field.indicator.unit}`) && (
          <span className="shrink-0 text-xs text-ink-3">{all(`scoring.unit.${field.indicator.unit}`)}</span>
        )}
      </label>
      <div className="flex gap-1">
        {field.indicator?.type === 'ENUM' ? (
          <select
            {...common}
            className="control min-w-0 flex-1"
            value={stored}
            onChange={(e) => commit(e.currentTarget.value)}
          >
            <option value="">—</option>
            {field.indicator.bins.map((b) => (
              <option key={b.value} value={b.value}>
                {nameIn(locale, b)}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...common}
            type={field.kind === 'date' ? 'date' : 'text'}
            inputMode={field.kind === 'text' ? 'text' : 'decimal'}
            className="control min-w-0 flex-1"
            value={draft ?? stored}
            onChange={(e) => setDraft(e.currentTarget.value)}
            onBlur={() => draft !== null && commit(draft)}
            onKeyDown={(e) => e.key === 'Enter' && draft !== null && commit(draft)}
          />
        )}
        {field.indicator && field.indicator.evidence.length > 0 && (
          <select
            aria-label={all('scoring.grid.evidenceFor', { name: label })}
            className="control w-28 shrink-0 text-xs"
            disabled={readOnly || stored === '' || source?.by === 'SYSTEM'}
            value={kinds[0] ?? ''}
            onChange={(e) => commit(stored, e.currentTarget.value)}
          >
            <option value="">{all('scoring.sheet.noEvidence')}</option>
            {[...new Set([...field.indicator.evidence, ...kinds])].map((k) => (
              <option key={k} value={k}>
                {all.has(`scoring.evidence.${k}`) ? all(`scoring.evidence.${k}`) : k}
              </option>
            ))}
          </select>
        )}
      </div>
      {problem && (
        <p id={`${id}-e`} className="mt-0.5 text-sm text-danger">
          {errorText(all, problem).detail}
        </p>
      )}
    </div>
  )
}
