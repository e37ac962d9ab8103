/** What a morning brings for claims: a payer that does not pay in time takes no new business; a long dispute goes to the lawyers (§2.4, §8.3 S6, §8.6). */
import { partnerMachine, schemeMachine } from '@/lib/partners/workflow'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { transitionSet } from '@/lib/platform/workflow'

type Ctx = CommandContext<unknown>
/** Working days after which a dispute is the lawyers' (§8.6). */
const DISPUTE_DAYS = 10

export async function claimsDaily(ctx: Ctx, day: PlainDate): Promise<Record<string, number>> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  let since = day
  for (let n = 0; n < DISPUTE_DAYS; ) {
    since = since.subtract({ days: 1 })
    if (calendar.isWorkingDay(since)) n++
  }
  const legal = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select c.bank_id, uuidv7(), 'CLAIM_DISPUTED', 'claim', c.id, 'LEGAL', ${toDb(day)}::date, 'OPEN', jsonb_build_object('code', c.number), ${now}
    from claim c where c.bank_id = ${bankId}::uuid and c.state = 'DISPUTED'
      and exists (select from claim_notice n where n.bank_id = c.bank_id and n.claim_id = c.id and n.state = 'DISPUTED' and n.answered_on < ${toDb(since)}::date)
      and not exists (select from task t where t.bank_id = c.bank_id and t.object_type = 'claim' and t.object_id = c.id and t.kind = 'CLAIM_DISPUTED')`
  const late = Prisma.sql`select l.party_id from claim_line l where l.bank_id = ${bankId}::uuid and l.party_id is not null
    and l.source in ('guarantor', 'insurer', 'developerGuarantee') and l.state in ('NOTICE_SENT', 'ACCEPTED', 'PAID_PARTIAL') and l.pay_by < ${toDb(day)}::date`
  const stop = { event: 'stop', bySystem: true, reason: 'CLAIM_OVERDUE' } as const
  let stopped = 0
  for (const from of ['ADMITTED', 'WATCH'] as const)
    stopped += await transitionSet(ctx, partnerMachine, from, stop, late)
  const schemes = await transitionSet(
    ctx,
    schemeMachine,
    'ACTIVE',
    stop,
    Prisma.sql`select s.id from cooperation_scheme s where s.bank_id = ${bankId}::uuid and s.party_id in (${late})`,
  )
  return { claimsToLegal: legal, partnersStopped: stopped, schemesStopped: schemes }
}
