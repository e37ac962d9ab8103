import { businessDate } from '@/lib/platform/calendar'
import { date, daysBetween, isAfter } from '@/lib/platform/dates'
import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { closeBusinessDay } from './end-of-day'

/** Closes day after day up to the date asked for. Every closed day is committed by itself: a killed run loses none. */
defineJob('endOfDay.run', async ({ actor, payload, report }) => {
  const until = date(String(payload.date))
  const first = await withTenant(actor, (tx) => businessDate(tx, actor.bankId))
  const total = Math.max(1, daysBetween(first, until) + 1)
  let done = 0
  for (let day = first; !isAfter(day, until); day = day.add({ days: 1 })) {
    const result = await closeBusinessDay(actor, { date: day.toString() })
    if (!result.ok && result.error.code !== 'E_DAY_CLOSED') throw new JobFailed(result.error.code)
    done++
    await report({ done, total, note: day.toString() })
  }
  return { daysClosed: done, businessDate: until.add({ days: 1 }).toString() }
})
