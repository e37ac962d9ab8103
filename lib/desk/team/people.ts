/** Who works at the desk and who looks after whom: a head looks after the people of the own branch and of those below it. */
import type { Role } from '@/lib/platform/actor'
import type { Tx } from '@/lib/platform/tenant'

export const WRITERS = ['RM', 'EVALUATOR', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR'] as const satisfies readonly Role[]
export const SUPERIORS = ['SB_HEAD', 'CR_HEAD', 'RISK_MGR'] as const satisfies readonly Role[]

/** The people of the bank whom this superior looks after; one who stands in no branch looks after all. Never oneself. */
export async function subordinates(tx: Tx, bankId: string, userId: string): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw<{ id: string; name: string }[]>`
    with recursive mine as (select branch_id from app_user where bank_id = ${bankId}::uuid and id = ${userId}::uuid),
    below as (
      select b.id from branch b join mine on b.id = mine.branch_id where b.bank_id = ${bankId}::uuid
      union all select b.id from branch b join below on b.bank_id = ${bankId}::uuid and b.parent_id = below.id)
    select u.id, u.name from app_user u
    where u.bank_id = ${bankId}::uuid and u.party_id is null and u.id <> ${userId}::uuid
      and ((select branch_id from mine) is null or u.branch_id in (select id from below))
    order by u.name, u.id`
}
