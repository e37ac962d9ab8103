import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PartnerOverview } from '@/components/partners/detail-overview'
import { CasesTab, FiguresTab, PeopleTab, ReviewsTab } from '@/components/partners/detail-tabs'
import { RecordActs, ReviewAct, SchemeDraft, StandingActs } from '@/components/partners/partner-acts'
import { PartnerSchemes } from '@/components/partners/schemes'
import { PartnerBadge } from '@/components/partners/standing'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { partnerDetail } from '@/lib/partners/queries'
import { schemeMarkets } from '@/lib/partners/queries-schemes'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { toYuan } from '@/lib/platform/money'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partners.book'))('title') }
}

export default async function Partner({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, home, locale, { id }] = [
    await currentActor(),
    await getTranslations('partners.book'),
    await getTranslations('partners.home'),
    await getLocale(),
    await params,
  ]
  const desk = await getTranslations('partners.desk')
  const p = await orNotFound(partnerDetail(actor, { partyId: id }))
  const keeper = hasRole(actor, 'POST_PARTNER')
  const markets = keeper
    ? (await schemeMarkets(actor, {})).map((m) => ({ value: m.id, label: `${m.code} ${m.name}` }))
    : []
  const partner = { id: p.id, kind: p.kind, state: p.state, today: p.today.toString() }
  const open = p.reviews.find((r) => r.state === 'PROPOSED')
  const name = (locale === 'en' && p.nameEn) || p.name
  const profile = {
    legalForm: p.profile?.legalForm ?? 'COMPANY',
    licenceNo: p.profile?.licenceNo ?? '',
    licenceValidUntil: p.profile?.licenceValidUntil?.toString() ?? '',
    establishedOn: p.profile?.establishedOn?.toString() ?? '',
    paidInCapital: p.profile?.paidInCapitalFen != null ? toYuan(p.profile.paidInCapitalFen) : '',
    governmentBacked: p.profile?.governmentBacked ?? false,
    mainlySmallOrAgri: p.profile?.mainlySmallOrAgri ?? false,
    listedInPlan: p.profile?.listedInPlan ?? false,
  }
  return (
    <>
      <PageHeader
        title={name}
        state={<PartnerBadge state={p.state} />}
        breadcrumb={[{ label: t('title'), href: '/partners' }, { label: p.code }]}
        meta={<span>{`${p.code} · ${home(`kinds.${p.kind}`)}`}</span>}
        actions={
          <>
            {keeper && <RecordActs partner={partner} profile={profile} />}
            {keeper && !open && p.profile && <ReviewAct partner={partner} />}
            <StandingActs partner={partner} events={p.allowedEvents} />
          </>
        }
      />
      <Tabs
        param="tab"
        label={name}
        tabs={[
          {
            key: 'overview',
            label: t('overview'),
            content: <PartnerOverview partner={p} decider={hasRole(actor, 'RISK_MGR')} />,
          },
          {
            key: 'schemes',
            label: t('schemes'),
            count: p.schemes.length,
            content: (
              <Card
                title={t('schemes')}
                description={t('schemesHint')}
                actions={
                  keeper &&
                  ['ADMITTED', 'WATCH'].includes(p.state) &&
                  markets.length > 0 && <SchemeDraft partner={partner} markets={markets} terms={{}} />
                }
                flush={p.schemes.length > 0}
              >
                {p.schemes.length === 0 ? (
                  <State kind="empty" heading="p" title={t('noSchemes')} detail={t('noSchemesHint')} />
                ) : (
                  <PartnerSchemes schemes={p.schemes} />
                )}
              </Card>
            ),
          },
          {
            key: 'cases',
            label: desk('cases'),
            count: p.cases.length,
            content: <CasesTab partner={p} mayRecord={hasRole(actor, 'RM', 'POST_PARTNER')} />,
          },
          {
            key: 'figures',
            label: t('figures'),
            count: p.figures.length,
            content: <FiguresTab partner={p} />,
          },
          {
            key: 'people',
            label: t('peopleAndPapers'),
            count: p.people.length + p.documents.length,
            content: <PeopleTab partner={p} />,
          },
          {
            key: 'reviews',
            label: t('reviews'),
            count: p.reviews.length,
            content: <ReviewsTab reviews={p.reviews} />,
          },
        ]}
      />
    </>
  )
}
