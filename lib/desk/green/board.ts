/** The green channel's board, and the reason for a clock that ran over (§9 row 17). */
import { z } from 'zod'
import type { Role } from '@/lib/platform/actor'
import { dueAfterWorkingDays, loadCalendar } from '@/lib/platform/calendar'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { slaView } from '@/lib/platform/sla-view'
import { answerable } from '../rules/green'
import { clockAt, firstOfRoles, namesOf } from './people'

export const READERS = ['RM', 'EVALUATOR', 'RISK_MGR', 'SB_REVIEWER', 'SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD', 'LEGAL', 'DISB_REVIEWER', 'DISB_APPROVER', 'AUDITOR'] as const // biome-ignore format: one line
export const REASON_DAYS = 1

/** Green clocks of the last ninety days, those that run first, the earliest due first; over time with the person's name and unit. */
export const greenBoard = defineQuery({
  name: 'green.board',
  input: z.strictObject({}),
  access: { roles: READERS },
  async run({ tx, actor, now }) {
    const { bankId } = actor
    const clocks = await tx.slaClock.findMany({
      where: { bankId, profile: 'GREEN', kind: 'TOTAL', objectType: 'batch', startedAt: { gte: new Date(now.getTime() - 90 * 86_400_000) } }, // biome-ignore format: one line
      orderBy: [{ dueAt: 'asc' }],
      take: 300,
    })
    const batches = await tx.batch.findMany({
      where: { bankId, id: { in: clocks.map((c) => c.objectId) } },
      select: { id: true, code: true, state: true, rmId: true, evaluatorId: true, market: { select: { name: true } } },
    })
    const breaches = await tx.greenBreach.findMany({ where: { bankId, clockId: { in: clocks.map((c) => c.id) } } })
    const heads = await firstOfRoles(tx, bankId, ['SB_HEAD', 'CR_HEAD'])
    const personOf = (b: (typeof batches)[number]): { role: ReturnType<typeof answerable>; id: string | null } => {
      const role = answerable(b.state)
      if (role === 'RM') return { role, id: b.rmId }
      if (role === 'EVALUATOR') return { role, id: b.evaluatorId }
      return { role, id: heads.get(role) ?? null }
    }
    const people = await namesOf(tx, bankId, [...batches.map((b) => personOf(b).id), ...breaches.map((b) => b.reasonBy)]) // biome-ignore format: one line
    const calendar = await loadCalendar(tx, bankId)
    const rows = clocks.flatMap((c) => {
      const batch = batches.find((b) => b.id === c.objectId)
      if (!batch) return []
      const breach = breaches.find((b) => b.clockId === c.id) ?? null
      const ended = c.state === 'STOPPED' ? c.stoppedAt : null
      const over = clockAt(c, now) > c.dueAt
      const at = personOf(batch)
      const person = people.get(at.id ?? '')
      return [
        {
          clockId: c.id,
          batchId: batch.id,
          batch: batch.code,
          market: batch.market.name,
          state: batch.state,
          days: c.workingDaysTenths / 10,
          clock: ended ? null : slaView(c, now, calendar),
          startedAt: c.startedAt,
          dueAt: c.dueAt,
          endedAt: ended,
          pauses: c.pauseCount,
          pauseReason: c.pauseReason,
          over,
          role: at.role,
          person: person?.name ?? null,
          unit: person?.branch ?? null,
          reason: breach?.reason ?? null,
          reasonBy: people.get(breach?.reasonBy ?? '')?.name ?? null,
          reasonLate: breach?.late ?? false,
          reasonDueAt: over ? dueAfterWorkingDays(c.dueAt, REASON_DAYS, calendar) : null,
          mayExplain: over && !breach && (at.id === actor.userId || actor.roles.some((r) => r === 'SB_HEAD' || r === 'CR_HEAD')), // biome-ignore format: one line
        },
      ]
    })
    const finished = rows.filter((r) => r.endedAt)
    return {
      items: [...rows.filter((r) => !r.endedAt), ...finished.reverse()],
      counts: {
        running: rows.length - finished.length,
        over: rows.filter((r) => r.over && !r.endedAt).length,
        finished: finished.length,
        inTime: finished.filter((r) => !r.over).length,
        unexplained: rows.filter((r) => r.over && r.reason === null).length,
      },
    }
  },
})

/** Why it took longer: once a clock, by who answers for it or a head; late when its one working day has gone. */
export const explainBreach = defineCommand({
  name: 'green.explain',
  input: z.strictObject({ clockId: zId, reason: z.string().trim().min(5).max(1000) }),
  access: { roles: ['RM', 'EVALUATOR', 'DISB_REVIEWER', 'DISB_APPROVER', 'SB_HEAD', 'CR_HEAD'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    const clock = await tx.slaClock.findFirst({ where: { bankId, id: input.clockId, profile: 'GREEN', kind: { in: ['TOTAL', 'CP_TO_PAY'] } } }) // biome-ignore format: one line
    if (!clock) throw refuse('E_NOT_FOUND', { object: 'clock' })
    const paying = clock.kind === 'CP_TO_PAY'
    const batch = await tx.batch.findFirst({
      where: { bankId, ...(paying ? { applications: { some: { id: clock.objectId } } } : { id: clock.objectId }) },
      select: { id: true, rmId: true, evaluatorId: true },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'clock' })
    const by = (...roles: Role[]) => actor.roles.some((r) => roles.includes(r))
    const answers = batch.rmId === actor.userId || (paying ? by('DISB_REVIEWER', 'DISB_APPROVER') : batch.evaluatorId === actor.userId) // biome-ignore format: one line
    if (!answers && !by('SB_HEAD', 'CR_HEAD')) throw refuse('E_NOT_FOUND', { object: 'clock' })
    if (clockAt(clock, now) <= clock.dueAt) throw refuse('E_GREEN_IN_TIME')
    if (await tx.greenBreach.findFirst({ where: { bankId, clockId: clock.id } })) throw refuse('E_GREEN_EXPLAINED')
    const late = now > dueAfterWorkingDays(clock.dueAt, REASON_DAYS, await loadCalendar(tx, bankId))
    await tx.greenBreach.create({
      data: { bankId, clockId: clock.id, batchId: batch.id, reason: input.reason, reasonBy: actor.userId, reasonAt: now, late }, // biome-ignore format: one line
    })
    ctx.audit({
      objectType: paying ? 'application' : 'batch',
      objectId: clock.objectId,
      reason: input.reason,
      detail: { event: 'green-breach', late },
    })
    return { clockId: clock.id, late }
  },
})
