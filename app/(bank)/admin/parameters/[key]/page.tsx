import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ParameterDecision } from '@/components/admin/parameter-decision'
import { ParameterForm } from '@/components/admin/parameter-form'
import { PageHeader } from '@/components/shell/page-header'
import { StatusBadge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { parameterHistory } from '@/lib/admin/parameter-changes'
import { parameterName, parameterUnit } from '@/lib/admin/parameter-name'
import { LPR_KEY } from '@/lib/admin/parameters'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Translate } from '@/lib/platform/i18n/translator'
import { toPercent } from '@/lib/platform/money'
import type { Json } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('parameters.title') }
}

const KIND = { PENDING: 'waiting', ACTIVE: 'good', REJECTED: 'refused', SUPERSEDED: 'closed' } as const
type LprRow = { publishedOn: string; oneYear: string; fiveYear: string }

const lprText = (rows: LprRow[]) => rows.map((r) => `${r.publishedOn} ${r.oneYear} ${r.fiveYear}`).join('\n')
const STANDARD_LPR: LprRow[] = PLAN_DEFAULTS.lpr.map((r) => ({
  publishedOn: r.publishedOn.toString(),
  oneYear: toPercent(r.oneYearPpm),
  fiveYear: toPercent(r.fiveYearPpm),
}))

export default async function Parameter({ params }: { params: Promise<{ key: string }> }) {
  const [actor, t, all, { key: encoded }] = [
    await currentActor(),
    await getTranslations('admin'),
    (await getTranslations()) as unknown as Translate,
    await params,
  ]
  const history = await orNotFound(parameterHistory(actor, { key: decodeURIComponent(encoded) }))
  const { key, parameter, versions } = history
  const table = key === LPR_KEY
  const name = parameterName(all, key)
  const unitName = parameterUnit(key)
  const unit = unitName ? t(`parameters.unit.${unitName}`) : null
  const figure = (value: Json) => {
    if (value === null) return t('parameters.backToStandard')
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'common.yes' : 'common.no')
    if (Array.isArray(value)) return lprText(value as unknown as LprRow[])
    return `${String(value)} ${unit ?? ''}`.trim()
  }
  const inForce = versions.find((v) => v.state === 'ACTIVE')?.value
  const lprNow = table && Array.isArray(inForce) ? (inForce as unknown as LprRow[]) : STANDARD_LPR
  const admin = hasRole(actor, 'TENANT_ADMIN')
  return (
    <>
      <PageHeader
        title={name}
        breadcrumb={[{ label: t('parameters.title'), href: '/admin/parameters' }, { label: name }]}
        meta={<code className="font-mono">{key}</code>}
      />
      <div className="grid gap-4">
        {parameter && (
          <Descriptions
            items={[
              { label: t('parameters.value'), value: parameter.value && figure(parameter.value) },
              { label: t('parameters.standard'), value: parameter.standard && figure(parameter.standard) },
              {
                label: t('parameters.range'),
                value: parameter.range && `${parameter.range.min} – ${parameter.range.max} ${unit ?? ''}`,
              },
            ]}
          />
        )}
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
        {admin && (
          <Card title={t('parameters.propose')} description={t('parameters.intro')}>
            <ParameterForm
              parameterKey={key}
              value={table ? lprText(lprNow) : (parameter?.value ?? '')}
              unit={unit}
              today={history.today.toString()}
              table={table}
            />
          </Card>
        )}
      </div>
    </>
  )
}
