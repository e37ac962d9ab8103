import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Move } from '@/lib/scoring/rules/trial'
import type { tryScorecard } from '@/lib/scoring/trial-queries'

const TONE: Record<Move, 'ok' | 'danger' | 'neutral' | 'warn'> = {
  ADMITTED_NOW: 'ok',
  REFUSED_NOW: 'danger',
  BETTER: 'ok',
  WORSE: 'warn',
  SAME: 'neutral',
  UNREADABLE: 'warn',
}

/** Who would change with the card that is tried: before and after, and the indicators that make the difference. */
export function TrialList({ run }: { run: Awaited<ReturnType<typeof tryScorecard>> }) {
  const t = useTranslations('scorecards.trial')
  const all = useTranslations() as unknown as Translate
  const customer = run.card.kind === 'CUSTOMER'
  const decision = (d: string): string => (all.has(`scoring.decision.${d}`) ? all(`scoring.decision.${d}`) : d)
  return (
    <DataTable
      id="scorecard-trial"
      label={t('list')}
      search={false}
      rowHref={customer ? '/applications/{subject}' : '/markets/{subject}'}
      empty={{ title: run.summary.cases === 0 ? t('noCases') : t('noChange') }}
      columns={[
        { key: 'name', header: t('columns.name'), fixed: true },
        { key: 'batch', header: t('columns.batch') },
        ...(customer ? [{ key: 'market', header: t('columns.market') }] : []),
        { key: 'total', header: t('columns.total'), align: 'end' },
        { key: 'grade', header: t('columns.grade') },
        { key: 'decision', header: t('columns.decision') },
        { key: 'move', header: t('columns.move'), type: 'node' },
        { key: 'points', header: t('columns.points'), wrap: true },
      ]}
      rows={run.cases.map((c) => ({
        id: c.id,
        subject: c.subjectId,
        name: c.name,
        batch: c.batch || c.no,
        market: c.marketGrade ?? '—',
        total: c.after ? `${c.before.total} → ${c.after.total}` : `${c.before.total} → —`,
        grade: `${c.before.grade ?? '—'} → ${c.after?.grade ?? '—'}`,
        decision:
          c.after && c.before.decision !== c.after.decision
            ? `${decision(c.before.decision)} → ${decision(c.after.decision)}${c.after.vetoes.length ? ` (${c.after.vetoes.join(', ')})` : ''}`
            : decision(c.before.decision),
        move: <Badge tone={TONE[c.move]}>{t(`move.${c.move}`)}</Badge>,
        points: c.points.map((p) => `${p.code} ${p.before}→${p.after}`).join('; '),
      }))}
    />
  )
}
