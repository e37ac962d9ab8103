import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import type { DescribedChange } from '@/lib/approvals/rules/material-change'

/** What changed, in words: the field, whose it is, before and after; a section only by its name. */
export function ChangeList({ changes }: { changes: readonly DescribedChange[] }) {
  const t = useTranslations('plans')
  const fields = useTranslations('approvals.materialFields')
  if (changes.length === 0) return <p className="text-sm text-ink-2">{t('page.unchanged')}</p>
  const label = (c: DescribedChange): string => {
    if (c.field === 'sections') return t(`section.${c.subject ?? 'summary'}`)
    const field = fields.has(c.field) ? fields(c.field) : c.field
    const part = c.part && t.has(`part.${c.part}`) ? t(`part.${c.part}`) : (c.part ?? '')
    return [c.field === 'merchants' && c.part ? '' : field, c.subject, part].filter(Boolean).join(' · ')
  }
  return (
    <ul className="grid gap-1 text-sm">
      {changes.map((c) => (
        <li key={c.path} className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{label(c)}</span>
          {c.field === 'sections' ? (
            <span className="text-ink-2">{t('page.textChanged')}</span>
          ) : (
            <>
              <del className="text-danger">{c.before ?? '—'}</del>
              <span aria-hidden>→</span>
              <ins className="text-ok no-underline">{c.after ?? '—'}</ins>
            </>
          )}
          {c.material && <Badge tone="warn">{t('page.material')}</Badge>}
        </li>
      ))}
    </ul>
  )
}
