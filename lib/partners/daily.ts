/** What a morning brings for partners: reviews that fall due, licences that are over, agreements that end. */

import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { transitionSet } from '@/lib/platform/workflow'
import { refreshHolds } from './holds'
import { admissionParameters } from './read'
import { partnerMachine, schemeMachine } from './workflow'

type Ctx = CommandContext<unknown>

/**
 * A review is asked for in time; a partner whose review is past, or whose licence is over, is watched (§2.4, §10.5). An
 * agreement past its end is over. What is held of agreements is told anew from what is owed. `on` is the day that closes.
 */
export async function partnersDaily(ctx: Ctx, on: PlainDate): Promise<Record<string, number>> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const { partners } = await admissionParameters({ tx, actor, today: on })
  const day = toDb(on)
  const notice = toDb(on.add({ days: partners.reviewNoticeDays }))
  const asked = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select p.bank_id, uuidv7(), 'PARTNER_REVIEW', 'party', p.party_id, 'POST_PARTNER', p.review_due_on, 'OPEN', jsonb_build_object('partner', q.name), ${ctx.now}
    from partner_profile p join party q on q.bank_id = p.bank_id and q.id = p.party_id and q.state in ('ADMITTED', 'WATCH', 'STOPPED')
    where p.bank_id = ${bankId}::uuid and p.review_due_on <= ${notice}::date
      and not exists (select from task t where t.bank_id = p.bank_id and t.kind = 'PARTNER_REVIEW' and t.object_type = 'party' and t.object_id = p.party_id and t.state = 'OPEN')`
  const watched = await transitionSet(
    ctx,
    partnerMachine,
    'ADMITTED',
    { event: 'watch', bySystem: true, reason: 'REVIEW_OR_LICENCE_OVERDUE' },
    Prisma.sql`select p.party_id from partner_profile p where p.bank_id = ${bankId}::uuid
      and (p.review_due_on < ${day}::date or p.licence_valid_until < ${day}::date)`,
  )
  const ended = await transitionSet(
    ctx,
    schemeMachine,
    'ACTIVE',
    { event: 'stop', bySystem: true, reason: 'TERM_OVER' },
    Prisma.sql`select c.id from cooperation_scheme c where c.bank_id = ${bankId}::uuid and c.ends_on < ${day}::date`,
  )
  const schemesMoved = await refreshHolds(tx, bankId)
  return { partnerReviewsAsked: asked, partnersWatched: watched, schemesOver: ended, schemesMoved }
}
