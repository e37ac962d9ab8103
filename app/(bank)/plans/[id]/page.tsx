import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OpinionsChain } from '@/components/approvals/opinions-chain'
import { SeatDesk } from '@/components/approvals/seat-desk'
import { ChangeList } from '@/components/plans/change-list'
import { loadPlan } from '@/components/plans/load-plan'
import { PlanActs } from '@/components/plans/plan-acts'
import { PlanComments } from '@/components/plans/plan-comments'
import { PlanDesk } from '@/components/plans/plan-desk'
import { PlanDocument } from '@/components/plans/plan-document'
import { PlanCharts, PlanFigures } from '@/components/plans/plan-figures'
import { PlanLines, type PlanWire } from '@/components/plans/plan-lines'
import { VERSION_TITLE } from '@/components/plans/version-title'
import { WhatIfPanel } from '@/components/plans/what-if-panel'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink, TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Tabs } from '@/components/ui/tabs'
import { Instant } from '@/components/ui/when'
import { opinionChain, seatChoices } from '@/lib/approvals/queries'
import { planComments } from '@/lib/plans/comments'
import { planSubmissions } from '@/lib/plans/versions'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { toWire, type Wire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plans'))('title') }
}

export default async function Plan({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('plans'), await params]
  const approvals = await getTranslations('approvals')
  const plan = await loadPlan(actor, id)
  const [chain, history, comments] = await Promise.all([
    opinionChain(actor, { planId: id }),
    planSubmissions(actor, { planId: id }),
    planComments(actor, { planId: id }),
  ])
  const choices = hasRole(actor, 'SB_HEAD', 'CR_HEAD') ? await seatChoices(actor, { planId: id }) : null
  const wire = toWire(plan) as unknown as PlanWire
  const writes = plan.state === 'DRAFT' && actor.roles.some((r) => r === 'RM' || r === 'EVALUATOR')
  const tabs = [
    ...(writes ? [{ key: 'desk', label: t('page.desk'), content: <PlanDesk key={plan.version} plan={wire} /> }] : []),
    ...(['DRAFT', 'IN_REVIEW', 'COUNTERSIGNING'].includes(plan.state)
      ? [
          {
            key: 'what-if',
            label: t('whatIf.title'),
            content: <WhatIfPanel planId={plan.id} mode={plan.mode} adopts={writes} />,
          },
        ]
      : []),
    { key: 'document', label: t('page.document'), content: <PlanDocument sections={plan.sections} /> },
    {
      key: 'lines',
      label: t('page.lines'),
      count: plan.lines.length,
      content: (
        <>
          <PlanCharts plan={plan} />
          <Card flush>
            <PlanLines planId={plan.id} lines={wire.lines} />
          </Card>
        </>
      ),
    },
    {
      key: 'opinions',
      label: t('page.opinions'),
      content: (
        <div className="grid gap-4">
          {choices && choices.seats.length > 0 && (
            <SeatDesk planId={id} seats={choices.seats} members={choices.members} />
          )}
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
      key: 'comments',
      label: t('comment.title'),
      count: plan.openComments,
      content: (
        <Card>
          <PlanComments planId={id} comments={toWire(comments) as Wire<typeof comments>} />
        </Card>
      ),
    },
    {
      key: 'versions',
      label: t('page.versions'),
      count: history.items.length,
      content: (
        <div className="grid gap-3">
          <ButtonLink className="w-fit" href={`/plans/${id}/compare`}>
            {t('page.compare')}
          </ButtonLink>
          {history.items.map((s) => (
            <Card
              key={`${s.kind}-${s.no}`}
              title={t(VERSION_TITLE[s.kind], { no: s.no })}
              description={
                <>
                  <Instant value={s.at} /> {s.by}
                </>
              }
              actions={<code className="text-xs break-all text-ink-3">{s.sha256.slice(0, 16)}</code>}
            >
              <ChangeList changes={s.changes} />
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
            {plan.basePlan && (
              <TextLink href={`/plans/${plan.basePlan.id}`}>{t('page.addOnOf', { code: plan.basePlan.code })}</TextLink>
            )}
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
            <ButtonLink prefetch={false} href={`/api/v1/plans/${plan.id}/document?format=pdf`}>
              {t('doc.pdf')}
            </ButtonLink>
            <ButtonLink prefetch={false} href={`/api/v1/plans/${plan.id}/document?format=xlsx`}>
              {t('doc.xlsx')}
            </ButtonLink>
            <PlanActs planId={plan.id} version={plan.version} events={plan.allowedEvents} />
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
