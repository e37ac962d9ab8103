import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Timeline } from '@/components/ui/timeline'
import type { LoanFacts } from './loan-tables'

/** Everything that was booked on a loan, newest first, what was taken back marked as such. */
export function LoanTimeline({ loan }: { loan: LoanFacts }) {
  const t = useTranslations('servicing')
  return (
    <Card>
      {loan.events.length === 0 ? (
        <p className="text-ink-2">{t('page.noEvents')}</p>
      ) : (
        <Timeline
          events={[...loan.events].reverse().map((e) => ({
            key: e.id,
            at: e.at,
            tone: e.reversed ? ('danger' as const) : e.kind === 'PAY' ? ('ok' as const) : ('accent' as const),
            what: (
              <>
                {t(`entry.${e.kind}`)} {e.amountFen > 0n && <Money value={e.amountFen} />}
                {e.reversedOn && ` · ${t('page.reversedOn', { date: e.reversedOn.toString() })}`}
              </>
            ),
            who: e.by ?? t('page.machine'),
            why: [`${t('repay.valueDate')} ${e.valueDate}`, `${t('page.bookedOn')} ${e.bookedOn}`, e.why, e.reversedWhy]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      )}
    </Card>
  )
}
