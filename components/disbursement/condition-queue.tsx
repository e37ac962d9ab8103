'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button, TextLink } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { ListTools } from '@/components/ui/data-table/types'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { recheckConditionsAction } from '@/lib/disbursement/actions'
import type { conditionQueue } from '@/lib/disbursement/queries'
import type { Wire } from '@/lib/platform/wire'
import { DrawdownBadge, ItemBadge } from './badges'
import { SubmitEvidenceDialog, VerifyDialog } from './evidence-dialogs'

export type QueueView = Wire<Awaited<ReturnType<typeof conditionQueue>>>

/** Every application on its way to the money with what is open; evidence is brought and verified for all chosen rows at once. */
export function ConditionQueue({
  view,
  today,
  tools,
  maySubmit,
  mayVerify,
}: {
  view: QueueView
  today: string
  tools: ListTools
  maySubmit: boolean
  mayVerify: boolean
}) {
  const t = useTranslations('disbursement.screen')
  const [chosen, setChosen] = useState<string[]>([])
  const act = useAct()
  const rows = view.items.filter((i) => chosen.includes(i.id))
  const keys = (codes: (i: QueueView['items'][number]) => string[]) =>
    rows.flatMap((i) => codes(i).map((code) => ({ applicationId: i.id, code })))
  return (
    <div>
      {(maySubmit || mayVerify) && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line bg-sunken/60 px-4 py-2">
          <span className="text-sm text-ink-2" aria-live="polite">
            {t('chosen', { count: chosen.length })}
          </span>
          {maySubmit && <SubmitEvidenceDialog items={keys((i) => i.toBring)} today={today} />}
          {mayVerify && <VerifyDialog items={keys((i) => i.submitted)} />}
          <Button
            size="sm"
            busy={act.busy}
            disabled={chosen.length === 0}
            onClick={() =>
              act.run(
                () => recheckConditionsAction({ applicationIds: chosen }),
                (v) =>
                  toast.ok(
                    t('rechecked', {
                      count: v.results.length,
                      ready: v.results.filter((r) => r.open.length === 0).length,
                    }),
                  ),
              )
            }
          >
            {t('recheck')}
          </Button>
          {act.problem}
        </div>
      )}
      <DataTable
        {...tools}
        label={t('queue')}
        rowHref="/disbursement/{id}"
        search={{ placeholder: t('search') }}
        onSelectionChange={setChosen}
        bulk={[
          {
            key: 'recheck',
            label: t('recheck'),
            action: async (ids) => recheckConditionsAction({ applicationIds: ids }),
          },
        ]}
        filters={[
          {
            key: 'state',
            label: t('state'),
            type: 'choice',
            multiple: false,
            options: (['CP_PENDING', 'READY_TO_DRAW'] as const).map((s) => ({ value: s, label: t(`filter.${s}`) })),
          },
        ]}
        page={{ after: view.nextCursor, before: null }}
        rows={view.items}
        columns={[
          { key: 'row', header: t('row'), align: 'end' },
          {
            key: 'name',
            header: t('merchant'),
            fixed: true,
            cell: (r) => <TextLink href={`/disbursement/${r.id}`}>{r.name}</TextLink>,
          },
          { key: 'stallNo', header: t('stall') },
          { key: 'batch', header: t('batch') },
          { key: 'approved', header: t('approved'), type: 'money' },
          {
            key: 'open',
            header: t('open'),
            cell: (r) => (
              <span className="flex flex-wrap gap-1">
                {r.open.length === 0 ? (
                  <Badge tone="ok">{t('none')}</Badge>
                ) : (
                  r.open.map((c) => (
                    <Badge
                      key={c}
                      tone={r.submitted.includes(c) ? 'info' : 'neutral'}
                      title={r.submitted.includes(c) ? t('waitsVerify') : undefined}
                    >
                      {c}
                    </Badge>
                  ))
                )}
              </span>
            ),
            wrap: true,
          },
          {
            key: 'marginPaid',
            header: t('margin'),
            cell: (r) =>
              Number(r.marginPaid) >= Number(r.marginRequired) ? (
                <Badge tone="ok">{t('marginPaid')}</Badge>
              ) : (
                <Badge tone="warn">{t('marginShort')}</Badge>
              ),
          },
          {
            key: 'drawdown',
            header: t('drawdown'),
            cell: (r) =>
              r.drawdown ? <DrawdownBadge state={r.drawdown.state} /> : <span className="text-ink-3">—</span>,
          },
          { key: 'state', header: t('state'), cell: (r) => <ItemBadge state={r.state} /> },
        ]}
        empty={{ title: t('noItems'), detail: t('noItemsHint') }}
      />
    </div>
  )
}
