import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ReturnForm } from '@/components/monitoring/return-form'
import { ReturnView } from '@/components/monitoring/return-view'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { acceptReturnAction, sendBackReturnAction } from '@/lib/monitoring/actions'
import { returnDetail } from '@/lib/monitoring/return-queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring.return'))('title') }
}

/** A monthly return for the bank: read, accepted or sent back; where the operator has no people here the RM fills it in. */
export default async function MarketReturn({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('monitoring'), await params]
  const r = await orNotFound(returnDetail(actor, { returnId: id }))
  return (
    <>
      <PageHeader
        title={`${r.market.name} ${r.month.toString().slice(0, 7)}`}
        state={<Badge tone={r.lateDays > 0 ? 'warn' : 'neutral'}>{t(`return.state.${r.state as 'DUE'}`)}</Badge>}
        meta={<span>{r.lateDays > 0 ? t('return.late', { days: r.lateDays }) : `${t('col.due')} ${r.dueOn}`}</span>}
        breadcrumb={[{ label: t('title'), href: '/monitoring?tab=returns' }, { label: t('return.title') }]}
        actions={
          r.allowedEvents.includes('accept') && (
            <span className="flex gap-2">
              <ActDialog
                label={t('return.sendBack')}
                fields={[{ name: 'reason', label: t('act.note'), kind: 'area', required: true }]}
                fixed={{ returnId: r.id }}
                action={sendBackReturnAction}
                size="md"
              />
              <ActDialog
                label={t('return.accept')}
                description={t('return.acceptHint')}
                fields={[]}
                fixed={{ returnId: r.id }}
                action={acceptReturnAction}
                tone="primary"
                size="md"
              />
            </span>
          )
        }
      />
      {r.allowedEvents.includes('submit') ? (
        <ReturnForm returnId={r.id} rows={r.rows.length} before={r.figures} />
      ) : (
        <ReturnView r={r} />
      )}
    </>
  )
}
