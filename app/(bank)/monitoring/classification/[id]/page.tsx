import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ClassActs } from '@/components/monitoring/class-acts'
import { PageHeader } from '@/components/shell/page-header'
import { StatusBadge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { CivilDate, Instant } from '@/components/ui/when'
import { classificationDetail } from '@/lib/monitoring/classification-queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring.class'))('title') }
}

export default async function ClassificationCase({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, s, { id }] = [
    await currentActor(),
    await getTranslations('monitoring'),
    await getTranslations('servicing'),
    await params,
  ]
  const c = await orNotFound(classificationDetail(actor, { caseId: id }))
  const word = (x: string | null) => x && s(`class.${x as 'NORMAL'}`)
  return (
    <>
      <PageHeader
        title={`${t('class.title')} ${c.loan.number}`}
        meta={<span>{c.merchant}</span>}
        state={
          <StatusBadge kind={c.state === 'APPROVED' ? 'good' : c.state === 'CANCELLED' ? 'closed' : 'waiting'}>
            {t(`class.state.${c.state as 'PROPOSED'}`)}
          </StatusBadge>
        }
        breadcrumb={[
          { label: t('title'), href: '/monitoring' },
          { label: t('class.title'), href: '/monitoring/classification' },
          { label: c.loan.number },
        ]}
        actions={
          <ClassActs
            loanId={c.loan.id}
            caseId={c.id}
            events={c.allowedEvents}
            present={c.words.findLast((w) => w.class)?.class ?? c.floor}
          />
        }
      />
      <Descriptions
        className="mb-4"
        items={[
          { label: t('visit.loan'), value: <TextLink href={`/loans/${c.loan.id}`}>{c.loan.number}</TextLink> },
          { label: t('col.balance'), value: <Money value={c.balanceFen} />, figure: true },
          { label: t('class.dpd'), value: String(c.dpd), figure: true },
          { label: t('class.present'), value: word(c.present) },
          {
            label: t('class.floor'),
            value: c.trace ? <Explain trace={c.trace}>{word(c.floor)}</Explain> : word(c.floor),
          },
          { label: t('col.due'), value: <CivilDate value={c.dueOn} /> },
        ]}
      />
      <div className="grid gap-4 lg:grid-cols-3">
        {c.words.map((w) => (
          <Card key={w.stage} title={t(`class.stage.${w.stage as 'INITIAL'}`)}>
            {w.who ? (
              <dl className="space-y-1">
                <dd className="text-lg font-semibold">{word(w.class)}</dd>
                <dd>{w.reason}</dd>
                <dd className="flex flex-wrap gap-x-2 text-sm text-ink-2">
                  <span>{w.who}</span>
                  <Instant value={w.at} />
                </dd>
              </dl>
            ) : (
              <p className="text-ink-2">{t('class.waiting')}</p>
            )}
          </Card>
        ))}
      </div>
      <Card title={t('class.records')} className="mt-4">
        <ul className="space-y-1.5">
          {c.records.map((r) => (
            <li key={r.id} className="flex flex-wrap gap-x-3">
              <span className="tabular-nums text-ink-2">{r.asOf.toString()}</span>
              <span>{t(`class.stage.${r.stage as 'INITIAL'}`)}</span>
              <span className="font-medium">{word(r.class)}</span>
              <span className="text-ink-2">{`${t('class.dpd')} ${r.dpd}`}</span>
              {r.reason && <span className="text-ink-2">{r.reason}</span>}
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
