import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LostClients } from '@/components/desk/clients/lost'
import { Requests } from '@/components/desk/clients/requests'
import { PageHeader } from '@/components/shell/page-header'
import { Tabs } from '@/components/ui/tabs'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { partPage, type SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.clients'))('title') }
}

/** Requests with their first contact, and clients who went elsewhere. */
export default async function Clients({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.clients'), await searchParams]
  const looksAfter = hasRole(actor, 'RM', 'POST_MKT', 'RISK_MGR', 'SB_HEAD', 'AUDITOR')
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} />
      <Tabs
        param="tab"
        tabs={[
          { key: 'requests', label: t('requests'), content: <Requests actor={actor} page={partPage(query, 'q')} /> },
          ...(looksAfter
            ? [{ key: 'lost', label: t('lost'), content: <LostClients actor={actor} page={partPage(query, 'l')} /> }]
            : []),
        ]}
      />
    </>
  )
}
