'use client'
import { Menu as MenuIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cn } from '../ui/cn'
import { Sheet } from '../ui/dialog'
import { NavIcon } from './nav-icon'
import { currentItem, NavGroups } from './sidebar'
import type { NavGroup } from './types'

/** On a phone: four places under the thumb, and the rest behind "more". */
export function PhoneBar({ groups }: { groups: NavGroup[] }) {
  const t = useTranslations('shell')
  const [open, setOpen] = useState(false)
  const current = currentItem(groups, usePathname())
  const all = groups.flatMap((g) => g.items)
  const chosen = all.filter((i) => i.onPhone)
  const items = (chosen.length > 0 ? chosen : all).slice(0, 4)
  const tab = 'relative flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 px-1 text-xs'
  return (
    <nav
      aria-label={t('tabs')}
      className="no-print fixed inset-x-0 bottom-0 z-30 flex border-t border-line-2 bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {items.map((item) => (
        <Link
          key={item.key}
          href={item.href}
          aria-current={item.key === current ? 'page' : undefined}
          className={cn(tab, item.key === current ? 'font-semibold text-accent' : 'text-ink-2')}
        >
          <NavIcon name={item.icon} className="size-5" />
          <span className="max-w-full truncate">{item.label}</span>
          {item.count !== undefined && item.count > 0 && (
            <span className="absolute top-1 left-1/2 ml-1.5 rounded-sm bg-accent px-1 text-[0.6875rem] leading-4 text-accent-ink">
              {item.count > 99 ? '99+' : item.count}
            </span>
          )}
        </Link>
      ))}
      <Sheet
        open={open}
        onOpenChange={setOpen}
        side="bottom"
        title={t('menu')}
        trigger={
          <button type="button" className={cn(tab, 'text-ink-2')}>
            <MenuIcon aria-hidden className="size-5" strokeWidth={1.75} />
            {t('more')}
          </button>
        }
      >
        <NavGroups groups={groups} current={current} onGo={() => setOpen(false)} />
      </Sheet>
    </nav>
  )
}
