import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BatchActions } from '@/components/scoring/batch-actions'
import { EntryGrid } from '@/components/scoring/entry-grid'
import { ImportChecks } from '@/components/scoring/import-checks'
import { sheetView } from '@/components/scoring/sheet-view'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { scoringBatch } from '@/lib/scoring/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.batch'))('title') }
}

export default async function ScoringBatch({ params }: { params: Promise<{ batchId: string }> }) {
  const [actor, t, { batchId }] = [await currentActor(), await getTranslations('scoring'), await params]
  const b = await orNotFound(scoringBatch(actor, { batchId }))
  const open = b.items.filter((i) => i.state === 'SCORING' && i.sheet)
  const working = b.state === 'SCORING' && hasRole(actor, 'RM', 'EVALUATOR')
  const lacking = b.items.filter((i) => i.outcome?.decision === 'INSUFFICIENT_DATA').length
  const complete = open.filter((i) => i.sheet?.open.length === 0)
  const signed = open.filter((i) => i.sheet?.state === 'SIGNED').length
  const unchecked = open.filter((i) =>
    b.connectedKinds.some((k) => !i.checks.some((c) => c.kind === k && c.state !== 'FAILED')),
  )
  return (
    <>
      <PageHeader
        title={t('batch.heading', { code: b.code })}
        breadcrumb={[{ label: t('desk.title'), href: '/scoring' }, { label: b.code }]}
        meta={
          <>
            <span>{b.market.name}</span>
            <span>
              {b.grade ? t('desk.gradeOf', { grade: b.grade, threshold: b.threshold ?? 0 }) : t('batch.noGrade')}
            </span>
            <span>{t('batch.people', { rm: b.rm ?? '—', evaluator: b.evaluator ?? '—' })}</span>
          </>
        }
        actions={
          <>
            <ButtonLink href={`/scoring/${b.id}/spread`}>{t('spread.open')}</ButtonLink>
            <ButtonLink href={`/scoring/${b.id}/results`}>{t('results.title')}</ButtonLink>
            {working && <ImportChecks batchId={b.id} />}
            {working && (
              <BatchActions
                batchId={b.id}
                roles={actor.roles}
                signed={signed}
                unsignedRm={complete.filter((i) => !i.sheet?.rmSigned).map((i) => i.id)}
                unsignedEvaluator={complete.filter((i) => !i.sheet?.evaluatorSigned).map((i) => i.id)}
                checks={unchecked.map((i) => i.id)}
              />
            )}
          </>
        }
      />
      <div className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        <Stat label={t('desk.items')} value={b.items.length} />
        <Stat label={t('batch.complete')} value={complete.length} />
        <Stat label={t('desk.rmSigned')} value={b.items.filter((i) => i.sheet?.rmSigned).length} />
        <Stat label={t('desk.evaluatorSigned')} value={b.items.filter((i) => i.sheet?.evaluatorSigned).length} />
        <Stat
          label={t('desk.admitted')}
          value={b.items.filter((i) => i.outcome?.decision === 'ADMITTED').length}
          tone="ok"
        />
        <Stat label={t('desk.lacking')} value={lacking} tone={lacking > 0 ? 'warn' : undefined} />
      </div>
      <Card flush>
        <EntryGrid key={b.version} batchId={b.id} card={b.card} initial={b.items.map(sheetView)} readOnly={!working} />
      </Card>
    </>
  )
}
