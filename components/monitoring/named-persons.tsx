import { useTranslations } from 'next-intl'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { assignMonitorAction } from '@/lib/monitoring/actions'
import type { monitorList } from '@/lib/monitoring/monitor-queries'

/** Each market and partner with its named person and deputy; those without one come first. */
export function NamedPersons({ persons }: { persons: Awaited<ReturnType<typeof monitorList>> }) {
  const t = useTranslations('monitoring.line')
  const people = (type: 'MARKET' | 'PARTY') =>
    (persons.candidates?.[type] ?? []).map((u) => ({ value: u.id, label: `${u.name} · ${u.login}` }))
  return (
    <Card flush>
      <DataTable
        id="named-persons"
        label={t('persons')}
        search={false}
        keyboard={false}
        rows={persons.items.map((p) => ({
          id: `${p.type}-${p.id}`,
          object: `${p.code} ${p.name}`,
          line: (
            <span className="flex gap-1">
              <Badge>{t(`lines.${p.type}`)}</Badge>
              {p.grade && <Badge tone="accent">{p.grade}</Badge>}
            </span>
          ),
          named: p.named ?? <Badge tone="warn">{t('none')}</Badge>,
          deputy: p.deputy ?? '',
          since: p.since?.toString() ?? '',
          last: p.lastOn?.toString() ?? '',
          next: p.nextOn?.toString() ?? '',
          act: persons.candidates && (
            <ActDialog
              label={t('assign')}
              title={p.name}
              description={t('assignHint')}
              fields={[
                {
                  name: 'userId',
                  label: t('named'),
                  kind: 'choice',
                  required: true,
                  value: p.namedId ?? '',
                  options: people(p.type),
                },
                {
                  name: 'deputyId',
                  label: t('deputy'),
                  kind: 'choice',
                  value: p.deputyId ?? '',
                  options: people(p.type),
                },
              ]}
              fixed={{ objectType: p.type, objectId: p.id }}
              action={assignMonitorAction}
            />
          ),
        }))}
        columns={[
          { key: 'object', header: t('object'), fixed: true, wrap: true },
          { key: 'line', header: t('line'), type: 'node' },
          { key: 'named', header: t('named'), type: 'node' },
          { key: 'deputy', header: t('deputy') },
          { key: 'since', header: t('since'), type: 'date' },
          { key: 'last', header: t('last'), type: 'date' },
          { key: 'next', header: t('next'), type: 'date' },
          { key: 'act', header: '', type: 'node' },
        ]}
        empty={{ title: t('noObjects') }}
      />
    </Card>
  )
}
