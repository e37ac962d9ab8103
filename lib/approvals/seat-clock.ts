/**
 * The clock of a seat (§6.2): a reminder after one working day, the superior after two, never an agreement by time. It
 * stands still while the batch's clock stands still.
 */
import { z } from 'zod'
import { systemActor } from '@/lib/platform/actor'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { log } from '@/lib/platform/log'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { afterWorkingMinutes, workingMinutesBetween } from '@/lib/platform/working-time'
import { SUPERIOR } from './rules/sitting'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>

const waitingOf = (bankId: string, batchId: string) => ({
  bankId,
  state: 'WAITING',
  round: { state: 'OPEN', plan: { batchId } },
})

/** The bank waits for the customer: seats of the batch's plan wait with it. */
export async function pauseSeats({ tx, actor, now }: Ctx, batchId: string): Promise<void> {
  const where = waitingOf(actor.bankId, batchId)
  await tx.countersignSeat.updateMany({ where: { ...where, pausedAt: null }, data: { pausedAt: now } })
}

/** They go on with the working time that was left. */
export async function resumeSeats({ tx, actor, now }: Ctx, batchId: string): Promise<void> {
  const bankId = actor.bankId
  const seats = await tx.countersignSeat.findMany({
    where: { ...waitingOf(bankId, batchId), pausedAt: { not: null } },
  })
  if (seats.length === 0) return
  const calendar = await loadCalendar(tx, bankId)
  const later = (at: Date | null, from: Date) => {
    if (!at) return null
    const left = workingMinutesBetween(from, at, calendar)
    return left > 0 ? afterWorkingMinutes(now, left, calendar) : new Date(at.getTime() + now.getTime() - from.getTime())
  }
  for (const s of seats)
    await tx.countersignSeat.updateMany({
      where: { bankId, id: s.id },
      data: { pausedAt: null, dueAt: later(s.dueAt, s.pausedAt!), remindAt: later(s.remindAt, s.pausedAt!) },
    })
}

type Late = {
  id: string
  role: string
  plan_id: string
  code: string
  market: string
  user_id: string | null
  step: string
}

function lateSeats({ tx, actor, now }: Ctx): Promise<Late[]> {
  return tx.$queryRaw<Late[]>`
    select s.id, s.role, p.id as plan_id, p.code, m.name as market, s.user_id,
      case when s.due_at <= ${now} and s.escalated_at is null then 'ESCALATE' else 'REMIND' end as step
    from countersign_seat s
    join countersign_round r on r.bank_id = s.bank_id and r.id = s.round_id and r.state = 'OPEN'
    join credit_plan p on p.bank_id = r.bank_id and p.id = r.plan_id
    join market m on m.bank_id = p.bank_id and m.id = p.market_id
    where s.bank_id = ${actor.bankId}::uuid and s.state = 'WAITING' and s.paused_at is null
      and ((s.due_at <= ${now} and s.escalated_at is null) or (s.remind_at <= ${now} and s.reminded_at is null))
    order by s.id`
}

/** Reminds and calls superiors, each once a seat. What a seat decides stays with a person, however late. */
export const chaseSeats = defineCommand({
  name: 'approvals.chaseSeats',
  input: z.strictObject({}),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { tx, actor, now } = ctx
    const bankId = actor.bankId
    const late = await lateSeats(ctx)
    const escalate = late.filter((s) => s.step === 'ESCALATE')
    await tx.countersignSeat.updateMany({
      where: { bankId, id: { in: late.map((s) => s.id) }, remindedAt: null },
      data: { remindedAt: now },
    })
    await tx.countersignSeat.updateMany({
      where: { bankId, id: { in: escalate.map((s) => s.id) } },
      data: { escalatedAt: now },
    })
    await tx.task.createMany({
      data: escalate.map((s) => ({
        bankId,
        kind: 'SEAT_LATE',
        objectType: 'plan',
        objectId: s.plan_id,
        role: SUPERIOR[s.role] ?? 'CR_HEAD',
        state: 'OPEN',
        params: { code: s.code, seat: s.role, market: s.market },
      })),
    })
    for (const s of late)
      ctx.emit(s.step === 'ESCALATE' ? 'seat.escalated' : 'seat.reminded', {
        planId: s.plan_id,
        seatId: s.id,
        role: s.role,
        userId: s.user_id,
      })
    const counts = { reminded: late.length - escalate.length, escalated: escalate.length }
    ctx.audit({
      objectType: 'approvals',
      objectId: bankId,
      detail: { event: 'chase', seats: late.map((s) => s.id), ...counts },
    })
    return counts
  },
})

const TURN_MS = 60_000
const last = new Map<string, number>()

/** Called by the worker at every turn; looks once a minute, and writes only when a seat is late. */
export async function chaseSeatsInTime(bank: BankRow): Promise<void> {
  const at = Date.now()
  if (at - (last.get(bank.id) ?? 0) < TURN_MS) return
  last.set(bank.id, at)
  const actor = systemActor(bank, 'approvals.chaseSeats')
  const late = await withTenant(actor, (tx) => lateSeats({ tx, actor, now: new Date() }), { readOnly: true })
  if (late.length === 0) return
  const result = await chaseSeats(actor, {})
  if (!result.ok) log.error({ bank: bank.code, code: result.error.code }, 'late seats could not be chased')
}
