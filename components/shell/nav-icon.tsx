import {
  BarChart3,
  BookOpen,
  Boxes,
  Building2,
  CalendarCheck,
  ClipboardCheck,
  FileSignature,
  FileText,
  Gauge,
  Handshake,
  Home,
  Inbox,
  Landmark,
  ListChecks,
  type LucideIcon,
  PackageOpen,
  ScrollText,
  Settings,
  ShieldCheck,
  Siren,
  Store,
  Upload,
  Users,
  Wallet,
} from 'lucide-react'

/** Icons of navigation by name, so that the server can say which one. */
const ICONS = {
  home: Home,
  today: CalendarCheck,
  queue: Inbox,
  tasks: ListChecks,
  market: Store,
  partner: Handshake,
  batch: Boxes,
  packet: PackageOpen,
  upload: Upload,
  check: ClipboardCheck,
  score: Gauge,
  plan: FileText,
  contract: FileSignature,
  payment: Wallet,
  loan: Landmark,
  watch: Siren,
  report: BarChart3,
  ledger: BookOpen,
  audit: ScrollText,
  guarantee: ShieldCheck,
  users: Users,
  branch: Building2,
  settings: Settings,
} as const satisfies Record<string, LucideIcon>

export type NavIconName = keyof typeof ICONS

export function NavIcon({ name, className }: { name: NavIconName; className?: string }) {
  const Icon = ICONS[name]
  return <Icon aria-hidden className={className} strokeWidth={1.75} />
}
