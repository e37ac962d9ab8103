'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { FIGURE_FIELDS } from '@/components/scoring/sheet-fields'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { parseYuan } from '@/lib/platform/money'
import type { Trace } from '@/lib/platform/trace'
import { MONTHLY_COSTS } from '@/lib/scoring/rules/cash-flow'
import { ASSET_LINES, DEBT_LINES, householdFigures } from '@/lib/scoring/rules/household'
import type { SheetFigures } from '@/lib/scoring/sheet-figures'
import type { VisitJson } from '@/lib/scoring/visit'
import type { VisitSheet } from '@/lib/scoring/visit-queries'
import type { Patch } from './phone-store'
import { VisitField } from './visit-fields'
import { GoodsTable, StockTable } from './visit-tables'

/** What the parts of the visit share: what is written so far, and how a change is made. */
export type Entry = {
  visit: VisitJson
  household: VisitSheet['sheet']['household']
  financials: Record<string, unknown>
  figures: SheetFigures
  readOnly: boolean
  change: (patch: Patch) => void
}

const text = (v: unknown): string => (typeof v === 'string' ? v : '')

export function BusinessPart({ visit, figures, readOnly, change }: Entry) {
  const t = useTranslations('scoring.visit')
  type Key = 'goodSales' | 'normalSales' | 'badSales' | 'purchases' | 'living' | 'otherIncome' | 'instalments'
  const money = (key: Key | (typeof MONTHLY_COSTS)[number]) => (
    <VisitField
      key={key}
      label={t(key)}
      value={visit[key] ?? ''}
      disabled={readOnly}
      onChange={(v) => change({ visit: { [key]: v } })}
    />
  )
  const months = (key: 'goodMonths' | 'badMonths') => (
    <VisitField
      kind="months"
      label={t(key)}
      value={visit[key] === undefined ? '' : String(visit[key])}
      disabled={readOnly}
      onChange={(v) => change({ visit: { [key]: v === null ? null : Number(v) } })}
    />
  )
  return (
    <div className="space-y-4">
      <div className="grid grid-cols-[5rem_minmax(0,1fr)] gap-2 sm:max-w-md">
        {months('goodMonths')}
        {money('goodSales')}
        {months('badMonths')}
        {money('badSales')}
      </div>
      <div className="grid grid-cols-2 gap-2 sm:max-w-md">
        {money('normalSales')}
        {money('purchases')}
      </div>
      <Group title={t('goods')}>
        <GoodsTable goods={visit.goods ?? []} readOnly={readOnly} onChange={(goods) => change({ visit: { goods } })} />
      </Group>
      <Group title={t('costsTitle')}>
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">{MONTHLY_COSTS.map(money)}</div>
      </Group>
      <Group title={t('householdFlow')}>
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
          {money('living')}
          {money('otherIncome')}
          {money('instalments')}
        </div>
      </Group>
      <Figures hint={t('computed')}>
        <Figure label={t('monthlyNet')} trace={figures.cashFlowTrace} />
      </Figures>
    </div>
  )
}

export function SourcesPart({ financials, figures, readOnly, change }: Entry) {
  const t = useTranslations('scoring.visit')
  const grid = useTranslations('scoring.grid.field.turnover')
  const sheet = useTranslations('scoring.sheet')
  const sources = (financials.turnoverSources ?? {}) as Record<string, unknown>
  return (
    <div className="space-y-3">
      <p className="text-sm text-ink-2">{sheet('turnoverHint')}</p>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {(['settlement', 'receipts', 'reconstructed'] as const).map((key) => (
          <VisitField
            key={key}
            label={grid(key)}
            value={text(sources[key])}
            disabled={readOnly}
            onChange={(v) => {
              const { [key]: _, ...rest } = sources
              change({ financials: { turnoverSources: v === null ? rest : { ...rest, [key]: v } } })
            }}
          />
        ))}
      </div>
      <Figures>
        <Figure label={t('turnover')} trace={figures.turnoverTrace} />
      </Figures>
    </div>
  )
}

export function StockPart({ visit, figures, readOnly, change }: Entry) {
  const t = useTranslations('scoring.visit')
  return (
    <div className="space-y-3">
      <StockTable stock={visit.stock ?? []} readOnly={readOnly} onChange={(stock) => change({ visit: { stock } })} />
      <Figures hint={t('computed')}>
        <div>
          <dt className="text-sm text-ink-2">{t('stockValue')}</dt>
          <dd className="font-semibold">
            <Money value={figures.stockFen} />
          </dd>
        </div>
        <Figure label={t('inventoryDays')} trace={figures.stockTrace} />
      </Figures>
    </div>
  )
}

export function HouseholdPart({ household, readOnly, change }: Entry) {
  const t = useTranslations('scoring.visit')
  const grid = useTranslations('scoring.grid.field.household')
  const lines = Object.entries(household).map(([line, v]) => [line, (v && parseYuan(v)) || 0n])
  const sums = householdFigures(Object.fromEntries(lines))
  const column = (title: string, keys: readonly (typeof ASSET_LINES | typeof DEBT_LINES)[number][]) => (
    <Group title={title}>
      <div className="grid grid-cols-2 gap-2">
        {keys.map((key) => (
          <VisitField
            key={key}
            label={grid(key)}
            value={household[key] ?? ''}
            disabled={readOnly}
            onChange={(v) => change({ household: { [key]: v } })}
          />
        ))}
      </div>
    </Group>
  )
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        {column(t('assets'), ASSET_LINES)}
        {column(t('debts'), DEBT_LINES)}
      </div>
      <Figures>
        {(['assets', 'debts', 'net'] as const).map((key) => (
          <div key={key}>
            <dt className="text-sm text-ink-2">{t(key)}</dt>
            <dd className="font-semibold">
              <Money value={sums[`${key}Fen`]} />
            </dd>
          </div>
        ))}
      </Figures>
    </div>
  )
}

/** The remaining figures that both must stand by; what the visit gave is filled in already. */
export function FiguresPart({ financials, readOnly, change }: Entry) {
  const grid = useTranslations('scoring.grid.field.financials')
  return (
    <div className="grid grid-cols-2 items-end gap-2 sm:grid-cols-3">
      {FIGURE_FIELDS.map((f) => (
        <VisitField
          key={f.key}
          kind={f.kind === 'percent' ? 'signedPercent' : f.kind === 'indicator' ? 'text' : f.kind}
          label={`${grid(f.key as 'lastYearSales')}${f.required ? ' *' : ''}`}
          value={text(financials[f.key])}
          disabled={readOnly}
          onChange={(v) => change({ financials: { [f.key]: v } })}
        />
      ))}
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-semibold text-ink-2">{title}</legend>
      {children}
    </fieldset>
  )
}

function Figures({ hint, children }: { hint?: string; children: ReactNode }) {
  return (
    <div className="rounded-md bg-sunken px-3 py-2">
      <dl className="flex flex-wrap gap-x-8 gap-y-2">{children}</dl>
      {hint && <p className="mt-1 text-xs text-ink-2">{hint}</p>}
    </div>
  )
}

function Figure({ label, trace }: { label: string; trace: Trace | null }) {
  return (
    <div>
      <dt className="text-sm text-ink-2">{label}</dt>
      <dd className="font-semibold">{trace ? <Explain trace={trace} /> : '—'}</dd>
    </div>
  )
}
