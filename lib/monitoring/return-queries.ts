/** Monthly returns for the bank and for their operator; a partner sees its own by row security. */
import { z } from 'zod'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import type { ReturnLine } from './commands/returns'
import { READERS } from './queries'
import { daysLate } from './rules/market-return'
import { returnMachine } from './workflow'

const RETURN_READERS = [...READERS, 'OPERATOR_ADMIN', 'OPERATOR_CLERK'] as const

export const returnList = defineQuery({
  name: 'returns.list',
  input: z.strictObject({
    market: z.string().max(40).optional(),
    state: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: RETURN_READERS },
  async run({ tx, actor, input, today }) {
    const rows = await tx.marketReturn.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.market ? { market: { code: input.market } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { market: { select: { code: true, name: true } } },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((r) => {
        const open = r.state === 'DUE' || r.state === 'RETURNED'
        return {
          id: r.id,
          market: r.market,
          month: fromDb(r.month),
          dueOn: fromDb(r.dueOn),
          state: r.state,
          submittedOn: fromDbOrNull(r.submittedOn),
          lateDays: open ? Math.max(r.lateDays, daysLate(fromDb(r.dueOn), today)) : r.lateDays,
          rows: (r.rows as unknown[]).length,
          allowedEvents: allowedEvents(returnMachine, r.state, actor),
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

export const returnDetail = defineQuery({
  name: 'returns.detail',
  input: z.strictObject({ returnId: zId }),
  access: { roles: RETURN_READERS },
  async run({ tx, actor, input, today }) {
    const r = await tx.marketReturn.findFirst({
      where: { bankId: actor.bankId, id: input.returnId },
      include: { market: { select: { id: true, code: true, name: true } } },
    })
    if (!r) throw refuse('E_NOT_FOUND', { object: 'market-return' })
    // the operator's own borrowers: what a workbook for this return begins with
    const own = await tx.application.findMany({
      where: { bankId: actor.bankId, batch: { marketId: r.marketId }, state: 'ACTIVE' },
      select: { stallNo: true, name: true },
      orderBy: [{ stallNo: 'asc' }, { id: 'asc' }],
      distinct: ['name', 'stallNo'],
    })
    return {
      id: r.id,
      market: r.market,
      month: fromDb(r.month),
      dueOn: fromDb(r.dueOn),
      state: r.state,
      version: r.version,
      note: r.note,
      lateDays: Math.max(r.lateDays, r.submittedOn ? 0 : daysLate(fromDb(r.dueOn), today)),
      figures: r.figures as Record<string, unknown> | null,
      rows: r.rows as ReturnLine[],
      merchants: own.map((a) => ({ stallNo: a.stallNo ?? '', name: a.name ?? '' })),
      allowedEvents: allowedEvents(returnMachine, r.state, actor),
    }
  },
})
