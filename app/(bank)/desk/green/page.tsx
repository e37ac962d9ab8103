import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BreachReason, GreenClock } from '@/components/desk/green/cells'
import { GreenPayments } from '@/components/desk/green/payments'
import { PageHeader } from '@/components/shell/page-header'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { greenBoard } from '@/lib/desk/green/board'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.green'))('title') }
}

/** The green channel: three or seven working days to the result, two from the conditions to the money, whose hands it is in, and why it took longer. */
export default async function Green() {
  const [actor, t] = [await currentActor(), await getTranslations('manager.green')]
  const roles = await getTranslations('errors.names')
  const states = await getTranslations('batches.states')
  const board = await orNotFound(greenBoard(actor, {}))
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} />
      <div className="mb-4 grid grid-cols-2 gap-2 sm:grid-cols-5">
        <Stat label={t('running')} value={board.counts.running} />
        <Stat label={t('over')} value={board.counts.over} tone={board.counts.over > 0 ? 'danger' : undefined} />
        <Stat label={t('finished')} value={board.counts.finished} />
        <Stat label={t('inTime')} value={board.counts.inTime} tone="ok" />
        <Stat
          label={t('unexplained')}
          value={board.counts.unexplained}
          tone={board.counts.unexplained > 0 ? 'warn' : undefined}
        />
      </div>
      <Card title={t('batches')} flush className="mb-4">
        <DataTable
          id="green-channel"
          label={t('title')}
          search={false}
          keyboard={false}
          rows={board.items.map((r) => ({
            id: r.clockId,
            batchId: r.batchId,
            batch: r.batch,
            market: r.market,
            stage: states.has(r.state) ? states(r.state as 'SCORING') : r.state,
            days: t('days', { days: r.days }),
            clock: <GreenClock clock={r.clock} over={r.over} endedAt={r.endedAt} />,
            pauses: r.pauses > 0 ? `${r.pauses} / 2 ${r.pauseReason ?? ''}` : '',
            who: r.endedAt && !r.over ? '' : `${r.person ?? roles(r.role)}${r.unit ? ` · ${r.unit.name}` : ''}`,
            why: <BreachReason row={r} />,
          }))}
          columns={[
            { key: 'batch', header: t('batch'), fixed: true, href: '/batches/{batchId}' },
            { key: 'market', header: t('market') },
            { key: 'stage', header: t('stage') },
            { key: 'days', header: t('promise') },
            { key: 'clock', header: t('clock'), type: 'node' },
            { key: 'pauses', header: t('pauses') },
            { key: 'who', header: t('who') },
            { key: 'why', header: t('why'), type: 'node', wrap: true },
          ]}
          empty={{ title: t('none') }}
        />
      </Card>
      <GreenPayments actor={actor} />
    </>
  )
}
