import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { frameQuery } from '@/lib/admin/frame'
import type { Actor } from '@/lib/platform/actor'
import { keepLanguage, signOutAction } from '@/lib/platform/auth/actions'
import { formatList } from '@/lib/platform/i18n/format'
import type { Locale } from '@/lib/platform/i18n/locale'
import type { PaletteGroup, PaletteItem } from '../ui/command-palette'
import { AppFrame } from './app-frame'
import type { NavSection } from './navigation'
import type { NavGroup } from './types'

/** The frame around a signed-in person's pages, with the part of the navigation that the person's roles open. */
export async function SignedInFrame({
  actor,
  navigation,
  settingsHref,
  notificationsHref,
  search,
  acts,
  children,
}: {
  actor: Actor
  navigation: readonly NavSection[]
  settingsHref: string
  notificationsHref?: string
  search?: (query: string) => Promise<PaletteGroup[]>
  acts?: PaletteItem[]
  children: ReactNode
}) {
  const [t, locale, frame] = [await getTranslations(), (await getLocale()) as Locale, await frameQuery(actor, {})]
  const nav: NavGroup[] = navigation
    .map((section) => ({
      key: section.key,
      label: section.titled ? t(`nav.group.${section.key}`) : undefined,
      items: section.items
        .filter((i) => i.roles === 'ALL' || i.roles.some((r) => actor.roles.includes(r)))
        .map(({ roles: _, ...i }) => ({ ...i, label: t(`nav.${i.key}`) })),
    }))
    .filter((group) => group.items.length > 0)
  const roles = formatList(
    locale,
    actor.roles.map((r) => t(`errors.names.${r}`)),
  )
  return (
    <AppFrame
      bankName={frame.party ?? (locale === 'en' ? frame.bank.nameEn : frame.bank.name)}
      businessDate={frame.businessDate.toString()}
      user={{ name: actor.name, login: actor.login, title: roles, settingsHref }}
      nav={nav}
      unread={frame.unread}
      notificationsHref={notificationsHref}
      search={search}
      acts={acts}
      onSignOut={signOutAction}
      onLocale={keepLanguage}
    >
      {children}
    </AppFrame>
  )
}
