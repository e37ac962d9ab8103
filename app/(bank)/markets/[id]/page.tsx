import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { EntriesCompare } from '@/components/markets/entries-compare'
import { MarketActions, type MarketActs } from '@/components/markets/market-actions'
import { GradeBadge, MarketStateBadge } from '@/components/markets/market-badges'
import { MarketTimeline } from '@/components/markets/market-timeline'
import { MarketBatches, OverviewFacts } from '@/components/markets/overview-facts'
import { RoundDecisions, RoundEvidence, RoundHead, RoundScore } from '@/components/markets/survey-round'
import { nameIn } from '@/components/scoring/names'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { SlaClock } from '@/components/ui/sla-clock'
import { railFromMachine, StageRail } from '@/components/ui/stage-rail'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { BATCH_READERS } from '@/lib/batches/access'
import { marketEvents } from '@/lib/markets/queries/events'
import { type MarketOverview, marketOverview, surveyorCandidates } from '@/lib/markets/queries/overview'
import { type SurveyRound, surveyRecord } from '@/lib/markets/queries/survey'
import { gradesBeside } from '@/lib/markets/rules/official'
import { MARKET_STAGES } from '@/lib/markets/workflow'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'

type Params = { params: Promise<{ id: string }> }

async function load(actor: Actor, marketId: string) {
  const market = await marketOverview(actor, { marketId }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const assigns = hasRole(actor, 'RM') && ['DRAFT', 'SURVEYING'].includes(market.state)
  const [record, events, candidates] = await Promise.all([
    surveyRecord(actor, { marketId }),
    marketEvents(actor, { marketId }),
    assigns ? surveyorCandidates(actor, {}) : null,
  ])
  return { market, rounds: record.rounds, events: events.items, candidates }
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('markets'), await params]
  const market = await marketOverview(actor, { marketId: id }).catch(() => null)
  return { title: market?.name ?? t('list.title') }
}

export default async function Market({ params }: Params) {
  const [actor, t, locale, { id }] = [
    await currentActor(),
    await getTranslations('markets'),
    await getLocale(),
    await params,
  ]
  const { market, rounds, events, candidates } = await load(actor, id)
  const current = rounds[0]
  const name = locale === 'en' && market.nameEn ? market.nameEn : market.name
  const clock = market.sla[0]
  return (
    <>
      <PageHeader
        title={name}
        state={
          <>
            <MarketStateBadge state={market.state} />
            {market.grading && <GradeBadge grade={market.grading.grade} invalid={!market.grading.valid} />}
            {market.frozen && <Badge tone="danger">{t('frozen')}</Badge>}
          </>
        }
        breadcrumb={[{ label: t('list.title'), href: '/markets' }, { label: name }]}
        meta={
          <>
            <span className="font-mono">{market.code}</span>
            <span>{market.city}</span>
            <span>{market.trade}</span>
            <span>{market.operator?.name}</span>
          </>
        }
        actions={<MarketActions {...actsFor(actor, market, current, candidates, locale)} />}
      >
        <StageRail
          label={t('rail.label')}
          stages={railFromMachine(
            MARKET_STAGES.map((s) => ({
              key: s.key,
              label: t(`rail.${s.key}`),
              states: s.states,
              note: (s.states as readonly string[]).includes(market.state) ? t(`state.${market.state}`) : undefined,
            })),
            market.state,
            market.state === 'SUSPENDED'
              ? 'paused'
              : ['REJECTED', 'EXPIRED', 'EXITED'].includes(market.state)
                ? 'attention'
                : ['ADMITTED', 'CONDITIONAL'].includes(market.state)
                  ? 'done'
                  : 'current',
          )}
        />
        {clock && (
          <p className="mt-2 flex flex-wrap items-center gap-2 text-sm">
            <span className="text-ink-2">{t(`clock.${clock.kind as 'SURVEY'}`)}</span>
            <SlaClock state={clock.state} leftMinutes={clock.leftMinutes} dueAt={clock.dueAt} />
          </p>
        )}
      </PageHeader>
      <Warnings market={market} round={current} />
      <Tabs
        param="tab"
        label={name}
        tabs={[
          { key: 'overview', label: t('tab.overview'), content: <OverviewFacts market={market} /> },
          {
            key: 'survey',
            label: t('tab.survey'),
            content: <Rounds rounds={rounds}>{(round) => <RoundScore round={round} />}</Rounds>,
          },
          {
            key: 'entries',
            label: t('tab.entries'),
            content: <Rounds rounds={rounds}>{(round) => <EntriesCompare round={round} />}</Rounds>,
          },
          {
            key: 'evidence',
            label: t('tab.evidence'),
            count: current?.evidence.length ?? 0,
            content: <Rounds rounds={rounds}>{(round) => <RoundEvidence round={round} />}</Rounds>,
          },
          {
            key: 'decision',
            label: t('tab.decision'),
            content: <Rounds rounds={rounds}>{(round) => <RoundDecisions round={round} />}</Rounds>,
          },
          {
            key: 'batches',
            label: t('tab.batches'),
            count: market.batches.length,
            content: <MarketBatches batches={market.batches} linked={hasRole(actor, ...BATCH_READERS)} />,
          },
          { key: 'timeline', label: t('tab.timeline'), content: <MarketTimeline events={events} /> },
        ]}
      />
    </>
  )
}

/** One part of every survey round, the latest open and the earlier ones folded away. */
async function Rounds({
  rounds,
  children,
}: {
  rounds: readonly SurveyRound[]
  children: (round: SurveyRound) => React.ReactNode
}) {
  const t = await getTranslations('markets')
  const [latest, ...earlier] = rounds
  if (!latest) {
    return (
      <Card>
        <State kind="empty" title={t('round.none')} detail={t('round.noneDetail')} />
      </Card>
    )
  }
  return (
    <div className="space-y-5">
      <section className="space-y-3">
        <RoundHead round={latest} />
        {children(latest)}
      </section>
      {earlier.map((round) => (
        <details key={round.id} className="rounded-lg border border-line bg-surface px-4 py-3">
          <summary className="cursor-pointer font-medium">{t('round.earlier', { no: round.round })}</summary>
          <div className="mt-3 space-y-3">
            <RoundHead round={round} />
            {children(round)}
          </div>
        </details>
      ))}
    </div>
  )
}

/** What somebody who opens the page must know before acting. */
async function Warnings({ market, round }: { market: MarketOverview; round: SurveyRound | undefined }) {
  const t = await getTranslations('markets')
  const notes: { key: string; tone: 'warn' | 'danger'; text: string }[] = []
  if (market.state === 'SUSPENDED') notes.push({ key: 'suspended', tone: 'danger', text: t('warn.suspended') })
  if (market.grading && !market.grading.valid && market.state !== 'SUSPENDED')
    notes.push({ key: 'invalid', tone: 'warn', text: t('warn.scoreInvalid') })
  if (market.state === 'SCORED' && round?.noteRequired && !round.reconciliationNote)
    notes.push({ key: 'note', tone: 'warn', text: t('warn.noteMissing', { points: round.difference ?? 0 }) })
  if (market.state === 'IN_REVIEW' && market.allowedDecisions.length === 1)
    notes.push({ key: 'reject', tone: 'danger', text: t('warn.onlyReject') })
  if (notes.length === 0) return null
  return (
    <div className="mb-4 space-y-2">
      {notes.map((n) => (
        <Notice key={n.key} tone={n.tone}>
          {n.text}
        </Notice>
      ))}
    </div>
  )
}

function actsFor(
  actor: Actor,
  market: MarketOverview,
  round: SurveyRound | undefined,
  candidates: Awaited<ReturnType<typeof surveyorCandidates>> | null,
  locale: string,
): MarketActs {
  const surveyors = [market.people.evaluator?.id, market.people.riskManager?.id]
  const surveyed = surveyors.includes(actor.userId ?? '')
  const score = round?.score
  const overrides =
    hasRole(actor, 'SB_HEAD', 'CR_HEAD') &&
    !surveyed &&
    ['SCORED', 'IN_REVIEW'].includes(market.state) &&
    round !== undefined &&
    round.decisions.length === 0
  return {
    marketId: market.id,
    version: market.version,
    events: market.allowedEvents,
    decisions: market.allowedDecisions,
    overrideGrades: overrides && score ? gradesBeside(round.card, score) : [],
    grade: score?.grade ?? null,
    assign: candidates && {
      candidates,
      evaluatorId: market.people.evaluator?.id ?? null,
      riskMgrId: market.people.riskManager?.id ?? null,
    },
    surveyorsNamed: surveyed && surveyors.every((s) => s !== undefined),
    reconcile:
      surveyed && market.state === 'SCORED' && round?.noteRequired
        ? { difference: round.difference ?? 0, note: round.reconciliationNote }
        : null,
    reopenFrom: market.reopenFrom?.toString() ?? null,
    items: round
      ? [...round.card.indicators, ...round.card.vetoes].map((i) => ({ code: i.code, name: nameIn(locale, i) }))
      : [],
  }
}
