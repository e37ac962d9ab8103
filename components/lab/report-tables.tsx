import { useLocale, useTranslations } from 'next-intl'
import { nameIn } from '@/components/scoring/names'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { ScrollFrame } from '@/components/ui/scroll-frame'
import type { CardComparison, CardStatistics } from '@/lib/lab/rules/statistics'
import type { Card } from '@/lib/scoring/rules/card'

const percent = (v: number | null | undefined, places = 2): string =>
  v === null || v === undefined ? '—' : `${(v * 100).toFixed(places)} %`
const figure = (v: number | null | undefined, places = 3): string =>
  v === null || v === undefined ? '—' : v.toFixed(places)
const chance = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`)

const cell = 'px-2 py-1 text-right tabular-nums'
const head = 'px-2 py-1 text-right font-medium text-ink-2'

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
    <ScrollFrame label={t('title')}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line-2">
            <th scope="col" className="px-2 py-1 text-left font-medium text-ink-2">
              {t('report.measure')}
            </th>
            {cards.map((c) => (
              <th key={c.label} scope="col" className={head}>
                {c.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, of]) => (
            <tr key={name} className="border-b border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {name}
              </th>
              {cards.map((c) => (
                <td key={c.label} className={cell}>
                  {of(c.statistics)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}

/** What the card says of the cases, and how many of each turned bad. */
export function DecisionTable({ statistics }: { statistics: CardStatistics }) {
  const t = useTranslations('lab')
  const word = useTranslations('scoring.decision')
  return (
    <ScrollFrame label={t('reject.byDecision')}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line-2">
            <th scope="col" className="px-2 py-1 text-left font-medium text-ink-2">
              {t('reject.decision')}
            </th>
            {[t('count.good'), t('count.bad'), t('reject.share'), t('count.badRate')].map((h) => (
              <th key={h} scope="col" className={head}>
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {statistics.decisions.map((d) => (
            <tr key={d.decision} className="border-b border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {word(d.decision as 'ADMITTED')}
              </th>
              <td className={cell}>{d.good}</td>
              <td className={cell}>{d.bad}</td>
              <td className={cell}>{percent((d.good + d.bad) / Math.max(1, statistics.cases), 1)}</td>
              <td className={cell}>{percent(d.good + d.bad === 0 ? null : d.bad / (d.good + d.bad))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}

/** Observed against expected default by grade, with the word of the test. */
export function CalibrationTable({ statistics }: { statistics: CardStatistics }) {
  const t = useTranslations('lab')
  const c = statistics.calibration
  return (
    <div>
      <ScrollFrame label={t('calibration.title')}>
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-line-2">
              <th scope="col" className="px-2 py-1 text-left font-medium text-ink-2">
                {t('calibration.grade')}
              </th>
              {[t('count.good'), t('count.bad'), t('calibration.observed'), t('calibration.expected'), 'z'].map((h) => (
                <th key={h} scope="col" className={head}>
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {c.grades.map((g) => (
              <tr key={g.grade} className="border-b border-line">
                <th scope="row" className="px-2 py-1 text-left font-medium">
                  {g.grade}
                </th>
                <td className={cell}>{g.good}</td>
                <td className={cell}>{g.bad}</td>
                <td className={cell}>{percent(g.observed)}</td>
                <td className={cell}>{percent(g.expected)}</td>
                <td className={cn(cell, g.p !== null && g.p < 0.05 && 'font-semibold text-danger')}>
                  {figure(g.z, 1)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
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
              <ScrollFrame label={t('indicators.bin')}>
                <table className="min-w-96">
                  <thead>
                    <tr className="border-b border-line-2">
                      <th scope="col" className="px-2 py-1 text-left font-medium text-ink-2">
                        {t('indicators.bin')}
                      </th>
                      {[t('indicators.points'), t('count.good'), t('count.bad'), t('count.badRate'), 'WoE', 'IV'].map(
                        (h) => (
                          <th key={h} scope="col" className={head}>
                            {h}
                          </th>
                        ),
                      )}
                    </tr>
                  </thead>
                  <tbody>
                    {i.bins.map((b, n) => (
                      <tr key={b.label || 'missing'} className="border-b border-line">
                        <th scope="row" className="px-2 py-1 text-left font-normal">
                          {binWord(n)}
                        </th>
                        <td className={cell}>{b.points ?? '—'}</td>
                        <td className={cell}>{b.good}</td>
                        <td className={cell}>{b.bad}</td>
                        <td className={cell}>{percent(b.badRate)}</td>
                        <td className={cell}>{figure(b.woe)}</td>
                        <td className={cell}>{figure(b.iv)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollFrame>
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
      <ScrollFrame label={t('title')}>
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-line-2">
              <th scope="col" className="px-2 py-1 text-left font-medium text-ink-2">
                {t('set')}
              </th>
              {[c('good'), c('bad'), c('badRate')].map((h) => (
                <th key={h} scope="col" className={head}>
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {swaps.map((s) => (
              <tr key={s.set} className="border-b border-line">
                <th scope="row" className="px-2 py-1 text-left font-normal">
                  {t(s.set)}
                </th>
                <td className={cell}>{s.good}</td>
                <td className={cell}>{s.bad}</td>
                <td className={cell}>{percent(s.badRate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
    </div>
  )
}
