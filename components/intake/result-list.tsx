import { useTranslations } from 'next-intl'
import { ItemState } from '../batches/batch-state'
import { Card } from '../ui/card'
import { DataTable } from '../ui/data-table/data-table'
import type { ListTools } from '../ui/data-table/types'
import { State } from '../ui/state'

type Result = {
  id: string
  row: string
  name: string
  ownerName: string | null
  stallNo: string | null
  state: string
  requestedFen: bigint | null
  requestedTermMonths: number | null
}

/** Where each merchant stands, as far as its operator may know: that one did not pass, never why (§10.3). */
export function ResultList({
  submitted,
  counts,
  items,
  total,
  next,
  tools,
}: {
  submitted: boolean
  counts: Record<string, number>
  items: Result[]
  total: number
  next: string | null
  tools: ListTools
}) {
  const t = useTranslations()
  if (!submitted)
    return (
      <Card>
        <State kind="empty" title={t('intake.results.none')} />
      </Card>
    )
  return (
    <Card title={t('intake.results.title')} description={t('intake.results.lead')} flush>
      <DataTable
        {...tools}
        label={t('intake.results.title')}
        prefix="r_"
        keyboard={false}
        defaultSize={100}
        search={{ placeholder: t('batches.merchants.search') }}
        filters={[
          {
            key: 'state',
            label: t('batches.merchants.state'),
            type: 'choice',
            multiple: true,
            options: Object.entries(counts).map(([state, count]) => ({
              value: state,
              label: t(`batches.items.${state as 'DRAFT'}`),
              count,
            })),
          },
        ]}
        columns={[
          { key: 'row', header: t('batches.merchants.row'), fixed: true },
          { key: 'name', header: t('batches.merchants.name'), fixed: true },
          { key: 'owner', header: t('batches.merchants.owner') },
          { key: 'stall', header: t('batches.merchants.stall') },
          { key: 'state', header: t('batches.merchants.state'), type: 'node' },
          { key: 'requested', header: t('batches.merchants.requested'), type: 'money' },
          { key: 'term', header: t('batches.merchants.term'), type: 'count' },
        ]}
        rows={items.map((i) => ({
          id: i.id,
          row: i.row,
          name: i.name,
          owner: i.ownerName,
          stall: i.stallNo,
          state: <ItemState state={i.state} />,
          requested: i.requestedFen,
          term: i.requestedTermMonths,
        }))}
        page={{ after: next, before: null, total }}
        empty={{ title: t('batches.merchants.empty') }}
      />
    </Card>
  )
}
