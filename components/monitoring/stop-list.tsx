import { getTranslations } from 'next-intl/server'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { stops as stopsList } from '@/lib/desk/lists/monitoring'
import { askLiftAction, liftStopAction, setStopAction } from '@/lib/monitoring/actions'
import { stopList } from '@/lib/monitoring/stop-queries'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'

/** What is stopped, why, and what lifts it. */
export async function StopList({ actor, query }: { actor: Actor; query: SearchParams }) {
  const t = await getTranslations('monitoring')
  const asked = readList(stopsList, query, 's')
  const answer = await orNotFound(stopList(actor, { ...stopsList.input(asked), ...pageOf(asked) }))
  const reason: ActField = { name: 'reason', label: t('act.note'), kind: 'area', required: true }
  const settable = [
    ...(hasRole(actor, 'RISK_MGR') ? ['S5', 'S6', 'S7'] : []),
    ...(hasRole(actor, 'TENANT_ADMIN') ? ['S10'] : []),
  ]
  return (
    <Card
      flush
      title={t('stop.title')}
      description={t('stop.hint')}
      actions={
        settable.length > 0 && (
          <ActDialog
            label={t('stop.set')}
            description={t('stop.setHint')}
            tone="danger"
            size="md"
            fields={[
              {
                name: 'code',
                label: t('stop.code'),
                kind: 'choice',
                required: true,
                value: settable[0],
                options: settable.map((c) => ({ value: c, label: `${c} ${t(`stops.${c as 'S1'}`)}` })),
              },
              { name: 'object', label: t('stop.scope'), kind: 'text', hint: t('stop.scopeHint') },
              reason,
            ]}
            action={setStopAction}
          />
        )
      }
    >
      <DataTable
        {...(await listTools(actor, stopsList, query))}
        label={t('stop.title')}
        search={false}
        keyboard={false}
        prefix="s"
        filters={[
          {
            key: 'state',
            label: t('col.state'),
            type: 'choice',
            multiple: true,
            options: (['ACTIVE', 'LIFTED'] as const).map((s) => ({ value: s, label: t(`stop.state.${s}`) })),
          },
        ]}
        page={{ after: answer.nextCursor, before: null }}
        rows={answer.items.map((s) => ({
          id: s.id,
          code: `${s.code} ${t(`stops.${s.code as 'S1'}`)}`,
          scope: s.scope,
          force: <Badge tone={s.force === 'FREEZE_UNDRAWN' ? 'danger' : 'warn'}>{t(`stop.forces.${s.force}`)}</Badge>,
          since: s.since.toString(),
          lift: t(`stop.lifts.${s.lift}`),
          reason: s.liftReason ? `${s.liftAskedBy} · ${s.liftReason}` : (s.reason ?? ''),
          state: t(`stop.state.${s.state as 'ACTIVE'}`),
          act: (
            <span className="flex gap-1">
              {s.mayAsk && (
                <ActDialog label={t('stop.ask')} fields={[reason]} fixed={{ stopId: s.id }} action={askLiftAction} />
              )}
              {s.mayLift && (
                <>
                  <ActDialog
                    label={t('stop.agree')}
                    fields={[reason]}
                    fixed={{ stopId: s.id, agree: true }}
                    action={liftStopAction}
                    tone="primary"
                  />
                  <ActDialog
                    label={t('stop.keep')}
                    fields={[reason]}
                    fixed={{ stopId: s.id, agree: false }}
                    action={liftStopAction}
                  />
                </>
              )}
            </span>
          ),
        }))}
        columns={[
          { key: 'code', header: t('stop.code'), fixed: true, wrap: true },
          { key: 'scope', header: t('stop.scope') },
          { key: 'force', header: t('stop.force'), type: 'node' },
          { key: 'since', header: t('stop.since'), type: 'date' },
          { key: 'lift', header: t('stop.lift'), wrap: true },
          { key: 'reason', header: t('stop.reason'), wrap: true },
          { key: 'state', header: t('col.state') },
          { key: 'act', header: '', type: 'node' },
        ]}
        empty={{ title: t('stop.empty') }}
      />
    </Card>
  )
}
