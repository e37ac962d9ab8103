/** The green channel's board, and the reason for a clock that ran over (§9 row 17). */
import { z } from 'zod'
import { dueAfterWorkingDays, loadCalendar } from '@/lib/platform/calendar'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { slaView } from '@/lib/platform/sla-view'
import { answerable } from '../rules/green'

const READERS = ['RM', 'EVALUATOR', 'RISK_MGR', 'SB_REVIEWER', 'SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD', 'LEGAL', 'AUDITOR'] as const // biome-ignore format: one line
const REASON_DAYS = 1

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
    const heads = await tx.appUser.findMany({
      where: { bankId, state: 'ACTIVE', partyId: null, roleGrants: { some: { state: 'ACTIVE', role: { in: ['SB_HEAD', 'CR_HEAD'] } } } }, // biome-ignore format: one line
      select: { id: true, roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } } },
      orderBy: { createdAt: 'asc' },
    })
    const personOf = (b: (typeof batches)[number]): { role: ReturnType<typeof answerable>; id: string | null } => {
      const role = answerable(b.state)
      if (role === 'RM') return { role, id: b.rmId }
      if (role === 'EVALUATOR') return { role, id: b.evaluatorId }
      return { role, id: heads.find((h) => h.roleGrants.some((g) => g.role === role))?.id ?? null }
    }
    const people = await tx.appUser.findMany({
      where: {
        bankId,
        id: {
          in: [...batches.map((b) => personOf(b).id), ...breaches.map((b) => b.reasonBy)].filter((x) => x !== null),
        },
      },
      select: { id: true, name: true, branch: { select: { name: true, nameEn: true } } },
    })
    const calendar = await loadCalendar(tx, bankId)
    const rows = clocks.flatMap((c) => {
      const batch = batches.find((b) => b.id === c.objectId)
      if (!batch) return []
      const breach = breaches.find((b) => b.clockId === c.id) ?? null
      const ended = c.state === 'STOPPED' ? c.stoppedAt : null
      const over = (ended ?? (c.state === 'PAUSED' ? c.pausedAt : null) ?? now) > c.dueAt
      const at = personOf(batch)
      const person = people.find((p) => p.id === at.id)
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
          reasonBy: people.find((p) => p.id === breach?.reasonBy)?.name ?? null,
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
  access: { roles: ['RM', 'EVALUATOR', 'SB_HEAD', 'CR_HEAD'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    const clock = await tx.slaClock.findFirst({ where: { bankId, id: input.clockId, profile: 'GREEN', kind: 'TOTAL' } })
    const batch = clock && (await tx.batch.findFirst({ where: { bankId, id: clock.objectId } }))
    if (!clock || !batch) throw refuse('E_NOT_FOUND', { object: 'clock' })
    const head = actor.roles.some((r) => r === 'SB_HEAD' || r === 'CR_HEAD')
    if (!head && batch.rmId !== actor.userId && batch.evaluatorId !== actor.userId)
      throw refuse('E_NOT_FOUND', { object: 'clock' })
    const at = clock.stoppedAt ?? (clock.state === 'PAUSED' ? clock.pausedAt : null) ?? now
    if (at <= clock.dueAt) throw refuse('E_GREEN_IN_TIME')
    if (await tx.greenBreach.findFirst({ where: { bankId, clockId: clock.id } })) throw refuse('E_GREEN_EXPLAINED')
    const late = now > dueAfterWorkingDays(clock.dueAt, REASON_DAYS, await loadCalendar(tx, bankId))
    await tx.greenBreach.create({
      data: { bankId, clockId: clock.id, batchId: batch.id, reason: input.reason, reasonBy: actor.userId, reasonAt: now, late }, // biome-ignore format: one line
    })
    ctx.audit({
      objectType: 'batch',
      objectId: batch.id,
      reason: input.reason,
      detail: { event: 'green-breach', late },
    })
    return { clockId: clock.id, late }
  },
})
