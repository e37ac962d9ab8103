/**
 * The bank's calendar: official holidays as a seed, the bank's own days over them, and how far it is known. One person
 * proposes a day, another decides it (§12).
 */
import { z } from 'zod'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { date, fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { officialDays } from '@/lib/platform/official-days'
import { defineQuery } from '@/lib/platform/queries'
import { zDate } from '@/lib/platform/schema'
import type { Json } from '@/lib/platform/wire'
import { BANK_ADMIN, BANK_READERS } from './access'
import { CALENDAR_PREFIX, dayValue, OFFICIAL, readDayValue } from './calendar-values'
import { propose } from './proposals'

const reason = z.string().trim().min(1).max(500).optional()

/** Proposes to load the announced holidays of a year. Refuses E_YEAR_UNKNOWN before they are announced. */
export const loadOfficialDays = defineCommand({
  name: 'admin.loadOfficialDays',
  input: z.strictObject({ year: z.int().min(2004).max(2100), reason }),
  access: BANK_ADMIN,
  run: (ctx) =>
    propose(ctx, {
      key: `${CALENDAR_PREFIX}${ctx.input.year}`,
      value: OFFICIAL,
      effectiveFrom: date(`${ctx.input.year}-12-31`),
      reason: ctx.input.reason ?? OFFICIAL,
    }),
})

/** Proposes one day of the bank's own: a holiday, or a day on which it works although others rest. */
export const setCalendarDay = defineCommand({
  name: 'admin.setCalendarDay',
  input: z.strictObject({ day: zDate, isWorking: z.boolean(), name: z.string().trim().min(1).max(60), reason }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { day, isWorking, name } = ctx.input
    refusePast(ctx, day)
    return propose(ctx, {
      key: `${CALENDAR_PREFIX}${day}`,
      value: dayValue(isWorking, name),
      effectiveFrom: day,
      reason: ctx.input.reason ?? name,
    })
  },
})

/** Proposes to take a day back to the plain week. */
export const clearCalendarDay = defineCommand({
  name: 'admin.clearCalendarDay',
  input: z.strictObject({ day: zDate, reason }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { day } = ctx.input
    refusePast(ctx, day)
    const known = await ctx.tx.calendarDay.findFirst({ where: { bankId: ctx.actor.bankId, day: toDb(day) } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'calendar' })
    return propose(ctx, {
      key: `${CALENDAR_PREFIX}${day}`,
      value: null,
      effectiveFrom: day,
      reason: ctx.input.reason ?? known.name ?? day.toString(),
    })
  },
})

/** Clocks and due dates of the past were computed with the calendar as it stood. */
function refusePast(ctx: Pick<CommandContext<unknown>, 'today'>, day: PlainDate): void {
  if (Temporal.PlainDate.compare(day, ctx.today) >= 0) return
  const params = { today: ctx.today.toString() }
  throw refuse('E_DATE_PAST', params, { fields: [{ path: 'day', code: 'E_DATE_PAST', params }] })
}

/** A year of the calendar: its special days, and whether dates beyond what is known are near. */
export const calendarYear = defineQuery({
  name: 'admin.calendarYear',
  input: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  access: BANK_READERS,
  async run({ tx, actor, input, today }) {
    const year = input.year ?? today.year
    const rows = await tx.calendarDay.findMany({
      where: {
        bankId: actor.bankId,
        day: { gte: toDb(date(`${year}-01-01`)), lte: toDb(date(`${year}-12-31`)) },
      },
      orderBy: { day: 'asc' },
    })
    const proposed = await tx.parameter.findMany({
      where: { bankId: actor.bankId, state: 'PENDING', key: { startsWith: CALENDAR_PREFIX } },
      orderBy: { key: 'asc' },
    })
    const official = new Map(officialDays(year).map((d) => [d.day.toString(), d.isWorking]))
    const { knownUntil } = await loadCalendar(tx, actor.bankId)
    const warnFrom = today.add({ months: 3 })
    return {
      year,
      today,
      knownUntil,
      /** holidays beyond this day are guessed: the next year's should be loaded */
      warn: !knownUntil || Temporal.PlainDate.compare(knownUntil, warnFrom) < 0,
      announced: official.size > 0,
      /** what waits for the second person, of whatever year */
      proposed: proposed.map((p) => ({
        id: p.id,
        /** a day, or a year whose announced holidays are to be loaded */
        of: p.key.slice(CALENDAR_PREFIX.length),
        day: readDayValue(p.value as Json),
        reason: p.reason,
        mine: p.proposedBy === actor.userId,
      })),
      days: rows.map((r) => {
        const day = fromDb(r.day)
        return {
          day,
          isWorking: r.isWorking,
          name: r.name,
          own: official.get(day.toString()) !== r.isWorking,
          past: Temporal.PlainDate.compare(day, today) < 0,
        }
      }),
    }
  },
})
