/** biome-ignore-all lint/suspicious/noArrayIndexKey: an indicator's code is itself edited; its place is what it is */
'use client'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { nameIn } from '@/components/scoring/names'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { Card, Indicator } from '@/lib/scoring/rules/card'

type Props = {
  card: Card
  selected: number
  /** codes of indicators that have a problem */
  wrong: ReadonlySet<string>
  readOnly: boolean
  onSelect: (index: number) => void
  onChange: (make: (card: Card) => Card) => void
}

/** The indicators by dimension with their weights, which must come to 100. */
export function IndicatorList({ card, selected, wrong, readOnly, onSelect, onChange }: Props) {
  const t = useTranslations('scorecards.list')
  const locale = useLocale()
  const sum = card.indicators.reduce((s, i) => s + i.maxPoints, 0)
  const set = (make: (list: Indicator[]) => Indicator[]) =>
    onChange((c) => ({ ...c, indicators: make([...c.indicators]) }))
  const move = (by: -1 | 1) => {
    const to = selected + by
    if (to < 0 || to >= card.indicators.length) return
    set((list) => {
      const [item] = list.splice(selected, 1)
      list.splice(to, 0, item!)
      return list
    })
    onSelect(to)
  }
  const known = new Set(card.dimensions.map((d) => d.code))
  const groups = [
    ...card.dimensions,
    ...(card.indicators.some((i) => !known.has(i.dimension)) ? [{ code: '', nameZh: '—', nameEn: '—' }] : []),
  ]
  return (
    <nav aria-label={t('label')} className="min-w-0">
      <div className="mb-2">
        <p className="flex items-baseline justify-between text-sm">
          <span className="text-ink-2">{t('sum')}</span>
          <span className={cn('font-semibold tabular-nums', sum === 100 ? 'text-ok' : 'text-danger')}>
            {t('of100', { sum })}
          </span>
        </p>
        <div className="mt-1 flex h-2 overflow-hidden rounded-full bg-line" aria-hidden>
          {card.dimensions.map((d, n) => {
            const share = card.indicators.filter((i) => i.dimension === d.code).reduce((s, i) => s + i.maxPoints, 0)
            return (
              <span
                key={d.code}
                title={`${nameIn(locale, d)} ${share}`}
                className="h-full border-r border-surface"
                style={{ width: `${(share / Math.max(sum, 100)) * 100}%`, background: `var(--chart-${(n % 6) + 1})` }}
              />
            )
          })}
        </div>
      </div>
      <ol className="max-h-[60vh] space-y-3 overflow-y-auto" data-scroll>
        {groups.map((d) => (
          <li key={d.code}>
            <p className="flex justify-between px-2 text-xs font-semibold text-ink-2">
              <span>{nameIn(locale, d)}</span>
              <span className="tabular-nums">
                {card.indicators.filter((i) => i.dimension === d.code).reduce((s, i) => s + i.maxPoints, 0)}
              </span>
            </p>
            <ul>
              {card.indicators.map((i, n) =>
                (d.code === '' ? known.has(i.dimension) : i.dimension !== d.code) ? null : (
                  <li key={n}>
                    <button
                      type="button"
                      aria-current={n === selected || undefined}
                      onClick={() => onSelect(n)}
                      className={cn(
                        'flex w-full items-baseline gap-2 rounded-md px-2 py-1 text-left text-sm',
                        n === selected ? 'bg-accent-soft font-semibold text-accent' : 'hover:bg-hover',
                      )}
                    >
                      <span className="w-9 shrink-0 font-mono text-xs text-ink-2">{i.code}</span>
                      <span className="min-w-0 flex-1 truncate">{nameIn(locale, i)}</span>
                      {wrong.has(i.code) && (
                        <span className="text-danger" title={t('wrong')}>
                          !<span className="sr-only">{t('wrong')}</span>
                        </span>
                      )}
                      <span className="tabular-nums">{i.maxPoints}</span>
                    </button>
                  </li>
                ),
              )}
            </ul>
          </li>
        ))}
      </ol>
      {!readOnly && (
        <div className="mt-2 flex flex-wrap gap-1.5">
          <Button
            size="sm"
            onClick={() => {
              set((list) => [...list, newIndicator(card)])
              onSelect(card.indicators.length)
            }}
          >
            <Plus aria-hidden />
            {t('add')}
          </Button>
          <Button size="sm" icon aria-label={t('up')} disabled={selected <= 0} onClick={() => move(-1)}>
            <ArrowUp />
          </Button>
          <Button
            size="sm"
            icon
            aria-label={t('down')}
            disabled={selected >= card.indicators.length - 1}
            onClick={() => move(1)}
          >
            <ArrowDown />
          </Button>
          <Button
            size="sm"
            icon
            aria-label={t('remove')}
            disabled={card.indicators.length < 2}
            onClick={() => {
              set((list) => list.filter((_, i) => i !== selected))
              onSelect(Math.max(0, selected - 1))
            }}
          >
            <Trash2 />
          </Button>
        </div>
      )}
    </nav>
  )
}

function newIndicator(card: Card): Indicator {
  let n = card.indicators.length + 1
  while (card.indicators.some((i) => i.code === `X${n}`)) n++
  return {
    code: `X${n}`,
    dimension: card.dimensions.at(-1)?.code ?? '',
    nameZh: '',
    nameEn: '',
    maxPoints: 1,
    required: true,
    evidence: [],
    derivedFrom: [],
    type: 'RANGE',
    unit: 'PERCENT',
    integer: false,
    min: null,
    max: null,
    bins: [
      { lower: '50', lowerInclusive: true, upper: null, upperInclusive: false, points: 1 },
      { lower: null, lowerInclusive: false, upper: '50', upperInclusive: false, points: 0 },
    ],
  }
}
