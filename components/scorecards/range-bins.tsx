/** biome-ignore-all lint/suspicious/noArrayIndexKey: a bin has no name of its own; its place is what it is */
'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { RangeBin, RangeIndicator } from '@/lib/scoring/rules/card'
import { AxisPicture } from './axis-picture'
import { EdgeCell, WholeCell } from './cell-input'
import { RemoveButton } from './remove-button'

type Props = {
  indicator: RangeIndicator
  readOnly: boolean
  onChange: (make: (indicator: RangeIndicator) => RangeIndicator) => void
}

/** The bins of a number as a table of edges under their picture; moving a shared edge moves it for both neighbours. */
export function RangeBins({ indicator, readOnly, onChange }: Props) {
  const t = useTranslations('scorecards.bins')
  const [at, setAt] = useState<number>()
  const setBins = (make: (bins: RangeBin[]) => RangeBin[]) => onChange((i) => ({ ...i, bins: make([...i.bins]) }))
  const setEdge = (index: number, side: 'lower' | 'upper', value: string | null) =>
    setBins((bins) => moveEdge(bins, index, side, value))
  const setInclusive = (index: number, side: 'lower' | 'upper', inclusive: boolean) =>
    setBins((bins) => closeEdge(bins, index, side, inclusive))
  return (
    <div className="space-y-2">
      <AxisPicture indicator={indicator} active={at} />
      <div className="overflow-x-auto" data-scroll>
        <table className="w-full min-w-[30rem] text-sm">
          <thead>
            <tr className="text-left text-ink-2">
              <th scope="col" className="py-1 pr-2 font-medium">
                {t('lower')}
              </th>
              <th scope="col" className="py-1 pr-2 font-medium">
                {t('upper')}
              </th>
              <th scope="col" className="w-24 py-1 pr-2 font-medium">
                {t('points')}
              </th>
              <th scope="col" className="w-10 py-1">
                <span className="sr-only">{t('acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {indicator.bins.map((bin, n) => (
              <tr key={n} onFocus={() => setAt(n)}>
                {(['lower', 'upper'] as const).map((side) => (
                  <td key={side} className="py-0.5 pr-2">
                    <span className="flex items-center gap-1.5">
                      <EdgeCell
                        label={t(`${side}Of`, { no: n + 1 })}
                        disabled={readOnly}
                        value={bin[side]}
                        onChange={(v) => setEdge(n, side, v)}
                      />
                      <label className="flex shrink-0 items-center gap-1 text-xs text-ink-2">
                        <input
                          type="checkbox"
                          className="accent-accent"
                          aria-label={t(`${side}Inclusive`, { no: n + 1 })}
                          disabled={readOnly || bin[side] === null}
                          checked={bin[side] !== null && bin[`${side}Inclusive`]}
                          onChange={(e) => setInclusive(n, side, e.currentTarget.checked)}
                        />
                        {t('inclusive')}
                      </label>
                    </span>
                  </td>
                ))}
                <td className="py-0.5 pr-2">
                  <WholeCell
                    label={t('pointsOf', { no: n + 1 })}
                    disabled={readOnly}
                    value={bin.points}
                    onChange={(points) => setBins((bins) => bins.map((b, i) => (i === n ? { ...b, points } : b)))}
                  />
                </td>
                <td className="py-0.5">
                  <RemoveButton
                    label={t('remove', { no: n + 1 })}
                    disabled={readOnly || indicator.bins.length < 2}
                    onClick={() => setBins((bins) => bins.filter((_, i) => i !== n))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!readOnly && (
        <Button size="sm" onClick={() => setBins((bins) => [...bins, emptyBin(bins)])}>
          <Plus aria-hidden />
          {t('add')}
        </Button>
      )}
    </div>
  )
}

/** The neighbour that shares the edge moves along, so that a card that covers its axis goes on covering it. */
function moveEdge(bins: RangeBin[], index: number, side: 'lower' | 'upper', value: string | null): RangeBin[] {
  const old = bins[index]![side]
  const other = side === 'lower' ? 'upper' : 'lower'
  return bins.map((b, i) => {
    if (i === index) return { ...b, [side]: value, ...(value === null ? { [`${side}Inclusive`]: false } : {}) }
    return old !== null && value !== null && b[other] === old ? { ...b, [other]: value } : b
  })
}

function closeEdge(bins: RangeBin[], index: number, side: 'lower' | 'upper', inclusive: boolean): RangeBin[] {
  const edge = bins[index]![side]
  const other = side === 'lower' ? 'upper' : 'lower'
  return bins.map((b, i) => {
    if (i === index) return { ...b, [`${side}Inclusive`]: inclusive }
    return edge !== null && b[other] === edge ? { ...b, [`${other}Inclusive`]: !inclusive } : b
  })
}

/** A new bin begins where the last one ends. */
function emptyBin(bins: readonly RangeBin[]): RangeBin {
  const last = bins.at(-1)
  return {
    lower: last?.upper ?? null,
    lowerInclusive: last?.upper ? !last.upperInclusive : false,
    upper: null,
    upperInclusive: false,
    points: 0,
  }
}
