/**
 * What waits for the people of a partner, told in the portal: one statement for the whole bank. Each cause is told once a
 * person; what is answered says so. Titles are codes and numbers of the party's own objects.
 */
import { Prisma, type Tx } from '@/lib/platform/tenant'

/** Where each kind is done in the portal. */
const PLACES = {
  portalPacket: "concat('/portal/batches/', w.object_id)",
  portalReturn: "concat('/portal/returns/', w.object_id)",
  portalConsent: "'/portal'",
  portalCase: "'/portal'",
  portalLetter: "'/portal'",
} as const

/** `round` makes another cause of the same object: sent back again, asked again. */
function waiting(bankId: string): Prisma.Sql {
  const bank = Prisma.sql`${bankId}::uuid`
  return Prisma.sql`
    select b.party_id, 'portalPacket' as kind, 'batch' as object_type, b.id as object_id, b.code as title, null::text as detail, null::date as due_on,
      count(*)::int as n, concat(b.state, ' ', sum(a.return_rounds)) as round
      from batch b join application a on a.bank_id = b.bank_id and a.batch_id = b.id and a.state = 'RETURNED'
      where b.bank_id = ${bank} group by b.id, b.party_id, b.code, b.state
    union all
    select r.party_id, 'portalReturn', 'market-return', r.id, m.code || ' ' || to_char(r.month, 'YYYY-MM'), nullif(r.state, 'DUE'), r.due_on, 1, concat(r.state, ' ', r.checked_at)
      from market_return r join market m on m.bank_id = r.bank_id and m.id = r.market_id where r.bank_id = ${bank} and r.state in ('DUE', 'RETURNED')
    union all
    select c.party_id, 'portalConsent', 'scheme', c.scheme_id, coalesce(s.number, s.mode), null, null, 1, concat(c.asked_at)
      from scheme_consent c join cooperation_scheme s on s.bank_id = c.bank_id and s.id = c.scheme_id where c.bank_id = ${bank} and c.state = 'ASKED'
    union all
    select c.party_id, 'portalCase', 'partner-case', c.id, c.number, null, c.answer_by, 1, concat(c.asked_on)
      from partner_case c where c.bank_id = ${bank} and c.state = 'ASKED'
    union all
    select l.party_id, 'portalLetter', 'claim-notice', l.id, l.number, null, l.answer_by, 1, ''
      from claim_notice l where l.bank_id = ${bank} and l.party_id is not null and l.state in ('SENT', 'DELIVERED')`
}

const place = Prisma.raw(
  `case w.kind ${Object.entries(PLACES)
    .map(([kind, href]) => `when '${kind}' then ${href}`)
    .join(' ')} end`,
)

export async function tellPartners(tx: Tx, bankId: string, now: Date): Promise<{ told: number; gone: number }> {
  const [done] = await tx.$queryRaw<{ told: bigint; gone: bigint }[]>(Prisma.sql`
    with work as materialized (
      select u.id as user_id, w.*, md5(concat_ws('|', w.kind, w.object_type, w.object_id, w.round)) as cause from (${waiting(bankId)}) w
      join app_user u on u.bank_id = ${bankId}::uuid and u.party_id = w.party_id and u.state = 'ACTIVE'),
    partners as (select n.id, n.user_id, n.cause, n.gone_at from notification n where n.bank_id = ${bankId}::uuid and n.party_id is not null and n.cause is not null),
    gone as (
      update notification n set gone_at = ${now} from partners p where n.bank_id = ${bankId}::uuid and n.id = p.id and p.gone_at is null
        and not exists (select from work w where w.user_id = p.user_id and w.cause = p.cause) returning n.id),
    back as (
      update notification n set gone_at = null from partners p, work w where n.bank_id = ${bankId}::uuid and n.id = p.id and p.gone_at is not null
        and w.user_id = p.user_id and w.cause = p.cause returning n.id),
    told as (
      insert into notification (bank_id, id, party_id, user_id, kind, object_type, object_id, cause, created_at, in_app, params)
      select ${bankId}::uuid, uuidv7(), w.party_id, w.user_id, w.kind, w.object_type, w.object_id, w.cause, ${now}, true,
        jsonb_build_object('title', w.title, 'detail', w.detail, 'count', w.n, 'dueAt', null, 'dueOn', w.due_on, 'href', ${place})
      from work w where not exists (select from partners p where p.user_id = w.user_id and p.cause = w.cause)
      on conflict (bank_id, user_id, cause) do nothing returning id)
    select (select count(*) from told) as told, (select count(*) from gone) as gone`)
  return { told: Number(done!.told), gone: Number(done!.gone) }
}
