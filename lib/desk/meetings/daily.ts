/** Each morning: meetings that are due are called, and resolutions three working days over go to the head (§9 row 7). */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, fromDb, fromDbOrNull, isAfter, type PlainDate, toDb } from '@/lib/platform/dates'
import { nextNumber } from '@/lib/platform/numbering'
import { newId } from '@/lib/platform/tenant'
import { recordCreations } from '@/lib/platform/workflow'
import { goesUp, nextMeeting } from '../rules/meetings'
import { jointMeetingMachine } from './workflow'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'audit'>
/** a meeting is called so many working days before it takes place */
const NOTICE_WORKING_DAYS = 3

type Due = { id: string; last: Date | null; red: boolean }

/** Markets with live loans whose month, or week when red, has come round and for which no meeting is called. */
export async function meetingsDaily(ctx: Ctx, on: PlainDate): Promise<Record<string, number>> {
  const { tx, actor, now } = ctx
  const { bankId } = actor
  const rows = await tx.$queryRaw<Due[]>`
    select m.id, (select max(j.held_on) from joint_meeting j where j.bank_id = m.bank_id and j.market_id = m.id and j.state in ('HELD', 'CLOSED')) as last,
      exists (select from warning_signal w where w.bank_id = m.bank_id and w.object_type = 'MARKET' and w.object_id = m.id and w.level = 'RED' and w.state not in ('CLOSED', 'FALSE_ALARM')) as red
    from market m where m.bank_id = ${bankId}::uuid and m.state in ('ADMITTED', 'CONDITIONAL', 'SUSPENDED') and m.post_mkt_id is not null
      and exists (select from loan_state s where s.bank_id = m.bank_id and s.market_id = m.id and s.live)
      and not exists (select from joint_meeting j where j.bank_id = m.bank_id and j.market_id = m.id and j.state = 'CALLED') order by m.code`
  const calendar = await loadCalendar(tx, bankId)
  const due = rows.filter((r) => !isAfter(nextMeeting(fromDbOrNull(r.last), r.red, on), on))
  if (due.length > 0) {
    const meetsOn = toDb(addWorkingDays(on, NOTICE_WORKING_DAYS, calendar))
    const first = await nextNumber(tx, bankId, `LX-${on.year}`, due.length)
    const made = due.map((r, i) => ({
      bankId,
      id: newId(),
      number: `LX-${on.year}-${String(first + BigInt(i)).padStart(4, '0')}`,
      marketId: r.id,
      meetsOn,
      weekly: r.red,
      state: 'CALLED',
    }))
    await tx.jointMeeting.createMany({ data: made })
    await recordCreations(ctx, jointMeetingMachine, made.map((m) => m.id)) // biome-ignore format: one line
  }
  const open = await tx.meetingResolution.findMany({
    where: { bankId, state: 'OPEN', escalatedOn: null, dueOn: { lt: toDb(on) } },
  })
  const late = open.filter((r) => goesUp(fromDb(r.dueOn), on, calendar))
  if (late.length > 0) {
    await tx.meetingResolution.updateMany({
      where: { bankId, id: { in: late.map((r) => r.id) } },
      data: { escalatedOn: toDb(on) },
    })
    await tx.task.createMany({
      data: late.map((r) => ({
        bankId,
        id: newId(),
        kind: 'RESOLUTION_LATE',
        objectType: 'joint-meeting',
        objectId: r.meetingId,
        role: 'SB_HEAD',
        params: { code: r.content.slice(0, 300), resolutionId: r.id },
        dueOn: toDb(on),
        state: 'OPEN',
        createdAt: now,
      })),
    })
  }
  return { meetingsCalled: due.length, resolutionsEscalated: late.length }
}
