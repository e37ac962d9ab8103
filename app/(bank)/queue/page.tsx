import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { QueueList } from '@/components/approvals/queue-list'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { approvalQueue } from '@/lib/approvals/queue'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { toWire, type Wire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals'))('queue.title') }
}

const TABS = ['TODO', 'DONE', 'MINE'] as const

export default async function Queue({ searchParams }: { searchParams: Promise<{ tab?: string; after?: string }> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('approvals'), await searchParams]
  const tab = TABS.find((x) => x === query.tab) ?? 'TODO'
  const queue = await orNotFound(approvalQueue(actor, { tab, ...(query.after ? { cursor: query.after } : {}) }))
  return (
    <>
      <PageHeader
        title={t('queue.title')}
        meta={<span className="max-md:hidden">{t('queue.keys')}</span>}
        actions={<ButtonLink href="/queue/delegations">{t('delegation.title')}</ButtonLink>}
      />
      <QueueList queue={toWire(queue) as Wire<typeof queue>} />
    </>
  )
}
