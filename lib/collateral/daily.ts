/**
 * The morning's look at what secures running loans (INV-PK2): balance above the ratio by more than the tolerance asks for
 * more security or a repayment, a value that has grown old asks for a new one. Each stands on somebody's list once, and
 * leaves it by itself when it is mended.
 */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { keepTasks } from '@/lib/platform/standing-tasks'
import { Prisma } from '@/lib/platform/tenant'
import { COLLATERAL_KINDS, LIVE_CHARGES, ltvOf } from './rules'

export async function collateralDaily(
  ctx: CommandContext<unknown>,
  day: PlainDate,
): Promise<{ collateralTopUps: number; revaluationsDue: number }> {
  const { tx, actor } = ctx
  // a bank that lends on no asset is not asked twice
  const [any] = await tx.$queryRaw<{ there: boolean }[]>`
    select exists (select from collateral_charge c where c.bank_id = ${actor.bankId}::uuid)
      or exists (select from park_asset p where p.bank_id = ${actor.bankId}::uuid) as there`
  if (!any?.there) return { collateralTopUps: 0, revaluationsDue: 0 }
  const { plans, collateral } = await loadParameters(tx, actor.bankId, day)
  const lines = COLLATERAL_KINDS.map((k) => ltvOf(k, plans.pk.assets, collateral) + plans.pk.ltvTolerancePpm)
  const old = Prisma.sql`(appraised_on + make_interval(months => ${collateral.appraisalMonths}::int))::date < ${day.toString()}::date`
  const held = heldBy(actor.bankId, lines)
  const errand = Prisma.sql`select application_id as object_id, min(asset) as code, 'POST_MKT' as role, null::uuid as assignee_id`
  return {
    collateralTopUps: await keepTasks(
      ctx,
      { kind: 'LTV_TOP_UP', objectType: 'application' },
      Prisma.sql`${held} ${errand} from held group by application_id having max(load_fen) > sum(carries_fen)`,
    ),
    revaluationsDue: await keepTasks(
      ctx,
      { kind: 'REVALUE_COLLATERAL', objectType: 'application' },
      Prisma.sql`${held} ${errand} from held where ${old} group by application_id`,
    ),
  }
}

/**
 * Every asset behind a loan that still owes: what it carries up to its ratio with the tolerance, others' charges on it
 * taken off, beside what has to be carried: what is owed for a purchase in a park, elsewhere no more than was agreed.
 */
function heldBy(bankId: string, lines: readonly number[]): Prisma.Sql {
  return Prisma.sql`
    with line as (select * from unnest(${[...COLLATERAL_KINDS]}::text[], ${[...lines]}::bigint[]) as t (kind, line_ppm)),
    owed as materialized (
      select l.application_id, sum(s.principal_fen) as fen from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
      where s.bank_id = ${bankId}::uuid and s.live group by l.application_id having sum(s.principal_fen) > 0),
    charged as (
      select c.application_id, k.certificate_no as asset, k.appraised_on, o.fen as owed_fen, c.secured_fen,
        div(k.value_fen::numeric * n.line_ppm, 1000000)
          - (sum(least(c.secured_fen, o.fen)) over (partition by k.id) - least(c.secured_fen, o.fen)) as carries_fen
      from collateral_charge c join owed o on o.application_id = c.application_id
      join collateral k on k.bank_id = c.bank_id and k.id = c.collateral_id join line n on n.kind = k.kind
      where c.bank_id = ${bankId}::uuid and c.state = any (${[...LIVE_CHARGES]}::text[])),
    bought as (
      select p.application_id, p.identity_no as asset, p.appraised_on, o.fen as owed_fen,
        div(coalesce(p.appraised_fen, p.price_fen)::numeric * n.line_ppm, 1000000) as carries_fen
      from park_asset p join owed o on o.application_id = p.application_id join line n on n.kind = p.asset_type
      where p.bank_id = ${bankId}::uuid and p.state <> 'RELEASED' and not exists (
        select from charged c where c.application_id = p.application_id and c.asset in (p.identity_no, p.certificate_no))),
    held as (
      select application_id, asset, appraised_on, greatest(carries_fen, 0) as carries_fen,
        least(owed_fen, sum(secured_fen) over (partition by application_id)) as load_fen from charged
      union all select application_id, asset, appraised_on, carries_fen, owed_fen from bought)`
}
