/** biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolling frame must be reachable by keyboard */
import { useLocale, useTranslations } from 'next-intl'
import { nameIn, valueIn } from '@/components/scoring/names'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { Notice } from '@/components/ui/notice'
import { Instant } from '@/components/ui/when'
import type { SurveyRound } from '@/lib/markets/queries/survey'
import type { Indicator, Card as ScoreCardData } from '@/lib/scoring/rules/card'

/**
 * The two entries beside each other: what each found, how many points it gives, and where they differ. The one that
 * stands is marked. Before both have signed only the fact of a signature is shown.
 */
export function EntriesCompare({ round }: { round: SurveyRound }) {
  const t = useTranslations('markets.entries')
  const locale = useLocale()
  const [a, b] = ['EVALUATOR', 'RISK_MGR'].map((role) => round.entries.find((e) => e.role === role))
  if (!a || !b) return null
  if (!a.result || !b.result) {
    return (
      <div className="space-y-2">
        <Notice tone="info">{t('blind')}</Notice>
        <ul className="space-y-1">
          {[a, b].map((e) => (
            <li key={e.role} className="flex flex-wrap gap-x-3">
              <span className="font-medium">{t(`role.${e.role}`)}</span>
              <span>{e.surveyor}</span>
              <span className="text-ink-2">{e.signedAt ? t('signed') : t('unsigned')}</span>
              {e.signedAt && <Instant value={e.signedAt} />}
            </li>
          ))}
        </ul>
      </div>
    )
  }
  const card: ScoreCardData = round.card
  const stands = round.score?.stands
  const head = (e: typeof a) => (
    <th scope="col" className="px-3 py-1.5 text-left align-bottom font-semibold">
      {t(`role.${e.role}`)}
      {stands === e.role && (
        <Badge tone="accent" className="ml-1.5">
          {t('stands')}
        </Badge>
      )}
      <span className="block text-xs font-normal text-ink-2">
        {e.surveyor} · <Instant value={e.signedAt} />
      </span>
    </th>
  )
  return (
    <div className="space-y-3">
      {round.noteRequired && (
        <Notice
          tone={round.reconciliationNote ? 'info' : 'warn'}
          title={t('difference', { points: round.difference ?? 0 })}
        >
          {round.reconciliationNote ?? t('noteMissing')}
        </Notice>
      )}
      <section
        aria-label={t('caption')}
        tabIndex={0}
        className="relative overflow-x-auto rounded-lg border border-line"
        data-scroll
      >
        <table className="w-full min-w-[40rem] border-collapse bg-surface text-sm">
          <caption className="sr-only">{t('caption')}</caption>
          <thead>
            <tr className="border-b border-line-2 text-ink-2">
              <th scope="col" className="px-3 py-1.5 text-left align-bottom font-semibold">
                {t('indicator')}
              </th>
              {head(a)}
              {head(b)}
            </tr>
          </thead>
          <tbody>
            {card.indicators.map((indicator) => {
              const differs = round.differences.includes(indicator.code)
              return (
                <tr key={indicator.code} className={cn('border-b border-line align-top', differs && 'bg-warn-soft')}>
                  <th scope="row" className="px-3 py-1.5 text-left font-normal">
                    {nameIn(locale, indicator)}
                    <span className="ml-1.5 font-mono text-xs text-ink-3">{indicator.code}</span>
                    {differs && (
                      <Badge tone="warn" className="ml-1.5">
                        {t('differs')}
                      </Badge>
                    )}
                  </th>
                  {[a, b].map((e) => (
                    <td key={e.role} className="px-3 py-1.5">
                      <Found indicator={indicator} entry={e} />
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
          <tfoot>
            <tr className="border-t-2 border-line-2 font-semibold">
              <th scope="row" className="px-3 py-2 text-left">
                {t('total')}
              </th>
              {[a, b].map((e) => (
                <td key={e.role} className="figure px-3 py-2 text-left">
                  {e.total}
                </td>
              ))}
            </tr>
            <tr className="border-t border-line align-top">
              <th scope="row" className="px-3 py-2 text-left font-normal">
                {t('vetoes')}
              </th>
              {[a, b].map((e) => (
                <td key={e.role} className="px-3 py-2">
                  {e.result && e.result.vetoes.length > 0 ? e.result.vetoes.join(', ') : t('noVeto')}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
    </div>
  )
}

function Found({ indicator, entry }: { indicator: Indicator; entry: SurveyRound['entries'][number] }) {
  const t = useTranslations('markets')
  const tUnit = useTranslations('scoring.unit')
  const locale = useLocale()
  const line = entry.result?.indicators.find((i) => i.code === indicator.code)
  const source = (entry.sources as Record<string, { sheet?: { kind: string } | null; note?: string | null }>)[
    indicator.code
  ]
  return (
    <>
      {line?.value == null ? (
        <span className="text-ink-3">—</span>
      ) : (
        <span className="tabular-nums">
          {valueIn(locale, indicator, line.value)}
          {indicator.type === 'RANGE' && indicator.unit !== 'COUNT' && (
            <span className="ml-1 text-xs text-ink-2">{tUnit(indicator.unit)}</span>
          )}
        </span>
      )}
      <span className="ml-2 text-xs text-ink-2 tabular-nums">
        {t('entries.points', { points: line?.points ?? 0, max: indicator.maxPoints })}
      </span>
      {source?.sheet && (
        <span className="block text-xs text-ink-2">{t(`sheet.${source.sheet.kind as 'SHARE'}.title`)}</span>
      )}
      {source?.note && <span className="block text-xs break-words text-ink-2">{source.note}</span>}
    </>
  )
}
