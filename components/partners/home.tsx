import { useLocale, useTranslations } from 'next-intl'
import type { partnerHome } from '@/lib/partners/home'
import { PageHeader } from '../shell/page-header'
import { StatusBadge, type StatusKind } from '../ui/badge'
import { Card } from '../ui/card'
import { Descriptions } from '../ui/descriptions'
import { Money, Percent } from '../ui/money'
import { State } from '../ui/state'
import { CivilDate, Instant } from '../ui/when'
import { DeskLists } from './desk-lists'
import { HeadroomBar } from './headroom-bar'

type Home = Awaited<ReturnType<typeof partnerHome>>

const STANDING: Record<string, StatusKind> = {
  APPLYING: 'waiting',
  ADMITTED: 'good',
  WATCH: 'attention',
  STOPPED: 'paused',
  EXITED: 'closed',
  ACTIVE: 'good',
  ENDED: 'closed',
}

/** What a guarantor, insurer, fund office or park finds when it signs in: its own facts, and where the rest is done. */
export function PartnerHome({ home, userId }: { home: Home; userId: string | null }) {
  const t = useTranslations('partners.home')
  const locale = useLocale()
  const { party } = home
  const bank = (locale === 'en' && home.bank.nameEn) || home.bank.name
  const name = (locale === 'en' && party.nameEn) || party.name
  return (
    <>
      <PageHeader
        title={name}
        state={
          <StatusBadge kind={STANDING[party.state] ?? 'active'}>{t(`states.${party.state as 'ADMITTED'}`)}</StatusBadge>
        }
        meta={t(`kinds.${party.kind as 'GUARANTOR'}`)}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="space-y-4">
          <DeskLists home={home} />
          <Card title={t('agreements')} description={t('agreementsLead', { bank })} flush={home.schemes.length > 0}>
            {home.schemes.length === 0 ? (
              <State kind="empty" heading="p" title={t('none')} detail={t('noneDetail', { bank })} />
            ) : (
              <Agreements schemes={home.schemes} />
            )}
          </Card>
          <Card title={t('people')} description={t('peopleLead', { bank })} flush>
            <ul className="divide-y divide-line">
              {home.people.map((p) => (
                <li key={p.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5">
                  <span className="font-medium">
                    {p.name}
                    {p.id === userId && <span className="ml-1.5 text-sm font-normal text-ink-2">({t('you')})</span>}
                  </span>
                  <span className="font-mono text-sm text-ink-2">{p.login}</span>
                  <span className="ml-auto text-sm text-ink-2">
                    {p.lastSignInAt ? (
                      <>
                        {t('last')} <Instant value={p.lastSignInAt} />
                      </>
                    ) : (
                      t('never')
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        </div>
        <div className="space-y-4">
          <Card title={t('party')}>
            <Descriptions
              columns={1}
              items={[
                { label: t('name'), value: name },
                { label: t('kind'), value: t(`kinds.${party.kind as 'GUARANTOR'}`) },
                { label: t('bank'), value: bank },
                { label: t('code'), value: <span className="font-mono">{party.code}</span> },
                ...(party.uscc
                  ? [{ label: t('uscc'), value: <span className="font-mono break-all">{party.uscc}</span> }]
                  : []),
                { label: t('since'), value: <CivilDate value={party.createdAt.toISOString().slice(0, 10)} /> },
              ]}
            />
          </Card>
          <Card title={t('here')}>
            <ul className="list-disc space-y-1 pl-5">
              {(['p1', 'p2', 'p4', 'p5', 'p3'] as const).map((p) => (
                <li key={p}>{t(`hereItems.${p}`, { bank })}</li>
              ))}
            </ul>
            <p className="mt-3 text-sm text-ink-2">{t('secrecy')}</p>
          </Card>
        </div>
      </div>
    </>
  )
}

function Agreements({ schemes }: { schemes: Home['schemes'] }) {
  const t = useTranslations('partners.home')
  const modes = useTranslations('batches.modes')
  return (
    <ul className="divide-y divide-line">
      {schemes.map((s) => (
        <li key={s.id} className="space-y-2 px-4 py-3.5">
          <h3 className="flex flex-wrap items-center gap-3 font-semibold">
            {modes(s.mode as 'GC')}
            <span className="text-sm font-normal text-ink-2">
              {t('version')} {s.versionNo}
            </span>
            <StatusBadge kind={STANDING[s.state] ?? 'active'}>{t(`statuses.${s.state as 'ACTIVE'}`)}</StatusBadge>
          </h3>
          {s.totalCoopLimitFen !== null && <HeadroomBar usedFen={s.usedFen} limitFen={s.totalCoopLimitFen} />}
          <Descriptions
            columns={2}
            items={[
              { label: t('total'), value: <Money value={s.totalCoopLimitFen} suffix={false} />, figure: true },
              { label: t('single'), value: <Money value={s.singleClientLimitFen} suffix={false} />, figure: true },
              { label: t('margin'), value: <Percent value={s.marginRatioPpm} />, figure: true },
              {
                label: `${t('from')} – ${t('until')}`,
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
