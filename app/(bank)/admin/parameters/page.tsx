import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { DataTable } from '@/components/ui/data-table/data-table'
import { parameterList } from '@/lib/admin/parameter-changes'
import { readList, sayIn } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { parameters as parametersList } from '@/lib/desk/lists/settings'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Translate } from '@/lib/platform/i18n/translator'

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
  const query = await searchParams
  const list = await orNotFound(parameterList(actor, {}))
  const shown = parametersList.rows(list, readList(parametersList, query), sayIn(await getLocale(), all))
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} />
      <DataTable
        {...(await listTools(actor, parametersList, query))}
        label={t('title')}
        search={{ placeholder: t('search') }}
        rowHref="/admin/parameters/{key}"
        rows={shown.map((p) => ({
          ...p,
          id: p.key,
          key: encodeURIComponent(p.key),
          value: (
            <span className="flex flex-wrap items-center justify-end gap-x-2 whitespace-normal break-words tabular-nums">
              {p.changed && <Badge tone="accent">{t('changed')}</Badge>}
              {p.value}
            </span>
          ),
        }))}
        columns={[
          { key: 'name', header: t('name'), fixed: true, wrap: true, href: '/admin/parameters/{key}' },
          { key: 'value', header: t('value'), type: 'node', align: 'end' },
          { key: 'standard', header: t('standard'), align: 'end', wrap: true },
          { key: 'range', header: t('range'), align: 'end', wrap: true },
          { key: 'next', header: t('next') },
        ]}
        filters={[
          {
            key: 'feature',
            label: t('feature'),
            type: 'choice',
            multiple: false,
            options: list.features.map((value) => ({ value, label: all(`parameters.${value}`) })),
          },
          { key: 'changed', label: t('changedOnly'), type: 'flag' },
        ]}
        empty={{ title: t('empty') }}
      />
    </>
  )
}
