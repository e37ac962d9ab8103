import { businessDate } from '@/lib/platform/calendar'
import { date, daysBetween, isAfter } from '@/lib/platform/dates'
import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { dryRunEndOfDay } from './end-of-day/dry-run'
import { closeBusinessDay } from './end-of-day/run'
import { STEP_NAMES } from './end-of-day/steps'

/** Closes day after day up to the date asked for. Every step is committed by itself: a killed run loses none. */
defineJob('endOfDay.run', async ({ actor, payload, report }) => {
  const until = date(String(payload.date))
  const first = await withTenant(actor, (tx) => businessDate(tx, actor.bankId))
  const days = Math.max(1, daysBetween(first, until) + 1)
  const total = days * STEP_NAMES.length
  let closed = 0
  for (let day = first; !isAfter(day, until); day = day.add({ days: 1 })) {
    const result = await closeBusinessDay(actor, { date: day.toString() }, (step, done) =>
      report({ done: closed * STEP_NAMES.length + done, total, note: day.toString(), step }),
    )
    if (!result.ok && result.error.code !== 'E_DAY_CLOSED') throw new JobFailed(result.error.code)
    closed++
  }
  await report({ done: total, total, note: until.toString() })
  return { daysClosed: closed, businessDate: until.add({ days: 1 }).toString() }
})

/** What the end of the day would do: everything is done, looked at, and undone. */
defineJob('endOfDay.dryRun', async ({ actor, payload }) => dryRunEndOfDay(actor, date(String(payload.date))))
