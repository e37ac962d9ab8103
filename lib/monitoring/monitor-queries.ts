/** The named person and the deputy of each market and partner, when they were last there and when they go next (§8.1). */
import { z } from 'zod'
import { fromDbOrNull } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { Prisma } from '@/lib/platform/tenant'
import { NAMING_ROLES } from './commands/warnings'
import { READERS } from './queries'

type Row = {
  type: 'MARKET' | 'PARTY'
  id: string
  code: string
  name: string
  kind: string | null
  grade: string | null
  named_id: string | null
  deputy_id: string | null
  named: string | null
  deputy: string | null
  since: Date | null
  last_on: Date | null
  next_on: Date | null
}

export const monitorList = defineQuery({
  name: 'monitors.list',
  input: z.strictObject({}),
  access: { roles: READERS },
  async run({ tx, actor }) {
    const bank = Prisma.sql`${actor.bankId}::uuid`
    const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
      with watched as (
        select 'MARKET' as type, m.id, m.code, m.name, null::text as kind, g.grade, m.post_mkt_id as named_id, m.post_mkt_deputy_id as deputy_id
          from market m left join market_grading g on g.bank_id = m.bank_id and g.market_id = m.id
          where m.bank_id = ${bank} and m.state in ('ADMITTED', 'CONDITIONAL', 'SUSPENDED')
        union all select 'PARTY', p.id, p.code, p.name, p.kind, null, a.user_id, a.deputy_id from party p
          left join monitor_assignment a on a.bank_id = p.bank_id and a.object_type = 'PARTY' and a.object_id = p.id and a.ends_on is null
          where p.bank_id = ${bank} and p.kind <> 'OPERATOR' and p.state in ('ADMITTED', 'WATCH', 'STOPPED'))
      select w.*, n.name as named, d.name as deputy, a.starts_on as since,
        (select max((v.done_at at time zone 'Asia/Shanghai')::date) from visit v where v.bank_id = ${bank} and v.state = 'DONE'
          and ((w.type = 'MARKET' and v.kind = 'MARKET_INSPECTION' and v.market_id = w.id) or (w.type = 'PARTY' and v.kind = 'PARTNER_CHECK' and v.party_id = w.id))) as last_on,
        (select min(v.due_on) from visit v where v.bank_id = ${bank} and v.state in ('PLANNED', 'MISSED')
          and ((w.type = 'MARKET' and v.kind = 'MARKET_INSPECTION' and v.market_id = w.id) or (w.type = 'PARTY' and v.kind = 'PARTNER_CHECK' and v.party_id = w.id))) as next_on
      from watched w left join app_user n on n.bank_id = ${bank} and n.id = w.named_id left join app_user d on d.bank_id = ${bank} and d.id = w.deputy_id
      left join monitor_assignment a on a.bank_id = ${bank} and a.object_type = w.type and a.object_id = w.id and a.ends_on is null and a.user_id = w.named_id
      order by w.type, w.named_id is not null, w.code limit 5000`)
    const mayName = actor.roles.some((r) => (NAMING_ROLES as readonly string[]).includes(r))
    const people = mayName
      ? await tx.appUser.findMany({
          where: {
            bankId: actor.bankId,
            state: 'ACTIVE',
            partyId: null,
            roleGrants: { some: { role: { in: ['POST_MKT', 'POST_PARTNER'] }, state: 'ACTIVE' } },
          },
          select: {
            id: true,
            name: true,
            login: true,
            roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } },
          },
          orderBy: { name: 'asc' },
        })
      : []
    const holding = (role: string) =>
      people
        .filter((u) => u.roleGrants.some((g) => g.role === role))
        .map((u) => ({ id: u.id, name: u.name, login: u.login }))
    return {
      items: rows.map((r) => ({
        type: r.type,
        id: r.id,
        code: r.code,
        name: r.name,
        kind: r.kind,
        grade: r.grade,
        namedId: r.named_id,
        named: r.named,
        deputyId: r.deputy_id,
        deputy: r.deputy,
        since: fromDbOrNull(r.since),
        lastOn: fromDbOrNull(r.last_on),
        nextOn: fromDbOrNull(r.next_on),
      })),
      candidates: mayName ? { MARKET: holding('POST_MKT'), PARTY: holding('POST_PARTNER') } : null,
    }
  },
})
