import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ConsentActs, ReviewActs } from '@/components/reviews/review-acts'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { CivilDate, Instant } from '@/components/ui/when'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { reviewDetail } from '@/lib/reviews/queries'

const CONDITIONS = [
  [1, 'fundamentals'],
  [2, 'need'],
  [3, 'enhancement'],
  [4, 'record'],
] as const
const RESULT_TONE = { PASSED: 'ok', FAILED: 'danger', MISSING: 'warn' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reviews'))('title') }
}

export default async function Review({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('reviews'), await params]
  const r = await orNotFound(reviewDetail(actor, { reviewId: id }))
  const outcome = r.result ?? r.outcome
  return (
    <>
      <PageHeader
        title={`${t('title')} ${r.loan.number}`}
        meta={<span>{r.merchant.name}</span>}
        state={
          <StatusBadge
            kind={r.state === 'RENEWED' ? 'good' : ['NOT_RENEWED', 'LAPSED'].includes(r.state) ? 'closed' : 'waiting'}
          >
            {t(`state.${r.state as 'LISTED'}`)}
          </StatusBadge>
        }
        breadcrumb={[{ label: t('title'), href: '/reviews' }, { label: r.loan.number }]}
        actions={<ReviewActs r={r} />}
      />
      <Descriptions
        className="mb-4"
        items={[
          { label: t('col.loan'), value: <TextLink href={`/loans/${r.loan.id}`}>{r.loan.number}</TextLink> },
          { label: t('col.principal'), value: <Money value={r.principalFen} />, figure: true },
          {
            label: t('field.requested'),
            value: r.requestedFen !== null && <Money value={r.requestedFen} />,
            figure: true,
          },
          { label: t('col.reviewOn'), value: <CivilDate value={r.reviewOn} /> },
          { label: t('firstDisbursement'), value: <CivilDate value={r.firstDisbursement} /> },
          { label: t('absoluteEnd'), value: <CivilDate value={r.absoluteEnd} /> },
          { label: t('field.method'), value: r.method && t(`method.${r.method as 'EXTENSION'}`) },
          {
            label: t('newMaturity'),
            value:
              r.trace && r.newMaturity ? (
                <Explain trace={r.trace}>{r.newMaturity.toString()}</Explain>
              ) : (
                <CivilDate value={r.newMaturity} />
              ),
          },
          {
            label: t('col.outcome'),
            value:
              outcome &&
              (r.trace ? (
                <Explain trace={r.trace}>{t(`outcome.${outcome as 'RENEWED'}`)}</Explain>
              ) : (
                t(`outcome.${outcome as 'RENEWED'}`)
              )),
          },
        ]}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        {CONDITIONS.map(([n, key]) => (
          <Card key={key} title={`${n} · ${t(`evidence.${key}`)}`} description={r.evidence?.[key]}>
            {r.tests.length === 0 ? (
              <p className="text-ink-2">{t('notSurveyed')}</p>
            ) : (
              <ul className="space-y-1.5">
                {r.tests
                  .filter((x) => x.condition === n)
                  .map((x) => (
                    <li key={x.test} className="flex justify-between gap-3">
                      <span>{t(`test.${x.test}`)}</span>
                      <Badge tone={RESULT_TONE[x.result]}>{t(`result.${x.result}`)}</Badge>
                    </li>
                  ))}
              </ul>
            )}
          </Card>
        ))}
        <Card title={t('consents')} description={`${t('part.consent')} ${r.consentBy}`}>
          <ul className="space-y-2">
            {r.consents.map((c) => (
              <li key={c.id} className="flex flex-wrap items-center justify-between gap-2">
                <span>
                  {c.name} <span className="text-sm text-ink-2">{t(`consent.kind.${c.kind as 'BORROWER'}`)}</span>
                  {c.note && <span className="block text-sm text-ink-2">{c.note}</span>}
                </span>
                <span className="flex items-center gap-2">
                  <Badge tone={c.state === 'GIVEN' ? 'ok' : c.state === 'REFUSED' ? 'danger' : 'neutral'}>
                    {t(`consent.state.${c.state as 'ASKED'}`)}
                  </Badge>
                  {c.givenOn && <CivilDate value={c.givenOn} />}
                  {r.mayConsent && <ConsentActs consentId={c.id} />}
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <Card title={t('words')}>
          <ul className="space-y-2">
            {r.words.map((w) => (
              <li key={w.part}>
                <span className="font-medium">{t(`part.${w.part as 'survey'}`)}</span>{' '}
                {w.who ? (
                  <span className="text-sm text-ink-2">
                    {w.who} <Instant value={w.at} />
                  </span>
                ) : (
                  <span className="text-sm text-ink-2">
                    {`${t('dueBy')} ${{ survey: r.surveyBy, conclude: r.concludeBy, approve: r.concludeBy, sign: r.signBy }[w.part as 'survey']}`}
                  </span>
                )}
                {w.text && <p>{w.text}</p>}
              </li>
            ))}
          </ul>
          {r.newLoanId && (
            <p className="mt-2">
              <TextLink href={`/loans/${r.newLoanId}`}>{t('newLoan')}</TextLink>
            </p>
          )}
        </Card>
      </div>
    </>
  )
}
