import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DecisionDesk } from '@/components/approvals/decision-desk'
import { OpinionsChain } from '@/components/approvals/opinions-chain'
import { ChangeList } from '@/components/plans/change-list'
import { loadPlan } from '@/components/plans/load-plan'
import { PlanComments } from '@/components/plans/plan-comments'
import { PlanDocument } from '@/components/plans/plan-document'
import { PlanCharts, PlanFigures } from '@/components/plans/plan-figures'
import type { PlanWire } from '@/components/plans/plan-lines'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { planFlags } from '@/lib/approvals/flags'
import { opinionChain } from '@/lib/approvals/queries'
import { approvalQueue } from '@/lib/approvals/queue'
import { planComments } from '@/lib/plans/comments'
import { changesSinceMine } from '@/lib/plans/versions'
import { currentActor } from '@/lib/platform/auth/current'
import { toWire, type Wire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals'))('queue.title') }
}

/** Everything for one decision on one screen: why it is here, what is new, flags, figures, lines, text, opinions, verdict. */
export default async function Decide({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, plans, { id }] = [
    await currentActor(),
    await getTranslations('approvals'),
    await getTranslations('plans'),
    await params,
  ]
  const plan = await loadPlan(actor, id)
  const [chain, queue, since, comments] = await Promise.all([
    opinionChain(actor, { planId: id }),
    approvalQueue(actor, { tab: 'TODO' }),
    changesSinceMine(actor, { planId: id }),
    planComments(actor, { planId: id }),
  ])
  const next = queue.items.find((i) => i.planId !== id)?.planId ?? null
  const wire = toWire(plan) as unknown as PlanWire
  const seat = chain.mySeat
  const flags = planFlags({
    ...plan,
    escalations: plan.routingTrace?.escalations ?? [],
    reconsidered: plan.reconsideredAt !== null,
  })
  const place = queue.items.findIndex((i) => i.planId === id) + 1
  return (
    <>
      <PageHeader
        title={`${plan.market.name} ${plan.code} v${plan.versionNo}`}
        state={<Badge tone="accent">{plans(`state.${plan.state}`)}</Badge>}
        breadcrumb={[{ label: t('queue.title'), href: '/queue' }, { label: plan.code }]}
        meta={
          <span>
            {plan.batch.code}
            {place > 0 && ` · ${place}/${queue.counts.TODO}`}
          </span>
        }
        actions={<ButtonLink href={`/plans/${id}`}>{plans('page.document')}</ButtonLink>}
      />
      {seat && (seat.why === 'DELEGATE' || seat.why === 'SUPERIOR') && (
        <Notice
          tone="info"
          className="mb-4"
          title={seat.onBehalfOf ? t('why.DELEGATE', { name: seat.onBehalfOf.name }) : t('why.SUPERIOR')}
        >
          {seat.onBehalfOf &&
            t(`why.${seat.onBehalfOf.kind}`, {
              name: seat.onBehalfOf.name,
              until: seat.onBehalfOf.until.toString(),
              reason: seat.onBehalfOf.reason,
            })}
        </Notice>
      )}
      {flags.length > 0 && (
        <section aria-label={t('flag.title')} className="mb-4 flex flex-wrap gap-1.5">
          {flags.map((f) => (
            <Badge key={f.code} tone={f.tone}>
              {t(`flag.${f.code}`, { count: f.count })}
            </Badge>
          ))}
        </section>
      )}
      {since.since && (
        <Card
          className="mb-4"
          title={t(since.since.mine ? 'changes.sinceMine' : 'changes.sinceLast')}
          description={plans('page.no', { no: since.since.no })}
        >
          <ChangeList changes={since.changes} />
        </Card>
      )}
      <PlanFigures plan={plan} />
      <PlanCharts plan={plan} />
      <div className="mb-4">
        <OpinionsChain chain={chain} />
      </div>
      <details className="mb-4">
        <summary className="w-fit rounded-sm font-medium hover:text-accent">{plans('page.document')}</summary>
        <div className="mt-2">
          <PlanDocument sections={plan.sections} />
        </div>
      </details>
      <Card className="mb-4" title={plans('comment.title')}>
        <PlanComments planId={id} comments={toWire(comments) as Wire<typeof comments>} />
      </Card>
      <DecisionDesk
        planId={id}
        seat={
          seat && {
            id: seat.id,
            role: seat.role,
            mayOpine: seat.mayOpine,
            perLine: seat.perLine,
            proof: seat.proof,
          }
        }
        lines={wire.lines.filter((l) => l.state !== 'DROPPED')}
        nextId={next}
        chairMustConfirm={chain.chairMustConfirm ? { proof: chain.chairProof } : null}
      />
    </>
  )
}
