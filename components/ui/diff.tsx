import { diffLines, diffWordsWithSpace } from 'diff'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from './cn'

/**
 * What changed between two texts, word by word (`by="words"`, for opinions and clauses) or line by line. Added words are
 * underlined, removed ones struck through: colour is not alone.
 */
export function TextDiff({
  before,
  after,
  by = 'words',
  className,
}: {
  before: string
  after: string
  by?: 'words' | 'lines'
  className?: string
}) {
  const t = useTranslations('ui.diff')
  if (before === after) return <p className={cn('text-ink-2', className)}>{t('same')}</p>
  const cjk = new Intl.Segmenter('zh-CN', { granularity: 'word' })
  const parts = by === 'lines' ? diffLines(before, after) : diffWordsWithSpace(before, after, { intlSegmenter: cjk })
  return (
    <div className={cn('leading-relaxed whitespace-pre-wrap break-words', className)}>
      {parts.map((p, i) => {
        const key = `${i}:${p.value.length}`
        if (p.added) {
          return (
            <ins key={key} className="rounded-xs bg-ok-soft text-ok underline decoration-2 underline-offset-3">
              {p.value}
            </ins>
          )
        }
        if (p.removed) {
          return (
            <del key={key} className="rounded-xs bg-danger-soft text-danger line-through">
              {p.value}
            </del>
          )
        }
        return <span key={key}>{p.value}</span>
      })}
    </div>
  )
}

export type FieldChange = { key: string; label: ReactNode; before: ReactNode; after: ReactNode }

/** Fields that differ between two versions of an object, side by side. */
export function FieldDiff({ changes, className }: { changes: FieldChange[]; className?: string }) {
  const t = useTranslations('ui.diff')
  if (changes.length === 0) return <p className={cn('text-ink-2', className)}>{t('same')}</p>
  return (
    <table className={cn('w-full text-sm', className)}>
      <thead className="border-b border-line-2 text-left text-ink-2">
        <tr>
          {(['field', 'before', 'after'] as const).map((k) => (
            <th key={k} scope="col" className="px-2 py-1 font-semibold">
              {t(k)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((c) => (
          <tr key={c.key} className="border-b border-line align-top">
            <th scope="row" className="px-2 py-1.5 text-left font-normal text-ink-2">
              {c.label}
            </th>
            <td className="px-2 py-1.5">
              <del className="rounded-xs bg-danger-soft px-0.5 text-danger">{c.before ?? '—'}</del>
            </td>
            <td className="px-2 py-1.5">
              <ins className="rounded-xs bg-ok-soft px-0.5 text-ok no-underline">{c.after ?? '—'}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
