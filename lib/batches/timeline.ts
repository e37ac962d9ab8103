/** The memory of a batch: its own events, what was done to its merchants (a day's work in one line), splits and pauses. */
import { z } from 'zod'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { BATCH_READERS } from './access'

/** Events of merchants that tell something about the batch; the rest follow from the batch's own. */
const ITEM_EVENTS = [
  'check',
  'return',
  'supplement',
  'drop',
  'withdraw',
  'rescore',
  'override-admit',
  'override-not-admit',
  'group-check-failed',
]
/** Acts that change no state and therefore stand only in the audit trail. */
const QUIET_EVENTS = ['split-requested', 'split-confirmed', 'split-refused', 'clock-paused', 'clock-resumed']
const SHOWN = 300

type Row = {
  key: string
  kind: 'batch' | 'items' | 'split' | 'quiet'
  at: Date
  actor_name: string
  actor_id: string | null
  event: string
  state_from: string | null
  state_to: string | null
  reason: string | null
  n: number | null
  names: string[] | null
  child_id: string | null
  child_code: string | null
}

/** Newest first. `names`: the first few merchants of the line; `count`: how many there were. */
export const batchTimeline = defineQuery({
  name: 'batches.timeline',
  input: z.strictObject({ batchId: zId }),
  access: { roles: BATCH_READERS },
  async run({ tx, actor, input }) {
    const bank = actor.bankId
    const id = input.batchId
    const batch = await tx.batch.findFirst({ where: { bankId: bank, id }, select: { id: true } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const rows = await tx.$queryRaw<Row[]>`
      select h.id::text as key, 'batch' as kind, h.at, h.actor_name, h.actor_id, h.event, h.state_from, h.state_to, h.reason,
        null::int as n, null::text[] as names, null::uuid as child_id, null::text as child_code
      from state_history h where h.bank_id = ${bank}::uuid and h.object_type = 'batch' and h.object_id = ${id}::uuid
      union all
      select min(h.id::text), 'items', max(h.at), h.actor_name, h.actor_id, h.event, null, h.state_to, h.reason,
        count(*)::int, (array_agg(a.name order by a.position))[1:3], null, null
      from application a join state_history h on h.bank_id = a.bank_id and h.object_type = 'application' and h.object_id = a.id
      where a.bank_id = ${bank}::uuid and a.batch_id = ${id}::uuid and h.event = any(${ITEM_EVENTS}::text[])
        and not exists (select 1 from state_history w where w.bank_id = h.bank_id and w.object_type = 'batch' and w.object_id = ${id}::uuid
          and w.event = 'withdraw' and w.at = h.at)
      group by h.actor_name, h.actor_id, h.event, h.state_to, h.reason, (h.at at time zone 'Asia/Shanghai')::date
      union all
      select h.id::text, 'split', h.at, h.actor_name, h.actor_id, 'split', null, null, h.detail->>'reason', null, null, c.id, c.code
      from batch c join state_history h on h.bank_id = c.bank_id and h.object_type = 'batch' and h.object_id = c.id and h.event = 'create'
      where c.bank_id = ${bank}::uuid and c.origin_batch_id = ${id}::uuid
      union all
      select e.id::text, 'quiet', e.at, e.actor_name, e.actor_id, e.detail->>'event', null, null, e.reason, (e.detail->>'items')::int, null, null, null
      from audit_event e where e.bank_id = ${bank}::uuid and e.object_type = 'batch' and e.object_id = ${id}
        and e.detail->>'event' = any(${QUIET_EVENTS}::text[])
      order by at desc, key desc limit ${SHOWN}`
    const people = await tx.appUser.findMany({
      where: { bankId: bank, id: { in: [...new Set(rows.flatMap((r) => r.actor_id ?? []))] } },
      select: { id: true, party: { select: { name: true } } },
    })
    return {
      items: rows.map((r) => ({
        id: `${r.kind}-${r.key}`,
        kind: r.kind,
        at: r.at,
        event: r.event,
        from: r.state_from,
        to: r.state_to,
        reason: r.reason,
        actor: r.actor_name,
        /** the organisation of a person who is not of the bank */
        party: people.find((p) => p.id === r.actor_id)?.party?.name ?? null,
        count: r.n,
        names: r.names ?? [],
        child: r.child_id && r.child_code ? { id: r.child_id, code: r.child_code } : null,
      })),
    }
  },
})
export type TimelineItem = Awaited<ReturnType<typeof batchTimeline>>['items'][number]
