import type { NavIconName } from './nav-icon'

export type NavItem = {
  key: string
  label: string
  href: string
  icon: NavIconName
  /** what waits there */
  count?: number
  /** further words ⌘K finds it by */
  keywords?: string
  /** stands in the bottom bar of a phone (at most four) */
  onPhone?: boolean
}

export type NavGroup = { key: string; label?: string; items: NavItem[] }

export type ShellUser = {
  name: string
  login: string
  /** roles or party, translated */
  title: string
  settingsHref?: string
}
