/** biome-ignore-all lint/suspicious/noArrayIndexKey: a grade's name is itself edited; its place is what it is */
'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { CUSTOMER_GRADES, MARKET_GRADES, MODES } from '@/lib/plans/rules/grades'
import { parsePercent, toPercent } from '@/lib/platform/money'
import type { Card, CustomerCard, CustomerGradeRow, MarketCard, MarketGradeRow } from '@/lib/scoring/rules/card'
import { CellInput, OptionalWholeCell, WholeCell } from './cell-input'
import { RemoveButton } from './remove-button'

type Props<C extends Card> = { card: C; readOnly: boolean; onChange: (make: (card: C) => C) => void }

/** From scores to grades and what each grade means. */
export function GradeTables({ card, readOnly, onChange }: Props<Card>) {
  return card.kind === 'MARKET' ? (
    <MarketGrades card={card} readOnly={readOnly} onChange={(make) => onChange((c) => make(c as MarketCard))} />
  ) : (
    <div className="space-y-6">
      <CustomerGrades card={card} readOnly={readOnly} onChange={(make) => onChange((c) => make(c as CustomerCard))} />
      <Thresholds card={card} readOnly={readOnly} onChange={(make) => onChange((c) => make(c as CustomerCard))} />
    </div>
  )
}

function Table({ head, children }: { head: string[]; children: ReactNode }) {
  return (
    <div className="overflow-x-auto" data-scroll>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line-2 text-left text-ink-2">
            {head.map((h, i) => (
              <th key={h || i} scope="col" className="px-1.5 py-1 align-bottom font-medium">
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

const cell = 'px-1.5 py-1 align-top'

/** Percent, or nothing where the field may be empty. */
function PercentCell({
  value,
  onChange,
  optional = false,
  ...common
}: {
  value: number | null
  onChange: (value: number | null) => void
  optional?: boolean
  label: string
  disabled?: boolean
}) {
  return (
    <CellInput
      {...common}
      numeric
      value={value}
      text={(v) => (v === null ? '' : toPercent(v).replace(/\.?0+$/, ''))}
      read={(t) => {
        if (t === '' && optional) return { value: null }
        const ppm = parsePercent(t)
        return ppm === null || ppm < 0 || ppm > 1_000_000 ? null : { value: ppm }
      }}
      onChange={onChange}
    />
  )
}

function Choices({
  label,
  options,
  value,
  disabled,
  onChange,
}: {
  label: string
  options: readonly string[]
  value: readonly string[] | null
  disabled: boolean
  onChange: (value: string[] | null) => void
}) {
  const t = useTranslations('scorecards.grades')
  return (
    <fieldset className="flex min-w-40 flex-wrap gap-x-2 gap-y-0.5 text-xs" disabled={disabled}>
      <legend className="sr-only">{label}</legend>
      <label className="flex items-center gap-1">
        <input
          type="checkbox"
          className="accent-accent"
          checked={value === null}
          onChange={(e) => onChange(e.currentTarget.checked ? null : [...options])}
        />
        {t('all')}
      </label>
      {value !== null &&
        options.map((o) => (
          <label key={o} className="flex items-center gap-1">
            <input
              type="checkbox"
              className="accent-accent"
              checked={value.includes(o)}
              onChange={(e) => onChange(e.currentTarget.checked ? [...value, o] : value.filter((v) => v !== o))}
            />
            {o}
          </label>
        ))}
    </fieldset>
  )
}

function MarketGrades({ card, readOnly, onChange }: Props<MarketCard>) {
  const t = useTranslations('scorecards.grades')
  const rows = card.grades
  const setRows = (make: (rows: MarketGradeRow[]) => MarketGradeRow[]) =>
    onChange((c) => ({ ...c, grades: make([...c.grades]) }))
  const set = (n: number, patch: Partial<MarketGradeRow>) =>
    setRows((list) => list.map((r, i) => (i === n ? { ...r, ...patch } : r)))
  const at = (field: string, n: number) => t('fieldOf', { field, no: n + 1 })
  return (
    <div className="space-y-2">
      <Table
        head={[
          t('grade'),
          t('minScore'),
          t('decision'),
          t('coefficient'),
          t('customerThreshold'),
          t('share'),
          t('modes'),
          t('limitShare'),
          t('validity'),
          t('coolingOff'),
          '',
        ]}
      >
        {rows.map((r, n) => (
          <tr key={n} className="border-b border-line">
            <td className={cell}>
              <Select
                aria-label={at(t('grade'), n)}
                disabled={readOnly}
                className="min-w-20"
                value={r.grade}
                options={MARKET_GRADES.map((g) => ({ value: g, label: g }))}
                onChange={(grade) => set(n, { grade })}
              />
            </td>
            <td className={`${cell} min-w-16`}>
              <WholeCell
                label={at(t('minScore'), n)}
                disabled={readOnly}
                value={r.minScore}
                onChange={(minScore) => set(n, { minScore })}
              />
            </td>
            <td className={cell}>
              <Select
                aria-label={at(t('decision'), n)}
                disabled={readOnly}
                className="min-w-28"
                value={r.decision}
                options={(['ADMIT', 'CONDITIONAL', 'REJECT'] as const).map((d) => ({
                  value: d,
                  label: t(`word.${d}`),
                }))}
                onChange={(d) => set(n, { decision: d as MarketGradeRow['decision'] })}
              />
            </td>
            <td className={`${cell} min-w-20`}>
              <PercentCell
                label={at(t('coefficient'), n)}
                disabled={readOnly}
                value={r.coefficientPpm}
                onChange={(v) => set(n, { coefficientPpm: v ?? 0 })}
              />
            </td>
            <td className={`${cell} min-w-16`}>
              <OptionalWholeCell
                label={at(t('customerThreshold'), n)}
                disabled={readOnly}
                value={r.customerThreshold}
                onChange={(customerThreshold) => set(n, { customerThreshold })}
              />
            </td>
            <td className={`${cell} min-w-16`}>
              <CellInput
                label={at(t('share'), n)}
                disabled={readOnly}
                value={r.share}
                text={(s) => (s ? `${s.num}/${s.den}` : '')}
                read={readShare}
                onChange={(share) => set(n, { share })}
              />
            </td>
            <td className={cell}>
              <Choices
                label={at(t('modes'), n)}
                options={MODES}
                value={r.modes}
                disabled={readOnly}
                onChange={(modes) => set(n, { modes: modes as MarketGradeRow['modes'] })}
              />
            </td>
            <td className={`${cell} min-w-20`}>
              <PercentCell
                optional
                label={at(t('limitShare'), n)}
                disabled={readOnly}
                value={r.limitSharePpm}
                onChange={(limitSharePpm) => set(n, { limitSharePpm })}
              />
            </td>
            <td className={`${cell} min-w-16`}>
              <OptionalWholeCell
                label={at(t('validity'), n)}
                disabled={readOnly}
                value={r.validityMonths}
                onChange={(v) => set(n, { validityMonths: v || null })}
              />
            </td>
            <td className={`${cell} min-w-16`}>
              <OptionalWholeCell
                label={at(t('coolingOff'), n)}
                disabled={readOnly}
                value={r.coolingOffMonths}
                onChange={(v) => set(n, { coolingOffMonths: v || null })}
              />
            </td>
            <td className={cell}>
              <RemoveButton
                label={t('remove', { no: n + 1 })}
                disabled={readOnly || rows.length < 2}
                onClick={() => setRows((list) => list.filter((_, i) => i !== n))}
              />
            </td>
          </tr>
        ))}
      </Table>
      {!readOnly && (
        <Button
          size="sm"
          onClick={() =>
            setRows((list) => [
              ...list,
              {
                ...list.at(-1)!,
                grade: nextOf(
                  MARKET_GRADES,
                  list.map((r) => r.grade),
                ),
              },
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

function CustomerGrades({ card, readOnly, onChange }: Props<CustomerCard>) {
  const t = useTranslations('scorecards.grades')
  const rows = card.grades
  const setRows = (make: (rows: CustomerGradeRow[]) => CustomerGradeRow[]) =>
    onChange((c) => ({ ...c, grades: make([...c.grades]) }))
  const set = (n: number, patch: Partial<CustomerGradeRow>) =>
    setRows((list) => list.map((r, i) => (i === n ? { ...r, ...patch } : r)))
  const at = (field: string, n: number) => t('fieldOf', { field, no: n + 1 })
  return (
    <div className="space-y-2">
      <Table
        head={[
          t('grade'),
          t('minScore'),
          t('decision'),
          t('onlyIn'),
          t('coefficient'),
          t('addOn'),
          t('coolingOff'),
          '',
        ]}
      >
        {rows.map((r, n) => (
          <tr key={n} className="border-b border-line">
            <td className={cell}>
              <Select
                aria-label={at(t('grade'), n)}
                disabled={readOnly}
                className="min-w-20"
                value={r.grade}
                options={CUSTOMER_GRADES.map((g) => ({ value: g, label: g }))}
                onChange={(grade) => set(n, { grade })}
              />
            </td>
            <td className={`${cell} min-w-16`}>
              <WholeCell
                label={at(t('minScore'), n)}
                disabled={readOnly}
                value={r.minScore}
                onChange={(minScore) => set(n, { minScore })}
              />
            </td>
            <td className={cell}>
              <Select
                aria-label={at(t('decision'), n)}
                disabled={readOnly}
                className="min-w-28"
                value={r.decision}
                options={(['ADMITTED', 'NOT_ADMITTED'] as const).map((d) => ({ value: d, label: t(`word.${d}`) }))}
                onChange={(d) => set(n, { decision: d as CustomerGradeRow['decision'] })}
              />
            </td>
            <td className={cell}>
              <Choices
                label={at(t('onlyIn'), n)}
                options={MARKET_GRADES}
                value={r.onlyInMarketGrades}
                disabled={readOnly}
                onChange={(onlyInMarketGrades) => set(n, { onlyInMarketGrades })}
              />
            </td>
            <td className={`${cell} min-w-20`}>
              <PercentCell
                label={at(t('coefficient'), n)}
                disabled={readOnly}
                value={r.coefficientPpm}
                onChange={(v) => set(n, { coefficientPpm: v ?? 0 })}
              />
            </td>
            <td className={`${cell} min-w-20`}>
              <OptionalWholeCell
                label={at(t('addOn'), n)}
                disabled={readOnly}
                value={r.addOnBps}
                onChange={(addOnBps) => set(n, { addOnBps })}
              />
            </td>
            <td className={`${cell} min-w-16`}>
              <OptionalWholeCell
                label={at(t('coolingOff'), n)}
                disabled={readOnly}
                value={r.coolingOffMonths}
                onChange={(v) => set(n, { coolingOffMonths: v || null })}
              />
            </td>
            <td className={cell}>
              <RemoveButton
                label={t('remove', { no: n + 1 })}
                disabled={readOnly || rows.length < 2}
                onClick={() => setRows((list) => list.filter((_, i) => i !== n))}
              />
            </td>
          </tr>
        ))}
      </Table>
      {!readOnly && (
        <Button
          size="sm"
          onClick={() =>
            setRows((list) => [
              ...list,
              {
                ...list.at(-1)!,
                grade: nextOf(
                  CUSTOMER_GRADES,
                  list.map((r) => r.grade),
                ),
              },
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

/** Least score by the grade of the market; a market grade that is not listed admits nobody. */
function Thresholds({ card, readOnly, onChange }: Props<CustomerCard>) {
  const t = useTranslations('scorecards.grades')
  const of = (grade: string): number | null => card.thresholds.find((x) => x.marketGrade === grade)?.threshold ?? null
  const set = (marketGrade: string, threshold: number | null) =>
    onChange((c) => ({
      ...c,
      thresholds: MARKET_GRADES.flatMap((g) => {
        const value = g === marketGrade ? threshold : (c.thresholds.find((x) => x.marketGrade === g)?.threshold ?? null)
        return value === null ? [] : [{ marketGrade: g, threshold: value }]
      }),
    }))
  return (
    <section>
      <h3 className="font-semibold">{t('thresholds')}</h3>
      <p className="mb-2 text-sm text-ink-2">{t('thresholdsHint')}</p>
      <div className="flex flex-wrap gap-3">
        {MARKET_GRADES.map((g) => (
          <div key={g} className="flex w-28 items-center gap-2 text-sm">
            <span className="w-9 shrink-0 font-medium">{g}</span>
            <OptionalWholeCell
              label={t('thresholdOf', { grade: g })}
              disabled={readOnly}
              value={of(g)}
              onChange={(v) => set(g, v)}
            />
          </div>
        ))}
      </div>
    </section>
  )
}

function readShare(text: string): { value: MarketGradeRow['share'] } | null {
  if (text === '') return { value: null }
  const match = /^(\d{1,3})\/(\d{1,3})$/.exec(text)
  const [num, den] = [Number(match?.[1]), Number(match?.[2])]
  return match && num >= 1 && den >= num ? { value: { num, den } } : null
}

const nextOf = (grades: readonly string[], used: readonly string[]): string =>
  grades.find((g) => !used.includes(g)) ?? grades.at(-1)!
