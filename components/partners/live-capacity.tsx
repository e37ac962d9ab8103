import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/badge'
import { Card, Stat } from '@/components/ui/card'
import { Explain } from '@/components/ui/explain'
import { Money, Percent } from '@/components/ui/money'
import type { PartnerLive } from '@/lib/partners/live'
import { HeadroomBar } from './headroom-bar'

const WHOLE = 1_200_000

/** What the partner can still carry, counted today from the bank's own books. */
export function LiveCapacity({ live }: { live: PartnerLive }) {
  const t = useTranslations('partners.book')
  const { guarantor, compensated, insurer } = live
  return (
    <>
      {live.pools.map((p) => (
        <Card
          key={p.market}
          title={t('pool.title', { market: p.market })}
          actions={
            (p.poolDepleted || p.overCap) && (
              <StatusBadge kind="refused">{t(p.poolDepleted ? 'pool.depleted' : 'pool.overCap')}</StatusBadge>
            )
          }
        >
          <HeadroomBar usedFen={p.outstandingFen + p.approvedUndrawnFen} limitFen={p.capFen} trace={p.trace} />
          <div className="mt-3 grid gap-3 sm:grid-cols-3">
            <Stat label={t('pool.gov')} value={<Money value={p.govFundBalanceFen} unit="wan" />} />
            <Stat
              label={t('pool.enterprise')}
              value={<Money value={p.enterpriseFundFen} unit="wan" />}
              tone={p.poolDepleted ? 'danger' : undefined}
            />
            <Stat label={t('pool.minimum')} value={<Money value={p.enterpriseFundMinimumFen} unit="wan" />} />
          </div>
        </Card>
      ))}
      {guarantor && (
        <div className="grid gap-3 sm:grid-cols-3">
          <Stat
            label={t('multiple')}
            value={
              <Explain trace={guarantor.trace}>
                <span className="tabular-nums">{guarantor.multiple ?? '—'}</span>
              </Explain>
            }
          />
          <Stat label={t('capacityLeft')} value={<Money value={guarantor.capacityLeftFen} unit="wan" />} />
          <Stat label={t('singleClientCap')} value={<Money value={guarantor.singleClientCapFen} unit="wan" />} />
        </div>
      )}
      {compensated && compensated.capFen > 0n && (
        <Card title={t('compensationCap')} description={t('compensationCapHint')}>
          <HeadroomBar usedFen={compensated.paidFen} limitFen={compensated.capFen} />
        </Card>
      )}
      {insurer && (
        <div className="grid gap-3 sm:grid-cols-3">
          <Stat
            label={t('lossRatio')}
            value={
              <Explain trace={insurer.lossTrace}>
                {insurer.lossRatioPpm === null ? '—' : <Percent value={insurer.lossRatioPpm} />}
              </Explain>
            }
            tone={(insurer.lossRatioPpm ?? 0) >= WHOLE ? 'danger' : 'ok'}
          />
          <Stat
            label={t('earnedPremium')}
            value={
              <Explain trace={insurer.earnedTrace}>
                <Money value={insurer.earnedPremiumFen} unit="wan" />
              </Explain>
            }
          />
          <Stat label={t('claimsSoFar')} value={<Money value={insurer.claimsFen} unit="wan" />} />
          {insurer.headroomFen !== null && (
            <Stat label={t('capacityLeft')} value={<Money value={insurer.headroomFen} unit="wan" />} />
          )}
          {insurer.obligorCapFen !== null && (
            <Stat label={t('obligorCap')} value={<Money value={insurer.obligorCapFen} unit="wan" />} />
          )}
          <Stat label={t('overdueShare')} value={<Percent value={insurer.overduePpm} />} />
        </div>
      )}
    </>
  )
}
