import { z } from 'zod'
import { loadCalendar } from '@/lib/platform/calendar'
import { nextWorkingDay } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'

/** The bank's business date, and what its calendar says about it. */
export const businessDateQuery = defineQuery({
  name: 'admin.businessDate',
  input: z.strictObject({}),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, today }) {
    const calendar = await loadCalendar(tx, actor.bankId)
    return {
      date: today,
      workingDay: calendar.isWorkingDay(today),
      nextWorkingDay: nextWorkingDay(today.add({ days: 1 }), calendar),
      calendarKnownUntil: calendar.knownUntil,
    }
  },
})
