/** The operator's monthly return: its lines from a workbook, handing it in, checking it (§8.1, W-M10, S7). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, fromDb, maxDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId, zShare, zWhole, zYuan } from '@/lib/platform/schema'
import { newId, Prisma } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { daysLate, RETURN_EVENTS, STALL_STATES, saysReturn, saysRow } from '../rules/market-return'
import { returnMachine } from '../workflow'
import { takeObservations } from './observe'

const EVENTS = Object.values(RETURN_EVENTS).flat()

export const Figures = z
  .strictObject({
    stallsTotal: zWhole,
    stallsOccupied: zWhole,
    footfall: zWhole,
    footfallLastYear: zWhole,
    feesDue: zYuan,
    feesCollected: zYuan,
    merchantsAtStart: zWhole,
    merchantsJoined: zWhole,
    merchantsLeft: zWhole,
    incident: z.boolean().default(false),
    closedDays: zWhole.default(0),
    complaints: zWhole.default(0),
    equityChange: zShare.default(0),
    events: z
      .array(z.enum(EVENTS as [string, ...string[]]))
      .max(10)
      .default([]),
    note: z.string().trim().max(1000).default(''),
  })
  .refine((f) => f.stallsTotal > 0, { path: ['stallsTotal'], error: 'E_RETURN_STALLS' })
  .refine((f) => f.stallsOccupied <= f.stallsTotal, { path: ['stallsOccupied'], error: 'E_RETURN_STALLS' })
  .refine((f) => f.merchantsLeft <= f.merchantsAtStart + f.merchantsJoined, {
    path: ['merchantsLeft'],
    error: 'E_RETURN_LEFT',
  })

const Row = z.strictObject({
  stallNo: z.string().trim().max(40).default(''),
  name: z.string().trim().min(1).max(120),
  stallState: z.enum(STALL_STATES).default('OPEN'),
  closedDays: zWhole.default(0),
  rentArrearsDays: zWhole.default(0),
  remark: z.string().trim().max(300).default(''),
})
export type ReturnLine = z.output<typeof Row>

async function returnOf({ tx, actor }: CommandContext<unknown>, id: string) {
  const row = await tx.marketReturn.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'market-return' })
  return row
}

/** The lines of the merchants, as a workbook brought them; they can be brought again until the return is handed in. */
export const fillReturn = defineCommand({
  name: 'returns.fill',
  input: z.strictObject({ returnId: zId, rows: z.array(Row).max(5000) }),
  access: { roles: ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'] },
  async run(ctx) {
    const row = await returnOf(ctx, ctx.input.returnId)
    if (!['DUE', 'RETURNED'].includes(row.state))
      throw refuse('E_STATE', { object: 'market-return', state: row.state, event: 'fill' }, { allowed: [] })
    await ctx.tx.marketReturn.update({
      where: { bankId_id: { bankId: ctx.actor.bankId, id: row.id } },
      data: { rows: ctx.input.rows, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'market-return',
      objectId: row.id,
      objectVersion: row.version + 1,
      detail: { event: 'fill', rows: ctx.input.rows.length },
    })
    return { id: row.id, rows: ctx.input.rows.length }
  },
})

/** Handed in: how late it is stays with it, and the machinery reads its figures at once. */
export const submitReturn = defineCommand({
  name: 'returns.submit',
  input: z.strictObject({ returnId: zId, figures: Figures }),
  access: { roles: ['OPERATOR_ADMIN', 'RM'] },
  async run(ctx) {
    const { actor, input, today, now } = ctx
    const row = await returnOf(ctx, input.returnId)
    const late = Math.max(row.lateDays, daysLate(fromDb(row.dueOn), today))
    const { feesDue, feesCollected, equityChange, ...rest } = input.figures
    const moved = await transition(ctx, returnMachine, row, {
      event: 'submit',
      detail: { late },
      set: {
        figures: {
          ...rest,
          feesDueFen: feesDue.toString(),
          feesCollectedFen: feesCollected.toString(),
          equityChangePpm: equityChange,
        },
        submittedBy: actor.userId,
        submittedOn: toDb(today),
        submittedAt: now,
        lateDays: late,
        note: null,
      },
    })
    await ctx.enqueue('monitoring.readReturn', { returnId: row.id })
    ctx.emit('return.submitted', { returnId: row.id, late })
    return { id: row.id, late, ...moved }
  },
})

export const acceptReturn = defineCommand({
  name: 'returns.accept',
  input: z.strictObject({ returnId: zId }),
  access: { roles: ['POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const row = await returnOf(ctx, ctx.input.returnId)
    const moved = await transition(ctx, returnMachine, row, {
      event: 'accept',
      set: { checkedBy: ctx.actor.userId, checkedAt: ctx.now },
    })
    return { id: row.id, ...moved }
  },
})

/** Sent back with what is wrong; a few working days to put it right, after which it is late. */
export const sendBackReturn = defineCommand({
  name: 'returns.return',
  input: z.strictObject({ returnId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const row = await returnOf(ctx, input.returnId)
    const { returns } = (await loadParameters(tx, actor.bankId, today)).monitoring
    const until = addWorkingDays(today, returns.supplementWorkingDays, await loadCalendar(tx, actor.bankId))
    const moved = await transition(ctx, returnMachine, row, {
      event: 'return',
      reason: input.reason,
      set: {
        checkedBy: actor.userId,
        checkedAt: now,
        note: input.reason,
        dueOn: toDb(maxDate(until, fromDb(row.dueOn))),
      },
    })
    return { id: row.id, dueOn: until, ...moved }
  },
})

type Stored = Omit<z.output<typeof Figures>, 'feesDue' | 'feesCollected' | 'equityChange'> & {
  feesDueFen: string
  feesCollectedFen: string
  equityChangePpm: number
}
const figuresOf = (json: unknown) => {
  const f = json as Stored
  return { ...f, feesDueFen: BigInt(f.feesDueFen), feesCollectedFen: BigInt(f.feesCollectedFen) }
}

/** What a return says becomes observations of the market and of its merchants. Run by the machinery: an operator sees no signals. */
export const readReturn = defineCommand({
  name: 'returns.read',
  input: z.strictObject({ returnId: zId }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, now, today } = ctx
    const { bankId } = actor
    const row = await returnOf(ctx, ctx.input.returnId)
    const month = fromDb(row.month)
    const before = await tx.marketReturn.findMany({
      where: {
        bankId,
        marketId: row.marketId,
        month: { gte: toDb(month.subtract({ months: 3 })), lt: row.month },
        figures: { not: Prisma.AnyNull },
      },
      orderBy: { month: 'asc' },
    })
    const ago = before.find((b) => fromDb(b.month).equals(month.subtract({ months: 3 })))
    const quarter = before.filter((b) => !fromDb(b.month).equals(month.subtract({ months: 3 })))
    const base = {
      bankId,
      source: 'RETURN',
      observedOn: toDb(today),
      createdBy: row.submittedBy,
      at: now,
      marketId: row.marketId,
    }
    const key = `${row.id}:${row.version}`
    const market = saysReturn(
      figuresOf(row.figures),
      ago ? figuresOf(ago.figures) : null,
      quarter.map((q) => figuresOf(q.figures)),
    )
    const lines = row.rows as ReturnLine[]
    const merchants = await tx.merchant.findMany({
      where: { bankId, marketId: row.marketId, name: { in: lines.map((l) => l.name) } },
      select: { id: true, name: true, stallNo: true },
    })
    const known = (l: ReturnLine) => {
      const named = merchants.filter((m) => m.name === l.name)
      return named.find((m) => m.stallNo === l.stallNo) ?? (named.length === 1 ? named[0] : undefined)
    }
    const rows = [
      ...market.map((s, i) => ({
        ...base,
        ...s,
        id: newId(),
        objectType: 'MARKET',
        objectId: row.marketId,
        reference: `${key}:${i}`,
      })),
      ...lines.flatMap((l, n) => {
        const merchant = known(l)
        return merchant
          ? saysRow(l).map((s, i) => ({
              ...base,
              ...s,
              id: newId(),
              objectType: 'MERCHANT',
              objectId: merchant.id,
              note: l.remark || null,
              reference: `${key}:${n}:${i}`,
            }))
          : []
      }),
    ]
    const made = await takeObservations(ctx, rows)
    ctx.audit({
      objectType: 'market-return',
      objectId: row.id,
      detail: {
        event: 'read',
        observations: made.taken,
        raised: made.raised,
        unknown: lines.filter((l) => !known(l)).length,
      },
    })
    return { observations: made.taken, raised: made.raised }
  },
})
