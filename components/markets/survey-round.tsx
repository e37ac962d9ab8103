import { useLocale, useTranslations } from 'next-intl'
import { type Proof, ProofList } from '@/components/evidence/proof-list'
import { nameIn } from '@/components/scoring/names'
import { type EvidenceLink, ScoreBreakdown } from '@/components/scoring/score-breakdown'
import { ScoreRadar } from '@/components/scoring/score-radar'
import { ScoreVerdict } from '@/components/scoring/score-verdict'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { CivilDate, Instant } from '@/components/ui/when'
import type { EvidenceRow, SurveyRound } from '@/lib/markets/queries/survey'
import { isComputed } from '@/lib/markets/rules/entry'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { ScoreDecision } from '@/lib/scoring/rules/decision'
import { evidenceKindReader } from './evidence-kind'

/** The official score of a round: the word, the radar with the other entry behind it, every point with its proof. */
export function RoundScore({ round }: { round: SurveyRound }) {
  const t = useTranslations('markets')
  const kind = useEvidenceKind()
  const { score, card } = round
  if (!score) return <p className="text-ink-2">{t('score.none')}</p>
  const other = round.entries.find((e) => e.role !== score.stands)
  const links: Record<string, EvidenceLink[]> = {}
  const link = (code: string, proof: EvidenceLink) => {
    const known = links[code] ?? []
    // both surveyors may bring the same record: it is named once
    if (!known.some((k) => k.name === proof.name && k.href === proof.href)) links[code] = [...known, proof]
  }
  for (const e of round.evidence)
    link(e.item, e.file ? { name: e.file.name, href: `/api/files/${e.file.id}` } : { name: e.note ?? kind(e.source) })
  for (const [code, sheet] of Object.entries(sheetsOf(round)))
    link(code, { name: t(`sheet.${sheet as 'SHARE'}.title`) })
  for (const i of card.indicators) if (isComputed(i)) link(i.code, { name: kind('SYSTEM_COMPUTED') })
  return (
    <div className="space-y-4">
      {score.override && (
        <Notice tone="warn" title={t('score.overridden', { from: score.override.from, to: score.override.to })}>
          <p>{score.override.reason}</p>
          <p className="text-ink-2">
            {score.override.byName}
            {score.override.fileIds.map((id, i) => (
              <a
                key={id}
                href={`/api/files/${id}`}
                target="_blank"
                rel="noreferrer"
                className="ml-3 text-accent underline-offset-3 hover:underline"
              >
                {t('score.attachment', { no: i + 1 })}
              </a>
            ))}
          </p>
        </Notice>
      )}
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <ScoreVerdict
          card={card}
          result={{
            ...score,
            decision: score.decision as ScoreDecision,
            threshold: null,
            waived: [],
          }}
        />
        <ScoreRadar
          card={card}
          indicators={score.lines}
          label={t(`entries.role.${score.stands}`)}
          other={
            other?.result ? { label: t(`entries.role.${other.role}`), indicators: other.result.indicators } : undefined
          }
        />
      </div>
      <Card title={t('score.points')} description={t('score.pointsHint')} flush>
        {/* positioned, so that texts for readers inside scroll with it instead of widening the page */}
        <ScoreBreakdown
          className="relative"
          card={card}
          indicators={score.lines}
          trace={score.trace}
          evidence={links}
        />
      </Card>
    </div>
  )
}

/** Kinds of the count sheets behind the entry that stands, by indicator. */
function sheetsOf(round: SurveyRound): Record<string, string> {
  const standing = round.entries.find((e) => e.role === round.score?.stands)
  const sources = (standing?.sources ?? {}) as Record<string, { sheet?: { kind: string } | null }>
  return Object.fromEntries(Object.entries(sources).flatMap(([code, s]) => (s.sheet ? [[code, s.sheet.kind]] : [])))
}

function useEvidenceKind(): (source: string) => string {
  return evidenceKindReader(useTranslations() as unknown as Translate)
}

function toProof(e: EvidenceRow, kind: (source: string) => string): Proof {
  return { ...e, kind: kind(e.source) }
}

/** All proofs of a round, by the item they prove, in the card's order. */
export function RoundEvidence({ round }: { round: SurveyRound }) {
  const t = useTranslations('markets')
  const locale = useLocale()
  const kind = useEvidenceKind()
  const items = [...round.card.indicators, ...round.card.vetoes].filter((i) =>
    round.evidence.some((e) => e.item === i.code),
  )
  if (items.length === 0) return <p className="text-ink-2">{t('evidence.none')}</p>
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {items.map((item) => (
        <section key={item.code} aria-labelledby={`proof-${round.round}-${item.code}`} className="min-w-0">
          <h2 id={`proof-${round.round}-${item.code}`} className="mb-1.5 text-sm font-semibold">
            {nameIn(locale, item)}
            <span className="ml-1.5 font-mono text-xs font-normal text-ink-3">{item.code}</span>
          </h2>
          <ProofList proofs={round.evidence.filter((e) => e.item === item.code).map((e) => toProof(e, kind))} />
        </section>
      ))}
    </div>
  )
}

/** Who decided what on this round, and what it was returned for. */
export function RoundDecisions({ round }: { round: SurveyRound }) {
  const t = useTranslations('markets')
  return (
    <div className="space-y-3">
      {round.returnItems.length > 0 && (
        <Notice tone="warn" title={t('decisions.returnedFor')}>
          <ul className="list-disc pl-5">
            {round.returnItems.map((i) => (
              <li key={`${i.item ?? ''}:${i.text}`}>
                {i.item && <span className="mr-1.5 font-mono text-xs">{i.item}</span>}
                {i.text}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {round.decisions.length === 0 ? (
        <p className="text-ink-2">{t('decisions.none')}</p>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2">
          {round.decisions.map((d) => (
            <li key={d.id} className="rounded-md border border-line bg-surface px-4 py-3">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{t(`role.${d.role as 'SB_HEAD'}`)}</span>
                <span>{d.by}</span>
                <Badge tone={d.decision === 'REJECT' ? 'danger' : d.decision === 'CONDITIONAL' ? 'warn' : 'ok'}>
                  {t(`decision.${d.decision as 'ADMIT'}`)}
                </Badge>
                <span className="ml-auto text-sm text-ink-2">
                  <Instant value={d.at} />
                </span>
              </p>
              <p className="mt-1.5 break-words whitespace-pre-line">{d.opinion}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

export function RoundHead({ round }: { round: SurveyRound }) {
  const t = useTranslations('markets')
  return (
    <p className="flex flex-wrap gap-x-4 text-sm text-ink-2">
      <span>{t('round.no', { no: round.round })}</span>
      <span>{t(`round.state.${round.state as 'OPEN'}`)}</span>
      <span>
        {t('round.started')} <CivilDate value={round.startedAt.toISOString()} />
      </span>
      <span>{t('round.card', { code: round.card.code, version: String(round.card.version) })}</span>
    </p>
  )
}
