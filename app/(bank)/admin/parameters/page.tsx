import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { parameterName, parameterUnit } from '@/components/admin/parameter-name'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readListParams } from '@/components/ui/data-table/params'
import { parameterList } from '@/lib/admin/parameter-changes'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Json } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('parameters.title') }
}

type Search = Promise<Record<string, string | string[]>>

export default async function Parameters({ searchParams }: { searchParams: Search }) {
  const [actor, t, all] = [
    await currentActor(),
    await getTranslations('admin.parameters'),
    (await getTranslations()) as unknown as Translate,
  ]
  const { q, filters } = readListParams(await searchParams, {
    sort: [],
    defaultSort: 'name',
    filters: ['feature', 'changed'],
  })
  const list = await orNotFound(parameterList(actor, {}))
  const feature = filters.feature?.[0]
  const named = [
    ...list.items,
    { key: list.lprKey, feature: 'plans', value: null, standard: null, range: null, changed: false, next: null },
  ].map((p) => ({ ...p, name: parameterName(all, p.key) }))
  const shown = named.filter(
    (p) =>
      (!feature || p.feature === feature) &&
      (!filters.changed || p.changed || p.next !== null) &&
      (q === '' || p.name.toLowerCase().includes(q.toLowerCase()) || p.key.includes(q)),
  )
  const unit = (key: string) => {
    const u = parameterUnit(key)
    return u ? t(`unit.${u}`) : ''
  }
  const figure = (value: Json, key: string) => {
    if (value === null) return t('backToStandard')
    if (value === 'true' || value === 'false') return all(`admin.common.${value === 'true' ? 'yes' : 'no'}`)
    return typeof value === 'string' ? `${value} ${unit(key)}`.trim() : '…'
  }
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} />
      <DataTable
        id="parameters"
        label={t('title')}
        search={{ placeholder: t('search') }}
        rowHref="/admin/parameters/{key}"
        rows={shown.map((p) => ({
          id: p.key,
          key: encodeURIComponent(p.key),
          name: p.name,
          value: (
            <span className="flex items-center justify-end gap-2 tabular-nums">
              {p.changed && <Badge tone="accent">{t('changed')}</Badge>}
              {p.key === list.lprKey ? '…' : p.value === null || p.value === '' ? t('unset') : figure(p.value, p.key)}
            </span>
          ),
          standard: p.standard === null ? '' : figure(p.standard, p.key),
          range: p.range ? `${p.range.min} – ${p.range.max} ${unit(p.key)}` : '',
          next: p.next
            ? t(p.next.state === 'PENDING' ? 'pending' : 'from', {
                value: figure(p.next.value, p.key),
                date: p.next.effectiveFrom.toString(),
              })
            : '',
        }))}
        columns={[
          { key: 'name', header: t('name'), fixed: true, wrap: true, href: '/admin/parameters/{key}' },
          { key: 'value', header: t('value'), type: 'node', align: 'end' },
          { key: 'standard', header: t('standard'), align: 'end' },
          { key: 'range', header: t('range'), align: 'end' },
          { key: 'next', header: t('next') },
        ]}
        filters={[
          {
            key: 'feature',
            label: t('feature'),
            type: 'choice',
            options: list.features.map((value) => ({ value, label: all(`parameters.${value}`) })),
          },
          { key: 'changed', label: t('changedOnly'), type: 'flag' },
        ]}
        empty={{ title: t('empty') }}
      />
    </>
  )
}
