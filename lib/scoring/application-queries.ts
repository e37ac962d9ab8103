/** One merchant's application in full: for the bank's people every point and proof; for its operator only how it stands. */
import { z } from 'zod'
import { operatorView } from '@/lib/batches/queries'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { cardOfResult, customerCardOf } from './card-in-force'
import { openPoints, type StoredWaiver } from './investigation'
import { namesOf } from './queries'
import type { Card } from './rules/card'
import type { ScoreInput } from './rules/score-result'
import { indicatorLines } from './rules/sheet'
import type { TwoViews } from './rules/two-views'
import { sheetFigures } from './sheet-figures'
import { readSheets } from './sheets'

/** What everybody who may see the item sees: its own packet fields and its state (an operator's view of it). */
export const applicationOverview = defineQuery({
  name: 'applications.overview',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input }) {
    const a = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      include: {
        batch: {
          select: {
            id: true,
            code: true,
            state: true,
            mode: true,
            rankedCount: true,
            market: { select: { id: true, code: true, name: true } },
          },
        },
      },
    })
    if (!a) throw refuse('E_NOT_FOUND', { object: 'application' })
    const outcome = actor.partyId
      ? null
      : await tx.applicationOutcome.findFirst({ where: { bankId: actor.bankId, applicationId: a.id } })
    return {
      id: a.id,
      state: actor.partyId ? operatorView(a.state) : a.state,
      version: a.version,
      batch: a.batch,
      merchantId: a.merchantId,
      no: a.rowNo,
      name: a.name,
      borrowerType: a.borrowerType,
      uscc: a.uscc,
      ownerName: a.ownerName,
      ownerIdNo: a.ownerIdNo,
      phone: a.phone,
      stallNo: a.stallNo,
      mainGoods: a.mainGoods,
      marketEntryDate: fromDbOrNull(a.marketEntryDate),
      annualTurnoverFen: a.annualTurnoverFen,
      annualRentFen: a.annualRentFen,
      staffCount: a.staffCount,
      requestedAmountFen: a.requestedFen,
      requestedTermMonths: a.requestedTermMonths,
      purpose: a.purpose,
      rank: a.rank,
      groupName: a.groupName,
      score: outcome
        ? {
            total: outcome.scoreTotal,
            grade: outcome.grade,
            decision: outcome.scoreDecision,
            reason: outcome.decisionReason,
          }
        : null,
      limitFen: outcome?.approvedFen ?? null,
      ratePpm: outcome?.approvedRatePpm ?? null,
      tenorMonths: outcome?.approvedTenorMonths ?? null,
      frozen: a.frozen,
      createdAt: a.createdAt,
    }
  },
})

const STAFF = { roles: BANK_ROLES }

/** The investigation sheet of one application with what it still lacks and the flags of its cross-checks. */
export const investigationOf = defineQuery({
  name: 'investigations.get',
  input: z.strictObject({ applicationId: zId }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const a = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: { id: true, state: true, batchId: true, annualTurnoverFen: true, annualRentFen: true },
    })
    const sheet = a ? (await readSheets(tx, actor.bankId, [a.id])).get(a.id) : undefined
    if (!a || !sheet) throw refuse('E_NOT_FOUND', { object: 'investigation' })
    const people = await namesOf(tx, actor.bankId, [sheet.rmId, sheet.evaluatorId])
    const figures = sheetFigures(a, sheet)
    return {
      applicationId: a.id,
      batchId: a.batchId,
      applicationState: a.state,
      version: sheet.version,
      state: sheet.state,
      visitedOn: fromDbOrNull(sheet.visitedOn),
      place: sheet.place,
      note: sheet.note,
      values: sheet.inputs,
      sources: sheet.sources,
      financials: sheet.financials,
      household: sheet.household,
      visit: sheet.visit,
      vetoes: sheet.vetoes,
      open: openPoints(sheet),
      rm: { name: people.get(sheet.rmId ?? '') ?? null, signedAt: sheet.rmSignedAt },
      evaluator: { name: people.get(sheet.evaluatorId ?? '') ?? null, signedAt: sheet.evaluatorSignedAt },
      turnoverTrace: figures.turnoverTrace,
      cashFlowTrace: figures.cashFlowTrace,
      stockTrace: figures.stockTrace,
      flags: figures.flags,
    }
  },
})

/** Every score of the application, newest first, each with its lines, trace and the card version it was made with. */
export const applicationScores = defineQuery({
  name: 'applications.scores',
  input: z.strictObject({ applicationId: zId }),
  access: STAFF,
  async run({ tx, actor, input, today }) {
    const a = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: { id: true, batchId: true, batch: { select: { market: { select: { marketGrading: true } } } } },
    })
    if (!a) throw refuse('E_NOT_FOUND', { object: 'application' })
    const results = await tx.scoreResult.findMany({
      where: { bankId: actor.bankId, subjectType: 'APPLICATION', subjectId: a.id },
      orderBy: { id: 'desc' },
    })
    const people = await namesOf(
      tx,
      actor.bankId,
      results.flatMap((r) => [r.scoredBy, r.secondBy]),
    )
    // each result reads on the very version that it was made with
    const cards = new Map<string, Card>()
    for (const r of results) {
      const key = `${r.cardCode} ${r.cardVersion}`
      if (!cards.has(key)) cards.set(key, await cardOfResult(tx, actor.bankId, r.cardCode, r.cardVersion))
    }
    const cardOf = (r: { cardCode: string; cardVersion: number }): Card => cards.get(`${r.cardCode} ${r.cardVersion}`)!
    const card = results[0] ? cardOf(results[0]) : await customerCardOf(tx, actor.bankId, a.batchId, today)
    return {
      card,
      threshold: a.batch.market.marketGrading?.threshold ?? null,
      results: results.map((r) => {
        const { $override, $views, $waived, ...sources } = r.sources as Record<string, unknown> & {
          $override?: OverrideNote
          $views?: TwoViews & { note: string | null }
          $waived?: StoredWaiver[]
        }
        return {
          id: r.id,
          total: r.total,
          grade: r.grade,
          decision: r.decision,
          coefficientPpm: r.coefficientPpm,
          marketGrade: r.marketGrade,
          vetoes: r.vetoes as string[],
          missing: r.missing as string[],
          points: r.points as Record<string, number>,
          inputs: r.inputs as Record<string, ScoreInput>,
          cardCode: r.cardCode,
          lines: indicatorLines(cardOf(r), {
            inputs: r.inputs as Record<string, ScoreInput>,
            points: r.points as Record<string, number>,
            missing: r.missing as string[],
          }),
          sources: sources as Record<string, { kinds: string[]; note?: string; fileIds?: string[] }>,
          override: $override ?? null,
          views: $views ?? null,
          waived: $waived ?? [],
          trace: r.trace as unknown as Trace,
          cardVersion: r.cardVersion,
          scoredBy: people.get(r.scoredBy ?? '') ?? null,
          secondBy: people.get(r.secondBy ?? '') ?? null,
          scoredAt: r.scoredAt,
        }
      }),
    }
  },
})
type OverrideNote = { from: string; to: string; reason: string; fileIds: string[]; byName: string; secondName?: string }

/** Papers, checks, consents and the history of one application, for its page. */
export const applicationFile = defineQuery({
  name: 'applications.file',
  input: z.strictObject({ applicationId: zId }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const where = { bankId: actor.bankId, applicationId: input.applicationId }
    const [documents, checks, consents, history] = [
      await tx.document.findMany({
        where: { ...where, state: { not: 'SUPERSEDED' } },
        orderBy: { createdAt: 'asc' },
        include: { file: { select: { id: true, name: true, mediaType: true } } },
      }),
      await tx.publicCheck.findMany({ where, orderBy: { checkedAt: 'desc' } }),
      await tx.consent.findMany({ where, orderBy: { givenAt: 'asc' } }),
      await tx.stateHistory.findMany({
        where: { bankId: actor.bankId, objectType: 'application', objectId: input.applicationId },
        orderBy: { id: 'desc' },
        take: 200,
      }),
    ]
    const people = await namesOf(
      tx,
      actor.bankId,
      checks.map((c) => c.checkedBy),
    )
    return {
      documents: documents.map((d) => ({
        id: d.id,
        slot: d.slot,
        side: d.side,
        state: d.state,
        expiresOn: fromDbOrNull(d.expiresOn),
        file: d.file,
      })),
      checks: checks.map((c) => ({
        id: c.id,
        kind: c.kind,
        state: c.state,
        source: c.source,
        result: c.result as { values?: Record<string, string>; vetoes?: string[]; summary?: string },
        fileId: c.fileId,
        by: people.get(c.checkedBy ?? '') ?? null,
        at: c.checkedAt,
      })),
      consents: consents.map((c) => ({
        id: c.id,
        kind: c.kind,
        state: c.state,
        receiver: c.receiver,
        purpose: c.purpose,
        givenAt: c.givenAt,
        expiresOn: fromDbOrNull(c.expiresOn),
        withdrawnAt: c.withdrawnAt,
      })),
      history: history.map((h) => ({
        id: h.id,
        event: h.event,
        from: h.stateFrom,
        to: h.stateTo,
        at: h.at,
        actor: h.actorName,
        reason: h.reason,
      })),
    }
  },
})
