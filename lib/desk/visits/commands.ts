/** Acts of the visit planner: grades set by hand, places, check-in and photos on the spot, another day (§9 rows 1 and 2). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { addEvidence, evidenceFields } from '@/lib/evidence/evidence'
import type { MonitoringGrade } from '@/lib/monitoring/rules/lines'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addMonths, addWorkingDays, fromDb, isAfter, isBefore, maxDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { effectiveGrade, isStricter } from '../rules/monitor-grade'
import { CHECK_IN_METRES, metresBetween } from '../rules/route'
import { regrade } from './grades'
import { planVisitsOf } from './plan'

const VISITORS = ['RM', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'RISK_MGR'] as const
const reason = z.string().trim().min(2).max(500)
const zObject = { objectType: z.enum(['MERCHANT', 'MARKET', 'PARTY']), objectId: zId }
const degrees = z.string().regex(/^-?\d{1,3}(\.\d{1,8})?$/, 'E_NUMBER')

/** Sets a grade by hand. Stricter than computed it holds at once; lower, it waits for a second person. */
export const setGrade = defineCommand({
  name: 'visits.setGrade',
  input: z.strictObject({ ...zObject, grade: z.enum(['KEY', 'GENERAL', 'SERVICE']), reason }),
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await gradeOf(ctx, input)
    const computed = row.computed as MonitoringGrade
    const manual = input.grade === computed ? null : input.grade
    const lower = manual !== null && isStricter(computed, manual)
    const effective = effectiveGrade(computed, manual, false)
    await tx.monitorGrade.updateMany({
      where: { bankId: actor.bankId, objectType: input.objectType, objectId: input.objectId, version: row.version },
      data: { manual, manualBy: manual ? actor.userId : null, manualReason: manual ? input.reason : null, confirmedBy: null, effective, version: { increment: 1 } }, // biome-ignore format: one line
    })
    await follow(ctx, input, effective)
    ctx.audit({
      objectType: 'monitor-grade',
      objectId: input.objectId,
      reason: input.reason,
      detail: { event: 'set', of: input.objectType, computed, manual, waits: lower },
    })
    return { effective, waits: lower }
  },
})

/** The second person to a grade that is lower than computed; refused, the computed grade stays. */
export const confirmGrade = defineCommand({
  name: 'visits.confirmGrade',
  input: z.strictObject({ ...zObject, agree: z.boolean(), reason: z.string().trim().max(500).default('') }),
  access: { roles: ['POST_MKT', 'POST_PARTNER', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await gradeOf(ctx, input)
    const computed = row.computed as MonitoringGrade
    const manual = row.manual as MonitoringGrade | null
    if (!manual || row.confirmedBy || !isStricter(computed, manual))
      throw refuse('E_STATE', { object: 'monitor-grade', state: row.effective, event: 'confirm' }, { allowed: [] })
    if (row.manualBy === actor.userId)
      throw refuse('E_SOD', { act: 'REVIEW', earlierAct: 'MONITOR_MARKET', earlierAt: '', turn: ['RISK_MGR'] })
    const effective = effectiveGrade(computed, input.agree ? manual : null, input.agree)
    await tx.monitorGrade.updateMany({
      where: { bankId: actor.bankId, objectType: input.objectType, objectId: input.objectId, version: row.version },
      data: input.agree
        ? { confirmedBy: actor.userId, effective, version: { increment: 1 } }
        : { manual: null, manualBy: null, manualReason: null, effective, version: { increment: 1 } },
    })
    await follow(ctx, input, effective)
    ctx.audit({
      objectType: 'monitor-grade',
      objectId: input.objectId,
      reason: input.reason || undefined,
      detail: { event: input.agree ? 'confirm' : 'refuse', of: input.objectType, effective },
    })
    return { effective }
  },
})

type Ctx = CommandContext<unknown>
async function gradeOf({ tx, actor }: Ctx, of: { objectType: string; objectId: string }) {
  const row = await tx.monitorGrade.findFirst({
    where: { bankId: actor.bankId, objectType: of.objectType, objectId: of.objectId },
  })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'monitor-grade' })
  return row
}
async function follow({ tx, actor }: Ctx, of: { objectType: string; objectId: string }, effective: string) {
  if (of.objectType === 'MERCHANT')
    await tx.merchant.updateMany({
      where: { bankId: actor.bankId, id: of.objectId },
      data: { monitoringGrade: effective },
    })
}

/** Where a market or a stall is: measured on the spot by the market's own people. */
export const setPlace = defineCommand({
  name: 'visits.setPlace',
  input: z.strictObject({ objectType: z.enum(['MARKET', 'MERCHANT']), objectId: zId, latitude: degrees, longitude: degrees }), // biome-ignore format: one line
  access: { roles: ['POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const where = { bankId: actor.bankId, id: input.objectId }
    const found =
      input.objectType === 'MARKET'
        ? await tx.market.findFirst({ where, select: { id: true } })
        : await tx.merchant.findFirst({ where, select: { id: true } })
    if (!found) throw refuse('E_NOT_FOUND', { object: input.objectType.toLowerCase() })
    const { objectType, objectId, latitude, longitude } = input
    await tx.monitorPlace.upsert({
      where: { bankId_objectType_objectId: { bankId: actor.bankId, objectType, objectId } },
      create: { bankId: actor.bankId, objectType, objectId, latitude, longitude, setBy: actor.userId, setAt: now },
      update: { latitude, longitude, setBy: actor.userId, setAt: now },
    })
    ctx.audit({ objectType: 'place', objectId, detail: { event: 'set', of: objectType, latitude, longitude } })
    return { objectId }
  },
})

/** The visitor is there: within 200 m of the stall, or of the market where the stall's place is not known. */
export const checkIn = defineCommand({
  name: 'visits.checkIn',
  input: z.strictObject({ visitId: zId, latitude: degrees, longitude: degrees }),
  access: { roles: VISITORS },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const visit = await openVisit(ctx, input.visitId)
    const places = await tx.monitorPlace.findMany({
      where: { bankId: actor.bankId, objectId: { in: [visit.merchantId, visit.marketId].filter((x) => x !== null) } },
    })
    const place = places.find((p) => p.objectType === 'MERCHANT') ?? places.find((p) => p.objectType === 'MARKET')
    const metres = place
      ? metresBetween(
          { latitude: Number(place.latitude), longitude: Number(place.longitude) },
          { latitude: Number(input.latitude), longitude: Number(input.longitude) },
        )
      : null
    if (metres !== null && metres > CHECK_IN_METRES) throw refuse('E_CHECK_IN_FAR', { metres, most: CHECK_IN_METRES })
    await tx.visit.updateMany({
      where: { bankId: actor.bankId, id: visit.id },
      data: { checkedInAt: now, checkInMetres: metres, latitude: input.latitude, longitude: input.longitude, version: { increment: 1 } }, // biome-ignore format: one line
    })
    ctx.audit({ objectType: 'visit', objectId: visit.id, detail: { event: 'check-in', metres } })
    return { visitId: visit.id, metres }
  },
})

/** A photo taken on the spot; sent twice after a lost line it is one photo, by its idempotency key. */
export const addVisitPhoto = defineCommand({
  name: 'visits.addPhoto',
  input: z.strictObject({ visitId: zId, ...evidenceFields, fileId: zId }),
  access: { roles: VISITORS },
  async run(ctx) {
    const { visitId, ...proof } = ctx.input
    const visit = await openVisit(ctx, visitId)
    const { id } = await addEvidence(ctx, { objectType: 'visit', objectId: visit.id, itemCode: 'VISIT', ...proof })
    ctx.audit({ objectType: 'visit', objectId: visit.id, detail: { event: 'add-photo', evidenceId: id } })
    return { id }
  },
})

async function openVisit({ tx, actor }: Ctx, visitId: string) {
  const visit = await tx.visit.findFirst({ where: { bankId: actor.bankId, id: visitId } })
  if (!visit) throw refuse('E_NOT_FOUND', { object: 'visit' })
  if (visit.state !== 'PLANNED' && visit.state !== 'MISSED')
    throw refuse('E_STATE', { object: 'visit', state: visit.state, event: 'check-in' }, { allowed: [] })
  return visit
}

/** Another day for a planned visit, within three working days of its last; a drawn one cannot be moved by its visitor. */
export const moveVisit = defineCommand({
  name: 'visits.move',
  input: z.strictObject({ visitId: zId, plannedOn: zDate, reason }),
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const visit = await openVisit(ctx, input.visitId)
    if (visit.offHour && visit.assigneeId === actor.userId) throw refuse('E_VISIT_DRAWN')
    const latest = addWorkingDays(fromDb(visit.dueOn), 3, await loadCalendar(tx, actor.bankId))
    if (isBefore(input.plannedOn, today) || isAfter(input.plannedOn, maxDate(latest, today)))
      throw refuse('E_VISIT_DAY', { latest: latest.toString() }, { fields: [{ path: 'plannedOn', code: 'E_VISIT_DAY' }] }) // biome-ignore format: one line
    const dueOn = maxDate(fromDb(visit.dueOn), input.plannedOn)
    await tx.visit.updateMany({
      where: { bankId: actor.bankId, id: visit.id, version: visit.version },
      data: { plannedOn: toDb(input.plannedOn), dueOn: toDb(dueOn), version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'visit',
      objectId: visit.id,
      reason: input.reason,
      detail: { event: 'move', from: fromDb(visit.plannedOn).toString(), to: input.plannedOn.toString() },
    })
    return { id: visit.id, plannedOn: input.plannedOn.toString(), dueOn: dueOn.toString() }
  },
})

/** Grades all and plans a month at once, for a bank that begins in its middle; what is planned already stays. */
export const planVisitMonth = defineCommand({
  name: 'visits.planMonth',
  input: z.strictObject({ month: zDate }),
  access: { roles: ['POST_MKT', 'RISK_MGR', 'SYSTEM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const first = input.month.with({ day: 1 })
    const next = addMonths(today.with({ day: 1 }), 1)
    if (isBefore(first, today.with({ day: 1 })) || isAfter(first, next))
      throw refuse('E_DATE', {}, { fields: [{ path: 'month', code: 'E_DATE' }] })
    const { monitoring } = await loadParameters(tx, actor.bankId, today)
    const { graded } = await regrade(ctx, today, monitoring, 'ALL')
    const { planned } = await planVisitsOf(ctx, first, monitoring)
    ctx.audit({ objectType: 'visit-plan', objectId: first.toString(), detail: { graded, planned } })
    return { graded, planned }
  },
})
