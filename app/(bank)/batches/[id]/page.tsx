import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { BatchActs } from '@/components/batches/batch-acts'
import { BatchClocks } from '@/components/batches/batch-clocks'
import { BatchFacts, RelatedWork } from '@/components/batches/batch-facts'
import { BatchFunnel } from '@/components/batches/batch-funnel'
import { BatchRail } from '@/components/batches/batch-rail'
import { BatchState } from '@/components/batches/batch-state'
import { BatchTimeline } from '@/components/batches/batch-timeline'
import { BatchTurn } from '@/components/batches/batch-turn'
import { loadBatch } from '@/components/batches/load-batch'
import { MerchantsTab } from '@/components/batches/merchants-tab'
import { PapersTab } from '@/components/batches/papers-tab'
import { SplitNotice } from '@/components/batches/split-notice'
import { SubmissionList } from '@/components/batches/submission-list'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { PageSkeleton } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { relatedWork } from '@/lib/batches/next-acts'
import { batchOverview } from '@/lib/batches/queries'
import { batchTimeline } from '@/lib/batches/timeline'
import { submissions } from '@/lib/intake/queries'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('batches'), await params]
  const batch = await batchOverview(actor, { batchId: id }).catch(() => null)
  return { title: batch?.code ?? t('title') }
}

export default async function Batch({ params, searchParams }: Props) {
  const [actor, t, { id }, query] = [
    await currentActor(),
    await getTranslations('batches'),
    await params,
    await searchParams,
  ]
  const b = await loadBatch(actor, id)
  const { overview, standing, splits, clocks, acts, hrefs } = b
  const places = relatedWork({ ...b.standingFacts }).map((key) => ({ key, href: hrefs[key] ?? '#' }))
  return (
    <>
      <PageHeader
        title={overview.code}
        state={
          <>
            <BatchState state={overview.state} />
            {overview.slaProfile === 'GREEN' && <Badge tone="ok">{t('profiles.GREEN')}</Badge>}
          </>
        }
        breadcrumb={[{ label: t('title'), href: '/batches' }, { label: overview.code }]}
        meta={
          <>
            <span>{overview.market.name}</span>
            <span>{overview.market.city}</span>
            <span>{t(`modes.${overview.mode as 'JG'}`)}</span>
            <BatchTurn state={overview.state} mine={acts.some((a) => a.main)} rm={overview.rm} />
          </>
        }
        actions={<BatchActs {...b.actProps} />}
      >
        <BatchRail stage={overview.stage} state={overview.state} />
        <div className="mt-2">
          <BatchClocks clocks={clocks} />
        </div>
      </PageHeader>
      {splits.length > 0 && (
        <div className="mb-4 space-y-2">
          {splits.map((s) => (
            <SplitNotice key={s.id} split={s} mayConfirm={hasRole(actor, 'SB_REVIEWER')} />
          ))}
        </div>
      )}
      <Tabs
        param="tab"
        label={overview.code}
        tabs={[
          {
            key: 'overview',
            label: t('tabs.overview'),
            content: (
              <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                <BatchFacts
                  batch={overview}
                  origin={standing.origin}
                  split={standing.children}
                  days={standing.days}
                  marketLink={!hasRole(actor, 'DISB_REVIEWER', 'DISB_APPROVER', 'CONTRACT_OFFICER')}
                />
                <BatchFunnel batchId={id} counts={overview.counts} />
                <RelatedWork places={places} checking={overview.state === 'SUBMITTED'} />
              </div>
            ),
          },
          {
            key: 'merchants',
            label: t('tabs.merchants'),
            count: overview.items,
            content: (
              <Part>
                <MerchantsTab actor={actor} batch={overview} grades={standing.grades} query={query} />
              </Part>
            ),
          },
          {
            key: 'packet',
            label: t('tabs.packet'),
            content: (
              <Part>
                <PapersTab actor={actor} batchId={id} />
              </Part>
            ),
          },
          {
            key: 'submissions',
            label: t('tabs.submissions'),
            count: overview.submissionNo,
            content: (
              <Part>
                <SubmissionsTab actor={actor} batchId={id} />
              </Part>
            ),
          },
          {
            key: 'timeline',
            label: t('tabs.timeline'),
            content: (
              <Part>
                <TimelineTab actor={actor} batchId={id} />
              </Part>
            ),
          },
        ]}
      />
    </>
  )
}

/** A tab that reads for itself: the head of the page does not wait for it. */
function Part({ children }: { children: React.ReactNode }) {
  return <Suspense fallback={<PageSkeleton rows={5} />}>{children}</Suspense>
}

async function SubmissionsTab({ actor, batchId }: { actor: Actor; batchId: string }) {
  const { items } = await submissions(actor, { batchId })
  return <SubmissionList submissions={items} />
}

async function TimelineTab({ actor, batchId }: { actor: Actor; batchId: string }) {
  const { items } = await batchTimeline(actor, { batchId })
  return <BatchTimeline items={items} />
}
