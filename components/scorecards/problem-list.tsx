'use client'
import { CheckCircle2, CircleAlert } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { nameIn } from '@/components/scoring/names'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Card } from '@/lib/scoring/rules/card'

/** A problem of the card, or of what goes with it (day, note). */
export type EditorProblem = { code: string; path: string; at?: string }

/** What keeps the card from being published, as one types; each leads to its place. */
export function ProblemList({
  card,
  problems,
  onGo,
}: {
  card: Card
  problems: readonly EditorProblem[]
  onGo?: (problem: EditorProblem) => void
}) {
  const t = useTranslations('scorecards.problems')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  if (problems.length === 0)
    return (
      <p className="flex items-center gap-2 text-sm text-ok">
        <CheckCircle2 aria-hidden className="size-4" />
        {t('none')}
      </p>
    )
  return (
    <ul className="space-y-1.5 text-sm" aria-label={t('label')}>
      {problems.map((p, n) => {
        const place = placeOf(card, p.path, locale, all)
        const text =
          p.code === 'E_REQUIRED'
            ? { title: t('required', { field: place }), detail: '' }
            : errorText(all, { code: p.code, params: { path: place, at: p.at ?? '' } })
        return (
          <li key={`${p.code}${p.path}${p.at}`} className="flex items-start gap-2">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
            {onGo ? (
              <button type="button" className="text-left hover:underline" onClick={() => onGo(p)} data-problem={n}>
                <span className="font-medium">{text.title}</span> {text.detail}
              </button>
            ) : (
              <span>
                <span className="font-medium">{text.title}</span> {text.detail}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** "indicators.MT1" → "MT1 Annual turnover". */
function placeOf(card: Card, path: string, locale: string, all: Translate): string {
  const [section = '', code = ''] = path.split('.')
  const item =
    section === 'indicators'
      ? card.indicators.find((i) => i.code === code)
      : section === 'vetoes'
        ? card.vetoes.find((v) => v.code === code)
        : undefined
  if (item) return `${item.code} ${nameIn(locale, item)}`.trim()
  const name = all.has(`scorecards.place.${section}`) ? all(`scorecards.place.${section}`) : section
  return code ? `${name} ${code}` : name
}
