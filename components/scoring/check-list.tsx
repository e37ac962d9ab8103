import { Paperclip } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Instant } from '@/components/ui/when'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Card } from '@/lib/scoring/rules/card'
import { nameIn } from './names'

export type ListedCheck = {
  id: string
  kind: string
  state: string
  source: string
  result: { values?: Record<string, string>; vetoes?: string[]; summary?: string }
  fileId: string | null
  by: string | null
  at: Date
}

/** Answers of bureau and registers: what was found, who answered and when, and the paper that proves it. */
export function CheckList({
  checks,
  card,
}: {
  checks: readonly ListedCheck[]
  card: Pick<Card, 'indicators' | 'vetoes'>
}) {
  const t = useTranslations('scoring')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const word = (key: string, code: string) => (all.has(key) ? all(key) : code)
  const found = ([code, value]: [string, string]): string => {
    const indicator = card.indicators.find((i) => i.code === code)
    if (!indicator) return `${code} ${value}`
    const bin = indicator.type === 'ENUM' ? indicator.bins.find((b) => b.value === value) : undefined
    return `${nameIn(locale, indicator)} ${bin ? nameIn(locale, bin) : value}`
  }
  if (checks.length === 0) return <p className="text-ink-2">{t('application.noChecks')}</p>
  return (
    <ul className="divide-y divide-line">
      {checks.map((c) => (
        <li key={c.id} className="space-y-1 py-2">
          <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <span className="font-medium">{word(`scoring.check.${c.kind}`, c.kind)}</span>
            <Badge tone={c.state === 'HIT' ? 'danger' : c.state === 'CLEAR' ? 'ok' : 'warn'}>
              {word(`scoring.checkState.${c.state}`, c.state)}
            </Badge>
            <span className="text-ink-2">{word(`scoring.checks.sourceName.${c.source}`, c.source)}</span>
            {c.fileId && (
              <a
                className="inline-flex items-baseline gap-1 text-accent hover:underline"
                href={`/api/v1/files/${c.fileId}`}
              >
                <Paperclip aria-hidden className="size-3.5 self-center" />
                {t('checks.proof')}
              </a>
            )}
            <span className="ml-auto text-sm text-ink-3">
              {c.by} <Instant value={c.at} />
            </span>
          </p>
          {[...Object.entries(c.result.values ?? {}).map(found), c.result.summary].filter(Boolean).map((line) => (
            <p key={line} className="text-sm text-ink-2">
              {line}
            </p>
          ))}
          {(c.result.vetoes ?? []).map((code) => {
            const veto = card.vetoes.find((v) => v.code === code)
            return (
              <p key={code} className="text-sm text-danger">
                {code} {veto ? nameIn(locale, veto) : ''}
              </p>
            )
          })}
        </li>
      ))}
    </ul>
  )
}
