import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Instant } from '@/components/ui/when'

export type PastOverride = {
  id: string
  fromGrade: string
  toGrade: string
  state: string
  reason: string
  decision: string | null
  fileIds: string[]
  requestedByName: string | null
  decidedByName: string | null
  at: Date
}

/** Changes of a grade that were applied, refused or taken back, newest first. */
export function OverrideHistory({ changes }: { changes: readonly PastOverride[] }) {
  const t = useTranslations('scoring.hand')
  if (changes.length === 0) return null
  return (
    <Card title={t('past')}>
      <ul className="divide-y divide-line">
        {changes.map((c) => (
          <li key={c.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2 text-sm">
            <span className="font-medium">
              {c.fromGrade} → {c.toGrade}
            </span>
            <Badge tone={c.state === 'APPLIED' ? 'ok' : 'neutral'}>{t(`state.${c.state as 'APPLIED'}`)}</Badge>
            <span>{[c.requestedByName, c.decidedByName].filter(Boolean).join(' · ')}</span>
            <span className="text-ink-2">{[c.reason, c.decision].filter(Boolean).join(' · ')}</span>
            {c.fileIds.map((f, n) => (
              <a key={f} className="text-accent hover:underline" href={`/api/v1/files/${f}`}>
                {t('papers')} {n + 1}
              </a>
            ))}
            <span className="ml-auto text-ink-3">
              <Instant value={c.at} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
