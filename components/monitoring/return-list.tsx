import { getTranslations } from 'next-intl/server'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { returns as returnsList } from '@/lib/desk/lists/monitoring'
import { returnList } from '@/lib/monitoring/return-queries'
import { returnMachine } from '@/lib/monitoring/workflow'
import type { Actor } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'

/** The monthly returns: of all markets for the bank, of its own for an operator. */
export async function ReturnList({ actor, query, base }: { actor: Actor; query: SearchParams; base: string }) {
  const t = await getTranslations('monitoring')
  const asked = readList(returnsList, query, 'r')
  const answer = await orNotFound(returnList(actor, { ...returnsList.input(asked), ...pageOf(asked) }))
  return (
    <Card flush>
      <DataTable
        {...(await listTools(actor, returnsList, query))}
        label={t('return.titles')}
        search={false}
        keyboard={false}
        prefix="r"
        filters={[
          {
            key: 'state',
            label: t('col.state'),
            type: 'choice',
            multiple: true,
            options: returnMachine.states.map((s) => ({ value: s, label: t(`return.state.${s}`) })),
          },
        ]}
        page={{ after: answer.nextCursor, before: null }}
        rowHref={`${base}/{id}`}
        rows={answer.items.map((r) => ({
          id: r.id,
          market: `${r.market.code} ${r.market.name}`,
          month: r.month.toString().slice(0, 7),
          dueOn: r.dueOn.toString(),
          submittedOn: r.submittedOn?.toString() ?? '',
          late: r.lateDays > 0 ? <Badge tone="warn">{t('return.late', { days: r.lateDays })}</Badge> : '',
          rows: r.rows,
          state: t(`return.state.${r.state as 'DUE'}`),
        }))}
        columns={[
          { key: 'market', header: t('col.market'), fixed: true, href: `${base}/{id}` },
          { key: 'month', header: t('return.month') },
          { key: 'dueOn', header: t('col.due'), type: 'date' },
          { key: 'submittedOn', header: t('return.submittedOn'), type: 'date' },
          { key: 'late', header: t('return.lateness'), type: 'node' },
          { key: 'rows', header: t('return.rows'), type: 'count' },
          { key: 'state', header: t('col.state') },
        ]}
        empty={{ title: t('return.empty') }}
      />
    </Card>
  )
}
