/** biome-ignore-all lint/suspicious/noArrayIndexKey: a dimension's code is itself edited; its place is what it is */
'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { DateField } from '@/components/ui/date-field'
import { FieldFrame } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { MODES } from '@/lib/plans/rules/grades'
import { type CardScope, EVERYWHERE } from '@/lib/scoring/rules/card'
import { TextCell, WholeCell } from './cell-input'
import { RemoveButton } from './remove-button'
import type { CardDraft } from './use-card-draft'

export type ScopeChoices = { markets: { code: string; name: string }[]; trades: string[] }

/** Titles, where the card is used, from when, and what the checker should know. */
export function CardBasics({
  draft,
  choices,
  today,
  readOnly,
}: {
  draft: CardDraft
  choices: ScopeChoices
  today: string
  readOnly: boolean
}) {
  const t = useTranslations('scorecards.basics')
  const id = useId()
  const { card, change } = draft
  return (
    <div className="space-y-5">
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <FieldFrame id={`${id}-zh`} label={t('titleZh')} required>
          <TextCell
            id={`${id}-zh`}
            label={t('titleZh')}
            disabled={readOnly}
            value={card.titleZh}
            onChange={(titleZh) => change((c) => ({ ...c, titleZh }))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-en`} label={t('titleEn')} required>
          <TextCell
            id={`${id}-en`}
            label={t('titleEn')}
            disabled={readOnly}
            value={card.titleEn}
            onChange={(titleEn) => change((c) => ({ ...c, titleEn }))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-day`} label={t('effectiveFrom')} hint={t('effectiveHint', { today })} required>
          <DateField
            id={`${id}-day`}
            min={today}
            disabled={readOnly}
            value={draft.effectiveFrom}
            onChange={draft.setEffectiveFrom}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-missing`} label={t('missing')} hint={t('missingHint')}>
          <WholeCell
            id={`${id}-missing`}
            label={t('missing')}
            disabled={readOnly}
            value={card.missingPointsAllowed}
            onChange={(missingPointsAllowed) => change((c) => ({ ...c, missingPointsAllowed }))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-note`} label={t('note')} hint={t('noteHint')} required className="sm:col-span-2">
          <Textarea
            id={`${id}-note`}
            maxLength={1000}
            count
            disabled={readOnly}
            value={draft.note}
            onChange={(e) => draft.setNote(e.currentTarget.value)}
          />
        </FieldFrame>
      </div>
      <ScopeFields
        scope={card.appliesTo}
        modes={card.kind === 'CUSTOMER'}
        choices={choices}
        readOnly={readOnly}
        onChange={(appliesTo) => change((c) => ({ ...c, appliesTo }))}
      />
      <section>
        <h3 className="mb-1.5 font-semibold">{t('dimensions')}</h3>
        <ul className="space-y-1">
          {card.dimensions.map((d, n) => {
            const set = (patch: Partial<typeof d>) =>
              change((c) => ({ ...c, dimensions: c.dimensions.map((x, i) => (i === n ? { ...x, ...patch } : x)) }))
            return (
              <li key={n} className="grid grid-cols-[8rem_minmax(0,1fr)_minmax(0,1fr)_auto] gap-2 max-sm:grid-cols-2">
                <TextCell
                  label={t('dimensionCode', { no: n + 1 })}
                  disabled={readOnly}
                  className="font-mono text-xs"
                  value={d.code}
                  onChange={(code) => set({ code: code.toUpperCase() })}
                />
                <TextCell
                  label={t('dimensionZh', { no: n + 1 })}
                  disabled={readOnly}
                  value={d.nameZh}
                  onChange={(nameZh) => set({ nameZh })}
                />
                <TextCell
                  label={t('dimensionEn', { no: n + 1 })}
                  disabled={readOnly}
                  value={d.nameEn}
                  onChange={(nameEn) => set({ nameEn })}
                />
                <RemoveButton
                  label={t('removeDimension', { no: n + 1 })}
                  disabled={readOnly || card.dimensions.length < 2}
                  onClick={() => change((c) => ({ ...c, dimensions: c.dimensions.filter((_, i) => i !== n) }))}
                />
              </li>
            )
          })}
        </ul>
        {!readOnly && (
          <Button
            size="sm"
            className="mt-2"
            onClick={() =>
              change((c) => ({
                ...c,
                dimensions: [...c.dimensions, { code: `D${c.dimensions.length + 1}`, nameZh: '', nameEn: '' }],
              }))
            }
          >
            <Plus aria-hidden />
            {t('addDimension')}
          </Button>
        )}
      </section>
    </div>
  )
}

function ScopeFields({
  scope,
  modes,
  choices,
  readOnly,
  onChange,
}: {
  scope: CardScope | null
  modes: boolean
  choices: ScopeChoices
  readOnly: boolean
  onChange: (scope: CardScope | null) => void
}) {
  const t = useTranslations('scorecards.basics')
  const name = useId()
  const kind = scope === null ? 'none' : scope.markets || scope.trades || scope.modes ? 'some' : 'all'
  const lists: { key: keyof CardScope; options: { value: string; label: string }[] }[] = [
    { key: 'markets', options: choices.markets.map((m) => ({ value: m.code, label: `${m.code} ${m.name}` })) },
    { key: 'trades', options: choices.trades.map((trade) => ({ value: trade, label: trade })) },
    ...(modes ? [{ key: 'modes' as const, options: MODES.map((m) => ({ value: m as string, label: m })) }] : []),
  ]
  return (
    <fieldset disabled={readOnly}>
      <legend className="font-semibold">{t('scope')}</legend>
      <p className="mb-1.5 text-sm text-ink-2">{t('scopeHint')}</p>
      <div className="flex flex-wrap gap-4 text-sm">
        {(['all', 'some', 'none'] as const).map((k) => (
          <label key={k} className="flex items-center gap-2">
            <input
              type="radio"
              name={name}
              className="accent-accent"
              checked={kind === k}
              onChange={() =>
                onChange(
                  k === 'none'
                    ? null
                    : k === 'all'
                      ? EVERYWHERE
                      : {
                          ...EVERYWHERE,
                          modes: modes ? ['JG'] : null,
                          trades: modes ? null : choices.trades.slice(0, 1),
                        },
                )
              }
            />
            {t(`scopeKind.${k}`)}
          </label>
        ))}
      </div>
      {kind === 'some' &&
        lists.map(({ key, options }) => {
          const chosen = (scope?.[key] ?? []) as readonly string[]
          return (
            <details key={key} className="mt-2 text-sm" open={chosen.length > 0}>
              <summary className="w-fit cursor-pointer text-ink-2">
                {t(`scopeList.${key}`)} {chosen.length > 0 ? `(${chosen.join(', ')})` : t('scopeAny')}
              </summary>
              <ul className="mt-1 grid max-h-48 gap-x-4 overflow-y-auto sm:grid-cols-2 lg:grid-cols-3">
                {options.map((o) => (
                  <li key={o.value}>
                    <label className="flex items-center gap-2">
                      <input
                        type="checkbox"
                        className="accent-accent"
                        checked={chosen.includes(o.value)}
                        onChange={(e) => {
                          const next = e.currentTarget.checked
                            ? [...chosen, o.value]
                            : chosen.filter((v) => v !== o.value)
                          onChange({ ...scope!, [key]: next.length > 0 ? next : null })
                        }}
                      />
                      {o.label}
                    </label>
                  </li>
                ))}
              </ul>
            </details>
          )
        })}
    </fieldset>
  )
}
