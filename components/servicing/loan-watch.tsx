import { useTranslations } from 'next-intl'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import type { LoanFacts } from './loan-tables'

/** Warnings, visits and claims of a loan. */
export function LoanWatch({ loan }: { loan: LoanFacts }) {
  const t = useTranslations('servicing')
  const m = useTranslations('monitoring')
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <Card title={t('page.warnings')}>
        {loan.warnings.length === 0 ? (
          <p className="text-ink-2">{m('empty.signals')}</p>
        ) : (
          <ul className="space-y-2">
            {loan.warnings.map((w) => (
              <li key={w.id} className="flex justify-between gap-2">
                <span>{m(`warnings.${w.code as 'W-C01'}`)}</span>
                <span className="text-sm text-ink-2">{`${m(`levels.${w.level as 'RED'}`)} · ${m(`state.${w.state as 'RAISED'}`)}`}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('page.visits')}>
        <ul className="space-y-2">
          {loan.visits.map((v) => (
            <li key={v.id} className="flex justify-between gap-2">
              <TextLink href={`/monitoring/visits/${v.id}`}>{m(`kind.${v.kind as 'ROUTINE'}`)}</TextLink>
              <span className="text-sm text-ink-2">{`${v.dueOn} · ${m(`state.${v.state as 'DONE'}`)}`}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('page.claims')}>
        {loan.claims.length === 0 ? (
          <p className="text-ink-2">—</p>
        ) : (
          <ul className="space-y-2">
            {loan.claims.map((c) => (
              <li key={c.id} className="flex justify-between gap-2">
                <TextLink href={`/claims/${c.id}`}>{c.number}</TextLink>
                <Money value={c.amountFen} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  )
}
