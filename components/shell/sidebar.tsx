'use client'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Tooltip } from '../ui/tooltip'
import { NavIcon } from './nav-icon'
import { Seal } from './seal'
import type { NavGroup, NavItem } from './types'

/** The item whose address is the longest beginning of the present one. */
export function currentItem(groups: NavGroup[], pathname: string): string | undefined {
  return groups
    .flatMap((g) => g.items)
    .filter((i) => pathname === i.href || pathname.startsWith(`${i.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]?.key
}

/** The navigation at the left; folds to icons, and stays as it was left. */
export function Sidebar({
  groups,
  folded,
  onFold,
}: {
  groups: NavGroup[]
  folded: boolean
  onFold: (folded: boolean) => void
}) {
  const t = useTranslations('shell')
  const current = currentItem(groups, usePathname())
  return (
    <aside
      data-folded={folded || undefined}
      className="no-print sticky top-0 flex h-dvh w-52 shrink-0 flex-col border-r border-line-2 bg-sunken data-folded:w-14 max-md:hidden"
    >
      <Link
        href="/"
        className={cn(
          'flex h-13 shrink-0 items-center gap-2.5 border-b border-line px-3',
          folded && 'justify-center px-0',
        )}
      >
        <Seal className="size-8" />
        <span className={cn('font-serif text-xl font-bold tracking-widest', folded && 'sr-only')}>{t('product')}</span>
      </Link>
      <nav aria-label={t('nav')} className="min-h-0 flex-1 overflow-y-auto px-2 py-2">
        <NavGroups groups={groups} current={current} folded={folded} />
      </nav>
      <div className="border-t border-line p-2">
        <Button
          tone="quiet"
          size="sm"
          onClick={() => onFold(!folded)}
          aria-expanded={!folded}
          aria-label={t(folded ? 'expand' : 'collapse')}
          className={cn('w-full text-ink-2', folded ? 'px-0' : 'justify-start px-2')}
        >
          {folded ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
          {!folded && t('collapse')}
        </Button>
      </div>
    </aside>
  )
}

export function NavGroups({
  groups,
  current,
  folded = false,
  onGo,
}: {
  groups: NavGroup[]
  current?: string
  folded?: boolean
  onGo?: () => void
}) {
  return groups.map((g) => (
    <div key={g.key} className="mb-2">
      {g.label && !folded && <h2 className="px-2.5 pt-2 pb-1 text-xs text-ink-2">{g.label}</h2>}
      {g.label && folded && <hr className="mx-2 my-2 border-line-2" />}
      <ul>
        {g.items.map((item) => (
          <li key={item.key}>
            {folded ? (
              <Tooltip content={item.label} side="right">
                <NavLink item={item} active={item.key === current} folded />
              </Tooltip>
            ) : (
              <NavLink item={item} active={item.key === current} onClick={onGo} />
            )}
          </li>
        ))}
      </ul>
    </div>
  ))
}

function NavLink({
  item,
  active,
  folded = false,
  ...props
}: {
  item: NavItem
  active: boolean
  folded?: boolean
  onClick?: () => void
}) {
  return (
    <Link
      {...props}
      href={item.href}
      aria-current={active ? 'page' : undefined}
      className={cn(
        'relative flex h-8 items-center gap-2.5 rounded-md px-2.5 text-ink-2 hover:bg-hover hover:text-ink coarse:h-11',
        "aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:shadow-flat aria-[current]:before:absolute aria-[current]:before:inset-y-1.5 aria-[current]:before:left-0 aria-[current]:before:w-[3px] aria-[current]:before:rounded-r-sm aria-[current]:before:bg-seal aria-[current]:before:content-['']",
        folded && 'justify-center px-0',
      )}
    >
      <NavIcon name={item.icon} className="size-4.5 shrink-0" />
      <span className={cn('min-w-0 flex-1 truncate', folded && 'sr-only')}>{item.label}</span>
      {item.count !== undefined && item.count > 0 && (
        <span
          className={cn(
            'rounded-sm bg-accent-soft px-1.5 text-xs leading-5 font-semibold text-accent tabular-nums',
            folded && 'absolute top-0 right-0 px-1 leading-4',
          )}
        >
          {item.count > 99 ? '99+' : item.count}
        </span>
      )}
    </Link>
  )
}
