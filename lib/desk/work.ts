/** What waits for one person across all stages: open tasks, and objects whose state asks for one of the person's roles. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { WORK_SOURCES, type WorkKind, type WorkRow, workOf } from './work-sources'

/**
 * One statement over the state tables. What is late comes first, then what is due first, then what waits longest. A clock
 * of working time is late by the clock on the wall, a day of business by the bank's business date.
 */
export const myWork = defineQuery({
  name: 'work.mine',
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today, now }) {
    const asking = { bankId: actor.bankId, userId: actor.userId, roles: actor.roles, today: today.toString() }
    const rows = await tx.$queryRaw<WorkRow[]>`
      with work (kind, object_type, object_id, title, detail, due_at, due_on, n, since) as (${workOf(asking)})
      select kind, object_type, object_id, title, detail, due_at, due_on, n from work
      order by (case when due_on is null then due_at < ${now} else due_on < ${asking.today}::date end) desc nulls last,
        coalesce(due_on, (due_at at time zone 'Asia/Shanghai')::date) asc nulls last, since asc
      limit ${input.limit}`
    const watching = actor.roles.some((r) => r === 'RISK_MGR' || r === 'AUDITOR')
    const warnings = await tx.$queryRaw<
      { id: string; code: string; level: string; state: string; market: string; raised_on: Date; value: string }[]
    >`
      select w.id, w.code, w.level, w.state, m.name as market, w.raised_on, w.value from warning_signal w
      join market m on m.bank_id = w.bank_id and m.id = w.market_id
      where w.bank_id = ${actor.bankId}::uuid and w.state not in ('CLOSED', 'FALSE_ALARM')
        and (m.rm_id = ${actor.userId}::uuid or m.post_mkt_id = ${actor.userId}::uuid or m.post_mkt_deputy_id = ${actor.userId}::uuid or ${watching})
      order by array_position(array['RED', 'ORANGE', 'YELLOW'], w.level), w.raised_on desc limit 20`
    return {
      today,
      items: rows.map((r) => ({
        kind: r.kind as WorkKind,
        objectType: r.object_type,
        objectId: r.object_id,
        title: r.title,
        detail: r.detail,
        count: r.n,
        dueAt: r.due_at,
        dueOn: fromDbOrNull(r.due_on),
        overdue: r.due_on ? isBefore(fromDb(r.due_on), today) : r.due_at !== null && r.due_at < now,
        href: WORK_SOURCES[r.kind as WorkKind].href(r),
      })),
      warnings: warnings.map((w) => ({
        id: w.id,
        code: w.code,
        level: w.level,
        state: w.state,
        market: w.market,
        raisedOn: w.raised_on,
        value: w.value,
      })),
    }
  },
})
export type MyWork = Awaited<ReturnType<typeof myWork>>
