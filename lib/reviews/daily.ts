/** The morning's part in yearly reviews: loans come on the list by their day, and what was not signed in time is over (§8.7). */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { transitionSet } from '@/lib/platform/workflow'
import { MAX_MONTHS, MAX_RENEWALS } from '@/lib/servicing/rules/renewal'
import type { ReviewDays } from './rules/timeline'
import { reviewMachine } from './workflow'

type Ctx = CommandContext<unknown>

/**
 * Lists every living loan that matures within the days of the list, is not at the end of its 36 months and was not renewed
 * twice; with it the consents that a renewal needs: the borrower's, the other members' of its group, the partners' of its
 * mode. One statement, however many loans.
 */
export async function listReviews(ctx: Ctx, on: PlainDate, d: ReviewDays): Promise<{ reviewsListed: number }> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const N = Prisma.sql`${on.toString()}::date`
  const made = await tx.$queryRaw<{ n: bigint }[]>`
    with recursive renewed as (
      select l.id, l.renewed_from, 0 as times from loan l where l.bank_id = ${bankId}::uuid and l.state = 'CURRENT' and l.maturity_date > ${N}
        and l.maturity_date <= ${N} + ${d.listDays}::int and l.maturity_date < (l.first_disbursement_date + ${MAX_MONTHS} * interval '1 month')::date
        and not exists (select from annual_review r where r.bank_id = ${bankId}::uuid and r.loan_id = l.id and r.review_on = l.maturity_date)
      union all
      select r.id, (select l.renewed_from from loan l where l.bank_id = ${bankId}::uuid and l.id = r.renewed_from), r.times + 1
      from renewed r where r.renewed_from is not null),
    due as (select id from renewed group by id having max(times) < ${MAX_RENEWALS}),
    listed as (
      insert into annual_review (bank_id, id, loan_id, market_id, review_on, consent_by, survey_by, conclude_by, sign_by, state)
      select l.bank_id, uuidv7(), l.id, l.market_id, l.maturity_date, l.maturity_date - ${d.consentDays}::int, l.maturity_date - ${d.surveyDays}::int,
        l.maturity_date - ${d.concludeDays}::int, l.maturity_date - ${d.signDays}::int, 'LISTED'
      from due join loan l on l.bank_id = ${bankId}::uuid and l.id = due.id join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
      on conflict (bank_id, loan_id, review_on) do nothing returning id, loan_id),
    asked as (
      insert into review_consent (bank_id, id, review_id, kind, name, state)
      select ${bankId}::uuid, uuidv7(), listed.id, who.kind, who.name, 'ASKED'
      from listed join loan l on l.bank_id = ${bankId}::uuid and l.id = listed.loan_id join batch b on b.bank_id = l.bank_id and b.id = l.batch_id
      cross join lateral (
        select 'BORROWER' as kind, m.name from merchant m where m.bank_id = l.bank_id and m.id = l.merchant_id
        union all select 'MEMBER', a.name from joint_group_member g join application a on a.bank_id = g.bank_id and a.id = g.application_id
          where g.bank_id = l.bank_id and g.group_id = l.group_id and g.state = 'ACTIVE' and g.application_id <> l.application_id and a.name is not null
        union all select case p.kind when 'GUARANTOR' then 'GUARANTOR' when 'INSURER' then 'INSURER' else 'FUND' end, p.name
          from cooperation_scheme c join party p on p.bank_id = c.bank_id and p.id = c.party_id
          where c.bank_id = l.bank_id and c.market_id = l.market_id and c.mode = b.mode and c.state = 'ACTIVE' and p.kind in ('GUARANTOR', 'INSURER', 'GOV_FUND')) who),
    told as (
      insert into state_history (bank_id, id, object_type, object_id, machine, event, state_from, state_to, actor_id, actor_name, object_version, at)
      select ${bankId}::uuid, uuidv7(), 'review', listed.id, 'review', 'create', null, 'LISTED', null, ${actor.name}, 1, ${ctx.now} from listed)
    select count(*) as n from listed`
  return { reviewsListed: Number(made[0]?.n ?? 0n) }
}

/** The maturity has come and nothing was signed: the loan is due as its contract says, and the review is over. */
export async function lapseReviews(ctx: Ctx, on: PlainDate): Promise<{ reviewsLapsed: number }> {
  let lapsed = 0
  for (const from of ['LISTED', 'SURVEYED', 'CONCLUDED', 'APPROVED'] as const)
    lapsed += await transitionSet(
      ctx,
      reviewMachine,
      from,
      { event: 'lapse', bySystem: true, set: Prisma.sql`result = 'NOT_RENEWED_REPAY'` },
      Prisma.sql`select r.id from annual_review r where r.bank_id = ${ctx.actor.bankId}::uuid and r.state = ${from} and r.review_on <= ${on.toString()}::date`,
    )
  return { reviewsLapsed: lapsed }
}
