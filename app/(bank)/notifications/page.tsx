import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { CalendarActs } from '@/components/notices/calendar-acts'
import { NoticeItems } from '@/components/notices/notice-items'
import { ReadButton } from '@/components/notices/read-buttons'
import { KindsForm, TimesForm } from '@/components/notices/settings-form'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { Instant } from '@/components/ui/when'
import { noticeList, noticeSettings } from '@/lib/notices/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices'))('title') }
}

/** What was told to me, how I want to be told, and my calendar. */
export default async function Notifications({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [actor, t, { cursor }] = [await currentActor(), await getTranslations('notices'), await searchParams]
  const open = await orNotFound(noticeList(actor, { open: true, limit: 200 }))
  const all = await orNotFound(noticeList(actor, { cursor }))
  const settings = await noticeSettings(actor, {})
  const { calendar } = settings
  return (
    <>
      <PageHeader title={t('title')} actions={open.unread > 0 && <ReadButton />} />
      <Tabs
        param="tab"
        label={t('title')}
        tabs={[
          {
            key: 'unread',
            label: t('unread'),
            count: open.unread,
            content: (
              <Card flush>
                {open.items.length === 0 ? (
                  <State kind="empty" title={t('empty')} detail={t('emptyDetail')} />
                ) : (
                  <NoticeItems items={open.items} />
                )}
              </Card>
            ),
          },
          {
            key: 'all',
            label: t('all'),
            content: (
              <Card flush>
                {all.items.length === 0 ? (
                  <State kind="empty" title={t('noneYet')} detail={t('emptyDetail')} />
                ) : (
                  <NoticeItems items={all.items} />
                )}
                {all.nextCursor && (
                  <div className="border-t border-line px-4 py-3">
                    <ButtonLink size="sm" href={`/notifications?tab=all&cursor=${all.nextCursor}`}>
                      {t('more')}
                    </ButtonLink>
                  </div>
                )}
              </Card>
            ),
          },
          {
            key: 'settings',
            label: t('settings'),
            content: (
              <div className="grid items-start gap-4 xl:grid-cols-2">
                <Card title={t('times')} description={t('timesHint')}>
                  <p className="mb-3 text-ink-2">
                    {settings.email ? t('address', { email: settings.email }) : t('noAddress')}
                    {!settings.mailWorks && ` ${t('noServer')}`}
                  </p>
                  <TimesForm times={settings.times} />
                </Card>
                <Card title={t('kinds')}>
                  <KindsForm kinds={settings.kinds} />
                </Card>
              </div>
            ),
          },
          {
            key: 'calendar',
            label: t('calendar'),
            content: (
              <Card title={t('feed.title')} description={t('feed.hint')} className="max-w-3xl">
                <div className="space-y-4">
                  {calendar ? (
                    <Descriptions
                      columns={2}
                      items={[
                        { label: t('feed.since'), value: <Instant value={calendar.since} /> },
                        {
                          label: t('feed.lastRead'),
                          value: calendar.lastReadAt ? <Instant value={calendar.lastReadAt} /> : t('feed.never'),
                        },
                      ]}
                    />
                  ) : (
                    <p className="text-ink-2">{t('feed.closed')}</p>
                  )}
                  <CalendarActs open={calendar !== null} />
                </div>
              </Card>
            ),
          },
        ]}
      />
    </>
  )
}
