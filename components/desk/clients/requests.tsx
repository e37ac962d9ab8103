import { getTranslations } from 'next-intl/server'
import { ActDialog } from '@/components/ui/act-dialog'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import {
  closeRequestAction,
  handOverRequestAction,
  receiveRequestAction,
  takeRequestAction,
} from '@/lib/desk/clients/actions'
import { requestList } from '@/lib/desk/clients/requests'
import { STAFF } from '@/lib/desk/clients/workflow'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'

/** Requests with who was first spoken to, who works on them now, and what came of them. */
export async function Requests({ actor, page }: { actor: Actor; page: { limit: number; cursor?: string } }) {
  const t = await getTranslations('manager.clients')
  const answer = await orNotFound(requestList(actor, page))
  return (
    <Card
      title={t('requests')}
      description={t('requestsHint')}
      flush
      actions={
        hasRole(actor, ...STAFF) && (
          <ActDialog
            label={t('receive')}
            size="md"
            tone="primary"
            fields={[
              { name: 'asker', label: t('asker'), kind: 'text', required: true },
              { name: 'contact', label: t('contact'), kind: 'text' },
              { name: 'content', label: t('content'), kind: 'area', required: true },
              { name: 'market', label: t('market'), kind: 'text', hint: t('marketHint') },
            ]}
            action={receiveRequestAction}
          />
        )
      }
    >
      <DataTable
        id="requests"
        label={t('requests')}
        search={false}
        keyboard={false}
        prefix="q"
        page={{ after: answer.nextCursor, before: null }}
        rows={answer.items.map((r) => ({
          id: r.id,
          number: r.number,
          asker: r.asker,
          content: r.result ? `${r.content} · ${r.result}` : r.content,
          first: r.first ?? '',
          owner: r.handedTo ? `${r.owner} → ${r.handedTo}` : (r.owner ?? ''),
          state: t(`requestState.${r.state as 'OPEN'}`),
          act: (
            <span className="flex flex-wrap gap-1">
              {r.asksMe &&
                ([true, false] as const).map((accept) => (
                  <ActDialog
                    key={String(accept)}
                    label={t(accept ? 'take' : 'decline')}
                    tone={accept ? 'primary' : 'default'}
                    fields={[]}
                    fixed={{ requestId: r.id, accept }}
                    action={takeRequestAction}
                  />
                ))}
              {r.mine && (
                <>
                  <ActDialog
                    label={t('handOver')}
                    tone="quiet"
                    fields={[
                      { name: 'to', label: t('to'), kind: 'text', required: true, hint: t('loginHint') },
                      { name: 'reason', label: t('note'), kind: 'area', required: true },
                    ]}
                    fixed={{ requestId: r.id }}
                    action={handOverRequestAction}
                  />
                  <ActDialog
                    label={t('close')}
                    fields={[{ name: 'result', label: t('result'), kind: 'area', required: true }]}
                    fixed={{ requestId: r.id }}
                    action={closeRequestAction}
                  />
                </>
              )}
            </span>
          ),
        }))}
        columns={[
          { key: 'number', header: t('number'), fixed: true },
          { key: 'asker', header: t('asker') },
          { key: 'content', header: t('content'), wrap: true },
          { key: 'first', header: t('first') },
          { key: 'owner', header: t('owner') },
          { key: 'state', header: t('stateOf') },
          { key: 'act', header: '', type: 'node' },
        ]}
        empty={{ title: t('noRequests') }}
      />
    </Card>
  )
}
