/**
 * What a business day brings to the desks: grades of whom something happened to, next month's visits, the day's draw, logs
 * that are missing, news that nobody read, meetings that are due, prospects who applied. Done once a day by the worker, beside the end of day:
 * however many clients there are, closing the books does not wait for it.
 */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { onceABusinessDay } from '@/lib/platform/jobs/business-day'
import { casesDaily } from './cases/teams'
import { remindOfLogs } from './log/daily'
import { meetingsDaily } from './meetings/daily'
import { prospectsDaily } from './prospects/prospects'
import { escalateUnread } from './team/hand-tasks'
import { visitsDaily } from './visits/plan'

/** The morning of today's business date; a second call of the day does nothing. */
export const deskMorning = defineCommand({
  name: 'desk.morning',
  input: z.strictObject({}),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 900_000,
  async run(ctx) {
    const { tx, actor, now, today, audit } = ctx
    const key = { bankId: actor.bankId, day: toDb(today) }
    const { count } = await tx.deskMorning.createMany({ data: [{ ...key, doneAt: now }], skipDuplicates: true })
    if (count === 0) return { done: false }
    const { monitoring } = await loadParameters(tx, actor.bankId, today)
    const counts = {
      ...(await remindOfLogs(ctx, today)),
      ...(await visitsDaily(ctx, today, monitoring)),
      ...(await escalateUnread(ctx, today)),
      ...(await meetingsDaily(ctx, today)),
      ...(await prospectsDaily(ctx)),
      ...(await casesDaily(ctx, today)),
    }
    await tx.deskMorning.updateMany({ where: key, data: { counts } })
    audit({ objectType: 'businessDay', objectId: today.toString(), detail: { event: 'deskMorning', ...counts } })
    return { done: true, ...counts }
  },
})

/** For the worker: the morning, when it has not been yet. */
export const keepDesk = onceABusinessDay({
  name: 'desk.morning',
  isDone: async (tx, bankId, day) => (await tx.deskMorning.count({ where: { bankId, day: toDb(day) } })) > 0,
  run: (actor) => deskMorning(actor, {}),
})
