import type { Tx } from '@/lib/platform/tenant'

/** Names of what is watched or stopped, whatever kind of object it is: merchant, market, partner, group, account. */
export async function objectNames(tx: Tx, bankId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const all = [...ids]
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select id, name from merchant where bank_id = ${bankId}::uuid and id = any(${all}::uuid[])
    union all select id, code || ' ' || name from market where bank_id = ${bankId}::uuid and id = any(${all}::uuid[])
    union all select id, name from party where bank_id = ${bankId}::uuid and id = any(${all}::uuid[])
    union all select id, code || ' ' || name from joint_group where bank_id = ${bankId}::uuid and id = any(${all}::uuid[])
    union all select id, name from margin_account where bank_id = ${bankId}::uuid and id = any(${all}::uuid[])`
  return new Map(rows.map((r) => [r.id, r.name]))
}
