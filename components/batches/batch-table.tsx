import { useTranslations } from 'next-intl'
import { DataTable } from '../ui/data-table/data-table'
import type { ListTools } from '../ui/data-table/types'
import { SlaClock } from '../ui/sla-clock'
import { BatchState } from './batch-state'

const STATES = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'ACCEPTED',
  'SCORING',
  'PLAN_DRAFTING',
  'IN_REVIEW',
  'COUNTERSIGNING',
  'APPROVED',
  'APPROVED_WITH_CONDITIONS',
  'CONTRACTING',
  'DISBURSING',
  'ACTIVE',
  'SUSPENDED',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
  'CLOSED',
  'SUPERSEDED',
] as const

export type BatchRow = {
  id: string
  code: string
  market: { code: string; name: string }
  mode: string
  state: string
  stage: string
  merchants: number
  requestedFen: bigint
  createdAt: Date
}
type Clock = {
  batchId: string
  kind: string
  state: 'RUN' | 'PAUSED' | 'DUE' | 'OVERDUE'
  leftMinutes: number
  dueAt: Date
}

/** Batches with stage and clock: the same list for the bank and, without clocks and staff filters, for an operator. */
export function BatchTable({
  rows,
  clocks,
  next,
  path,
  mine,
  tools,
}: {
  rows: BatchRow[]
  clocks: Clock[]
  next: string | null
  path: string
  mine: boolean
  tools: ListTools
}) {
  const t = useTranslations('batches')
  return (
    <DataTable
      {...tools}
      label={t('title')}
      rowHref={`${path}/{id}`}
      search={{ placeholder: t('list.search') }}
      filters={[
        {
          key: 'state',
          label: t('list.state'),
          type: 'choice',
          multiple: true,
          options: STATES.map((s) => ({ value: s, label: t(`states.${s}`) })),
        },
        ...(mine ? [{ key: 'mine', label: t('list.mine'), type: 'flag' as const }] : []),
      ]}
      columns={[
        { key: 'code', header: t('list.code'), href: `${path}/{id}`, fixed: true },
        { key: 'market', header: t('list.market') },
        { key: 'mode', header: t('list.mode') },
        { key: 'state', header: t('list.state'), type: 'node' },
        { key: 'stage', header: t('list.stage') },
        { key: 'merchants', header: t('list.merchants'), type: 'count' },
        { key: 'requested', header: t('list.requested'), type: 'money' },
        { key: 'clock', header: t('list.sla'), type: 'node' },
        { key: 'created', header: t('list.created'), type: 'date' },
      ]}
      rows={rows.map((b) => {
        const clock = clocks.find((c) => c.batchId === b.id && c.kind !== 'TOTAL')
        return {
          id: b.id,
          code: b.code,
          market: b.market.name,
          mode: t(`modes.${b.mode as 'JG'}`),
          state: <BatchState state={b.state} />,
          stage: t(`stages.${b.stage as 'INTAKE'}`),
          merchants: b.merchants,
          requested: b.requestedFen,
          clock: clock && <SlaClock compact state={clock.state} leftMinutes={clock.leftMinutes} dueAt={clock.dueAt} />,
          created: b.createdAt.toISOString().slice(0, 10),
        }
      })}
      page={{ after: next, before: null }}
      empty={{ title: t('list.empty'), detail: t('list.emptyDetail') }}
    />
  )
}
