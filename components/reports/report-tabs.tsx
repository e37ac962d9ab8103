import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'

const PAGES = {
  portfolio: '/reports',
  flow: '/reports/flow',
  quality: '/reports/quality',
  regulatory: '/reports/regulatory',
} as const

/** The pages of figures, each its own, so that none waits for another. */
export function ReportTabs({ here }: { here: keyof typeof PAGES }) {
  const t = useTranslations('reports.tab')
  return (
    <nav className="mb-4 flex flex-wrap gap-2">
      {(Object.keys(PAGES) as (keyof typeof PAGES)[]).map((key) => (
        <ButtonLink
          key={key}
          href={PAGES[key]}
          size="sm"
          tone={key === here ? 'primary' : 'default'}
          aria-current={key === here ? 'page' : undefined}
        >
          {t(key)}
        </ButtonLink>
      ))}
    </nav>
  )
}
