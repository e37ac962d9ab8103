/** SLA clocks in working days: they start and stop with transitions, may pause with a reason, and paused time is not counted. */
import { businessDate, dueAfterWorkingDays, loadCalendar } from './calendar'
import { refuse } from './errors'
import { readParameterValues } from './parameter-values'
import type { Tx } from './tenant'
import { afterWorkingMinutes, workingMinutesBetween } from './working-time'

export type ClockStart = {
  objectType: string
  objectId: string
  partyId: string | null
  kind: string
  profile: string
  green: number
  normal: number
  ownerRole?: string
  at: Date
}

export async function startClock(tx: Tx, bankId: string, start: ClockStart): Promise<void> {
  const days = (await ownDays(tx, bankId, start)) ?? (start.profile === 'GREEN' ? start.green : start.normal)
  const calendar = await loadCalendar(tx, bankId)
  await tx.slaClock.create({
    data: {
      bankId,
      partyId: start.partyId,
      objectType: start.objectType,
      objectId: start.objectId,
      kind: start.kind,
      profile: start.profile,
      workingDaysTenths: Math.round(days * 10),
      state: 'RUNNING',
      startedAt: start.at,
      dueAt: dueAfterWorkingDays(start.at, days, calendar),
      ownerRole: start.ownerRole ?? null,
    },
  })
}

/**
 * The bank's own working days for this kind of clock (§12: `sla.<kind>.greenWorkingDays`); null where it keeps the
 * standard of the machine. A clock that runs keeps the days with which it began.
 */
async function ownDays(tx: Tx, bankId: string, { kind, profile }: ClockStart): Promise<number | null> {
  const path = `sla.${kind}.${profile === 'GREEN' ? 'green' : 'normal'}WorkingDays`
  const own = (await readParameterValues(tx, bankId, await businessDate(tx, bankId), path)).get(path)
  return typeof own === 'string' ? Number(own) : null
}

/** Stops the object's clocks, but for the one kind that spans several states. */
export async function stopClocks(
  tx: Tx,
  bankId: string,
  objectType: string,
  objectId: string,
  at: Date,
  options: { keepKind?: string } = {},
): Promise<void> {
  await tx.slaClock.updateMany({
    where: {
      bankId,
      objectType,
      objectId,
      state: { in: ['RUNNING', 'PAUSED'] },
      ...(options.keepKind ? { kind: { not: options.keepKind } } : {}),
    },
    data: { state: 'STOPPED', stoppedAt: at },
  })
}

/** A green clock whose promise turns out to be a shorter one: counted from its start, what was paused stays paused. */
export async function shortenGreenClock(
  tx: Tx,
  bankId: string,
  of: { objectType: string; objectId: string; kind: string; days: number },
): Promise<void> {
  const clock = await tx.slaClock.findFirst({
    where: { bankId, objectType: of.objectType, objectId: of.objectId, kind: of.kind, profile: 'GREEN', state: { in: ['RUNNING', 'PAUSED'] } }, // biome-ignore format: one line
  })
  if (!clock || clock.workingDaysTenths <= of.days * 10) return
  const calendar = await loadCalendar(tx, bankId)
  const promised = dueAfterWorkingDays(clock.startedAt, clock.workingDaysTenths / 10, calendar)
  const shorter = dueAfterWorkingDays(clock.startedAt, of.days, calendar)
  const paused = workingMinutesBetween(promised, clock.dueAt, calendar)
  await tx.slaClock.update({
    where: { bankId_id: { bankId, id: clock.id } },
    data: {
      workingDaysTenths: Math.round(of.days * 10),
      dueAt: paused > 0 ? afterWorkingMinutes(shorter, paused, calendar) : shorter,
    },
  })
}

const MAX_PAUSES = 2

/** Pauses a clock while the bank waits for the customer or a partner. At most two pauses a clock (§9 row 17). */
export async function pauseClock(tx: Tx, bankId: string, id: string, reason: string, at: Date): Promise<void> {
  const done = await tx.slaClock.updateMany({
    where: { bankId, id, state: 'RUNNING', pauseCount: { lt: MAX_PAUSES } },
    data: { state: 'PAUSED', pausedAt: at, pauseReason: reason, pauseCount: { increment: 1 } },
  })
  if (done.count !== 1) throw refuse('E_CLOCK')
}

/** Starts it again: as much working time is left as when it was paused (time that stood still is not counted). */
export async function resumeClock(tx: Tx, bankId: string, id: string, at: Date): Promise<void> {
  const clock = await tx.slaClock.findFirst({ where: { bankId, id, state: 'PAUSED' } })
  if (!clock?.pausedAt) throw refuse('E_CLOCK')
  const stood = at.getTime() - clock.pausedAt.getTime()
  const calendar = await loadCalendar(tx, bankId)
  const left = workingMinutesBetween(clock.pausedAt, clock.dueAt, calendar)
  await tx.slaClock.update({
    where: { bankId_id: { bankId, id } },
    data: {
      state: 'RUNNING',
      pausedAt: null,
      pauseReason: null,
      dueAt: left > 0 ? afterWorkingMinutes(at, left, calendar) : new Date(clock.dueAt.getTime() + stood),
      pausedSeconds: clock.pausedSeconds + BigInt(Math.round(stood / 1000)),
    },
  })
}
