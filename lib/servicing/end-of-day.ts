/** End of day, set-based: one transaction a day and bank. Done days are kept, so that a killed run goes on where it stopped. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { applicationMachine } from '@/lib/batches/workflow'
import { raiseDailyWarnings } from '@/lib/monitoring/daily'
import { replanMissedVisits } from '@/lib/monitoring/missed-visits'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { daysBetween, isBefore, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate } from '@/lib/platform/schema'
import { transitionMany } from '@/lib/platform/workflow'
import { postJournals } from './ledger/post'
import { loanMachine } from './workflow'

type Ctx = CommandContext<unknown>
/** A catch-up over more days than this is a typing error. */
export const MAX_CATCH_UP_DAYS = 400

/** Asks for the end of day up to and including a date; missed days are caught up one by one in the background. */
export const requestEndOfDay = defineCommand({
  name: 'endOfDay.request',
  input: z.strictObject({ date: zDate }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER', 'TENANT_ADMIN', 'SYSTEM'] },
  async run(ctx) {
    const { input, actor, today } = ctx
    if (isBefore(input.date, today))
      throw refuse(
        'E_DAY_CLOSED',
        { date: input.date.toString(), businessDate: today.toString() },
        { fields: [{ path: 'date', code: 'E_DAY_CLOSED' }] },
      )
    if (daysBetween(today, input.date) > MAX_CATCH_UP_DAYS)
      throw refuse('E_DATE:date', { maxDays: MAX_CATCH_UP_DAYS }, { fields: [{ path: 'date', code: 'E_DATE:date' }] })
    const jobId = await ctx.enqueue('endOfDay.run', { date: input.date.toString() })
    ctx.audit({
      objectType: 'businessDay',
      objectId: input.date.toString(),
      detail: { event: 'request', from: today.toString(), jobId },
    })
    return { jobId, date: input.date, businessDate: today, by: actor.name }
  },
})

/** Closes the bank's present business date: dues, days past due, classes, warnings, lapsed approvals; then moves to the next day. */
export const closeBusinessDay = defineCommand({
  name: 'endOfDay.closeDay',
  input: z.strictObject({ date: zDate }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 600_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    await tx.$queryRaw`select 1 from bank_setting where bank_id = ${bankId}::uuid for update`
    const done = await tx.businessDayRun.findFirst({ where: { bankId, day: toDb(input.date), state: 'DONE' } })
    if (done) throw refuse('E_DAY_CLOSED', { date: input.date.toString(), businessDate: ctx.today.toString() })
    if (!input.date.equals(ctx.today)) throw refuse('E_DATE:date', { businessDate: ctx.today.toString() })
    const interest = await recogniseInterest(ctx, input.date)
    const restated = await restateAll(ctx, input.date)
    const moved = await moveOverdue(ctx)
    const parameters = await loadParameters(tx, bankId, input.date)
    const warnings = await raiseDailyWarnings(ctx, input.date, parameters.monitoring)
    const lapsed = await lapse(ctx, input.date)
    const counts = {
      interestPosted: interest,
      loans: restated,
      overdue: moved.overdue,
      cured: moved.cured,
      ...warnings,
      ...lapsed,
    }
    await tx.businessDayRun.create({
      data: { bankId, day: toDb(input.date), state: 'DONE', counts, startedAt: now, finishedAt: new Date() },
    })
    await tx.bankSetting.update({
      where: { bankId },
      data: { businessDate: toDb(input.date.add({ days: 1 })), version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'businessDay', objectId: input.date.toString(), to: 'DONE', detail: counts })
    ctx.emit('business-day.closed', { date: input.date.toString() })
    return { date: input.date, counts }
  },
})

/** Interest that falls due on the day becomes receivable and income, one journal a loan. */
async function recogniseInterest(ctx: Ctx, day: PlainDate): Promise<number> {
  const due = await ctx.tx.$queryRaw<{ loan_id: string; market_id: string; interest: bigint }[]>`
    select r.loan_id, l.market_id, sum(r.interest_fen)::bigint as interest from schedule_row r join loan l on l.bank_id = r.bank_id and l.id = r.loan_id
    where r.bank_id = ${ctx.actor.bankId}::uuid and r.due_date = ${toDb(day)}::date and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED', 'DISBURSE_PENDING')
    group by r.loan_id, l.market_id having sum(r.interest_fen) > 0`
  await postJournals(
    ctx,
    due.map((d) => ({
      event: 'INTEREST_DUE' as const,
      amounts: { interest: d.interest },
      businessDate: day,
      objectType: 'loan',
      objectId: d.loan_id,
      loanId: d.loan_id,
      marketId: d.market_id,
    })),
  )
  return due.length
}

/**
 * One UPDATE over the narrow state table: dues, DPD, class floor (downgrades only) of every live loan. The penalty column
 * restates rules/overdue.ts in SQL, row by row and rounded the same way; a test holds the two together.
 */
async function restateAll(ctx: Ctx, day: PlainDate): Promise<number> {
  const bankId = ctx.actor.bankId
  return ctx.tx.$executeRaw`
    with rows as (
      select r.loan_id,
        sum(r.principal_fen - r.paid_principal_fen) as principal,
        sum(r.principal_fen - r.paid_principal_fen) filter (where r.due_date <= ${toDb(day)}::date) as principal_due,
        sum(r.interest_fen - r.paid_interest_fen) filter (where r.due_date <= ${toDb(day)}::date) as interest_due,
        min(r.due_date) filter (where r.due_date <= ${toDb(day)}::date and (r.principal_fen > r.paid_principal_fen or r.interest_fen > r.paid_interest_fen)) as oldest,
        sum(r.penalty_fen - r.paid_penalty_fen
          + round((r.principal_fen - r.paid_principal_fen)::numeric * l.rate_ppm * (1000000 + l.penalty_uplift_ppm)
                  * greatest(0, ${toDb(day)}::date - coalesce(r.penalty_to, r.due_date)) / (1000000::numeric * 1000000 * 360))
          + round((r.interest_fen - r.paid_interest_fen)::numeric * (
                  l.rate_ppm::numeric * 1000000 * greatest(0, least(${toDb(day)}::date, l.maturity_date) - coalesce(r.penalty_to, r.due_date))
                + l.rate_ppm::numeric * (1000000 + l.penalty_uplift_ppm) * greatest(0, ${toDb(day)}::date - greatest(coalesce(r.penalty_to, r.due_date), l.maturity_date))
                ) / (1000000::numeric * 1000000 * 360))
        ) filter (where r.due_date <= ${toDb(day)}::date) as penalty
      from schedule_row r join loan l on l.bank_id = r.bank_id and l.id = r.loan_id
      where r.bank_id = ${bankId}::uuid and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED', 'DISBURSE_PENDING')
      group by r.loan_id)
    update loan_state s set principal_fen = rows.principal, principal_due_fen = coalesce(rows.principal_due, 0), interest_due_fen = coalesce(rows.interest_due, 0),
      penalty_fen = coalesce(rows.penalty, 0), oldest_due = rows.oldest, dpd = coalesce(${toDb(day)}::date - rows.oldest, 0), as_of = ${toDb(day)}::date,
      class = case greatest(
          case s.class when 'NORMAL' then 0 when 'SPECIAL_MENTION' then 1 when 'SUBSTANDARD' then 2 when 'DOUBTFUL' then 3 else 4 end,
          case when coalesce(${toDb(day)}::date - rows.oldest, 0) > 360 then 4 when coalesce(${toDb(day)}::date - rows.oldest, 0) > 270 then 3
               when coalesce(${toDb(day)}::date - rows.oldest, 0) > 90 then 2 when coalesce(${toDb(day)}::date - rows.oldest, 0) > 0 then 1 else 0 end)
        when 0 then 'NORMAL' when 1 then 'SPECIAL_MENTION' when 2 then 'SUBSTANDARD' when 3 then 'DOUBTFUL' else 'LOSS' end
    from rows where s.bank_id = ${bankId}::uuid and s.loan_id = rows.loan_id`
}

/** Loans follow their days past due: CURRENT ↔ OVERDUE. */
async function moveOverdue(ctx: Ctx): Promise<{ overdue: number; cured: number }> {
  const bankId = ctx.actor.bankId
  const rows = await ctx.tx.$queryRaw<{ id: string; dpd: number }[]>`
    select l.id, s.dpd from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    where l.bank_id = ${bankId}::uuid and ((l.state = 'CURRENT' and s.dpd > 0) or (l.state = 'OVERDUE' and s.dpd = 0))`
  const overdue = await transitionMany(
    ctx,
    loanMachine,
    rows.filter((r) => r.dpd > 0).map((r) => r.id),
    { event: 'fall-overdue', bySystem: true },
  )
  const cured = await transitionMany(
    ctx,
    loanMachine,
    rows.filter((r) => r.dpd === 0).map((r) => r.id),
    { event: 'cure', bySystem: true },
  )
  return { overdue: overdue.moved.length, cured: cured.moved.length }
}

/** Approvals not signed within 60 or not drawn within 90 days lapse (§6.4); replenishments past their day are overdue; missed visits are planned again. */
async function lapse(
  ctx: Ctx,
  day: PlainDate,
): Promise<{ expired: number; replenishmentsOverdue: number; visitsMissed: number }> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const items = await tx.application.findMany({
    where: {
      bankId,
      OR: [
        { state: { in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING'] }, signBy: { lt: toDb(day) } },
        { state: { in: ['SIGNED', 'CP_PENDING'] }, drawBy: { lt: toDb(day) } },
      ],
    },
    select: { id: true },
  })
  const expired = await transitionMany(
    ctx,
    applicationMachine,
    items.map((i) => i.id),
    { event: 'expire', bySystem: true, reason: '§6.4' },
  )
  const overdue = await tx.replenishment.updateMany({
    where: { bankId, state: 'DUE', dueOn: { lt: toDb(day) } },
    data: { state: 'OVERDUE', version: { increment: 1 } },
  })
  const missed = await replanMissedVisits(ctx, day)
  return { expired: expired.moved.length, replenishmentsOverdue: overdue.count, ...missed }
}
