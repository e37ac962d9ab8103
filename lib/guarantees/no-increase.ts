/** While a member of its group is in trouble nobody of the group is lent more than before (§8.5). Asked when a plan is handed in and when it is approved. */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type Fen, formatYuan } from '@/lib/platform/money'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/**
 * Refuses E_GROUP_NO_INCREASE for the first merchant that would have more than the loans it has under its group, while
 * another member there is eight days late or more, is claimed on, or the group is impaired. As much as before, or less, passes.
 */
export async function requireNoIncrease(
  ctx: Ctx,
  cases: readonly { applicationId: string; amountFen: Fen }[],
): Promise<void> {
  if (cases.length === 0) return
  const { tx, actor, today } = ctx
  const { contagion } = (await loadParameters(tx, actor.bankId, today)).monitoring
  const asked = JSON.stringify(cases.map((c) => ({ id: c.applicationId, fen: c.amountFen.toString() })))
  const [found] = await tx.$queryRaw<{ name: string; has: Fen; code: string; dpd: number }[]>`
    select a.name, own.fen as has, g.code, coalesce(late.dpd, 0)::int as dpd
    from jsonb_to_recordset(${asked}::jsonb) as r(id uuid, fen bigint)
    join application a on a.bank_id = ${actor.bankId}::uuid and a.id = r.id
    join lateral (select l.group_id, sum(l.principal_fen)::bigint as fen from loan l
      where l.bank_id = a.bank_id and l.merchant_id = a.merchant_id and l.group_id is not null
        and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED') group by l.group_id) own on true
    join joint_group g on g.bank_id = a.bank_id and g.id = own.group_id
    left join lateral (select max(s.dpd) as dpd from loan o join loan_state s on s.bank_id = o.bank_id and s.loan_id = o.id
      where o.bank_id = a.bank_id and o.group_id = own.group_id and o.merchant_id <> a.merchant_id
        and o.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')
        and (s.dpd >= ${contagion.yellowDpd}::int or exists (select from claim c where c.bank_id = o.bank_id and c.loan_id = o.id
          and c.state not in ('DRAFT', 'CLOSED')))) late on true
    where r.fen > own.fen and (late.dpd is not null or g.state = 'IMPAIRED')
    order by a.name limit 1`
  if (found)
    throw refuse('E_GROUP_NO_INCREASE', {
      merchant: found.name,
      group: found.code,
      dpd: found.dpd,
      has: formatYuan(found.has),
    })
}
