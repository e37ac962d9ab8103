import { useLocale, useTranslations } from 'next-intl'
import type { Card } from '@/lib/scoring/rules/card'
import type { IndicatorScore } from '@/lib/scoring/rules/score-result'
import { dimensionScores } from '@/lib/scoring/rules/sheet'
import { nameIn } from './names'

const R = 78
const CX = 150
const CY = 105

/** The radar that follows typing: drawn in the browser, where the charts of stored results are not available. */
export function PreviewRadar({ card, indicators }: { card: Card; indicators: readonly IndicatorScore[] }) {
  const t = useTranslations('scoring.radar')
  const locale = useLocale()
  const own = dimensionScores(card, indicators)
  const at = (i: number, share: number): [number, number] => {
    const angle = (2 * Math.PI * i) / own.length - Math.PI / 2
    return [CX + R * share * Math.cos(angle), CY + R * share * Math.sin(angle)]
  }
  const ring = (share: number): string =>
    own
      .map((_, i) =>
        at(i, share)
          .map((n) => n.toFixed(1))
          .join(','),
      )
      .join(' ')
  const shape = own
    .map((d, i) =>
      at(i, d.maxPoints ? d.points / d.maxPoints : 0)
        .map((n) => n.toFixed(1))
        .join(','),
    )
    .join(' ')
  const words = own.map((d) => t('item', { name: nameIn(locale, d), points: d.points, max: d.maxPoints }))
  return (
    <svg viewBox="0 0 300 215" role="img" aria-label={`${t('caption')}: ${words.join('; ')}`} className="mt-3 w-full">
      {[0.25, 0.5, 0.75, 1].map((share) => (
        <polygon key={share} points={ring(share)} className="fill-none stroke-line-2" />
      ))}
      {own.map((d, i) => {
        const [x, y] = at(i, 1)
        const [lx, ly] = at(i, 1.16)
        const anchor = Math.abs(lx - CX) < 8 ? 'middle' : lx > CX ? 'start' : 'end'
        const [name = '', points = ''] = words[i]!.split('\n')
        return (
          <g key={d.code}>
            <line x1={CX} y1={CY} x2={x} y2={y} className="stroke-line-2" />
            <text x={lx} y={ly} textAnchor={anchor} className="fill-ink-2 text-[9px]">
              {locale === 'en' ? name.split(/[ ,]/)[0] : name}
              <tspan x={lx} dy="10" className="fill-ink-3">
                {points}
              </tspan>
            </text>
          </g>
        )
      })}
      <polygon points={shape} className="fill-accent/20 stroke-2 stroke-accent" />
    </svg>
  )
}
