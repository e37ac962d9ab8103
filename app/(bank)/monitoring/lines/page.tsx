import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ClientGroups } from '@/components/monitoring/client-groups'
import { NamedPersons } from '@/components/monitoring/named-persons'
import { PageHeader } from '@/components/shell/page-header'
import { Tabs } from '@/components/ui/tabs'
import { clientGroupChanges, clientGroupList } from '@/lib/monitoring/client-group-queries'
import { monitorList } from '@/lib/monitoring/monitor-queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring.line'))('title') }
}

/** Who watches each market and partner, and which clients are measured together. */
export default async function Lines({ searchParams }: { searchParams: Promise<{ q?: string; cursor?: string }> }) {
  const [actor, t, asked] = [await currentActor(), await getTranslations('monitoring.line'), await searchParams]
  const search = asked.q?.trim().slice(0, 60) || undefined
  const persons = await monitorList(actor, {})
  const groups = await orNotFound(clientGroupList(actor, { search, cursor: asked.cursor }))
  const { items: changes } = await clientGroupChanges(actor, {})
  const open = changes.filter((c) => c.state === 'PROPOSED').length
  return (
    <>
      <PageHeader
        title={t('title')}
        breadcrumb={[
          { label: (await getTranslations('monitoring'))('title'), href: '/monitoring' },
          { label: t('title') },
        ]}
        meta={<span>{t('intro')}</span>}
      />
      <Tabs
        param="tab"
        label={t('title')}
        tabs={[
          {
            key: 'persons',
            label: t('persons'),
            count: persons.items.length,
            content: <NamedPersons persons={persons} />,
          },
          {
            key: 'groups',
            label: t('groups'),
            count: open || undefined,
            content: (
              <ClientGroups
                groups={groups}
                changes={changes}
                search={search}
                mayPropose={hasRole(actor, 'RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR')}
              />
            ),
          },
        ]}
      />
    </>
  )
}
