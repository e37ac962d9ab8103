/** The second promise of the green channel: two working days from all conditions fulfilled to the money (§9 row 17). */
import { z } from 'zod'
import { dueAfterWorkingDays, loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { pauseClock, resumeClock } from '@/lib/platform/sla'
import { slaView } from '@/lib/platform/sla-view'
import { payAnswerable } from '../rules/green'
import { READERS, REASON_DAYS } from './board'
import { clockAt, firstOfRoles, namesOf } from './people'

const PAY_CLOCK = { profile: 'GREEN', kind: 'CP_TO_PAY', objectType: 'application' } as const
const EXPLAINERS = ['SB_HEAD', 'CR_HEAD'] as const

/** Merchants of green batches whose conditions are fulfilled, those that wait first, and those of the last ninety days. */
export const greenPayments = defineQuery({
  name: 'green.payments',
  input: z.strictObject({}),
  access: { roles: READERS },
  async run({ tx, actor, now }) {
    const { bankId } = actor
    const clocks = await tx.slaClock.findMany({
      where: { bankId, ...PAY_CLOCK, startedAt: { gte: new Date(now.getTime() - 90 * 86_400_000) } },
      orderBy: { dueAt: 'asc' },
      take: 300,
    })
    const items = await tx.application.findMany({
      where: { bankId, id: { in: clocks.map((c) => c.objectId) } },
      select: {
        id: true,
        name: true,
        state: true,
        batch: { select: { id: true, code: true, rmId: true } },
        drawdowns: {
          where: { state: { notIn: ['REFUSED', 'CANCELLED'] } },
          orderBy: { createdAt: 'desc' },
          take: 1,
          select: { state: true, reviewedBy: true },
        },
      },
    })
    const breaches = await tx.greenBreach.findMany({ where: { bankId, clockId: { in: clocks.map((c) => c.id) } } })
    const first = await firstOfRoles(tx, bankId, ['DISB_REVIEWER', 'DISB_APPROVER'])
    const inHands = (x: (typeof items)[number]) => {
      const role = payAnswerable(x.drawdowns[0]?.state ?? null)
      return { role, id: role === 'RM' ? x.batch.rmId : (first.get(role) ?? null) }
    }
    const people = await namesOf(tx, bankId, [...items.map((x) => inHands(x).id), ...breaches.map((b) => b.reasonBy)])
    const calendar = await loadCalendar(tx, bankId)
    const rows = clocks.flatMap((c) => {
      const item = items.find((x) => x.id === c.objectId)
      if (!item) return []
      const breach = breaches.find((b) => b.clockId === c.id) ?? null
      const over = clockAt(c, now) > c.dueAt
      const at = inHands(item)
      const mine = at.id === actor.userId || actor.roles.some((r) => r === at.role && r !== 'RM')
      return [
        {
          clockId: c.id,
          applicationId: item.id,
          name: item.name ?? '',
          state: item.state,
          batchId: item.batch.id,
          batch: item.batch.code,
          days: c.workingDaysTenths / 10,
          clock: c.state === 'STOPPED' ? null : slaView(c, now, calendar),
          endedAt: c.state === 'STOPPED' ? c.stoppedAt : null,
          pauses: c.pauseCount,
          pauseReason: c.pauseReason,
          over,
          role: at.role,
          person: people.get(at.id ?? '')?.name ?? null,
          unit: people.get(at.id ?? '')?.branch ?? null,
          reason: breach?.reason ?? null,
          reasonBy: people.get(breach?.reasonBy ?? '')?.name ?? null,
          reasonLate: breach?.late ?? false,
          reasonDueAt: over ? dueAfterWorkingDays(c.dueAt, REASON_DAYS, calendar) : null,
          mayExplain: over && !breach && (mine || actor.roles.some((r) => EXPLAINERS.some((x) => x === r))),
          mayPause: c.state === 'RUNNING' && !over && c.pauseCount < 2 && item.batch.rmId === actor.userId,
          mayResume: c.state === 'PAUSED' && item.batch.rmId === actor.userId,
        },
      ]
    })
    const finished = rows.filter((r) => r.endedAt)
    return { items: [...rows.filter((r) => !r.endedAt), ...finished.reverse()] }
  },
})

async function ownClock({ tx, actor }: CommandContext<unknown>, clockId: string) {
  const clock = await tx.slaClock.findFirst({ where: { bankId: actor.bankId, id: clockId, ...PAY_CLOCK } })
  const item = clock && (await tx.application.findFirst({ where: { bankId: actor.bankId, id: clock.objectId, batch: { rmId: actor.userId } }, select: { id: true } })) // biome-ignore format: one line
  if (!clock || !item) throw refuse('E_NOT_FOUND', { object: 'clock' })
  return { clock, applicationId: item.id }
}

/** The merchant or a partner is waited for: with a reason, twice at most. */
export const pausePayment = defineCommand({
  name: 'green.pausePayment',
  input: z.strictObject({ clockId: zId, reason: z.string().trim().min(2).max(300) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { clock, applicationId } = await ownClock(ctx, ctx.input.clockId)
    await pauseClock(ctx.tx, ctx.actor.bankId, clock.id, ctx.input.reason, ctx.now)
    ctx.audit({ objectType: 'application', objectId: applicationId, reason: ctx.input.reason, detail: { event: 'clock-paused', pause: clock.pauseCount + 1 } }) // biome-ignore format: one line
    return { id: applicationId, paused: true }
  },
})

export const resumePayment = defineCommand({
  name: 'green.resumePayment',
  input: z.strictObject({ clockId: zId }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { clock, applicationId } = await ownClock(ctx, ctx.input.clockId)
    await resumeClock(ctx.tx, ctx.actor.bankId, clock.id, ctx.now)
    ctx.audit({ objectType: 'application', objectId: applicationId, detail: { event: 'clock-resumed' } })
    return { id: applicationId, paused: false }
  },
})
