/** biome-ignore-all lint/suspicious/noArrayIndexKey: an option's code is itself edited; its place is what it is */
'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { EnumIndicator, OptionBin } from '@/lib/scoring/rules/card'
import { TextCell, WholeCell } from './cell-input'
import { RemoveButton } from './remove-button'

type Props = {
  indicator: EnumIndicator
  readOnly: boolean
  onChange: (make: (indicator: EnumIndicator) => EnumIndicator) => void
}

/** The options of a closed list, with their words in both languages and their points. */
export function OptionBins({ indicator, readOnly, onChange }: Props) {
  const t = useTranslations('scorecards.bins')
  const setBins = (make: (bins: OptionBin[]) => OptionBin[]) => onChange((i) => ({ ...i, bins: make([...i.bins]) }))
  const set = (n: number, patch: Partial<OptionBin>) =>
    setBins((bins) => bins.map((b, i) => (i === n ? { ...b, ...patch } : b)))
  return (
    <div className="space-y-2">
      <div className="overflow-x-auto" data-scroll>
        <table className="w-full min-w-[36rem] text-sm">
          <thead>
            <tr className="text-left text-ink-2">
              {(['code', 'zh', 'en'] as const).map((k) => (
                <th key={k} scope="col" className="py-1 pr-2 font-medium">
                  {t(k)}
                </th>
              ))}
              <th scope="col" className="w-20 py-1 pr-2 font-medium">
                {t('points')}
              </th>
              <th scope="col" className="w-10 py-1">
                <span className="sr-only">{t('acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {indicator.bins.map((bin, n) => (
              <tr key={n}>
                <td className="py-0.5 pr-2">
                  <TextCell
                    label={t('codeOf', { no: n + 1 })}
                    disabled={readOnly}
                    className="font-mono text-xs"
                    value={bin.value}
                    onChange={(value) => set(n, { value: value.toUpperCase() })}
                  />
                </td>
                <td className="py-0.5 pr-2">
                  <TextCell
                    label={t('zhOf', { no: n + 1 })}
                    disabled={readOnly}
                    value={bin.nameZh}
                    onChange={(nameZh) => set(n, { nameZh })}
                  />
                </td>
                <td className="py-0.5 pr-2">
                  <TextCell
                    label={t('enOf', { no: n + 1 })}
                    disabled={readOnly}
                    value={bin.nameEn}
                    onChange={(nameEn) => set(n, { nameEn })}
                  />
                </td>
                <td className="py-0.5 pr-2">
                  <WholeCell
                    label={t('pointsOf', { no: n + 1 })}
                    disabled={readOnly}
                    value={bin.points}
                    onChange={(points) => set(n, { points })}
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
        <Button
          size="sm"
          onClick={() =>
            setBins((bins) => [...bins, { value: `OPTION_${bins.length + 1}`, nameZh: '', nameEn: '', points: 0 }])
          }
        >
          <Plus aria-hidden />
          {t('addOption')}
        </Button>
      )}
    </div>
  )
}
