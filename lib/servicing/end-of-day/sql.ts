/**
 * The arithmetic of `rules/charge.ts` and `rules/book.ts` in SQL, over `loan_state s`: whole numbers, rounded half up once,
 * the same to the fen (tests hold the two together). Days are parameters, columns are those of the row.
 */
import { Prisma } from '@/lib/platform/tenant'

type Sql = Prisma.Sql
const raw = (text: string): Sql => Prisma.raw(text)

/** A day's steps from a day on, rounded: `(2·step·days + den) ÷ 2·den`; in numeric, because a penalty's step is long. */
function lateRun(charge: 'pen' | 'com', on: Sql): Sql {
  const [step, from] = [raw(`s.${charge}_step`), raw(`s.${charge}_from`)]
  return Prisma.sql`(case when ${step} = 0 or ${on} <= ${from} then 0
    else div(2 * ${step} * (${on} - ${from}) + s.late_den, 2 * s.late_den)::bigint end)`
}

/** Owed of a charge on a day. */
export function chargeOn(charge: 'pen' | 'com', on: Sql): Sql {
  return Prisma.sql`(${raw(`s.${charge}_posted_fen + s.${charge}_base_fen`)} + ${lateRun(charge, on)})`
}

/** What a charge has run since its last cut. */
export const runSince = lateRun

/** Up to this step a year's product stays inside a bigint. */
const SHORT = Prisma.raw('1000000000000000')

/** Interest run in the present period up to a day; on its last day what is posted then. */
export function interestOn(on: Sql): Sql {
  return Prisma.sql`(case when s.int_to is null then 0 when ${on} >= s.int_to then s.int_full_fen when ${on} <= s.int_from then s.int_base_fen
    when s.int_step < ${SHORT} then s.int_base_fen + (2 * s.int_step * (${on} - s.int_from) + s.int_den) / (2 * s.int_den)
    else s.int_base_fen + div(2 * s.int_step::numeric * (${on} - s.int_from) + s.int_den, 2 * s.int_den::numeric)::bigint end)`
}

/** The class that days past due put under a loan, as a number from 0 (normal) to 4 (loss), and back. */
export const CLASS_OF_DPD = (dpd: Sql): Sql =>
  Prisma.sql`(case when ${dpd} > 360 then 4 when ${dpd} > 270 then 3 when ${dpd} > 90 then 2 when ${dpd} > 0 then 1 else 0 end)`
export const CLASS_RANK = Prisma.sql`(case s.class when 'NORMAL' then 0 when 'SPECIAL_MENTION' then 1 when 'SUBSTANDARD' then 2 when 'DOUBTFUL' then 3 else 4 end)`
export const CLASS_NAME = (rank: Sql): Sql =>
  Prisma.sql`(array['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'])[1 + ${rank}]`

/** A day as a parameter that the planner knows to be a date. */
export const day = (iso: string): Sql => Prisma.sql`${iso}::date`
