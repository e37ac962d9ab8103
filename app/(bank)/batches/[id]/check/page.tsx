import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BatchActs } from '@/components/batches/batch-acts'
import { BatchClocks } from '@/components/batches/batch-clocks'
import { BatchState } from '@/components/batches/batch-state'
import { CheckDesk } from '@/components/batches/check-desk'
import type { Papers } from '@/components/batches/check-types'
import { loadBatch } from '@/components/batches/load-batch'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { State } from '@/components/ui/state'
import { Watermark } from '@/components/ui/watermark'
import { MAX_RETURN_ROUNDS } from '@/lib/batches/commands/check'
import { checkList, merchantPapers } from '@/lib/intake/check-queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatInstant } from '@/lib/platform/i18n/format'
import { toWire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('batches.check'))('title') }
}

export default async function Check({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<{ item?: string }>
}) {
  const [actor, t, { id }, { item }] = [
    await currentActor(),
    await getTranslations('batches'),
    await params,
    await searchParams,
  ]
  const { items } = await orNotFound(checkList(actor, { batchId: id }))
  const b = await loadBatch(actor, id)
  const { state, code } = b.overview
  const asked = items.find((m) => m.id === item) ?? items.find((m) => m.state === 'SUBMITTED') ?? items[0]
  const first = asked ? (toWire(await merchantPapers(actor, { applicationId: asked.id })) as unknown as Papers) : null
  const rm = hasRole(actor, 'RM')
  const checking = rm && state === 'SUBMITTED'
  const title = checking ? t('check.title') : t('check.scan')
  const acts = b.acts.filter((a) => a.key === 'accept' || a.key === 'return')
  return (
    <div className="relative">
      <Watermark lines={[`${actor.name} ${actor.login}`, formatInstant(new Date())]} />
      <PageHeader
        title={`${title} ${code}`}
        state={<BatchState state={state} />}
        breadcrumb={[
          { label: t('title'), href: '/batches' },
          { label: code, href: `/batches/${id}` },
          { label: title },
        ]}
        meta={
          <>
            <span>{b.overview.market.name}</span>
            <BatchClocks clocks={b.clocks.filter((c) => c.kind === 'B4')} />
          </>
        }
        actions={checking && <BatchActs {...b.actProps} acts={acts} />}
      />
      {!checking && (
        <Notice className="mb-3">
          {rm ? t('check.notNow', { state: t(`states.${state}`) }) : t('check.readOnly')}
        </Notice>
      )}
      {items.length === 0 ? (
        <Card>
          <State kind="empty" title={t('check.none')} />
        </Card>
      ) : (
        <CheckDesk items={items} first={first} maxRounds={MAX_RETURN_ROUNDS} checking={checking} />
      )}
    </div>
  )
}
