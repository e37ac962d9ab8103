import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { CounterGuarantees } from '@/components/partners/counter-guarantees'
import { LiveCapacity } from '@/components/partners/live-capacity'
import { DecideActs, RecordActs, ReviewAct, SchemeDraft, StandingActs } from '@/components/partners/partner-acts'
import { PartnerSchemes } from '@/components/partners/schemes'
import { PartnerBadge } from '@/components/partners/standing'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { CivilDate, Instant } from '@/components/ui/when'
import { partnerDetail, schemeMarkets } from '@/lib/partners/queries'
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
  const decider = hasRole(actor, 'RISK_MGR')
  const markets = keeper
    ? (await schemeMarkets(actor, {})).map((m) => ({ value: m.id, label: `${m.code} ${m.name}` }))
    : []
  const partner = { id: p.id, kind: p.kind, state: p.state, today: p.today.toString() }
  const open = p.reviews.find((r) => r.state === 'PROPOSED')
  const failed = p.tests.filter((x) => !x.pass)
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
  const overview = (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <div className="min-w-0 space-y-4">
        {open && (
          <Card title={t('toDecide')} description={t(`recommendation.${open.recommendation as 'ADMIT'}`)}>
            <p className="mb-2">{open.opinion}</p>
            <p className="mb-3 text-sm text-ink-2">
              {open.proposedBy} · <Instant value={open.proposedAt} />
            </p>
            {decider && !open.mine && <DecideActs reviewId={open.id} />}
          </Card>
        )}
        <Card
          title={t('tests')}
          description={
            p.profile ? t(failed.length === 0 ? 'testsPass' : 'testsFail', { count: failed.length }) : t('noProfile')
          }
          actions={p.testTrace && <Explain trace={p.testTrace}>{t('derivation')}</Explain>}
          flush={p.tests.length > 0}
        >
          {p.tests.length > 0 && (
            <ul className="divide-y divide-line">
              {p.tests.map((x) => (
                <li key={x.test} className="flex items-center justify-between gap-3 px-4 py-2">
                  <span>{t(`test.${x.test}`)}</span>
                  <Badge tone={x.pass ? 'ok' : 'danger'}>{t(x.pass ? 'pass' : 'fail')}</Badge>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <LiveCapacity live={p.live} />
      </div>
      <Card title={t('profile')}>
        <Descriptions
          columns={1}
          items={[
            { label: t('kind'), value: home(`kinds.${p.kind}`) },
            { label: t('legalForm'), value: p.profile && t(`legalForms.${p.profile.legalForm as 'COMPANY'}`) },
            { label: t('uscc'), value: p.uscc && <span className="font-mono break-all">{p.uscc}</span> },
            { label: t('licenceNo'), value: p.profile?.licenceNo ?? null },
            { label: t('licenceValidUntil'), value: <CivilDate value={p.profile?.licenceValidUntil} /> },
            { label: t('establishedOn'), value: <CivilDate value={p.profile?.establishedOn} /> },
            {
              label: t('paidInCapital'),
              value: p.profile?.paidInCapitalFen != null ? <Money value={p.profile.paidInCapitalFen} /> : null,
            },
            { label: t('rating'), value: p.profile?.rating ?? null },
            { label: t('nextReview'), value: <CivilDate value={p.profile?.reviewDueOn} /> },
          ]}
        />
      </Card>
    </div>
  )
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
          { key: 'overview', label: t('overview'), content: overview },
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
            content: (
              <div className="space-y-4">
                <Card title={desk('register')} description={desk('registerHint')} flush>
                  <DataTable
                    id="partner-cases"
                    label={desk('cases')}
                    search={false}
                    keyboard={false}
                    prefix="c"
                    rows={p.cases.map((c) => ({
                      id: c.id,
                      application: c.applicationId,
                      number: c.number,
                      kind: desk(`kinds.${c.kind as 'POLICY'}`),
                      borrower: c.borrower,
                      amountFen: c.amountFen,
                      answerBy: c.answerBy.toString(),
                      reference: c.referenceNo ?? c.answerNote ?? '',
                      counter: c.counterGuarantee ?? '',
                      state: (
                        <Badge tone={c.state === 'ASKED' ? 'info' : c.state === 'REFUSED' ? 'danger' : 'ok'}>
                          {desk(`caseState.${c.state as 'ASKED'}`)}
                        </Badge>
                      ),
                    }))}
                    columns={[
                      { key: 'number', header: t('code'), href: '/applications/{application}', fixed: true },
                      { key: 'kind', header: desk('kind') },
                      { key: 'borrower', header: desk('borrower') },
                      { key: 'amountFen', header: desk('amount'), type: 'money' },
                      { key: 'answerBy', header: desk('answerBy'), type: 'date' },
                      { key: 'reference', header: desk('referenceNo'), wrap: true },
                      { key: 'counter', header: desk('counterGuarantee'), wrap: true },
                      { key: 'state', header: t('state'), type: 'node' },
                    ]}
                    empty={{ title: desk('noCases') }}
                  />
                </Card>
                {p.kind === 'GUARANTOR' && (
                  <CounterGuarantees
                    rows={p.counterGuarantees}
                    cases={p.cases
                      .filter((c) => c.kind === 'GUARANTEE' && c.state !== 'REFUSED')
                      .map((c) => ({ value: c.id, label: `${c.number} ${c.borrower}` }))}
                    mayRecord={hasRole(actor, 'RM', 'POST_PARTNER')}
                  />
                )}
                <Card title={desk('returns')} flush>
                  <DataTable
                    id="partner-returns"
                    label={desk('returns')}
                    search={false}
                    keyboard={false}
                    prefix="m"
                    rows={p.returns.map((r) => ({
                      id: r.id,
                      month: r.month.toString().slice(0, 7),
                      outstandingFen: r.figures.outstanding,
                      compensatedFen: r.figures.compensated,
                    }))}
                    columns={[
                      { key: 'month', header: desk('month'), fixed: true },
                      { key: 'outstandingFen', header: desk('figure.outstanding'), type: 'money' },
                      { key: 'compensatedFen', header: desk('figure.compensated'), type: 'money' },
                    ]}
                    empty={{ title: desk('noReturns') }}
                  />
                </Card>
              </div>
            ),
          },
          {
            key: 'figures',
            label: t('figures'),
            count: p.figures.length,
            content: (
              <Card flush>
                <DataTable
                  id="partner-figures"
                  label={t('figures')}
                  search={false}
                  keyboard={false}
                  rows={p.figures.map((f) => ({
                    ...f,
                    asOf: f.asOf.toString(),
                    audited: f.audited ? t('yes') : t('no'),
                  }))}
                  columns={[
                    { key: 'asOf', header: t('asOf'), type: 'date', fixed: true },
                    { key: 'netAssetsFen', header: t('figure.netAssets'), type: 'money' },
                    ...(p.kind === 'GUARANTOR'
                      ? [
                          {
                            key: 'guarantorInvestmentsFen',
                            header: t('figure.guarantorInvestments'),
                            type: 'money' as const,
                          },
                          { key: 'smallBalanceFen', header: t('figure.smallBalance'), type: 'money' as const },
                          { key: 'otherBalanceFen', header: t('figure.otherBalance'), type: 'money' as const },
                        ]
                      : p.kind === 'INSURER'
                        ? [
                            { key: 'coreSolvencyPpm', header: t('figure.coreSolvency'), type: 'percent' as const },
                            {
                              key: 'comprehensiveSolvencyPpm',
                              header: t('figure.comprehensiveSolvency'),
                              type: 'percent' as const,
                            },
                            { key: 'earnedPremiumFen', header: t('figure.earnedPremium'), type: 'money' as const },
                            { key: 'claimsFen', header: t('figure.claims'), type: 'money' as const },
                          ]
                        : p.kind === 'GOV_FUND'
                          ? [{ key: 'fundBalanceFen', header: t('figure.fundBalance'), type: 'money' as const }]
                          : [
                              { key: 'totalAssetsFen', header: t('figure.totalAssets'), type: 'money' as const },
                              { key: 'totalDebtsFen', header: t('figure.totalDebts'), type: 'money' as const },
                            ]),
                    { key: 'audited', header: t('audited') },
                  ]}
                  empty={{ title: t('noFigures') }}
                />
              </Card>
            ),
          },
          {
            key: 'people',
            label: t('peopleAndPapers'),
            count: p.people.length + p.documents.length,
            content: (
              <div className="grid gap-4 xl:grid-cols-2">
                <Card title={t('people')} flush>
                  <DataTable
                    id="partner-people"
                    label={t('people')}
                    search={false}
                    keyboard={false}
                    prefix="p"
                    rows={p.people.map((x) => ({
                      id: x.id,
                      role: t(`personRoles.${x.role as 'CONTACT'}`),
                      name: x.name,
                      idNo: x.idNo ?? '',
                      share: x.sharePpm,
                      since: x.since.toString(),
                      until: x.until?.toString() ?? '',
                    }))}
                    columns={[
                      { key: 'role', header: t('role') },
                      { key: 'name', header: t('personName') },
                      { key: 'idNo', header: t('idNo') },
                      { key: 'share', header: t('share'), type: 'percent' },
                      { key: 'since', header: t('since'), type: 'date' },
                      { key: 'until', header: t('until'), type: 'date' },
                    ]}
                    empty={{ title: t('noPeople') }}
                  />
                </Card>
                <Card title={t('documents')} flush>
                  <DataTable
                    id="partner-documents"
                    label={t('documents')}
                    search={false}
                    keyboard={false}
                    prefix="d"
                    rows={p.documents.map((d) => ({
                      id: d.id,
                      kind: t(`documentKinds.${d.kind as 'OTHER'}`),
                      number: d.number ?? '',
                      issuedOn: d.issuedOn?.toString() ?? '',
                      validUntil: d.validUntil?.toString() ?? '',
                      valid: <Badge tone={d.valid ? 'ok' : 'danger'}>{t(d.valid ? 'valid' : 'expired')}</Badge>,
                    }))}
                    columns={[
                      { key: 'kind', header: t('documentKind') },
                      { key: 'number', header: t('documentNo') },
                      { key: 'issuedOn', header: t('issuedOn'), type: 'date' },
                      { key: 'validUntil', header: t('validUntil'), type: 'date' },
                      { key: 'valid', header: t('state'), type: 'node' },
                    ]}
                    empty={{ title: t('noDocuments') }}
                  />
                </Card>
              </div>
            ),
          },
          {
            key: 'reviews',
            label: t('reviews'),
            count: p.reviews.length,
            content: (
              <Card flush={p.reviews.length > 0}>
                {p.reviews.length === 0 && <State kind="empty" heading="p" title={t('noReviews')} />}
                <ul className="divide-y divide-line">
                  {p.reviews.map((r) => (
                    <li key={r.id} className="space-y-1 px-4 py-3">
                      <div className="flex flex-wrap items-center gap-2">
                        <span className="font-medium">{t(`reviewKind.${r.kind as 'YEARLY'}`)}</span>
                        <Badge>{t(`recommendation.${r.recommendation as 'ADMIT'}`)}</Badge>
                        <Badge tone={r.state === 'AGREED' ? 'ok' : r.state === 'REFUSED' ? 'danger' : 'info'}>
                          {t(`reviewState.${r.state as 'AGREED'}`)}
                        </Badge>
                        {r.rating && <Badge tone="accent">{r.rating}</Badge>}
                        <span className="ml-auto">
                          <Explain trace={r.trace}>{t('derivation')}</Explain>
                        </span>
                      </div>
                      <p>{r.opinion}</p>
                      {r.decision && <p className="text-ink-2">{r.decision}</p>}
                      <p className="text-sm text-ink-2">
                        {r.proposedBy} · <Instant value={r.proposedAt} />
                        {r.decidedAt && (
                          <>
                            {' → '}
                            {r.decidedBy} · <Instant value={r.decidedAt} />
                          </>
                        )}
                      </p>
                    </li>
                  ))}
                </ul>
              </Card>
            ),
          },
        ]}
      />
    </>
  )
}
