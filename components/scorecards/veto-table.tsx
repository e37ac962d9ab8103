/** biome-ignore-all lint/suspicious/noArrayIndexKey: a veto's code is itself edited; its place is what it is */
'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import type { Card, VetoRule } from '@/lib/scoring/rules/card'
import { EdgeCell, TextCell } from './cell-input'
import { RemoveButton } from './remove-button'

type Props = { card: Card; readOnly: boolean; onChange: (make: (card: Card) => Card) => void }

/** The vetoes: words in both languages, whether a head may waive one, and the line of an indicator that proves it. */
export function VetoTable({ card, readOnly, onChange }: Props) {
  const t = useTranslations('scorecards.vetoes')
  const setAll = (make: (list: VetoRule[]) => VetoRule[]) => onChange((c) => ({ ...c, vetoes: make([...c.vetoes]) }))
  const set = (n: number, patch: Partial<VetoRule>) =>
    setAll((list) => list.map((v, i) => (i === n ? { ...v, ...patch } : v)))
  const numbers = card.indicators
    .filter((i) => i.type === 'RANGE')
    .map((i) => ({ value: i.code, label: `${i.code} ${i.nameZh}` }))
  return (
    <div className="space-y-2">
      <ul className="space-y-3">
        {card.vetoes.map((v, n) => (
          <li key={n} className="rounded-md border border-line p-2.5">
            <div className="grid gap-2 sm:grid-cols-[6rem_minmax(0,1fr)_minmax(0,1fr)_auto]">
              <TextCell
                label={t('codeOf', { no: n + 1 })}
                disabled={readOnly}
                value={v.code}
                onChange={(code) => set(n, { code: code.toUpperCase() })}
              />
              <TextCell
                label={t('zhOf', { code: v.code })}
                disabled={readOnly}
                value={v.nameZh}
                onChange={(nameZh) => set(n, { nameZh })}
              />
              <TextCell
                label={t('enOf', { code: v.code })}
                disabled={readOnly}
                value={v.nameEn}
                onChange={(nameEn) => set(n, { nameEn })}
              />
              <RemoveButton
                label={t('remove', { code: v.code })}
                disabled={readOnly}
                onClick={() => setAll((list) => list.filter((_, i) => i !== n))}
              />
            </div>
            <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
              <label className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-accent"
                  disabled={readOnly}
                  checked={v.waivable}
                  onChange={(e) => set(n, { waivable: e.currentTarget.checked })}
                />
                {t('waivable')}
              </label>
              <label className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-accent"
                  disabled={readOnly || numbers.length === 0}
                  checked={v.test !== null}
                  onChange={(e) =>
                    set(n, {
                      test: e.currentTarget.checked
                        ? { indicator: numbers[0]!.value, below: '0', above: null, aboveByMarketGrade: [] }
                        : null,
                    })
                  }
                />
                {t('tested')}
              </label>
              {v.test && (
                <span className="flex flex-wrap items-center gap-2">
                  <Select
                    aria-label={t('indicatorOf', { code: v.code })}
                    disabled={readOnly}
                    className="w-44"
                    value={v.test.indicator}
                    options={numbers}
                    onChange={(indicator) => set(n, { test: { ...v.test!, indicator } })}
                  />
                  <span className="flex items-center gap-1">
                    {t('below')}
                    <EdgeCell
                      className="w-20"
                      label={t('belowOf', { code: v.code })}
                      disabled={readOnly}
                      value={v.test.below}
                      onChange={(below) => set(n, { test: { ...v.test!, below } })}
                    />
                  </span>
                  <span className="flex items-center gap-1">
                    {t('above')}
                    <EdgeCell
                      className="w-20"
                      label={t('aboveOf', { code: v.code })}
                      disabled={readOnly}
                      value={v.test.above}
                      onChange={(above) => set(n, { test: { ...v.test!, above } })}
                    />
                  </span>
                  {v.test.aboveByMarketGrade.length > 0 && (
                    <span className="text-ink-2">
                      {t('byGrade', {
                        lines: v.test.aboveByMarketGrade.map((l) => `${l.marketGrade} > ${l.above}`).join('; '),
                      })}
                    </span>
                  )}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button
          size="sm"
          onClick={() =>
            setAll((list) => [
              ...list,
              { code: `V${list.length + 1}`, nameZh: '', nameEn: '', waivable: false, test: null },
            ])
          }
        >
          <Plus aria-hidden />
          {t('add')}
        </Button>
      )}
    </div>
  )
}
