/** The bank's calendar: official holidays as a seed, the bank's own days over them, and how far it is known. */
import { z } from 'zod'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { date, fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { insertOfficialDays, officialDays } from '@/lib/platform/official-days'
import { defineQuery } from '@/lib/platform/queries'
import { zDate } from '@/lib/platform/schema'
import { BANK_ADMIN, BANK_READERS } from './access'

/** Loads the announced holidays of a year. Refuses E_YEAR_UNKNOWN before they are announced. */
export const loadOfficialDays = defineCommand({
  name: 'admin.loadOfficialDays',
  input: z.strictObject({ year: z.int().min(2004).max(2100) }),
  access: BANK_ADMIN,
  async run({ tx, actor, input, audit }) {
    if (officialDays(input.year).length === 0) {
      throw refuse(
        'E_YEAR_UNKNOWN',
        { year: String(input.year) },
        { fields: [{ path: 'year', code: 'E_YEAR_UNKNOWN' }] },
      )
    }
    const added = await insertOfficialDays(tx, actor.bankId, input.year)
    audit({ objectType: 'calendar', objectId: String(input.year), to: 'LOADED', detail: { added } })
    return { added }
  },
})

/** Sets one day of the bank's own: a holiday, or a day on which it works although others rest. */
export const setCalendarDay = defineCommand({
  name: 'admin.setCalendarDay',
  input: z.strictObject({ day: zDate, isWorking: z.boolean(), name: z.string().trim().min(1).max(60) }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, audit } = ctx
    refusePast(ctx, input.day)
    const day = toDb(input.day)
    const before = await tx.calendarDay.findFirst({ where: { bankId: actor.bankId, day } })
    await tx.calendarDay.upsert({
      where: { bankId_day: { bankId: actor.bankId, day } },
      create: { bankId: actor.bankId, day, isWorking: input.isWorking, name: input.name },
      update: { isWorking: input.isWorking, name: input.name },
    })
    const word = (working: boolean) => (working ? 'WORKING' : 'HOLIDAY')
    audit({
      objectType: 'calendar',
      objectId: input.day.toString(),
      from: before ? word(before.isWorking) : null,
      to: word(input.isWorking),
      reason: input.name,
    })
    return {}
  },
})

/** Takes a day back to the plain week. */
export const clearCalendarDay = defineCommand({
  name: 'admin.clearCalendarDay',
  input: z.strictObject({ day: zDate }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, audit } = ctx
    refusePast(ctx, input.day)
    const { count } = await tx.calendarDay.deleteMany({ where: { bankId: actor.bankId, day: toDb(input.day) } })
    if (count === 0) throw refuse('E_NOT_FOUND', { object: 'calendar' })
    audit({ objectType: 'calendar', objectId: input.day.toString(), to: 'CLEARED' })
    return {}
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
