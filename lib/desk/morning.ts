/**
 * What a business day brings to the desks: grades of whom something happened to, next month's visits, the day's draw, logs
 * that are missing, news that nobody read, meetings that are due. Done once a day by the worker, beside the end of day:
 * however many clients there are, closing the books does not wait for it.
 */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { systemActor } from '@/lib/platform/actor'
import { businessDate } from '@/lib/platform/calendar'
import { defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { log } from '@/lib/platform/log'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { remindOfLogs } from './log/daily'
import { meetingsDaily } from './meetings/daily'
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
    }
    await tx.deskMorning.updateMany({ where: key, data: { counts } })
    audit({ objectType: 'businessDay', objectId: today.toString(), detail: { event: 'deskMorning', ...counts } })
    return { done: true, ...counts }
  },
})

/** For the worker between its jobs: the morning, when it has not been yet. */
export async function keepDesk(bank: BankRow): Promise<void> {
  try {
    const actor = systemActor(bank, 'desk.morning')
    const done = await withTenant(
      actor,
      async (tx) => {
        const day = toDb(await businessDate(tx, bank.id))
        return tx.deskMorning.findUnique({ where: { bankId_day: { bankId: bank.id, day } } })
      },
      { readOnly: true },
    )
    if (done) return
    const result = await deskMorning(actor, {})
    if (!result.ok) log.error({ bank: bank.code, code: result.error.code }, 'the desks have no morning')
  } catch (err) {
    log.error({ bank: bank.code, err }, 'the desks have no morning')
  }
}
