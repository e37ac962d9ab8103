import { getTranslations } from 'next-intl/server'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { confirmExitAction, decideLostAction, reportLostAction } from '@/lib/desk/clients/actions'
import { dormantClients, lostList } from '@/lib/desk/clients/lost'
import { LOST_REASONS } from '@/lib/desk/rules/clients'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'

/** Lost customers with what is still to be done, and clients with whom nothing moved for ninety days. */
export async function LostClients({ actor, page }: { actor: Actor; page: { limit: number; cursor?: string } }) {
  const t = await getTranslations('manager.clients')
  const lost = await orNotFound(lostList(actor, page))
  const dormant = await orNotFound(dormantClients(actor, {}))
  return (
    <div className="space-y-4">
      <Card title={t('lost')} description={t('lostHint')} flush>
        <DataTable
          id="lost-customers"
          label={t('lost')}
          search={false}
          keyboard={false}
          prefix="l"
          page={{ after: lost.nextCursor, before: null }}
          rows={lost.items.map((r) => ({
            id: r.id,
            merchantId: r.merchantId,
            merchant: r.merchant,
            market: r.market,
            rm: r.rm ?? '',
            evidence: `${t(`evidence.${r.evidence as 'OTHER_BANK_LOAN'}`)} ${r.detail}`,
            until: (
              <span className="flex items-center gap-1.5">
                {r.recoverBy.toString()}
                {r.late && <Badge tone="danger">{t('late')}</Badge>}
              </span>
            ),
            reason: r.reason ? `${t(`reason.${r.reason as 'PRICE'}`)} ${r.note ?? ''}` : '',
            state: t(`state.${r.state as 'LOST'}`),
            act: (
              <span className="flex flex-wrap gap-1">
                {r.mine && r.allowedEvents.includes('give-up') && (
                  <ActDialog
                    label={t('decide')}
                    fields={[
                      {
                        name: 'reason',
                        label: t('outcome'),
                        kind: 'choice',
                        required: true,
                        options: (['RECOVERED', ...LOST_REASONS] as const).map((x) => ({ value: x, label: t(`reason.${x}`) })), // biome-ignore format: one line
                      },
                      { name: 'note', label: t('note'), kind: 'area', required: true },
                    ]}
                    fixed={{ lostId: r.id }}
                    action={decideLostAction}
                  />
                )}
                {r.allowedEvents.includes('confirm-exit') &&
                  ([true, false] as const).map((agree) => (
                    <ActDialog
                      key={String(agree)}
                      label={t(agree ? 'agree' : 'refuse')}
                      tone={agree ? 'primary' : 'default'}
                      fields={[{ name: 'note', label: t('note'), kind: 'area', required: true }]}
                      fixed={{ lostId: r.id, agree }}
                      action={confirmExitAction}
                    />
                  ))}
              </span>
            ),
          }))}
          columns={[
            { key: 'merchant', header: t('merchant'), fixed: true, href: '/merchants/{merchantId}' },
            { key: 'market', header: t('market') },
            { key: 'rm', header: t('rm') },
            { key: 'evidence', header: t('shown'), wrap: true },
            { key: 'until', header: t('recoverBy'), type: 'node' },
            { key: 'reason', header: t('outcome'), wrap: true },
            { key: 'state', header: t('stateOf') },
            { key: 'act', header: '', type: 'node' },
          ]}
          empty={{ title: t('noLost') }}
        />
      </Card>
      <Card title={t('dormant')} description={t('dormantHint')} flush>
        <DataTable
          id="dormant-clients"
          label={t('dormant')}
          search={false}
          keyboard={false}
          prefix="d"
          rows={dormant.items.map((m) => ({
            id: m.id,
            name: m.name,
            market: m.market,
            last: m.last.toString(),
            act: hasRole(actor, 'RM', 'POST_MKT', 'RISK_MGR') && (
              <ActDialog
                label={t('report')}
                fields={[
                  {
                    name: 'evidence',
                    label: t('shown'),
                    kind: 'choice',
                    required: true,
                    value: 'OTHER_BANK_LOAN',
                    options: (['OTHER_BANK_LOAN', 'SETTLEMENT_MOVED'] as const).map((x) => ({ value: x, label: t(`evidence.${x}`) })), // biome-ignore format: one line
                  },
                  { name: 'detail', label: t('note'), kind: 'area', required: true },
                ]}
                fixed={{ merchantId: m.id }}
                action={reportLostAction}
              />
            ),
          }))}
          columns={[
            { key: 'name', header: t('merchant'), fixed: true, href: '/merchants/{id}' },
            { key: 'market', header: t('market') },
            { key: 'last', header: t('lastMoved') },
            { key: 'act', header: '', type: 'node' },
          ]}
          empty={{ title: t('noDormant') }}
        />
      </Card>
    </div>
  )
}
