'use client'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { FieldFrame } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { Translate } from '@/lib/platform/i18n/translator'
import {
  type Card,
  type EnumIndicator,
  type Indicator,
  type RangeIndicator,
  UNITS,
  type Unit,
} from '@/lib/scoring/rules/card'
import { EdgeCell, TextCell, WholeCell } from './cell-input'
import { OptionBins } from './option-bins'
import { RangeBins } from './range-bins'

type Props = {
  card: Card
  indicator: Indicator
  readOnly: boolean
  onChange: (make: (indicator: Indicator) => Indicator) => void
}

/** Everything about one indicator: names, weight, what proves it, what can be true, and its bins. */
export function IndicatorForm({ card, indicator: i, readOnly, onChange }: Props) {
  const t = useTranslations('scorecards.indicator')
  const all = useTranslations() as unknown as Translate
  const id = useId()
  const set = (patch: Partial<Indicator>) => onChange((x) => ({ ...x, ...patch }) as Indicator)
  const units = UNITS.map((u) => ({
    value: u,
    label: all.has(`scoring.unit.${u}`) ? all(`scoring.unit.${u}`) : t('count'),
  }))
  return (
    <div className="space-y-4">
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        <FieldFrame id={`${id}-code`} label={t('code')}>
          <TextCell
            id={`${id}-code`}
            label={t('code')}
            disabled={readOnly}
            value={i.code}
            onChange={(v) => set({ code: v.toUpperCase() })}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-max`} label={t('maxPoints')}>
          <WholeCell
            id={`${id}-max`}
            label={t('maxPoints')}
            disabled={readOnly}
            value={i.maxPoints}
            onChange={(maxPoints) => set({ maxPoints })}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-dimension`} label={t('dimension')}>
          <Select
            id={`${id}-dimension`}
            disabled={readOnly}
            value={i.dimension}
            options={card.dimensions.map((d) => ({ value: d.code, label: `${d.code} ${d.nameZh}` }))}
            onChange={(dimension) => set({ dimension })}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-type`} label={t('type')}>
          <Select
            id={`${id}-type`}
            disabled={readOnly}
            value={i.type}
            options={[
              { value: 'RANGE', label: t('range') },
              { value: 'ENUM', label: t('enum') },
            ]}
            onChange={(type) => onChange((x) => (x.type === type ? x : retyped(x)))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-zh`} label={t('nameZh')} className="sm:col-span-2">
          <TextCell
            id={`${id}-zh`}
            label={t('nameZh')}
            disabled={readOnly}
            value={i.nameZh}
            onChange={(nameZh) => set({ nameZh })}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-en`} label={t('nameEn')} className="sm:col-span-2">
          <TextCell
            id={`${id}-en`}
            label={t('nameEn')}
            disabled={readOnly}
            value={i.nameEn}
            onChange={(nameEn) => set({ nameEn })}
          />
        </FieldFrame>
        {i.type === 'RANGE' && (
          <>
            <FieldFrame id={`${id}-unit`} label={t('unit')}>
              <Select
                id={`${id}-unit`}
                disabled={readOnly}
                value={i.unit}
                options={units}
                onChange={(unit) => set({ unit: unit as Unit })}
              />
            </FieldFrame>
            <FieldFrame id={`${id}-min`} label={t('min')} hint={t('domainHint')}>
              <EdgeCell
                id={`${id}-min`}
                label={t('min')}
                disabled={readOnly}
                value={i.min}
                onChange={(min) => set({ min })}
              />
            </FieldFrame>
            <FieldFrame id={`${id}-top`} label={t('max')}>
              <EdgeCell
                id={`${id}-top`}
                label={t('max')}
                disabled={readOnly}
                value={i.max}
                onChange={(max) => set({ max })}
              />
            </FieldFrame>
          </>
        )}
        <div className="flex flex-col justify-center gap-1 pt-2 text-sm">
          {i.type === 'RANGE' && (
            <label className="flex items-center gap-2">
              <input
                type="checkbox"
                className="accent-accent"
                disabled={readOnly}
                checked={i.integer}
                onChange={(e) => set({ integer: e.currentTarget.checked })}
              />
              {t('integer')}
            </label>
          )}
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="accent-accent"
              disabled={readOnly}
              checked={i.required}
              onChange={(e) => set({ required: e.currentTarget.checked })}
            />
            {t('required')}
          </label>
        </div>
      </div>
      <section aria-label={t('bins')}>
        <h3 className="mb-1.5 font-semibold">{t('bins')}</h3>
        {i.type === 'RANGE' ? (
          <RangeBins
            indicator={i}
            readOnly={readOnly}
            onChange={(make) => onChange((x) => (x.type === 'RANGE' ? make(x) : x))}
          />
        ) : (
          <OptionBins
            indicator={i}
            readOnly={readOnly}
            onChange={(make) => onChange((x) => (x.type === 'ENUM' ? make(x) : x))}
          />
        )}
      </section>
      <EvidenceChoice card={card} indicator={i} readOnly={readOnly} onChange={(evidence) => set({ evidence })} />
    </div>
  )
}

/** Kinds of evidence: those that the card's other indicators use, and the own ones of this one. */
function EvidenceChoice({
  card,
  indicator,
  readOnly,
  onChange,
}: {
  card: Card
  indicator: Indicator
  readOnly: boolean
  onChange: (evidence: string[]) => void
}) {
  const t = useTranslations('scorecards.indicator')
  const all = useTranslations() as unknown as Translate
  const known = [...new Set(card.indicators.flatMap((i) => i.evidence))]
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm font-semibold">
        {t('evidence', { count: indicator.evidence.length })}
      </summary>
      <ul className="mt-2 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-2 lg:grid-cols-3">
        {known.map((kind) => (
          <li key={kind}>
            <label className="flex items-start gap-2">
              <input
                type="checkbox"
                className="mt-1 accent-accent"
                disabled={readOnly}
                checked={indicator.evidence.includes(kind)}
                onChange={(e) =>
                  onChange(
                    e.currentTarget.checked
                      ? [...indicator.evidence, kind]
                      : indicator.evidence.filter((k) => k !== kind),
                  )
                }
              />
              {all.has(`scoring.evidence.${kind}`) ? all(`scoring.evidence.${kind}`) : kind}
            </label>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** A number turned into a list, or back: the bins begin anew. */
function retyped(i: Indicator): Indicator {
  const { code, dimension, nameZh, nameEn, maxPoints, required, evidence, derivedFrom } = i
  const common = { code, dimension, nameZh, nameEn, maxPoints, required, evidence, derivedFrom }
  const asList: EnumIndicator = {
    ...common,
    type: 'ENUM',
    bins: [{ value: 'OPTION_1', nameZh: '', nameEn: '', points: maxPoints }],
  }
  const asNumber: RangeIndicator = {
    ...common,
    type: 'RANGE',
    unit: 'PERCENT',
    integer: false,
    min: null,
    max: null,
    bins: [{ lower: null, lowerInclusive: false, upper: null, upperInclusive: false, points: maxPoints }],
  }
  return i.type === 'RANGE' ? asList : asNumber
}
