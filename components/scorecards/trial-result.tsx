import { useTranslations } from 'next-intl'
import { Stat } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Money } from '@/components/ui/money'
import { ScrollFrame } from '@/components/ui/scroll-frame'
import type { TrialSummary } from '@/lib/scoring/rules/trial'

/** The run in figures: how many change, and what becomes of the admitted. */
export function TrialFigures({ summary: s }: { summary: TrialSummary }) {
  const t = useTranslations('scorecards.trial')
  const mean = (sum: number): string => (s.cases === 0 ? '—' : (sum / s.cases).toFixed(1))
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
      <Stat label={t('cases')} value={s.cases} />
      <Stat label={t('changed')} value={s.cases - s.moves.SAME} tone={s.moves.REFUSED_NOW > 0 ? 'warn' : undefined} />
      <Stat
        label={t('admitted')}
        value={s.admittedAfter}
        note={t('from', { value: s.admittedBefore })}
        tone={s.admittedAfter < s.admittedBefore ? 'danger' : undefined}
      />
      <Stat
        label={t('amount')}
        value={<Money value={s.admittedFenAfter} unit="wan" suffix={false} />}
        note={<Money value={s.admittedFenBefore} unit="wan" />}
      />
      <Stat label={t('mean')} value={mean(s.totalAfter)} note={t('from', { value: mean(s.totalBefore) })} />
    </div>
  )
}

/** Grades before (rows) and after (columns); what lies off the diagonal has moved. */
export function GradeMatrix({ summary, grades }: { summary: TrialSummary; grades: string[] }) {
  const t = useTranslations('scorecards.trial')
  const keys = [...grades, '']
  const of = (from: string, to: string): number =>
    summary.grades.find((g) => g.from === from && g.to === to)?.count ?? 0
  const name = (g: string): string => g || t('none')
  const rows = [...new Set([...keys, ...summary.grades.map((g) => g.from)])].filter((f) =>
    summary.grades.some((g) => g.from === f),
  )
  return (
    <ScrollFrame label={t('matrix')}>
      <table className="text-sm">
        <caption className="sr-only">{t('matrix')}</caption>
        <thead>
          <tr className="text-ink-2">
            <th scope="col" className="px-2 py-1 text-left font-medium">
              {t('matrixFrom')}
            </th>
            {keys.map((k) => (
              <th key={k} scope="col" className="px-3 py-1 text-right font-medium">
                {name(k)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((from) => (
            <tr key={from} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-left font-medium">
                {name(from)}
              </th>
              {keys.map((to, n) => {
                const count = of(from, to)
                const at = keys.indexOf(from)
                return (
                  <td
                    key={to}
                    className={cn(
                      'px-3 py-1 text-right tabular-nums',
                      count === 0 && 'text-ink-3',
                      count > 0 && n < at && 'bg-ok-soft font-semibold text-ok',
                      count > 0 && n > at && 'bg-danger-soft font-semibold text-danger',
                    )}
                  >
                    {count || '·'}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}
