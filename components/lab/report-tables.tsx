import { useLocale, useTranslations } from 'next-intl'
import { nameIn } from '@/components/scoring/names'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import type { CardComparison, CardStatistics } from '@/lib/lab/rules/statistics'
import type { Card } from '@/lib/scoring/rules/card'
import { FigureTable } from './figure-table'

const percent = (v: number | null | undefined, places = 2): string =>
  v === null || v === undefined ? '—' : `${(v * 100).toFixed(places)} %`
const figure = (v: number | null | undefined, places = 3): string =>
  v === null || v === undefined ? '—' : v.toFixed(places)
const chance = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`)

export type Measured = { label: string; card: Card; statistics: CardStatistics }

/** The measures of one card, or of two side by side. */
export function SummaryTable({ cards }: { cards: Measured[] }) {
  const t = useTranslations('lab')
  const rows: [string, (s: CardStatistics) => string][] = [
    [t('count.cases'), (s) => s.cases.toLocaleString('en')],
    [t('count.bad'), (s) => s.bads.toLocaleString('en')],
    [t('count.badRate'), (s) => percent(s.badRate)],
    [t('separation.ks'), (s) => figure(s.separation?.ks)],
    [t('separation.ksAt'), (s) => figure(s.separation?.ksAt, 0)],
    [t('separation.auc'), (s) => figure(s.separation?.auc, 4)],
    [t('separation.gini'), (s) => figure(s.separation?.gini, 4)],
    [t('reject.rate'), (s) => percent(s.rejectRate, 1)],
    [t('reject.badAdmitted'), (s) => percent(s.badRateAdmitted)],
    [t('reject.badRejected'), (s) => percent(s.badRateRejected)],
    [
      t('stability.psi'),
      (s) => (s.stability ? `${figure(s.stability.psi)} · ${t(`stability.level.${s.stability.level}`)}` : '—'),
    ],
  ]
  return (
    <FigureTable
      label={t('title')}
      first={t('report.measure')}
      heads={cards.map((c) => c.label)}
      rows={rows.map(([name, of]) => ({ key: name, name, figures: cards.map((c) => of(c.statistics)) }))}
    />
  )
}

/** What the card says of the cases, and how many of each turned bad. */
export function DecisionTable({ statistics }: { statistics: CardStatistics }) {
  const t = useTranslations('lab')
  const word = useTranslations('scoring.decision')
  return (
    <FigureTable
      label={t('reject.byDecision')}
      first={t('reject.decision')}
      heads={[t('count.good'), t('count.bad'), t('reject.share'), t('count.badRate')]}
      rows={statistics.decisions.map((d) => ({
        key: d.decision,
        name: word(d.decision as 'ADMITTED'),
        figures: [
          d.good,
          d.bad,
          percent((d.good + d.bad) / Math.max(1, statistics.cases), 1),
          percent(d.good + d.bad === 0 ? null : d.bad / (d.good + d.bad)),
        ],
      }))}
    />
  )
}

/** Observed against expected default by grade, with the word of the test. */
export function CalibrationTable({ statistics }: { statistics: CardStatistics }) {
  const t = useTranslations('lab')
  const c = statistics.calibration
  return (
    <div>
      <FigureTable
        label={t('calibration.title')}
        first={t('calibration.grade')}
        heads={[t('count.good'), t('count.bad'), t('calibration.observed'), t('calibration.expected'), 'z']}
        rows={c.grades.map((g) => ({
          key: g.grade,
          name: <span className="font-medium">{g.grade}</span>,
          figures: [
            g.good,
            g.bad,
            percent(g.observed),
            percent(g.expected),
            <span key="z" className={cn(g.p !== null && g.p < 0.05 && 'font-semibold text-danger')}>
              {figure(g.z, 1)}
            </span>,
          ],
        }))}
      />
      <p className={cn('mt-2 text-sm', c.p !== null && c.p < 0.05 ? 'text-danger' : 'text-ink-2')}>
        {c.p === null
          ? t('calibration.none')
          : c.p < 0.05
            ? t('calibration.fails', { p: chance(c.p) })
            : t('calibration.holds', { p: chance(c.p) })}
      </p>
      {c.inverted.length > 0 && (
        <p className="text-sm text-danger">{t('calibration.inverted', { grades: c.inverted.join(', ') })}</p>
      )}
    </div>
  )
}

const STRENGTH = { NONE: 'neutral', WEAK: 'warn', MEDIUM: 'ok', STRONG: 'ok', SUSPICIOUS: 'danger' } as const

/** Every indicator with its information value, order and shift; its bins open beneath. */
export function IndicatorTable({ measured }: { measured: Measured }) {
  const t = useTranslations('lab')
  const locale = useLocale()
  const { card, statistics } = measured
  const order = [...statistics.indicators].sort((a, b) => b.iv - a.iv)
  const top = Math.max(...order.map((i) => i.iv), 0.01)
  return (
    <ul className="divide-y divide-line">
      {order.map((i) => {
        const indicator = card.indicators.find((x) => x.code === i.code)!
        const binWord = (at: number): string => {
          const bin = indicator.bins[at]
          if (!bin) return t('indicators.missing')
          return 'value' in bin ? nameIn(locale, bin) : i.bins[at]!.label
        }
        const real = i.breaches.filter((b) => b.p < 0.05)
        return (
          <li key={i.code} className="px-4 py-2">
            <div className="grid items-center gap-x-4 gap-y-1 text-sm sm:grid-cols-[14rem_minmax(0,1fr)_auto]">
              <span>
                <span className="mr-1.5 font-mono text-xs text-ink-2">{i.code}</span>
                {nameIn(locale, indicator)}
              </span>
              <span className="flex items-center gap-2">
                <span className="h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-line" aria-hidden>
                  <span className="block h-full bg-accent" style={{ width: `${Math.min(100, (i.iv / top) * 100)}%` }} />
                </span>
                <span className="w-14 text-right tabular-nums">{figure(i.iv)}</span>
              </span>
              <span className="flex flex-wrap justify-end gap-1.5">
                <Badge tone={STRENGTH[i.strength]}>{t(`indicators.strength.${i.strength}`)}</Badge>
                {i.stability && i.stability.level !== 'STABLE' && (
                  <Badge tone={i.stability.level === 'UNSTABLE' ? 'danger' : 'warn'}>
                    PSI {figure(i.stability.psi, 2)}
                  </Badge>
                )}
                {real.length > 0 && <Badge tone="danger">{t('indicators.order')}</Badge>}
              </span>
            </div>
            {real.map((b) => (
              <p key={`${b.better} ${b.worse}`} className="text-sm text-danger">
                {t('indicators.breach', { better: binWord(b.better), worse: binWord(b.worse), p: chance(b.p) })}
              </p>
            ))}
            {i.unreadable > 0 && (
              <p className="text-sm text-warn">{t('indicators.unreadable', { count: i.unreadable })}</p>
            )}
            <details className="mt-1 text-sm">
              <summary className="w-fit cursor-pointer text-ink-2">{t('indicators.open')}</summary>
              <FigureTable
                label={t('indicators.bin')}
                className="min-w-96"
                first={t('indicators.bin')}
                heads={[t('indicators.points'), t('count.good'), t('count.bad'), t('count.badRate'), 'WoE', 'IV']}
                rows={i.bins.map((b, n) => ({
                  key: b.label || 'missing',
                  name: binWord(n),
                  figures: [b.points ?? '—', b.good, b.bad, percent(b.badRate), figure(b.woe), figure(b.iv)],
                }))}
              />
            </details>
          </li>
        )
      })}
    </ul>
  )
}

/** Whether the challenger is better, and whom each would take. */
export function ComparisonTable({ comparison }: { comparison: CardComparison }) {
  const t = useTranslations('lab.comparison')
  const c = useTranslations('lab.count')
  const { auc, swaps } = comparison
  const word = auc && (auc.p >= 0.05 ? 'same' : auc.difference > 0 ? 'better' : 'worse')
  return (
    <div className="space-y-2">
      {auc && word && (
        <p className={cn('text-sm', word === 'better' && 'text-ok', word === 'worse' && 'text-danger')}>
          {t('difference')}: <strong className="tabular-nums">{figure(auc.difference, 4)}</strong> ±{' '}
          {figure(1.96 * auc.standardError, 4)} · {t(word, { p: chance(auc.p) })}
        </p>
      )}
      <FigureTable
        label={t('title')}
        first={t('set')}
        heads={[c('good'), c('bad'), c('badRate')]}
        rows={swaps.map((s) => ({ key: s.set, name: t(s.set), figures: [s.good, s.bad, percent(s.badRate)] }))}
      />
    </div>
  )
}
