import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { ConsentList } from '@/components/intake/consent-list'
import { AskPartner } from '@/components/partners/ask-partner'
import { CheckList } from '@/components/scoring/check-list'
import { OverrideAct, RescoreAct, WaiveAct } from '@/components/scoring/hand-acts'
import { DecisionBadge, ItemState } from '@/components/scoring/item-state'
import { nameIn } from '@/components/scoring/names'
import { OverrideHistory } from '@/components/scoring/override-history'
import { OverrideWaiting } from '@/components/scoring/override-waiting'
import { RecordCheck } from '@/components/scoring/record-check'
import { ScoreBreakdown } from '@/components/scoring/score-breakdown'
import { ScoreRadar } from '@/components/scoring/score-radar'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Money } from '@/components/ui/money'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { Timeline } from '@/components/ui/timeline'
import { Instant } from '@/components/ui/when'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { toYuan } from '@/lib/platform/money'
import { applicationFile, applicationOverview, applicationScores } from '@/lib/scoring/application-queries'
import { applicationOverrides } from '@/lib/scoring/override-queries'
import { OVERRIDE_ROLES, WAIVER_ROLES } from '@/lib/scoring/rules/override'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.application'))('title') }
}

export default async function Application({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, locale, { id }] = [
    await currentActor(),
    await getTranslations('scoring'),
    await getLocale(),
    await params,
  ]
  const all = (await getTranslations()) as unknown as Translate
  const word = (key: string, code: string) => (all.has(key) ? all(key) : code)
  const a = await orNotFound(applicationOverview(actor, { applicationId: id }))
  const [{ card, results }, file, { items: changes }] = await Promise.all([
    orNotFound(applicationScores(actor, { applicationId: id })),
    applicationFile(actor, { applicationId: id }),
    applicationOverrides(actor, { applicationId: id }),
  ])
  const last = results[0]
  const waiting = changes.find((c) => c.state === 'PENDING')
  const open = ['SCORING', 'PLAN_DRAFTING'].includes(a.batch.state)
  const decided = open && ['ADMITTED', 'NOT_ADMITTED', 'REGROUP_REQUIRED'].includes(a.state)
  const recordable =
    ['ACCEPTED', 'SCORING', 'PLAN_DRAFTING'].includes(a.batch.state) &&
    ['PACKET_OK', 'SCORING', 'ADMITTED', 'NOT_ADMITTED', 'REGROUP_REQUIRED'].includes(a.state) &&
    hasRole(actor, 'RM', 'EVALUATOR')
  const at = card.grades.findIndex((g) => g.grade === last?.grade)
  const neighbours = at < 0 ? [] : [card.grades[at - 1], card.grades[at + 1]].flatMap((g) => (g ? [g.grade] : []))
  const waivable = card.vetoes.filter((v) => v.waivable && last?.vetoes.includes(v.code))
  const part =
    waiting && open && hasRole(actor, ...OVERRIDE_ROLES)
      ? waiting.requestedBy === actor.userId
        ? 'WITHDRAW'
        : 'DECIDE'
      : null
  const evidence = Object.fromEntries(
    Object.entries(last?.sources ?? {}).map(([code, s]) => [
      code,
      [
        ...(s.kinds ?? []).map((k) => ({ name: word(`scoring.evidence.${k}`, k) })),
        ...(s.fileIds ?? []).map((f) => ({ name: t('application.attachment'), href: `/api/v1/files/${f}` })),
      ],
    ]),
  )
  const score = last ? (
    <div className="space-y-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <Descriptions
          className="self-start"
          columns={1}
          items={[
            { label: t('verdict.decision'), value: <DecisionBadge decision={last.decision} /> },
            { label: t('verdict.score'), value: `${last.total} · ${last.grade ?? t('verdict.noGrade')}` },
            {
              label: t('verdict.vetoes'),
              span: 'full',
              value:
                last.vetoes.length === 0
                  ? t('verdict.noVeto')
                  : card.vetoes
                      .filter((v) => last.vetoes.includes(v.code))
                      .map((v) => (
                        <p key={v.code}>
                          <Badge tone="danger" className="mr-1.5">
                            {v.code}
                          </Badge>
                          {nameIn(locale, v)}
                        </p>
                      )),
            },
            {
              label: t('application.scoredBy'),
              value: formatList(
                locale,
                [last.scoredBy, last.secondBy].filter((name) => name !== null),
              ),
            },
            { label: t('application.scoredAt'), value: <Instant value={last.scoredAt} /> },
            ...(last.override
              ? [
                  {
                    label: t('application.override'),
                    span: 'full' as const,
                    value: [
                      `${last.override.from} → ${last.override.to}`,
                      last.override.byName,
                      last.override.secondName,
                      last.override.reason,
                    ]
                      .filter(Boolean)
                      .join(' · '),
                  },
                ]
              : []),
            ...last.waived.map((w) => ({
              label: `${t('hand.waived')} ${w.code}`,
              span: 'full' as const,
              value: w.reason,
            })),
            ...(last.views
              ? [
                  {
                    label: t('visit.part.view'),
                    span: 'full' as const,
                    value: [
                      t('visit.viewTotals', {
                        sheet: last.views.sheetTotal,
                        own: last.views.evaluatorTotal,
                        difference: last.views.difference,
                      }),
                      last.views.note,
                    ]
                      .filter(Boolean)
                      .join(' · '),
                  },
                ]
              : []),
          ]}
        />
        <ScoreRadar card={card} indicators={last.lines} />
      </div>
      <ScoreBreakdown card={card} indicators={last.lines} trace={last.trace} evidence={evidence} />
    </div>
  ) : (
    <State kind="empty" title={t('application.notScored')} detail={t('application.notScoredDetail')} />
  )
  return (
    <>
      <PageHeader
        title={a.name ?? a.no}
        state={<ItemState state={a.state} />}
        breadcrumb={[
          { label: t('desk.title'), href: '/scoring' },
          { label: a.batch.code, href: `/scoring/${a.batch.id}` },
          { label: a.name ?? a.no },
        ]}
        meta={
          <>
            <span>{a.batch.market.name}</span>
            <span>{a.stallNo}</span>
            <span>{a.uscc}</span>
            <span>
              {t('sheet.requested')} <Money value={a.requestedAmountFen} />
            </span>
          </>
        }
        actions={
          <>
            {decided && hasRole(actor, 'RM', 'EVALUATOR') && <RescoreAct batchId={a.batch.id} applicationId={a.id} />}
            {open &&
              last?.grade &&
              last.vetoes.length === 0 &&
              !last.override &&
              !waiting &&
              hasRole(actor, ...OVERRIDE_ROLES) && (
                <OverrideAct applicationId={a.id} grade={last.grade} grades={neighbours} />
              )}
            {open && waivable.length > 0 && hasRole(actor, ...WAIVER_ROLES) && (
              <WaiveAct applicationId={a.id} vetoes={waivable} />
            )}
            {hasRole(actor, 'RM', 'POST_PARTNER', 'DISB_REVIEWER') && (
              <AskPartner applicationId={a.id} mode={a.batch.mode} amount={toYuan(a.requestedAmountFen ?? 0n)} />
            )}
            {a.merchantId && <ButtonLink href={`/merchants/${a.merchantId}`}>{t('application.merchant')}</ButtonLink>}
            <ButtonLink href={`/scoring/${a.batch.id}/${a.id}`}>{t('application.sheet')}</ButtonLink>
          </>
        }
      />
      {waiting && (
        <OverrideWaiting
          part={part}
          change={{
            id: waiting.id,
            fromGrade: waiting.fromGrade,
            toGrade: waiting.toGrade,
            reason: waiting.reason,
            overLimit: waiting.overLimit,
            requestedByName: waiting.requestedByName,
          }}
        />
      )}
      <Tabs
        param="tab"
        label={t('application.title')}
        tabs={[
          {
            key: 'score',
            label: t('application.score'),
            content: (
              <div className="space-y-4">
                <Card>{score}</Card>
                <OverrideHistory
                  changes={changes
                    .filter((c) => c.state !== 'PENDING')
                    .map((c) => ({ ...c, at: c.decidedAt ?? c.requestedAt }))}
                />
              </div>
            ),
          },
          {
            key: 'checks',
            label: t('application.checks'),
            count: file.checks.length,
            content: (
              <Card
                title={t('application.checks')}
                actions={
                  recordable && (
                    <RecordCheck
                      batchId={a.batch.id}
                      applicationId={a.id}
                      indicators={card.indicators}
                      vetoes={card.vetoes}
                    />
                  )
                }
              >
                <CheckList checks={file.checks} card={card} />
              </Card>
            ),
          },
          {
            key: 'documents',
            label: t('application.documents'),
            count: file.documents.length,
            content: (
              <Card>
                <ul className="divide-y divide-line">
                  {file.documents.map((d) => (
                    <li key={d.id} className="flex flex-wrap items-baseline gap-x-4 py-2">
                      <span className="min-w-40 font-medium">{word(`intake.slots.${d.slot}`, d.slot ?? '—')}</span>
                      <a className="text-accent underline underline-offset-3" href={`/api/v1/files/${d.file.id}`}>
                        {d.file.name}
                      </a>
                    </li>
                  ))}
                </ul>
                {file.documents.length === 0 && <p className="text-ink-2">{t('application.noDocuments')}</p>}
                <div className="mt-5">
                  <ConsentList
                    applicationId={id}
                    rights={{ record: hasRole(actor, 'RM'), withdraw: hasRole(actor, 'RM') }}
                  />
                </div>
              </Card>
            ),
          },
          {
            key: 'history',
            label: t('application.history'),
            content: (
              <Card>
                <Timeline
                  events={[
                    ...file.history.map((h) => ({
                      key: h.id,
                      at: h.at,
                      who: h.actor,
                      what: <ItemState state={h.to} />,
                      why: h.reason ?? undefined,
                    })),
                    ...file.consents.map((c) => ({
                      key: c.id,
                      at: c.givenAt,
                      who: c.receiver,
                      what: `${word(`scoring.consent.${c.kind}`, c.kind)} · ${c.purpose}`,
                    })),
                  ].sort((x, y) => y.at.getTime() - x.at.getTime())}
                />
              </Card>
            ),
          },
        ]}
      />
    </>
  )
}
