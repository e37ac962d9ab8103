import type { Translate } from '@/lib/platform/i18n/translator'

/** Names a kind of evidence: one of the general kinds, or one that the scorecard names. `t` reads all messages. */
export function evidenceKindReader(t: Translate): (source: string) => string {
  return (source) => {
    for (const key of [`markets.evidence.kind.${source}`, `scoring.evidence.${source}`]) if (t.has(key)) return t(key)
    return source
  }
}
