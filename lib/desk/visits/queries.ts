/** The visit planner as its people see it: a month's visits in the order of the way, how much is done, draws and grades. */
import { z } from 'zod'
import type { MonitoringGrade } from '@/lib/monitoring/rules/lines'
import { addMonths, fromDb, isBefore, toDb } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { isStricter } from '../rules/monitor-grade'
import { routeOrder } from '../rules/route'
import { type Drawn, drawVisits } from '../rules/visit-draw'
import { completion } from '../rules/visit-plan'

/** A switch, from a screen or from an address. */
const zFlag = z.union([z.boolean(), z.stringbool()])
const READERS = ['RM', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'RISK_MGR', 'SB_HEAD', 'AUDITOR'] as const

/** Visits that are to be made in a month, day by day in the order of the way; `mine`: of the asker alone. */
export const visitMonth = defineQuery({
  name: 'visits.month',
  input: z.strictObject({ month: zDate.optional(), mine: zFlag.default(true) }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const first = (input.month ?? today).with({ day: 1 })
    const end = addMonths(first, 1)
    const who = input.mine ? { assigneeId: actor.userId } : {}
    const rows = await tx.visit.findMany({
      where: { bankId, ...who, dueOn: { gte: toDb(first), lt: toDb(end) } },
      include: {
        merchant: { select: { name: true, stallNo: true } },
        market: { select: { code: true, name: true } },
      },
      orderBy: [{ plannedOn: 'asc' }, { id: 'asc' }],
      take: 500,
    })
    const counted = await tx.visit.groupBy({
      by: ['state'],
      where: { bankId, ...who, dueOn: { gte: toDb(first), lt: toDb(end) } },
      _count: true,
    })
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [...new Set(rows.map((v) => v.assigneeId).filter((x) => x !== null))] } },
      select: { id: true, name: true },
    })
    const places = await tx.monitorPlace.findMany({
      where: { bankId, objectType: 'MERCHANT', objectId: { in: rows.map((v) => v.merchantId).filter((x) => x !== null) } }, // biome-ignore format: one line
    })
    const n = (...states: string[]) =>
      counted.filter((c) => states.includes(c.state)).reduce((sum, c) => sum + c._count, 0)
    const hidden = (v: (typeof rows)[number]) => v.offHour && !v.drawId
    const days = [...new Set(rows.filter((v) => !hidden(v)).map((v) => fromDb(v.plannedOn).toString()))].sort()
    const shape = (v: (typeof rows)[number]) => ({
      id: v.id,
      kind: v.kind,
      state: v.state,
      object: v.merchant?.name ?? v.market?.name ?? '',
      stallNo: v.merchant?.stallNo ?? null,
      market: v.market?.name ?? null,
      assignee: people.find((p) => p.id === v.assigneeId)?.name ?? null,
      grade: v.monitoringGrade as MonitoringGrade | null,
      offHour: v.offHour,
      window: v.timeWindow,
      plannedOn: fromDb(v.plannedOn),
      dueOn: fromDb(v.dueOn),
      late: v.state === 'PLANNED' && isBefore(fromDb(v.dueOn), today),
      mayMove: v.state === 'PLANNED' && !(v.offHour && v.assigneeId === actor.userId),
    })
    return {
      month: first,
      today,
      completion: completion({ done: n('DONE'), missed: n('MISSED', 'REPLANNED'), open: n('PLANNED') }),
      counts: { done: n('DONE'), missed: n('MISSED', 'REPLANNED'), open: n('PLANNED') },
      /** off-hour visits whose day is not drawn yet: that they come is known, not when */
      waitingForDraw: rows.filter((v) => hidden(v) && v.state === 'PLANNED').length,
      days: days.map((day) => {
        const then = rows.filter((v) => !hidden(v) && fromDb(v.plannedOn).toString() === day)
        const order = routeOrder(
          then.map((v) => {
            const place = places.find((p) => p.objectId === v.merchantId)
            return {
              id: v.id,
              market: v.market?.code ?? '',
              stallNo: v.merchant?.stallNo ?? null,
              window: v.timeWindow,
              place: place ? { latitude: Number(place.latitude), longitude: Number(place.longitude) } : null,
            }
          }),
        )
        return { day, visits: order.map((id) => shape(then.find((v) => v.id === id)!)) }
      }),
    }
  },
})

/** The draws, newest first, each drawn anew from its seed and pool before one's eyes. */
export const visitDraws = defineQuery({
  name: 'visits.draws',
  input: z.strictObject({ mine: zFlag.default(false) }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.visitDraw.findMany({
      where: { bankId: actor.bankId, ...(input.mine ? { assigneeId: actor.userId! } : {}) },
      orderBy: { id: 'desc' },
      take: 60,
    })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: [...new Set(rows.map((r) => r.assigneeId))] } },
      select: { id: true, name: true },
    })
    const visits = await tx.visit.findMany({
      where: { bankId: actor.bankId, id: { in: rows.flatMap((r) => (r.drawn as Drawn[]).map((d) => d.visitId)) } },
      select: { id: true, state: true, merchant: { select: { name: true } } },
    })
    return {
      items: rows.map((r) => {
        const drawn = r.drawn as Drawn[]
        const again = drawVisits(r.seed, r.pool as string[], r.take)
        return {
          id: r.id,
          day: fromDb(r.day),
          assignee: people.find((p) => p.id === r.assigneeId)?.name ?? '',
          seed: r.seed,
          pool: (r.pool as string[]).length,
          take: r.take,
          /** the same seed and pool give the same visits */
          proven: JSON.stringify(again.map((d) => d.visitId)) === JSON.stringify(drawn.map((d) => d.visitId)),
          drawn: drawn.map((d) => {
            const visit = visits.find((v) => v.id === d.visitId)
            return { ...d, merchant: visit?.merchant?.name ?? '', state: visit?.state ?? '' }
          }),
        }
      }),
    }
  },
})

/** How closely each merchant, market and partner is watched, and why; what waits for a second person first. */
export const gradeList = defineQuery({
  name: 'visits.grades',
  input: z.strictObject({
    objectType: z.enum(['MERCHANT', 'MARKET', 'PARTY']).default('MERCHANT'),
    grade: z.string().max(40).optional(),
    waiting: zFlag.default(false),
    cursor: zId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const rows = await tx.monitorGrade.findMany({
      where: {
        bankId,
        objectType: input.objectType,
        ...(input.grade ? { effective: { in: input.grade.split(',') } } : {}),
        ...(input.waiting ? { manual: { not: null }, confirmedBy: null } : {}),
        ...(input.cursor ? { objectId: { gt: input.cursor } } : {}),
      },
      orderBy: { objectId: 'asc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const where = { bankId, id: { in: shown.map((r) => r.objectId) } }
    const names =
      input.objectType === 'MERCHANT'
        ? await tx.merchant.findMany({ where, select: { id: true, name: true } })
        : input.objectType === 'MARKET'
          ? await tx.market.findMany({ where, select: { id: true, name: true } })
          : await tx.party.findMany({ where, select: { id: true, name: true } })
    return {
      items: shown.map((r) => {
        const [computed, manual] = [r.computed as MonitoringGrade, r.manual as MonitoringGrade | null]
        const waits = manual !== null && r.confirmedBy === null && isStricter(computed, manual)
        return {
          id: r.objectId,
          objectType: input.objectType,
          name: names.find((n) => n.id === r.objectId)?.name ?? '',
          computed,
          effective: r.effective as MonitoringGrade,
          manual,
          manualReason: r.manualReason,
          reasons: r.reasons as string[],
          trace: r.trace as Trace,
          gradedOn: fromDb(r.gradedOn),
          waits,
          mayConfirm: waits && r.manualBy !== actor.userId,
        }
      }),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.objectId : null,
    }
  },
})
