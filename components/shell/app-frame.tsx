'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { Locale } from '@/lib/platform/i18n/locale'
import { CommandPalette, type PaletteGroup, type PaletteItem } from '../ui/command-palette'
import { ShortcutSheet } from '../ui/shortcut-sheet'
import { useStored } from '../ui/use-stored'
import { PhoneBar } from './phone-bar'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'
import type { NavGroup, ShellUser } from './types'

const NO_ACTS: PaletteItem[] = []

/**
 * The frame of every signed-in page: navigation, top bar, ⌘K, `?`. All that is particular to a person comes as data; the
 * acts (sign out, search, keep the language) are server actions.
 */
export function AppFrame({
  bankName,
  businessDate,
  user,
  nav,
  unread = 0,
  notificationsHref,
  search,
  acts = NO_ACTS,
  onSignOut,
  onLocale,
  children,
}: {
  bankName: string
  /** ISO date of the bank's open business day */
  businessDate?: string
  user: ShellUser
  nav: NavGroup[]
  unread?: number
  notificationsHref?: string
  /** finds objects for ⌘K */
  search?: (query: string) => Promise<PaletteGroup[]>
  /** acts that ⌘K offers on every page (with `href`) */
  acts?: PaletteItem[]
  onSignOut: () => Promise<unknown>
  onLocale?: (locale: Locale) => Promise<unknown>
  children: ReactNode
}) {
  const t = useTranslations()
  const router = useRouter()
  const [folded, setFolded] = useStored('sidebar', false)
  const [palette, setPalette] = useState(false)
  const openPalette = useCallback(() => setPalette(true), [])
  const groups = useMemo<PaletteGroup[]>(
    () => [
      ...(acts.length > 0 ? [{ label: t('ui.palette.actions'), items: acts }] : []),
      {
        label: t('ui.palette.pages'),
        items: nav.flatMap((g) =>
          g.items.map((i) => ({ id: i.key, label: i.label, hint: undefined, keywords: i.keywords, href: i.href })),
        ),
      },
    ],
    [acts, nav, t],
  )
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('shell.skip')}
      </a>
      <Sidebar groups={nav} folded={folded} onFold={setFolded} />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          bankName={bankName}
          businessDate={businessDate}
          user={user}
          unread={unread}
          notificationsHref={notificationsHref}
          onSearch={openPalette}
          onSignOut={async () => {
            await onSignOut()
            router.refresh()
          }}
          onLocale={onLocale}
        />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[100rem] min-w-0 flex-1 px-3 py-4 outline-none max-md:pb-20 md:px-6"
        >
          {children}
        </main>
      </div>
      <PhoneBar groups={nav} />
      <CommandPalette open={palette} onOpenChange={setPalette} groups={groups} search={search} />
      <ShortcutSheet />
    </div>
  )
}
