import { z } from 'zod'
import { PARTNER_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { allowedEvents } from '@/lib/platform/workflow'
import { BATCH_READERS } from './access'
import { type BatchState, batchMachine, stageOf } from './workflow'

/** Partner users see their own party's batches only: row-level security answers them for everything else with 404. */
const READERS = [...BATCH_READERS, ...PARTNER_ROLES] as const

/** What an operator may see of an item's result: that it did not pass, never why or where (§10.3, consent rule). */
export function operatorView(state: string): string {
  return state === 'NOT_ADMITTED' || state === 'REJECTED' ? 'NOT_PASSED' : state
}

/** Merchants taken out of a batch are no part of it any more; of a batch that was withdrawn as a whole all are told. */
const TAKEN_OUT = ['WITHDRAWN', 'DROPPED']
const NOT_TAKEN_OUT = { state: { notIn: TAKEN_OUT } }
const counted = (batchState: string, state: string) => batchState === 'WITHDRAWN' || !TAKEN_OUT.includes(state)

/** A suspended batch stands where it was stopped. */
const stageNow = (b: { state: string; suspendedFrom: string | null }) =>
  stageOf((b.state === 'SUSPENDED' ? (b.suspendedFrom ?? b.state) : b.state) as BatchState)

/** A batch as the API and the batch's page head show it: state, stage, version, items by state, what I may do, the clock. */
export const batchOverview = defineQuery({
  name: 'batches.overview',
  input: z.strictObject({ batchId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const where = { bankId: actor.bankId, id: input.batchId }
    const batch = await tx.batch.findFirst({
      where,
      include: {
        market: { select: { id: true, code: true, name: true, city: true } },
        party: { select: { id: true, name: true } },
      },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const [groups, clocks, requested, people] = [
      await tx.application.groupBy({
        by: ['state'],
        where: { bankId: actor.bankId, batchId: batch.id },
        _count: { _all: true },
      }),
      await tx.slaClock.findMany({
        where: { bankId: actor.bankId, objectType: 'batch', objectId: batch.id, state: { not: 'STOPPED' } },
        orderBy: { dueAt: 'asc' },
      }),
      await tx.application.aggregate({
        where: { bankId: actor.bankId, batchId: batch.id, ...(batch.state === 'WITHDRAWN' ? {} : NOT_TAKEN_OUT) },
        _sum: { requestedFen: true },
      }),
      await (actor.partyId
        ? []
        : tx.appUser.findMany({
            where: {
              bankId: actor.bankId,
              id: { in: [batch.rmId, batch.evaluatorId, batch.riskMgrId].filter((x) => x !== null) },
            },
            select: { id: true, name: true },
          })),
    ]
    const counts: Record<string, number> = {}
    for (const g of groups) {
      const state = actor.partyId ? operatorView(g.state) : g.state
      counts[state] = (counts[state] ?? 0) + g._count._all
    }
    const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      id: batch.id,
      code: batch.code,
      state: batch.state as BatchState,
      stage: stageNow(batch),
      version: batch.version,
      mode: batch.mode,
      market: batch.market,
      operator: batch.party,
      slaProfile: batch.slaProfile,
      submissionNo: batch.submissionNo,
      originBatchId: batch.originBatchId,
      listDate: fromDbOrNull(batch.listDate),
      rankedCount: batch.rankedCount,
      frozen: batch.frozen,
      rm: nameOf(batch.rmId),
      evaluator: nameOf(batch.evaluatorId),
      riskManager: nameOf(batch.riskMgrId),
      counts,
      items: groups.reduce((n, g) => n + (counted(batch.state, g.state) ? g._count._all : 0), 0),
      requestedFen: requested._sum.requestedFen ?? 0n,
      allowedEvents: allowedEvents(batchMachine, batch.state, actor),
      sla: clocks.map((c) => ({
        kind: c.kind,
        state: c.state,
        dueAt: c.dueAt,
        startedAt: c.startedAt,
        pauseReason: c.pauseReason,
        profile: c.profile,
      })),
      submittedAt: batch.submittedAt,
      acceptedAt: batch.acceptedAt,
      createdAt: batch.createdAt,
    }
  },
})

/** Events whose reason is the operator's own, or is said to it: the others' are the bank's opinions (§10.3). */
const REASON_FOR_OPERATOR = ['submit', 'return', 'withdraw', 'resubmit-timeout']

/** Who did what to the batch and when, newest first; an operator reads no name, opinion or detail of the bank's side. */
export const batchEvents = defineQuery({
  name: 'batches.events',
  input: z.strictObject({
    batchId: zId,
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const batch = await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId }, select: { id: true } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const rows = await tx.stateHistory.findMany({
      where: {
        bankId: actor.bankId,
        objectType: 'batch',
        objectId: batch.id,
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((r) => ({
        id: r.id,
        event: r.event,
        from: r.stateFrom,
        to: r.stateTo,
        at: r.at,
        reason: actor.partyId && !REASON_FOR_OPERATOR.includes(r.event) ? null : r.reason,
        actor: actor.partyId && r.actorId !== actor.userId ? null : r.actorName,
        detail: actor.partyId ? null : r.detail,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

export const BatchList = z.strictObject({
  search: z.string().trim().max(60).optional(),
  state: z.string().max(300).optional(),
  market: z.string().max(40).optional(),
  mine: z.coerce.boolean().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: zId.optional(),
})

/** Batches newest first, by keyset on their time-ordered id. */
export const batchList = defineQuery({
  name: 'batches.list',
  input: BatchList,
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const where: Prisma.BatchWhereInput = {
      bankId: actor.bankId,
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      ...(input.state ? { state: { in: input.state.split(',') } } : {}),
      ...(input.market ? { market: { code: input.market } } : {}),
      ...(input.mine && actor.userId
        ? {
            OR: [
              { rmId: actor.userId },
              { evaluatorId: actor.userId },
              { riskMgrId: actor.userId },
              { createdBy: actor.userId },
            ],
          }
        : {}),
      ...(input.search
        ? {
            OR: [
              { code: { contains: input.search, mode: 'insensitive' } },
              { market: { name: { contains: input.search } } },
              { market: { pyInitials: { contains: input.search.toLowerCase() } } },
            ],
          }
        : {}),
    }
    const rows = await tx.batch.findMany({
      where,
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { market: { select: { code: true, name: true } } },
    })
    const page = rows.slice(0, input.limit)
    const sums = page.length
      ? await tx.$queryRaw<{ batch_id: string; merchants: number; requested: bigint | null }[]>`
          select a.batch_id, count(*)::int as merchants, sum(a.requested_fen)::bigint as requested
          from application a join batch b on b.bank_id = a.bank_id and b.id = a.batch_id
          where a.bank_id = ${actor.bankId}::uuid and a.batch_id = any (${page.map((b) => b.id)}::uuid[])
            and (b.state = 'WITHDRAWN' or a.state <> all (${TAKEN_OUT})) group by a.batch_id`
      : []
    const clocks = page.length
      ? await tx.slaClock.findMany({
          where: {
            bankId: actor.bankId,
            objectType: 'batch',
            objectId: { in: page.map((b) => b.id) },
            state: { not: 'STOPPED' },
          },
          orderBy: { dueAt: 'asc' },
        })
      : []
    return {
      items: page.map((b) => {
        const clock = clocks.find((c) => c.objectId === b.id)
        const sum = sums.find((s) => s.batch_id === b.id)
        return {
          id: b.id,
          code: b.code,
          market: b.market,
          mode: b.mode,
          state: b.state as BatchState,
          stage: stageNow(b),
          version: b.version,
          merchants: sum?.merchants ?? 0,
          requestedFen: sum?.requested ?? 0n,
          submissionNo: b.submissionNo,
          createdAt: b.createdAt,
          sla: clock ? { dueAt: clock.dueAt, state: clock.state, startedAt: clock.startedAt } : null,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})
