import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { CivilDate, Instant } from '@/components/ui/when'
import type { PartnerDetail } from '@/lib/partners/queries'
import { LiveCapacity } from './live-capacity'
import { DecideActs } from './partner-acts'

/** What waits for a decision, the tests of admission today, what it can still carry, and who it is. */
export function PartnerOverview({ partner: p, decider }: { partner: PartnerDetail; decider: boolean }) {
  const t = useTranslations('partners.book')
  const home = useTranslations('partners.home')
  const open = p.reviews.find((r) => r.state === 'PROPOSED')
  const failed = p.tests.filter((x) => !x.pass)
  return (
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
}
