/**
 * A demo is made in a minute; a bank's batch takes weeks. The way of each batch through its stages, and the visits of a
 * person, are laid back over the days that such work takes. The last stage keeps its time: its clocks run from it. Only
 * the demo's: written by the owner of the tables, which the application cannot.
 */
import pg from 'pg'

/** Hours by the calendar that a stage usually takes; the batch's own number moves them by up to a third. */
const HOURS = {
  DRAFT: 52,
  SUBMITTED: 20,
  RETURNED: 44,
  ACCEPTED: 22,
  SCORING: 70,
  PLAN_DRAFTING: 46,
  IN_REVIEW: 18,
  COUNTERSIGNING: 40,
  APPROVED: 30,
  APPROVED_WITH_CONDITIONS: 34,
  CONTRACTING: 66,
  DISBURSING: 90,
}
/** Visits that one person makes on one day. */
const A_DAY = 5

export async function layBack(ownerUrl: string, bankId: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query("select set_config('app.bank_id', $1, true), set_config('app.party_id', 'staff', true)", [
      bankId,
    ])
    await client.query(
      `update state_history h set at = n.at from (
         select id, max(at) over b - coalesce(sum(stay) over (b order by at desc, id desc rows between unbounded preceding and current row), interval '0') as at from (
           select id, object_id, at, case when lead(at) over w is null then interval '0'
             else coalesce(($2::jsonb ->> state_to)::numeric, 1) * (0.67 + (abs(hashtext(object_id::text || state_to)) % 66) / 100.0) * interval '1 hour' end as stay
           from state_history where bank_id = $1 and object_type = 'batch' and machine = 'batch' window w as (partition by object_id order by at, id)) s
         window b as (partition by object_id)) n
       where h.bank_id = $1 and h.id = n.id`,
      [bankId, JSON.stringify(HOURS)],
    )
    await client.query(
      `update visit v set done_at = v.done_at - n.days * interval '1 day', checked_in_at = v.checked_in_at - n.days * interval '1 day' from (
         select id, (row_number() over (partition by done_by, (done_at at time zone 'Asia/Shanghai')::date order by done_at desc, id desc) - 1) / $2::int as days
         from visit where bank_id = $1 and done_at is not null) n
       where v.bank_id = $1 and v.id = n.id and n.days > 0`,
      [bankId, A_DAY],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}
