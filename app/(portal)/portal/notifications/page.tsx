import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NoticeItems } from '@/components/notices/notice-items'
import { ReadButton } from '@/components/notices/read-buttons'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { noticeList } from '@/lib/notices/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices'))('title') }
}

/** What the bank waits for from this person's party, newest first; what has been answered says so. */
export default async function PortalNotifications({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [actor, t, { cursor }] = [await currentActor(), await getTranslations('notices'), await searchParams]
  const notices = await orNotFound(noticeList(actor, { cursor }))
  return (
    <>
      <PageHeader title={t('title')} actions={notices.unread > 0 && <ReadButton />} />
      <Card flush className="max-w-4xl">
        {notices.items.length === 0 ? (
          <State kind="empty" title={t('noneYet')} detail={t('emptyDetail')} />
        ) : (
          <NoticeItems items={notices.items} />
        )}
        {notices.nextCursor && (
          <div className="border-t border-line px-4 py-3">
            <ButtonLink size="sm" href={`/portal/notifications?cursor=${notices.nextCursor}`}>
              {t('more')}
            </ButtonLink>
          </div>
        )}
      </Card>
    </>
  )
}
