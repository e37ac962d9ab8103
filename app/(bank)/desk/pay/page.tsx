import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { WhatIf } from '@/components/desk/pay/what-if'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { answerPayAction, confirmPayAction, objectToPayAction } from '@/lib/desk/pay/actions'
import { payList, payPreview } from '@/lib/desk/pay/pay'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.pay'))('title') }
}

/** A manager's pay with every step of its arithmetic: a floor, no cap, and what the quality of the book takes off. */
export default async function Pay({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.pay'), await searchParams]
  const cursor = typeof query.pafter === 'string' ? { cursor: query.pafter } : {}
  const answer = await orNotFound(payList(actor, cursor))
  const preview = hasRole(actor, 'RM') ? await orNotFound(payPreview(actor, {})) : null
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} />
      <div className="space-y-4">
        {preview && (
          <Card title={t('now', { month: preview.month.toString().slice(0, 7) })} description={t('nowHint')}>
            <p className="text-2xl font-semibold">
              <Explain trace={preview.trace} />
            </p>
          </Card>
        )}
        {preview && <WhatIf inputs={preview.inputs} terms={preview.terms} />}
        <Card title={t('statements')} flush>
          <DataTable
            id="pay-statements"
            label={t('statements')}
            search={false}
            keyboard={false}
            prefix="p"
            page={{ after: answer.nextCursor, before: null }}
            rows={answer.items.map((s) => ({
              id: s.id,
              month: s.month.toString().slice(0, 7),
              person: s.person,
              pay: <Explain trace={s.trace} />,
              bonus: s.pay.bonusFen,
              now: s.pay.nowFen,
              deferral: s.deferral ? (
                <span className="flex flex-wrap items-center gap-2">
                  {s.deferral.trace ? (
                    <>
                      {t('released')} <Money value={s.deferral.releasedFen} />
                      {s.deferral.clawedFen > 0n && (
                        <Badge tone="danger">
                          {t('clawed')} <Explain trace={s.deferral.trace} />
                        </Badge>
                      )}
                    </>
                  ) : (
                    <>
                      <Money value={s.deferral.heldFen} /> {t('until', { day: s.deferral.releaseOn.toString() })}
                    </>
                  )}
                </span>
              ) : (
                <Money value={s.pay.deferredFen} />
              ),
              state: (
                <span className="flex flex-wrap items-center gap-1.5">
                  {t(`state.${s.state as 'ISSUED'}`)}
                  {s.state === 'ISSUED' && (
                    <span className="text-ink-2">{t('confirmBy', { day: s.confirmBy.toString() })}</span>
                  )}
                  {s.answerLate && <Badge tone="danger">{t('answerLate')}</Badge>}
                  {s.objection && <span className="text-ink-2">{s.objection}</span>}
                  {s.answer && <span>{s.answer}</span>}
                </span>
              ),
              act: (
                <span className="flex flex-wrap gap-1">
                  {s.allowedEvents.includes('confirm') && (
                    <ActDialog
                      label={t('confirm')}
                      tone="primary"
                      fields={[]}
                      fixed={{ statementId: s.id }}
                      action={confirmPayAction}
                    />
                  )}
                  {s.allowedEvents.includes('object') && (
                    <ActDialog
                      label={t('object')}
                      fields={[{ name: 'objection', label: t('objection'), kind: 'area', required: true }]}
                      fixed={{ statementId: s.id }}
                      action={objectToPayAction}
                    />
                  )}
                  {s.allowedEvents.includes('answer') && (
                    <ActDialog
                      label={t('answer')}
                      tone="primary"
                      fields={[{ name: 'answer', label: t('answer'), kind: 'area', required: true }]}
                      fixed={{ statementId: s.id }}
                      action={answerPayAction}
                    />
                  )}
                </span>
              ),
            }))}
            columns={[
              { key: 'month', header: t('month'), fixed: true },
              { key: 'person', header: t('person') },
              { key: 'pay', header: t('pay'), type: 'node' },
              { key: 'bonus', header: t('bonus'), type: 'money' },
              { key: 'now', header: t('paidNow'), type: 'money' },
              { key: 'deferral', header: t('deferred'), type: 'node' },
              { key: 'state', header: t('stateOf'), type: 'node', wrap: true },
              { key: 'act', header: '', type: 'node' },
            ]}
            empty={{ title: t('none') }}
          />
        </Card>
      </div>
    </>
  )
}
