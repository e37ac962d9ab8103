import { getTranslations } from 'next-intl/server'
import { StatusBadge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { versionsOf } from '@/lib/admin/parameter-changes'
import type { Json } from '@/lib/platform/wire'
import { ParameterDecision } from './parameter-decision'

const KIND = { PENDING: 'waiting', ACTIVE: 'good', REJECTED: 'refused', SUPERSEDED: 'closed' } as const

type Props = {
  name: string
  versions: Awaited<ReturnType<typeof versionsOf>>
  /** a value in words */
  figure: (value: Json) => string
  /** whether the reader may decide */
  admin: boolean
}

/** Every change of one parameter: what, from when, why, by whom; what waits can be decided by another person. */
export async function ParameterVersions({ name, versions, figure, admin }: Props) {
  const t = await getTranslations('admin')
  return (
    <Card flush title={t('parameters.versions')}>
      <DataTable
        id="parameter-versions"
        label={t('parameters.versions')}
        search={false}
        keyboard={false}
        rows={versions.map((v) => ({
          id: v.id,
          no: v.versionNo,
          value: <span className="whitespace-pre-line tabular-nums">{figure(v.value)}</span>,
          effectiveFrom: v.effectiveFrom.toString(),
          state: (
            <StatusBadge kind={KIND[v.state as keyof typeof KIND] ?? 'draft'}>
              {t(`parameterState.${v.state}`)}
            </StatusBadge>
          ),
          reason: v.reason ?? '',
          proposedBy: v.proposedBy ?? '',
          decidedBy: v.decidedBy ?? '',
          acts:
            v.state !== 'PENDING' || !admin ? (
              ''
            ) : v.mine ? (
              <span className="text-sm text-ink-2">{t('parameters.mine')}</span>
            ) : (
              <ParameterDecision parameterId={v.id} what={`${name}: ${figure(v.value)}`} />
            ),
        }))}
        columns={[
          { key: 'no', header: t('parameters.version'), type: 'count', fixed: true },
          { key: 'value', header: t('parameters.newValue'), type: 'node' },
          { key: 'effectiveFrom', header: t('parameters.effectiveFrom'), type: 'date' },
          { key: 'state', header: t('common.state'), type: 'node' },
          { key: 'reason', header: t('common.reason'), wrap: true },
          { key: 'proposedBy', header: t('parameters.proposedBy') },
          { key: 'decidedBy', header: t('parameters.decidedBy') },
          { key: 'acts', header: '', type: 'node' },
        ]}
        empty={{ title: t('parameters.noVersions') }}
      />
    </Card>
  )
}
