import { z } from 'zod'
import { evidenceOf } from '@/lib/evidence/evidence'
import { type Actor, BANK_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { MarketCard } from '@/lib/scoring/rules/card'
import { decide } from '@/lib/scoring/rules/decision'
import { reconcile } from '@/lib/scoring/rules/reconciliation'
import { indicatorLines } from '@/lib/scoring/rules/sheet'
import { marketCardsOf, marketCardVersion } from '../card'
import { type MarketScore, marketScores } from '../result'
import { entryValues, openSheets } from '../rules/entry'
import { differences } from '../rules/official'
import { currentSurvey, type Entry, entryOf, findMarket, SURVEY_EVIDENCE } from '../survey'

type ReturnItem = { item?: string; text: string }

async function evidenceRows(tx: Tx, bankId: string, surveyIds: string[]) {
  const rows = await evidenceOf(tx, bankId, SURVEY_EVIDENCE, surveyIds)
  const people = await tx.appUser.findMany({
    where: { bankId, id: { in: rows.map((r) => r.createdBy).filter((x) => x !== null) } },
    select: { id: true, name: true },
  })
  return rows.map((r) => ({
    id: r.id,
    surveyId: r.objectId,
    item: r.itemCode,
    source: r.source,
    note: r.note,
    observedAt: r.observedAt,
    latitude: r.latitude,
    longitude: r.longitude,
    createdBy: r.createdBy,
    createdByName: people.find((p) => p.id === r.createdBy)?.name ?? null,
    createdAt: r.createdAt,
    file: r.file && { ...r.file, sizeBytes: Number(r.file.sizeBytes) },
  }))
}
export type EvidenceRow = Awaited<ReturnType<typeof evidenceRows>>[number]

/** The survey page of one surveyor: the card, the own entry, the shared proofs, what the last round was returned for. */
export const surveyDesk = defineQuery({
  name: 'markets.surveyDesk',
  input: z.strictObject({ marketId: zId }),
  access: { roles: ['EVALUATOR', 'RISK_MGR'] },
  async run({ tx, actor, input, today }) {
    const market = await findMarket(tx, actor.bankId, input.marketId)
    const survey = await currentSurvey(tx, market)
    const own = survey.entries.find((e) => e.surveyorId === actor.userId && actor.roles.includes(e.role))
    if (!own) throw refuse('E_NOT_SURVEYOR')
    const card = await marketCardVersion(tx, actor.bankId, survey.cardCode, survey.cardVersion)
    const other = survey.entries.find((e) => e.id !== own.id)
    const [evidence, partner, before] = [
      await evidenceRows(tx, actor.bankId, [survey.id]),
      await (other &&
        tx.appUser.findFirst({ where: { bankId: actor.bankId, id: other.surveyorId }, select: { name: true } })),
      await tx.marketSurvey.findFirst({
        where: { bankId: actor.bankId, marketId: market.id, round: survey.round - 1, state: 'RETURNED' },
        select: { returnItems: true },
      }),
    ]
    return {
      market: {
        id: market.id,
        code: market.code,
        name: market.name,
        nameEn: market.nameEn,
        city: market.city,
        state: market.state,
        version: market.version,
        openedOn: fromDbOrNull(market.openedOn),
      },
      surveyId: survey.id,
      round: survey.round,
      today,
      card,
      entry: {
        id: own.id,
        role: own.role,
        values: own.values,
        sources: own.sources,
        vetoes: own.vetoes,
        computed: entryValues(card, own, today),
        openSheets: openSheets(own, today),
        signedAt: own.signedAt,
        total: own.total,
        version: own.version,
      },
      // how far the other is, never what the other found: the two entries are independent until both are signed
      partner: other ? { name: partner?.name ?? null, role: other.role, signed: other.signedAt !== null } : null,
      evidence,
      returnItems: (before?.returnItems as ReturnItem[] | null) ?? [],
    }
  },
})
export type SurveyDesk = Awaited<ReturnType<typeof surveyDesk>>

/**
 * The whole record of the market's surveys for those who review: each round with both entries side by side, the proofs,
 * the official score with every point, overrides and decisions. What is not signed by both is not shown to anybody.
 */
export const surveyRecord = defineQuery({
  name: 'markets.surveyRecord',
  input: z.strictObject({ marketId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const market = await findMarket(tx, actor.bankId, input.marketId)
    const where = { bankId: actor.bankId, marketId: market.id }
    const surveys = await tx.marketSurvey.findMany({
      where,
      orderBy: { round: 'desc' },
      include: { surveyEntries: true },
    })
    const [decisions, scores, evidence] = [
      await tx.marketDecision.findMany({ where, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
      await marketScores(tx, actor.bankId, market.id),
      await evidenceRows(
        tx,
        actor.bankId,
        surveys.map((s) => s.id),
      ),
    ]
    const people = await names(tx, actor, [
      ...decisions.map((d) => d.userId),
      ...surveys.flatMap((s) => s.surveyEntries.map((e) => e.surveyorId)),
    ])
    const cardOf = await marketCardsOf(tx, actor.bankId, surveys)
    const rounds = surveys.map((s) => {
      const card = cardOf(s)
      const entries = s.surveyEntries.map(entryOf)
      const both = entries.length === 2 && entries.every((e) => e.score)
      const score = scores.find((r) => r.sources.survey.id === s.id) ?? null
      return {
        id: s.id,
        round: s.round,
        state: s.state,
        startedAt: s.startedAt,
        closedAt: s.closedAt,
        returnItems: (s.returnItems as ReturnItem[] | null) ?? [],
        reconciliationNote: s.reconciliationNote,
        ...(both ? reconciled(entries) : { difference: null, noteRequired: false }),
        differences: both ? differences(card, entries[0]!.score!.result, entries[1]!.score!.result) : [],
        entries: entries.map((e) => ({
          id: e.id,
          role: e.role,
          surveyor: people.get(e.surveyorId) ?? null,
          signedAt: e.signedAt,
          ...(both ? shownEntry(e) : { total: null, result: null, sources: {}, vetoes: {} }),
        })),
        card,
        score: score && shownScore(card, score),
        decisions: decisions
          .filter((d) => d.surveyId === s.id)
          .map((d) => ({
            id: d.id,
            role: d.role,
            by: people.get(d.userId) ?? null,
            decision: d.decision,
            opinion: d.opinion,
            at: d.at,
          })),
        evidence: evidence.filter((e) => e.surveyId === s.id),
      }
    })
    return { marketId: market.id, rounds, today }
  },
})
export type SurveyRound = Awaited<ReturnType<typeof surveyRecord>>['rounds'][number]

async function names(tx: Tx, actor: Actor, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.appUser.findMany({
    where: { bankId: actor.bankId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  })
  return new Map(rows.map((r) => [r.id, r.name]))
}

function reconciled(entries: readonly Entry[]) {
  return reconcile(entries[0]!.total ?? 0, entries[1]!.total ?? 0)
}

function shownEntry(e: Entry) {
  return { total: e.total, result: e.score!.result, sources: e.sources, vetoes: e.vetoes }
}

/** The stored result line by line; the reasons follow from what is stored, on the card that it was stored with. */
function shownScore(card: MarketCard, score: MarketScore) {
  const { reasons } = decide(card, score.total, score.grade, score.vetoes, null)
  const missingPoints = card.indicators
    .filter((i) => score.missing.includes(i.code))
    .reduce((n, i) => n + i.maxPoints, 0)
  return {
    id: score.id,
    total: score.total,
    grade: score.grade,
    decision: score.decision,
    reasons,
    coefficientPpm: score.coefficientPpm,
    vetoes: score.vetoes,
    missing: score.missing,
    missingPoints,
    scoredAt: score.scoredAt,
    stands: score.sources.survey.stands,
    totals: score.sources.survey.totals,
    override: score.sources.override ?? null,
    trace: score.trace,
    lines: indicatorLines(card, score),
  }
}

/** The surveys that wait for me, the earliest due first. */
export const mySurveys = defineQuery({
  name: 'markets.mySurveys',
  input: z.strictObject({}),
  access: { roles: ['EVALUATOR', 'RISK_MGR'] },
  async run({ tx, actor, today }) {
    const entries = await tx.surveyEntry.findMany({
      where: {
        bankId: actor.bankId,
        surveyorId: actor.userId ?? undefined,
        survey: { state: 'OPEN', market: { state: 'SURVEYING' } },
      },
      include: { survey: { include: { market: true } } },
      orderBy: { id: 'desc' },
      take: 200,
    })
    const tasks = await tx.task.findMany({
      where: { bankId: actor.bankId, kind: 'MARKET_SURVEY', assigneeId: actor.userId, state: 'OPEN' },
      select: { objectId: true, dueOn: true },
    })
    const cardOf = await marketCardsOf(
      tx,
      actor.bankId,
      entries.map((e) => e.survey),
    )
    const proofs = await tx.evidence.groupBy({
      by: ['objectId'],
      where: { bankId: actor.bankId, objectType: SURVEY_EVIDENCE, objectId: { in: entries.map((e) => e.surveyId) } },
      _count: { _all: true },
    })
    const items = entries.map((row) => {
      const entry = entryOf(row)
      const { market } = row.survey
      const card = cardOf(row.survey)
      return {
        marketId: market.id,
        code: market.code,
        name: market.name,
        nameEn: market.nameEn,
        city: market.city,
        address: market.address,
        trade: market.trade,
        round: row.survey.round,
        role: entry.role,
        signedAt: entry.signedAt,
        dueOn: fromDbOrNull(tasks.find((t) => t.objectId === market.id)?.dueOn),
        filled: Object.keys(entryValues(card, entry, today)).length,
        indicators: card.indicators.length,
        proofs: proofs.find((p) => p.objectId === row.surveyId)?._count._all ?? 0,
      }
    })
    const due = (d: (typeof items)[number]) => d.dueOn?.toString() ?? '9999'
    return { items: items.sort((a, b) => due(a).localeCompare(due(b))) }
  },
})
