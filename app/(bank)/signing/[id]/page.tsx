import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SessionBadge } from '@/components/contracts/badges'
import { MergingProgress } from '@/components/contracts/merging-progress'
import { CancelSigning, Reschedule } from '@/components/contracts/signing-after'
import { SigningTable } from '@/components/contracts/signing-table'
import type { TableView } from '@/components/contracts/table-view'
import { PageHeader } from '@/components/shell/page-header'
import { Notice } from '@/components/ui/notice'
import { State } from '@/components/ui/state'
import { Instant } from '@/components/ui/when'
import { mergingState } from '@/lib/contracts/merging'
import { signingTable } from '@/lib/contracts/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { BANK_ZONE } from '@/lib/platform/dates'
import { Refusal } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { toWire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('contracts.screen'))('table') }
}

/** 'YYYY-MM-DDTHH:mm' in the bank's zone, as a field for date and time takes it. */
const localTime = (at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(BANK_ZONE).toString().slice(0, 16)

export default async function Signing({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('contracts.screen'), await params]
  const table = await signingTable(actor, { sessionId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const after = await getTranslations('contracts.after')
  const merging = await mergingState(actor, { sessionId: id })
  const failed = merging?.errorCode
    ? errorText((await getTranslations()) as unknown as Translate, { code: merging.errorCode })
    : null
  return (
    <>
      <PageHeader
        title={table.group ? `${table.group.code} ${table.group.name}` : t('table')}
        state={<SessionBadge state={table.state} />}
        breadcrumb={[{ label: t('title'), href: '/contracts' }, { label: table.batch.code }]}
        meta={
          <>
            <span>{table.batch.market.name}</span>
            <span>{table.place}</span>
            <Instant value={table.startsAt} />
            <a className="text-accent underline underline-offset-3" href={`/api/v1/signings/${id}/calendar`}>
              {after('calendar')}
            </a>
          </>
        }
        actions={
          table.iAmRm &&
          table.state === 'APPOINTED' && (
            <>
              <Reschedule sessionId={id} place={table.place} startsAt={localTime(table.startsAt)} />
              {table.contracts.every((c) => c.state !== 'SIGNED') && <CancelSigning sessionId={id} />}
            </>
          )
        }
      />
      {merging && ['QUEUED', 'RUNNING'].includes(merging.state) && (
        <MergingProgress sessionId={id} label={t('merging')} done={merging.done} total={merging.total} />
      )}
      {failed && (
        <Notice tone="danger" title={failed.title}>
          {failed.detail}
        </Notice>
      )}
      {table.state === 'CANCELLED' ? (
        <Notice tone="warn" title={after('isCancelled')}>
          {table.note}
        </Notice>
      ) : table.contracts.length === 0 ? (
        <State kind="empty" title={t('merging')} detail={t('mergingHint')} />
      ) : (
        <SigningTable view={toWire(table) as TableView} login={actor.login} />
      )}
    </>
  )
}
