import { getTranslations } from 'next-intl/server'
import { ActDialog } from '@/components/ui/act-dialog'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { pausePaymentAction, resumePaymentAction } from '@/lib/desk/green/actions'
import { greenPayments } from '@/lib/desk/green/payments'
import type { Actor } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'
import { BreachReason, GreenClock } from './cells'

/** Merchants of green batches from their last fulfilled condition to their money. */
export async function GreenPayments({ actor }: { actor: Actor }) {
  const t = await getTranslations('manager.green')
  const roles = await getTranslations('errors.names')
  const { items } = await orNotFound(greenPayments(actor, {}))
  return (
    <Card title={t('payments')} description={t('paymentsHint')} flush>
      <DataTable
        id="green-payments"
        label={t('payments')}
        search={false}
        keyboard={false}
        prefix="p"
        rows={items.map((r) => ({
          id: r.clockId,
          applicationId: r.applicationId,
          name: r.name,
          batch: r.batch,
          days: t('days', { days: r.days }),
          clock: <GreenClock clock={r.clock} over={r.over} endedAt={r.endedAt} />,
          pauses: (
            <span className="flex flex-wrap items-center gap-2">
              {r.pauses > 0 ? `${r.pauses} / 2 ${r.pauseReason ?? ''}` : ''}
              {r.mayPause && (
                <ActDialog
                  label={t('pause')}
                  tone="quiet"
                  fields={[{ name: 'reason', label: t('reason'), kind: 'area', required: true, hint: t('pauseHint') }]}
                  fixed={{ clockId: r.clockId }}
                  action={pausePaymentAction}
                />
              )}
              {r.mayResume && (
                <ActDialog
                  label={t('resume')}
                  fields={[]}
                  fixed={{ clockId: r.clockId }}
                  action={resumePaymentAction}
                />
              )}
            </span>
          ),
          who: r.endedAt && !r.over ? '' : `${r.person ?? roles(r.role)}${r.unit ? ` · ${r.unit.name}` : ''}`,
          why: <BreachReason row={r} />,
        }))}
        columns={[
          { key: 'name', header: t('merchant'), fixed: true, href: '/applications/{applicationId}' },
          { key: 'batch', header: t('batch') },
          { key: 'days', header: t('promise') },
          { key: 'clock', header: t('clock'), type: 'node' },
          { key: 'pauses', header: t('pauses'), type: 'node' },
          { key: 'who', header: t('who') },
          { key: 'why', header: t('why'), type: 'node', wrap: true },
        ]}
        empty={{ title: t('noPayments') }}
      />
    </Card>
  )
}
