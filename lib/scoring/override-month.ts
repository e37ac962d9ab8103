/** How many grades of a calendar month were changed by hand (§3.0-7, reported monthly). */
import { type PlainDate, toDb } from '@/lib/platform/dates'
import type { Tx } from '@/lib/platform/tenant'

/** Scores of merchants with a grade, changes left out, and the changes that were applied, by the day they were made. */
export async function monthOfOverrides(
  tx: Tx,
  bankId: string,
  day: PlainDate,
): Promise<{ scored: number; overridden: number }> {
  const from = toDb(day.with({ day: 1 }))
  const until = toDb(day.with({ day: 1 }).add({ months: 1 }))
  const [row] = await tx.$queryRaw<{ scored: number; overridden: number }[]>`
    select (select count(*)::int from score_result r where r.bank_id = ${bankId}::uuid and r.subject_type = 'APPLICATION'
        and r.grade is not null and not r.sources ? '$override'
        and coalesce(r.scored_on, (r.scored_at at time zone 'Asia/Shanghai')::date) >= ${from}::date
        and coalesce(r.scored_on, (r.scored_at at time zone 'Asia/Shanghai')::date) < ${until}::date) as scored,
      (select count(*)::int from score_override o where o.bank_id = ${bankId}::uuid and o.state = 'APPLIED'
        and o.asked_on >= ${from}::date and o.asked_on < ${until}::date) as overridden`
  return row!
}
