import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { DataTable } from '@/components/ui/data-table/data-table'
import { errorTextList } from '@/lib/admin/error-texts'
import { readList, sayIn } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { errorTexts } from '@/lib/desk/lists/error-texts'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Translate } from '@/lib/platform/i18n/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('texts.title') }
}

export default async function ErrorTexts({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, all] = [
    await currentActor(),
    await getTranslations('admin'),
    (await getTranslations()) as unknown as Translate,
  ]
  const query = await searchParams
  const list = await orNotFound(errorTextList(actor, {}))
  const shown = errorTexts.rows(list, readList(errorTexts, query), sayIn(await getLocale(), all))
  return (
    <>
      <PageHeader title={t('texts.title')} meta={<span>{t('texts.intro')}</span>} />
      <DataTable
        {...(await listTools(actor, errorTexts, query))}
        label={t('texts.title')}
        search={{ placeholder: t('texts.search') }}
        rowHref="/admin/texts/{code}"
        rows={shown.map((row) => ({
          id: row.code,
          code: row.code,
          title: row.title,
          detail: row.detail,
          own: row.changed ? <Badge tone="accent">{t('texts.own')}</Badge> : '',
          next: row.next,
        }))}
        columns={[
          { key: 'title', header: t('texts.titleColumn'), fixed: true, wrap: true, href: '/admin/texts/{code}' },
          { key: 'detail', header: t('texts.detail'), wrap: true },
          { key: 'code', header: t('texts.code') },
          { key: 'own', header: t('parameters.changed'), type: 'node' },
          { key: 'next', header: t('parameters.next') },
        ]}
        filters={[{ key: 'changed', label: t('parameters.changedOnly'), type: 'flag' }]}
        empty={{ title: t('texts.empty') }}
      />
    </>
  )
}
