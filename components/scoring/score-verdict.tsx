import { useLocale, useTranslations } from 'next-intl'
import { Badge, StatusBadge, type StatusKind } from '@/components/ui/badge'
import { Descriptions } from '@/components/ui/descriptions'
import { ratio, toFixed } from '@/lib/platform/ratio'
import type { Card, VetoRule } from '@/lib/scoring/rules/card'
import type { ScoreDecision } from '@/lib/scoring/rules/decision'
import type { ScoreResult } from '@/lib/scoring/rules/score-result'
import { nameIn } from './names'

const KIND: Record<ScoreDecision, StatusKind> = {
  ADMIT: 'good',
  ADMITTED: 'good',
  CONDITIONAL: 'attention',
  DEPENDS_ON_MARKET: 'attention',
  REJECT: 'refused',
  NOT_ADMITTED: 'refused',
  VETOED: 'refused',
  INSUFFICIENT_DATA: 'waiting',
}

/** What the card says and why: total, grade, word, every independent reason, vetoes with their text, what is missing. */
export function ScoreVerdict({
  card,
  result,
  className,
}: {
  card: Card
  result: Pick<
    ScoreResult,
    'total' | 'grade' | 'decision' | 'reasons' | 'threshold' | 'coefficientPpm' | 'vetoes' | 'waived' | 'missingPoints'
  >
  className?: string
}) {
  const t = useTranslations('scoring')
  const locale = useLocale()
  const coefficient = result.coefficientPpm === null ? null : toFixed(ratio(result.coefficientPpm, 1_000_000), 2)
  return (
    <Descriptions
      className={className}
      columns={2}
      items={[
        {
          label: t('verdict.decision'),
          value: (
            <>
              <StatusBadge kind={KIND[result.decision]}>{t(`decision.${result.decision}`)}</StatusBadge>
              {result.reasons.length > 0 && (
                <ul className="mt-1 list-disc pl-4 text-sm text-ink-2">
                  {result.reasons.map((reason) => (
                    <li key={reason}>{t(`reason.${reason}`)}</li>
                  ))}
                </ul>
              )}
            </>
          ),
        },
        {
          label: t('verdict.score'),
          value: (
            <span className="text-lg font-semibold">
              {result.total}
              <Badge tone={result.grade === null ? 'neutral' : 'accent'} className="ml-2 align-middle">
                {result.grade === null ? t('verdict.noGrade') : t('verdict.grade', { grade: result.grade })}
              </Badge>
            </span>
          ),
        },
        { label: t('verdict.threshold'), value: result.threshold },
        { label: t('verdict.coefficient'), value: coefficient },
        { label: t('verdict.vetoes'), value: <Vetoes card={card} hits={result.vetoes} waived={result.waived} /> },
        {
          label: t('verdict.missing'),
          value: t('verdict.missingOf', { points: result.missingPoints, allowed: card.missingPointsAllowed }),
        },
        {
          label: t('verdict.card'),
          value: t('verdict.cardVersion', {
            title: nameIn(locale, { nameZh: card.titleZh, nameEn: card.titleEn }),
            version: String(card.version),
          }),
          span: 'full',
        },
      ]}
    />
  )
}

function Vetoes({ card, hits, waived }: { card: Card; hits: readonly string[]; waived: readonly string[] }) {
  const t = useTranslations('scoring')
  const locale = useLocale()
  const rules = card.vetoes.filter((v: VetoRule) => hits.includes(v.code) || waived.includes(v.code))
  if (rules.length === 0) return <>{t('verdict.noVeto')}</>
  return (
    <ul className="space-y-1">
      {rules.map((rule) => (
        <li key={rule.code}>
          <Badge tone={waived.includes(rule.code) ? 'neutral' : 'danger'} className="mr-1.5">
            {rule.code}
          </Badge>
          {nameIn(locale, rule)}
          {waived.includes(rule.code) && <span className="ml-1.5 text-ink-2">{t('verdict.waived')}</span>}
        </li>
      ))}
    </ul>
  )
}
