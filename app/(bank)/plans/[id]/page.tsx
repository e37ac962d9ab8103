import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OpinionsChain } from '@/components/approvals/opinions-chain'
import { loadPlan } from '@/components/plans/load-plan'
import { PlanDesk } from '@/components/plans/plan-desk'
import { PlanDocument } from '@/components/plans/plan-document'
import { PlanCharts, PlanFigures } from '@/components/plans/plan-figures'
import { PlanLines, type PlanWire } from '@/components/plans/plan-lines'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Tabs } from '@/components/ui/tabs'
import { Instant } from '@/components/ui/when'
import { opinionChain } from '@/lib/approvals/queries'
import { planSubmissions } from '@/lib/plans/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { toWire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plans'))('title') }
}

export default async function Plan({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('plans'), await params]
  const approvals = await getTranslations('approvals')
  const plan = await loadPlan(actor, id)
  const [chain, history] = [await opinionChain(actor, { planId: id }), await planSubmissions(actor, { planId: id })]
  const wire = toWire(plan) as unknown as PlanWire
  const writes = plan.state === 'DRAFT' && actor.roles.some((r) => r === 'RM' || r === 'EVALUATOR')
  const tabs = [
    ...(writes ? [{ key: 'desk', label: t('page.desk'), content: <PlanDesk key={plan.version} plan={wire} /> }] : []),
    { key: 'document', label: t('page.document'), content: <PlanDocument sections={plan.sections} /> },
    {
      key: 'lines',
      label: t('page.lines'),
      count: plan.lines.length,
      content: (
        <>
          <PlanCharts plan={plan} />
          <Card flush>
            <PlanLines lines={wire.lines} />
          </Card>
        </>
      ),
    },
    {
      key: 'opinions',
      label: t('page.opinions'),
      content: (
        <div className="grid gap-4">
          <OpinionsChain chain={chain} />
          {plan.conditions.length > 0 && (
            <Card title={t('page.conditions')}>
              <ul className="grid gap-1.5 text-sm">
                {plan.conditions.map((c) => (
                  <li key={c.id}>
                    <Badge tone={c.type === 'CP' ? 'warn' : 'neutral'}>{approvals(`conditionType.${c.type}`)}</Badge>{' '}
                    {c.text}
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      ),
    },
    {
      key: 'versions',
      label: t('page.versions'),
      count: history.items.length,
      content: (
        <div className="grid gap-3">
          {history.items.map((s) => (
            <Card
              key={s.no}
              title={t('page.no', { no: s.no })}
              description={<Instant value={s.at} />}
              actions={<code className="text-xs break-all text-ink-3">{s.sha256.slice(0, 16)}</code>}
            >
              {s.changes.length === 0 ? (
                <p className="text-sm text-ink-2">{t('page.unchanged')}</p>
              ) : (
                <ul className="grid gap-1 text-sm">
                  {s.changes.map((c) => (
                    <li key={c.path}>
                      <code>{c.path}</code> <del className="text-danger">{c.before ?? '—'}</del>{' '}
                      <ins className="text-ok no-underline">{c.after ?? '—'}</ins>{' '}
                      {c.material && <Badge tone="warn">{t('page.material')}</Badge>}
                    </li>
                  ))}
                </ul>
              )}
            </Card>
          ))}
        </div>
      ),
    },
  ]
  return (
    <>
      <PageHeader
        title={`${plan.market.name} ${plan.code} v${plan.versionNo}`}
        state={<Badge tone="accent">{t(`state.${plan.state}`)}</Badge>}
        breadcrumb={[{ label: t('title'), href: '/plans' }, { label: plan.code }]}
        meta={
          <>
            <span>{plan.batch.code}</span>
            {plan.author && <span>{plan.author}</span>}
            {plan.validUntil && <span>{t('page.validUntil', { date: plan.validUntil.toString() })}</span>}
            {plan.sha256 && (
              <span title={plan.sha256}>
                {t('page.hash')} {plan.sha256.slice(0, 12)}
              </span>
            )}
          </>
        }
        actions={
          <>
            {plan.mode === 'JG' && <ButtonLink href={`/groups/${plan.batch.id}`}>{t('page.toGroups')}</ButtonLink>}
            {chain.mySeat && (
              <ButtonLink tone="primary" href={`/queue/${plan.id}`}>
                {t('page.decide')}
              </ButtonLink>
            )}
          </>
        }
      />
      <PlanFigures plan={plan} />
      <Tabs tabs={tabs} label={t('title')} />
    </>
  )
}
