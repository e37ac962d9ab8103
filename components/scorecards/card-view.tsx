import { useLocale, useTranslations } from 'next-intl'
import { BinStrip } from '@/components/scoring/bin-strip'
import { nameIn } from '@/components/scoring/names'
import { Badge } from '@/components/ui/badge'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Card } from '@/lib/scoring/rules/card'

/** The indicators of a card to read: by dimension, with weights, bins and what proves them. */
export function CardIndicators({ card }: { card: Card }) {
  const t = useTranslations('scorecards.view')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  return (
    <div className="divide-y divide-line">
      {card.dimensions.map((d) => {
        const inside = card.indicators.filter((i) => i.dimension === d.code)
        return (
          <section key={d.code} className="px-4 py-3">
            <h3 className="mb-2 flex justify-between font-semibold">
              <span>{nameIn(locale, d)}</span>
              <span className="tabular-nums">
                {t('points', { points: inside.reduce((s, i) => s + i.maxPoints, 0) })}
              </span>
            </h3>
            <ul className="space-y-3">
              {inside.map((i) => (
                <li key={i.code} className="grid gap-x-4 gap-y-1 lg:grid-cols-[16rem_minmax(0,1fr)]">
                  <div className="text-sm">
                    <p>
                      <span className="mr-1.5 font-mono text-xs text-ink-2">{i.code}</span>
                      <span className="font-medium">{nameIn(locale, i)}</span>{' '}
                      <span className="text-ink-2">{t('points', { points: i.maxPoints })}</span>
                    </p>
                    <p className="text-xs text-ink-2">
                      {i.type === 'RANGE' && all.has(`scoring.unit.${i.unit}`)
                        ? `${all(`scoring.unit.${i.unit}`)} · `
                        : ''}
                      {i.evidence
                        .map((e) => (all.has(`scoring.evidence.${e}`) ? all(`scoring.evidence.${e}`) : e))
                        .join(t('or'))}
                    </p>
                  </div>
                  <BinStrip indicator={i} value={null} bin={null} className="flex-wrap [&>li]:min-w-24" />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

/** The vetoes of a card to read. */
export function CardVetoes({ card }: { card: Card }) {
  const t = useTranslations('scorecards.view')
  const locale = useLocale()
  return (
    <ul className="divide-y divide-line">
      {card.vetoes.map((v) => (
        <li key={v.code} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2">
          <Badge>{v.code}</Badge>
          <span className="min-w-0 flex-1">{nameIn(locale, v)}</span>
          {v.waivable && <span className="text-sm text-ink-2">{t('waivable')}</span>}
          {v.test && (
            <span className="text-sm text-ink-2">
              {[
                v.test.below !== null && `${v.test.indicator} < ${v.test.below}`,
                v.test.above !== null && `${v.test.indicator} > ${v.test.above}`,
                ...v.test.aboveByMarketGrade.map((l) => `${l.marketGrade}: ${v.test!.indicator} > ${l.above}`),
              ]
                .filter(Boolean)
                .join('; ')}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
