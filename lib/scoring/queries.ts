/** What the scoring desk reads: whose batches wait, the whole batch as a grid, and its result as one list. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { customerCardOf } from './card-in-force'
import { CHECK_KINDS, connectedKinds } from './check-provider'
import { openPoints } from './investigation'
import { factsOf, marginRatioOf, readChecks, readSheets, withDerived } from './sheets'

const STAFF = { roles: BANK_ROLES }

/** Batches in scoring (and just accepted or just finished), mine first, with what is signed, scored and missing. */
export const scoringDesk = defineQuery({
  name: 'scoring.desk',
  input: z.strictObject({ all: z.boolean().default(false) }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const mine = actor.userId
      ? { OR: [{ rmId: actor.userId }, { evaluatorId: actor.userId }, { riskMgrId: actor.userId }] }
      : {}
    const batches = await tx.batch.findMany({
      where: {
        bankId: actor.bankId,
        state: { in: ['ACCEPTED', 'SCORING', 'PLAN_DRAFTING'] },
        ...(input.all ? {} : mine),
      },
      orderBy: [{ acceptedAt: 'desc' }, { id: 'desc' }],
      take: 500,
      include: {
        market: { select: { code: true, name: true, marketGrading: { select: { grade: true, threshold: true } } } },
      },
    })
    if (batches.length === 0) return { items: [] }
    const ids = Prisma.join(batches.map((b) => Prisma.sql`${b.id}::uuid`))
    const counts = await tx.$queryRaw<
      {
        batch_id: string
        items: number
        scoring: number
        started: number
        rm_signed: number
        evaluator_signed: number
        signed: number
        admitted: number
        not_admitted: number
        lacking: number
      }[]
    >`
      select a.batch_id, count(*)::int as items,
        count(*) filter (where a.state = 'SCORING')::int as scoring,
        count(*) filter (where i.inputs <> '{}'::jsonb)::int as started,
        count(i.rm_signed_at)::int as rm_signed, count(i.evaluator_signed_at)::int as evaluator_signed,
        count(*) filter (where i.state = 'SIGNED')::int as signed,
        count(*) filter (where o.score_decision = 'ADMITTED')::int as admitted,
        count(*) filter (where a.state = 'NOT_ADMITTED')::int as not_admitted,
        count(*) filter (where a.state = 'SCORING' and o.score_decision = 'INSUFFICIENT_DATA')::int as lacking
      from application a
        left join investigation i on i.bank_id = a.bank_id and i.application_id = a.id and i.state <> 'SUPERSEDED'
        left join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
      where a.bank_id = ${actor.bankId}::uuid and a.batch_id in (${ids}) and a.state not in ('DROPPED', 'WITHDRAWN', 'DRAFT')
      group by a.batch_id`
    const clocks = await tx.slaClock.findMany({
      where: {
        bankId: actor.bankId,
        objectType: 'batch',
        objectId: { in: batches.map((b) => b.id) },
        state: { not: 'STOPPED' },
      },
      orderBy: { dueAt: 'asc' },
    })
    return {
      items: batches.map((b) => {
        const c = counts.find((x) => x.batch_id === b.id)
        const clock = clocks.find((x) => x.objectId === b.id)
        return {
          id: b.id,
          code: b.code,
          state: b.state,
          market: { code: b.market.code, name: b.market.name },
          marketGrade: b.market.marketGrading?.grade ?? null,
          threshold: b.market.marketGrading?.threshold ?? null,
          mine: b.rmId === actor.userId || b.evaluatorId === actor.userId,
          items: c?.items ?? 0,
          scoring: c?.scoring ?? 0,
          started: c?.started ?? 0,
          rmSigned: c?.rm_signed ?? 0,
          evaluatorSigned: c?.evaluator_signed ?? 0,
          signed: c?.signed ?? 0,
          admitted: c?.admitted ?? 0,
          notAdmitted: c?.not_admitted ?? 0,
          lacking: c?.lacking ?? 0,
          dueAt: clock?.dueAt ?? null,
          startedAt: clock?.startedAt ?? null,
        }
      }),
    }
  },
})

/** The batch, its card and market, and every merchant's sheet: what the entry grid and the one-merchant screen show. */
export const scoringBatch = defineQuery({
  name: 'scoring.batch',
  input: z.strictObject({ batchId: zId }),
  access: STAFF,
  async run({ tx, actor, input, today }) {
    const batch = await tx.batch.findFirst({
      where: { bankId: actor.bankId, id: input.batchId },
      include: {
        market: { select: { id: true, code: true, name: true, shareNum: true, shareDen: true, marketGrading: true } },
      },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id, state: { notIn: ['DRAFT', 'DROPPED', 'WITHDRAWN'] } },
      orderBy: { position: 'asc' },
      include: { applicationOutcome: true, publicChecks: { select: { kind: true, state: true } } },
    })
    const sheets = await readSheets(
      tx,
      actor.bankId,
      items.map((i) => i.id),
    )
    const people = await namesOf(tx, actor.bankId, [batch.rmId, batch.evaluatorId])
    const grading = batch.market.marketGrading
    const card = await customerCardOf(tx, actor.bankId, batch.id, today)
    const facts = { ...batch, marginRatioPpm: await marginRatioOf(tx, actor.bankId, batch), today }
    const checks = await readChecks(
      tx,
      actor.bankId,
      items.map((i) => i.id),
    )
    return {
      id: batch.id,
      code: batch.code,
      state: batch.state,
      mode: batch.mode,
      version: batch.version,
      market: { id: batch.market.id, code: batch.market.code, name: batch.market.name },
      grade: grading?.grade ?? null,
      threshold: grading?.threshold ?? null,
      rankedCount: batch.rankedCount,
      marginRatioPpm: facts.marginRatioPpm,
      rm: people.get(batch.rmId ?? '') ?? null,
      evaluator: people.get(batch.evaluatorId ?? '') ?? null,
      connectedKinds: connectedKinds(),
      checkKinds: [...CHECK_KINDS],
      card,
      items: items.map((i) => {
        const stored = sheets.get(i.id)
        // what the system knows stands there before anybody has typed; a decided sheet stays as it was signed
        const sheet =
          stored && i.state === 'SCORING'
            ? { ...stored, ...withDerived(card, stored, factsOf(i, stored, checks.get(i.id) ?? [], facts)) }
            : stored
        return {
          id: i.id,
          rowNo: i.rowNo,
          name: i.name ?? '',
          ownerName: i.ownerName,
          stallNo: i.stallNo,
          mainGoods: i.mainGoods,
          rank: i.rank,
          state: i.state,
          requestedFen: i.requestedFen,
          annualTurnoverFen: i.annualTurnoverFen,
          annualRentFen: i.annualRentFen,
          pyInitials: i.pyInitials,
          sheet: sheet
            ? {
                version: sheet.version,
                state: sheet.state,
                visitedOn: sheet.visitedOn?.toISOString().slice(0, 10) ?? null,
                place: sheet.place,
                note: sheet.note,
                values: sheet.inputs,
                sources: sheet.sources,
                financials: sheet.financials,
                household: sheet.household,
                vetoes: sheet.vetoes,
                rmSigned: sheet.rmSignedAt !== null,
                evaluatorSigned: sheet.evaluatorSignedAt !== null,
                open: openPoints(sheet),
              }
            : null,
          checks: i.publicChecks,
          outcome: i.applicationOutcome
            ? {
                total: i.applicationOutcome.scoreTotal,
                grade: i.applicationOutcome.grade,
                decision: i.applicationOutcome.scoreDecision,
                reason: i.applicationOutcome.decisionReason,
              }
            : null,
        }
      }),
    }
  },
})

export async function namesOf(
  tx: Tx,
  bankId: string,
  ids: (string | null | undefined)[],
): Promise<Map<string, string>> {
  const known = ids.filter((id): id is string => typeof id === 'string')
  if (known.length === 0) return new Map()
  const people = await tx.appUser.findMany({
    where: { bankId, id: { in: [...new Set(known)] } },
    select: { id: true, name: true },
  })
  return new Map(people.map((p) => [p.id, p.name]))
}

/** The result of a batch as one list: how scores and grades are spread, who is admitted, who is not and why. */
export const batchResults = defineQuery({
  name: 'scoring.results',
  input: z.strictObject({ batchId: zId }),
  access: STAFF,
  async run({ tx, actor, input, today }) {
    const batch = await tx.batch.findFirst({
      where: { bankId: actor.bankId, id: input.batchId },
      include: { market: { select: { code: true, name: true, marketGrading: true } } },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const card = await customerCardOf(tx, actor.bankId, batch.id, today)
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id, state: { notIn: ['DRAFT', 'DROPPED', 'WITHDRAWN'] } },
      orderBy: { position: 'asc' },
      select: {
        id: true,
        rowNo: true,
        name: true,
        stallNo: true,
        state: true,
        requestedFen: true,
        rank: true,
        applicationOutcome: {
          include: { scoreResult: { select: { coefficientPpm: true, missing: true, vetoes: true, sources: true } } },
        },
      },
    })
    const rows = items.map((i) => {
      const o = i.applicationOutcome
      return {
        id: i.id,
        rowNo: i.rowNo,
        name: i.name ?? '',
        stallNo: i.stallNo,
        state: i.state,
        rank: i.rank,
        requestedFen: i.requestedFen,
        total: o?.scoreTotal ?? null,
        grade: o?.grade ?? null,
        decision: o?.scoreDecision ?? null,
        reasons: (o?.decisionReason ?? '').split('; ').filter((r) => r !== ''),
        coefficientPpm: o?.scoreResult?.coefficientPpm ?? null,
        missing: (o?.scoreResult?.missing ?? []) as string[],
        vetoes: (o?.scoreResult?.vetoes ?? []) as string[],
        overridden: Boolean((o?.scoreResult?.sources as Record<string, unknown> | null)?.$override),
      }
    })
    const scored = rows.filter((r) => r.total !== null)
    return {
      id: batch.id,
      code: batch.code,
      state: batch.state,
      market: { code: batch.market.code, name: batch.market.name },
      grade: batch.market.marketGrading?.grade ?? null,
      threshold: batch.market.marketGrading?.threshold ?? null,
      card: { code: card.code, version: card.version, titleZh: card.titleZh, titleEn: card.titleEn },
      vetoNames: card.vetoes.map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn })),
      rows,
      counts: {
        items: rows.length,
        scored: scored.length,
        admitted: rows.filter((r) => r.decision === 'ADMITTED').length,
        notAdmitted: rows.filter((r) => r.decision === 'NOT_ADMITTED').length,
        vetoed: rows.filter((r) => r.decision === 'VETOED').length,
        insufficient: rows.filter((r) => r.decision === 'INSUFFICIENT_DATA').length,
        overridden: rows.filter((r) => r.overridden).length,
      },
      admittedFen: rows.filter((r) => r.decision === 'ADMITTED').reduce((sum, r) => sum + (r.requestedFen ?? 0n), 0n),
      grades: card.grades.map((g) => ({ grade: g.grade, count: rows.filter((r) => r.grade === g.grade).length })),
      /** ten bands of ten points; 100 stands in the last */
      bands: Array.from({ length: 10 }, (_, i) => ({
        from: i * 10,
        to: i === 9 ? 100 : i * 10 + 9,
        count: scored.filter((r) => Math.min(Math.floor(r.total! / 10), 9) === i).length,
      })),
    }
  },
})
