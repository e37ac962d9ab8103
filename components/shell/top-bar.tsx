'use client'
import { Bell, CircleUserRound, LogOut, Search, Settings } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import type { Locale } from '@/lib/platform/i18n/locale'
import { Button, buttonClass } from '../ui/button'
import { Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { LocaleSwitch } from './locale-switch'
import { Seal } from './seal'
import { ThemeSwitch } from './theme-switch'
import type { ShellUser } from './types'

/** Always in sight: whose bank, which business day, search, notifications, language, appearance, oneself. */
export function TopBar({
  bankName,
  businessDate,
  user,
  unread,
  notificationsHref,
  onSearch,
  onSignOut,
  onLocale,
}: {
  bankName: string
  businessDate?: string
  user: ShellUser
  unread: number
  notificationsHref?: string
  onSearch: () => void
  onSignOut: () => Promise<unknown>
  onLocale?: (locale: Locale) => Promise<unknown>
}) {
  const t = useTranslations('shell')
  const [leaving, leave] = useTransition()
  return (
    <header className="no-print sticky top-0 z-20 flex h-13 items-center gap-2 border-b border-line-2 bg-surface px-3 md:px-5">
      <Seal className="size-7 md:hidden" />
      <div className="min-w-0 flex-1 md:flex-none">
        <p className="truncate font-semibold">{bankName}</p>
      </div>
      {businessDate && (
        <p className="ml-2 hidden text-sm whitespace-nowrap text-ink-2 lg:block">
          {t('businessDate')}{' '}
          <time dateTime={businessDate} className="font-medium text-ink tabular-nums">
            {businessDate}
          </time>
        </p>
      )}
      <button
        type="button"
        onClick={onSearch}
        className="control ml-auto flex w-64 items-center gap-2 text-ink-2 max-md:hidden"
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left text-sm">{t('search')}</span>
        <Kbd keys="$mod+k" />
      </button>
      <Button tone="quiet" size="sm" icon aria-label={t('search')} onClick={onSearch} className="md:hidden">
        <Search aria-hidden />
      </Button>
      {notificationsHref && (
        <Link
          href={notificationsHref}
          aria-label={t('unread', { count: unread })}
          title={t('notifications')}
          className={`${buttonClass({ tone: 'quiet', size: 'sm', icon: true })} relative`}
        >
          <Bell aria-hidden />
          {unread > 0 && (
            <span
              aria-hidden
              className="absolute top-[calc(50%-1.125rem)] left-[calc(50%+0.125rem)] min-w-4 rounded-sm bg-seal px-1 text-[0.6875rem] leading-4 text-seal-ink"
            >
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </Link>
      )}
      <span className="flex max-sm:hidden">
        <LocaleSwitch onChange={onLocale} />
      </span>
      <ThemeSwitch />
      <Menu
        align="end"
        trigger={
          <Button
            tone="quiet"
            size="sm"
            aria-label={t('user', { name: user.name })}
            busy={leaving}
            className="max-w-44"
          >
            <CircleUserRound aria-hidden />
            <span className="truncate max-sm:hidden">{user.name}</span>
          </Button>
        }
        items={[
          {
            kind: 'title',
            key: 'who',
            label: (
              <>
                <span className="block text-base font-medium text-ink">{user.name}</span>
                <span className="block">{user.login}</span>
                <span className="block max-w-56">{user.title}</span>
              </>
            ),
          },
          { kind: 'line', key: 'line' },
          ...(user.settingsHref
            ? [
                {
                  kind: 'link' as const,
                  key: 'settings',
                  label: t('settings'),
                  icon: Settings,
                  href: user.settingsHref,
                },
              ]
            : []),
          {
            key: 'out',
            label: t('signOut'),
            icon: LogOut,
            onSelect: () => leave(async () => void (await onSignOut())),
          },
        ]}
      />
    </header>
  )
}
