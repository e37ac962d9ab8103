import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ReturnForm } from '@/components/monitoring/return-form'
import { ReturnView } from '@/components/monitoring/return-view'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Notice } from '@/components/ui/notice'
import { returnDetail } from '@/lib/monitoring/return-queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring.return'))('title') }
}

/** The operator's own return: filled in and handed in; afterwards as it was handed in. */
export default async function OperatorReturn({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('monitoring'), await params]
  const r = await orNotFound(returnDetail(actor, { returnId: id }))
  return (
    <>
      <PageHeader
        title={`${t('return.title')} ${r.month.toString().slice(0, 7)}`}
        meta={<span>{`${t('col.due')} ${r.dueOn}`}</span>}
        state={<Badge tone={r.lateDays > 0 ? 'warn' : 'neutral'}>{t(`return.state.${r.state as 'DUE'}`)}</Badge>}
        breadcrumb={[{ label: t('return.titles'), href: '/portal/returns' }, { label: r.market.name }]}
      />
      {r.state === 'RETURNED' && r.note && (
        <Notice tone="warn" title={t('return.sentBack')} className="mb-4">
          {r.note}
        </Notice>
      )}
      {r.allowedEvents.includes('submit') ? (
        <ReturnForm returnId={r.id} rows={r.rows.length} before={r.figures} />
      ) : (
        <ReturnView r={r} />
      )}
    </>
  )
}
