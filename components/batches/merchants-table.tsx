'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { dropItemAction, splitBatchAction } from '@/lib/batches/actions'
import { Button } from '../ui/button'
import { Card } from '../ui/card'
import { DataTable } from '../ui/data-table/data-table'
import type { BulkAction, Column, ListTools } from '../ui/data-table/types'
import { ReasonDialog } from '../ui/reason-dialog'
import { toast } from '../ui/toast'
import { ItemState } from './batch-state'

export type MerchantRow = {
  id: string
  row: string
  rank: number | null
  name: string
  owner: string | null
  stall: string | null
  state: string
  rounds: number
  requested: bigint | null
  term: number | null
  score: number | null
  grade: string | null
  approved: bigint | null
  /** may go to another batch */
  splits: boolean
  /** may be taken out for good */
  drops: boolean
}

/** The merchants of a batch: found, filtered and sorted by address; the customer manager splits many off or drops one. */
export function MerchantsTable({
  batchId,
  rows,
  page,
  rowHref,
  states,
  grades,
  tools,
  second,
  planned,
}: {
  batchId: string
  rows: MerchantRow[]
  page: { after: string | null; total: number }
  rowHref: string
  states: { value: string; count: number }[]
  grades: string[]
  tools: ListTools
  /** a split here waits for a second person */
  second: boolean
  /** the merchants have a line in a plan under decision or in force */
  planned: boolean
}) {
  const t = useTranslations('batches')
  const [dropping, setDropping] = useState<MerchantRow | null>(null)
  const acts = rows.some((r) => r.drops)
  const bulk = useMemo<BulkAction[]>(
    () =>
      rows.some((r) => r.splits)
        ? [
            {
              key: 'split',
              label: t('merchants.split'),
              needs: 'splits',
              reason: 'required',
              reasonLabel: t('ask.splitReason'),
              confirm: (count) =>
                [
                  t('ask.bulkSplitText', { count }),
                  ...(planned ? [t('ask.bulkSplitPlanned')] : []),
                  ...(second ? [t('ask.bulkSplitSecond')] : []),
                ].join(' '),
              // with a plan under decision the dialog says that the batch goes on with however many are left
              action: (ids, reason) =>
                splitBatchAction({ batchId, applicationIds: ids, reason: reason ?? '', confirmSmall: planned }),
              done: (value) => {
                const v = value as { status: string; moved?: number; childCode?: string }
                return v.status === 'SPLIT'
                  ? t('split.done', { count: v.moved ?? 0, code: v.childCode ?? '' })
                  : t('split.waiting')
              },
            },
          ]
        : [],
    [rows, t, batchId, second, planned],
  )
  const columns = useMemo<Column<MerchantRow>[]>(
    () => [
      { key: 'name', header: t('merchants.name'), href: rowHref, fixed: true },
      { key: 'row', header: t('merchants.row'), sort: true, align: 'end' },
      { key: 'owner', header: t('merchants.owner'), hidden: true },
      { key: 'stall', header: t('merchants.stall') },
      {
        key: 'state',
        header: t('merchants.state'),
        cell: (r) => (
          <span className="inline-flex flex-wrap items-center gap-x-2">
            <ItemState state={r.state} />
            {r.rounds > 0 && <span className="text-xs text-ink-2">{t('merchants.returned', { count: r.rounds })}</span>}
          </span>
        ),
      },
      { key: 'rank', header: t('merchants.rank'), type: 'count', sort: true },
      { key: 'requested', header: t('merchants.requested'), type: 'money', sort: true },
      { key: 'term', header: t('merchants.term'), type: 'count', hidden: true },
      { key: 'score', header: t('merchants.score'), type: 'count', sort: true },
      { key: 'grade', header: t('merchants.grade') },
      { key: 'approved', header: t('merchants.approved'), type: 'money', sort: true },
      ...(acts
        ? [
            {
              key: 'act',
              header: t('merchants.act'),
              align: 'end' as const,
              cell: (r: MerchantRow) =>
                r.drops && (
                  <Button size="sm" tone="quiet" onClick={() => setDropping(r)}>
                    {t('merchants.drop')}
                  </Button>
                ),
            },
          ]
        : []),
    ],
    [t, rowHref, acts],
  )
  return (
    <Card flush>
      <DataTable
        {...tools}
        label={t('tabs.merchants')}
        rowHref={rowHref}
        search={{ placeholder: t('merchants.search') }}
        filters={[
          {
            key: 'state',
            label: t('merchants.state'),
            type: 'choice',
            multiple: true,
            options: states.map((s) => ({ ...s, label: t(`items.${s.value as 'DRAFT'}`) })),
          },
          ...(grades.length > 0
            ? [
                {
                  key: 'grade',
                  label: t('merchants.gradeFilter'),
                  type: 'choice' as const,
                  multiple: true,
                  options: grades.map((g) => ({ value: g, label: g })),
                },
              ]
            : []),
        ]}
        defaultSort="row"
        defaultSize={100}
        columns={columns}
        rows={rows}
        page={{ after: page.after, before: null, total: page.total }}
        bulk={bulk}
        empty={{ title: t('merchants.empty') }}
      />
      <ReasonDialog
        open={dropping !== null}
        onOpenChange={(open) => !open && setDropping(null)}
        title={t('ask.dropTitle', { name: dropping?.name ?? '' })}
        description={t('ask.dropText')}
        confirmLabel={t('ask.drop')}
        reasonLabel={t('ask.dropReason')}
        tone="danger"
        action={(reason) => dropItemAction({ applicationId: dropping?.id ?? '', reason })}
        onDone={() => void toast.ok(t('done.drop'))}
      />
    </Card>
  )
}
