import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ErrorTextForm } from '@/components/admin/error-text-form'
import { ParameterVersions } from '@/components/admin/parameter-versions'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { errorTextDetail } from '@/lib/admin/error-texts'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Json } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('texts.title') }
}

type Row = { locale: string; title: string; detail: string }

export default async function ErrorText({ params }: { params: Promise<{ code: string }> }) {
  const [actor, t, { code: encoded }] = [await currentActor(), await getTranslations('admin'), await params]
  const text = await orNotFound(errorTextDetail(actor, { code: decodeURIComponent(encoded) }))
  const admin = hasRole(actor, 'TENANT_ADMIN')
  const said = (rows: Row[], locale: string) => rows.find((r) => r.locale === locale) ?? { title: '', detail: '' }
  const figure = (value: Json) =>
    Array.isArray(value)
      ? (value as unknown as Row[]).map((r) => `${r.title}\n${r.detail}`).join('\n\n')
      : t('texts.standard')
  const words = (rows: Row[], locale: string) => (
    <span lang={locale}>
      <span className="font-medium">{said(rows, locale).title}</span>
      <br />
      {said(rows, locale).detail}
    </span>
  )
  return (
    <>
      <PageHeader
        title={text.code}
        breadcrumb={[{ label: t('texts.title'), href: '/admin/texts' }, { label: text.code }]}
        meta={<span>{t('texts.intro')}</span>}
      />
      <div className="grid gap-4">
        <Descriptions
          items={[
            { label: t('texts.zh'), value: words(text.texts, 'zh-CN') },
            { label: t('texts.en'), value: words(text.texts, 'en') },
            { label: t('texts.zhStandard'), value: words(text.standard, 'zh-CN') },
            { label: t('texts.enStandard'), value: words(text.standard, 'en') },
          ]}
        />
        <ParameterVersions name={text.code} versions={text.versions} figure={figure} admin={admin} />
        {admin && (
          <Card title={t('parameters.propose')} description={t('parameters.intro')}>
            <ErrorTextForm
              parameterKey={text.key}
              zh={said(text.texts, 'zh-CN')}
              en={said(text.texts, 'en')}
              names={text.names}
              today={text.today.toString()}
            />
          </Card>
        )}
      </div>
    </>
  )
}
