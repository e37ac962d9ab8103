/** What the batch's own screens read besides its overview: clocks, merchants, people to choose, tasks of a split. */
import { z } from 'zod'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { operatorView } from './queries'
import { clocksOf } from './sla-view'

const ANY = 'ANY_SIGNED_IN' as const

/** The clocks of batches that the person can see. */
export const batchClocks = defineQuery({
  name: 'batches.clocks',
  input: z.strictObject({ batchIds: z.array(zId).max(500) }),
  access: { roles: ANY },
  run: ({ tx, actor, input, now }) => clocksOf(tx, actor.bankId, input.batchIds, now),
})

export const BatchItems = z.strictObject({
  batchId: zId,
  state: z.string().max(200).optional(),
  search: z.string().trim().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.coerce.number().int().min(-1).default(-1),
})

/** The merchants of a batch with where each stands. A partner sees that one did not pass, never why or its score (§10.3). */
export const batchItems = defineQuery({
  name: 'batches.items',
  input: BatchItems,
  access: { roles: ANY },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const batch = await tx.batch.findFirst({ where: { bankId, id: input.batchId }, select: { id: true } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const states = input.state?.split(',').flatMap((s) => (s === 'NOT_PASSED' ? ['NOT_ADMITTED', 'REJECTED'] : [s]))
    const where: Prisma.ApplicationWhereInput = {
      bankId,
      batchId: batch.id,
      ...(states ? { state: { in: states } } : {}),
      ...(input.search
        ? {
            OR: [
              { name: { contains: input.search } },
              { pyInitials: { contains: input.search.toLowerCase() } },
              { stallNo: { contains: input.search } },
              { uscc: { endsWith: input.search.toUpperCase() } },
              { rowNo: input.search },
            ],
          }
        : {}),
    }
    const [rows, total] = await Promise.all([
      tx.application.findMany({
        where: { ...where, position: { gt: input.cursor } },
        orderBy: { position: 'asc' },
        take: input.limit + 1,
      }),
      tx.application.count({ where }),
    ])
    const page = rows.slice(0, input.limit)
    const outcomes = actor.partyId
      ? []
      : await tx.applicationOutcome.findMany({ where: { bankId, applicationId: { in: page.map((a) => a.id) } } })
    return {
      total,
      items: page.map((a) => {
        const o = outcomes.find((x) => x.applicationId === a.id)
        return {
          id: a.id,
          row: a.rowNo,
          name: a.name ?? '',
          ownerName: a.ownerName,
          stallNo: a.stallNo,
          state: actor.partyId ? operatorView(a.state) : a.state,
          requestedFen: a.requestedFen,
          requestedTermMonths: a.requestedTermMonths,
          rank: a.rank,
          marketEntryDate: fromDbOrNull(a.marketEntryDate),
          score: o?.scoreTotal ?? null,
          grade: o?.grade ?? null,
          approvedFen: o?.approvedFen ?? null,
        }
      }),
      nextCursor: rows.length > input.limit ? String(page.at(-1)!.position) : null,
    }
  },
})

/** Who may be named as the two investigators of a batch (B6): active staff with the role. */
export const investigators = defineQuery({
  name: 'batches.investigators',
  input: z.strictObject({}),
  access: { roles: ['RM'] },
  async run({ tx, actor }) {
    const users = await tx.appUser.findMany({
      where: { bankId: actor.bankId, partyId: null, state: 'ACTIVE' },
      select: { id: true, name: true, login: true, roleGrants: { select: { role: true, state: true } } },
      orderBy: { name: 'asc' },
    })
    const named = (role: string) =>
      users
        .filter((u) => u.roleGrants.some((g) => g.role === role && g.state === 'ACTIVE'))
        .map((u) => ({ id: u.id, name: u.name, login: u.login }))
    return { rm: named('RM'), evaluator: named('EVALUATOR') }
  },
})

/** Splits that wait for a second person (B13). */
export const openSplits = defineQuery({
  name: 'batches.openSplits',
  input: z.strictObject({ batchId: zId }),
  access: { roles: ANY },
  async run({ tx, actor, input }) {
    if (actor.partyId) return []
    const tasks = await tx.task.findMany({
      where: {
        bankId: actor.bankId,
        objectType: 'batch',
        objectId: input.batchId,
        kind: 'CONFIRM_SPLIT',
        state: 'OPEN',
      },
    })
    return tasks.map((t) => {
      const p = t.params as { count?: number; reason?: string } | null
      return { id: t.id, count: p?.count ?? 0, reason: p?.reason ?? '', mine: t.createdBy === actor.userId }
    })
  },
})
