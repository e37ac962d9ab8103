import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DecisionDesk } from '@/components/approvals/decision-desk'
import { OpinionsChain } from '@/components/approvals/opinions-chain'
import { loadPlan } from '@/components/plans/load-plan'
import { PlanDocument } from '@/components/plans/plan-document'
import { PlanCharts, PlanFigures } from '@/components/plans/plan-figures'
import type { PlanWire } from '@/components/plans/plan-lines'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { approvalQueue, opinionChain } from '@/lib/approvals/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { toWire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals'))('queue.title') }
}

/** Everything for one decision on one screen: figures, lines with their derivation, groups, text, opinions, verdict. */
export default async function Decide({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, plans, { id }] = [
    await currentActor(),
    await getTranslations('approvals'),
    await getTranslations('plans'),
    await params,
  ]
  const plan = await loadPlan(actor, id)
  const [chain, queue] = [await opinionChain(actor, { planId: id }), await approvalQueue(actor, { tab: 'TODO' })]
  const next = queue.items.find((i) => i.planId !== id)?.planId ?? null
  const wire = toWire(plan) as unknown as PlanWire
  return (
    <>
      <PageHeader
        title={`${plan.market.name} ${plan.code} v${plan.versionNo}`}
        state={<Badge tone="accent">{plans(`state.${plan.state}`)}</Badge>}
        breadcrumb={[{ label: t('queue.title'), href: '/queue' }, { label: plan.code }]}
        meta={
          <span>
            {plan.batch.code} · {queue.items.findIndex((i) => i.planId === id) + 1}/{queue.counts.TODO}
          </span>
        }
        actions={<ButtonLink href={`/plans/${id}`}>{plans('page.document')}</ButtonLink>}
      />
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
      <DecisionDesk
        planId={id}
        seat={
          chain.mySeat && {
            id: chain.mySeat.id,
            role: chain.mySeat.role,
            kind: chain.mySeat.roundKind,
            mayOpine: chain.mySeat.mayOpine,
          }
        }
        lines={wire.lines.filter((l) => l.state !== 'DROPPED')}
        nextId={next}
        chairMustConfirm={chain.chairMustConfirm}
      />
    </>
  )
}
