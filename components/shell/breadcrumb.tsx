import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'

export type Crumb = { label: string; href?: string }

/** The way from the first page to here; the last is this page. */
export function Breadcrumb({ items }: { items: Crumb[] }) {
  const t = useTranslations('shell')
  return (
    <nav aria-label={t('breadcrumb')} className="no-print mb-1 text-sm text-ink-2">
      <ol className="flex flex-wrap items-center gap-1">
        {items.map((c, i) => (
          <li key={c.label} className="flex min-w-0 items-center gap-1">
            {i > 0 && <ChevronRight aria-hidden className="size-3.5 text-ink-3" />}
            {c.href && i < items.length - 1 ? (
              <Link href={c.href} className="rounded-sm underline-offset-3 hover:text-accent hover:underline">
                {c.label}
              </Link>
            ) : (
              <span aria-current={i === items.length - 1 ? 'page' : undefined}>{c.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
