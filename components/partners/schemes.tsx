import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Descriptions } from '@/components/ui/descriptions'
import { Money, Percent } from '@/components/ui/money'
import { CivilDate } from '@/components/ui/when'
import type { PartnerDetail } from '@/lib/partners/queries'
import { HeadroomBar } from './headroom-bar'
import { SchemeActs } from './partner-acts'
import { SchemeBadge } from './standing'

/** The versions of a partner's agreements, each with its limits, what is used of it, and what may be done with it now. */
export function PartnerSchemes({ schemes }: { schemes: PartnerDetail['schemes'] }) {
  const t = useTranslations('partners.book')
  const modes = useTranslations('batches.modes')
  return (
    <ul className="divide-y divide-line">
      {schemes.map((s) => (
        <li key={s.id} className="space-y-3 px-4 py-3.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 className="font-semibold">
              <span className="font-mono">{s.number ?? '—'}</span> · {modes(s.mode as 'GC')} · {s.market.name}
            </h3>
            <span className="text-sm text-ink-2">{t('versionNo', { no: s.versionNo })}</span>
            <SchemeBadge state={s.state} />
            {s.consent && (
              <Badge tone={s.consent === 'CONSENTED' ? 'ok' : s.consent === 'REFUSED' ? 'danger' : 'warn'}>
                {t(`consent.${s.consent as 'ASKED'}`)}
              </Badge>
            )}
            <span className="ml-auto">
              <SchemeActs schemeId={s.id} events={s.allowedEvents} />
            </span>
          </div>
          {s.state !== 'DRAFT' && (
            <HeadroomBar usedFen={s.usedFen} limitFen={s.totalCoopLimitFen} trace={s.headroomTrace} />
          )}
          <Descriptions
            columns={3}
            items={[
              { label: t('term.totalCoopLimitFen'), value: <Money value={s.totalCoopLimitFen} />, figure: true },
              { label: t('term.singleClientLimitFen'), value: <Money value={s.singleClientLimitFen} />, figure: true },
              { label: t('term.singleDealLimitFen'), value: <Money value={s.singleDealLimitFen} />, figure: true },
              { label: t('term.marginRatioPpm'), value: <Percent value={s.marginRatioPpm} />, figure: true },
              { label: t('term.compensationPpm'), value: <Percent value={s.compensationPpm} />, figure: true },
              { label: t('liabilityLabel'), value: s.liability && t(`liability.${s.liability}`) },
              {
                label: t('period'),
                value: (
                  <>
                    <CivilDate value={s.startsOn} /> – <CivilDate value={s.endsOn} />
                  </>
                ),
              },
            ]}
          />
        </li>
      ))}
    </ul>
  )
}
