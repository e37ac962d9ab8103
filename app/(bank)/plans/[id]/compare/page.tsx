import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ChangeList } from '@/components/plans/change-list'
import { loadPlan } from '@/components/plans/load-plan'
import { VersionPicker } from '@/components/plans/version-picker'
import { VERSION_TITLE } from '@/components/plans/version-title'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { TextDiff } from '@/components/ui/diff'
import { State } from '@/components/ui/state'
import { comparePlans } from '@/lib/plans/versions'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatInstant } from '@/lib/platform/i18n/format'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plans'))('page.compare') }
}

type Search = Promise<{ from?: string; to?: string }>

/** Two submissions side by side: figures by field, texts word by word. */
export default async function Compare({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Search
}) {
  const [actor, t, { id }, asked] = [
    await currentActor(),
    await getTranslations('plans'),
    await params,
    await searchParams,
  ]
  const plan = await loadPlan(actor, id)
  const first = await orNotFound(comparePlans(actor, { planId: id, from: asked.from ?? 'NOW', to: asked.to ?? 'NOW' }))
  const from = asked.from ?? first.versions.at(-2)?.key ?? 'NOW'
  const seen = from === first.from ? first : await orNotFound(comparePlans(actor, { planId: id, from, to: first.to }))
  const options = seen.versions.map((v) => ({
    value: v.key,
    label:
      v.kind === 'NOW'
        ? t('page.now', { no: v.versionNo })
        : `v${v.versionNo} ${t(VERSION_TITLE[v.kind], { no: v.no })} ${v.at ? formatInstant(v.at) : ''}`,
  }))
  const same = seen.changes.length === 0 && seen.texts.length === 0
  return (
    <>
      <PageHeader
        title={t('page.compare')}
        breadcrumb={[
          { label: t('title'), href: '/plans' },
          { label: plan.code, href: `/plans/${id}` },
          { label: t('page.compare') },
        ]}
      />
      <VersionPicker planId={id} from={seen.from} to={seen.to} options={options} />
      {same ? (
        <State kind="empty" title={t('page.unchanged')} />
      ) : (
        <div className="grid gap-4">
          {seen.changes.length > 0 && (
            <Card title={t('page.figuresChanged')}>
              <ChangeList changes={seen.changes} />
            </Card>
          )}
          {seen.texts.map((x) => (
            <Card key={x.key} title={t(`section.${x.key}`)}>
              <div lang="zh-CN" className="text-sm">
                <TextDiff before={x.before} after={x.after} />
              </div>
            </Card>
          ))}
        </div>
      )}
    </>
  )
}
