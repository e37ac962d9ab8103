/**
 * What is used of an agreement: held at approval, drawn at disbursement, given back when a case falls through and, at the
 * end of the day, as loans are repaid (INV-GC1). One row is one case; the agreement's own sum moves with it under its lock.
 * The database refuses a sum above the total, whatever the code thinks.
 */
import type { CommandContext } from '@/lib/platform/commands'
import { prepared } from '@/lib/platform/db/prepared'
import { refuse } from '@/lib/platform/errors'
import { type Fen, formatYuan } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { checkHeadroom, schemeHeadroom } from './rules/scheme'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>
export type Hold = { applicationId: string; clientKey: string; amountFen: Fen }

/**
 * Holds amounts of one agreement for many cases under its lock, or changes what they hold. Refuses the whole when any of
 * the three limits forbids one of them: nothing is held then.
 */
export async function holdHeadroom(
  ctx: Ctx,
  schemeId: string,
  cases: readonly Hold[],
): Promise<{ usedFen: Fen; leftFen: Fen }> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const [scheme] = await tx.$queryRaw<
    { state: string; total: Fen | null; client: Fen | null; deal: Fen | null; used: Fen; number: string | null }[]
  >`${prepared('scheme.lock')}select state, total_coop_limit_fen as total, single_client_limit_fen as client, single_deal_limit_fen as deal, used_fen as used, number
    from cooperation_scheme where bank_id = ${bankId}::uuid and id = ${schemeId}::uuid for update`
  if (!scheme) throw refuse('E_NOT_FOUND', { object: 'scheme' })
  if (scheme.state !== 'ACTIVE') throw refuse('E_STATE', { object: 'scheme', state: scheme.state, event: 'hold' })
  const totalFen = scheme.total ?? 0n
  const held = await writeHolds(ctx, schemeId, cases, totalFen)
  const byClient = new Map<string, Fen>()
  for (const h of held) byClient.set(h.client, (byClient.get(h.client) ?? 0n) + h.used)
  const limits = {
    totalCoopLimitFen: totalFen,
    singleClientLimitFen: scheme.client ?? scheme.total ?? 0n,
    singleDealLimitFen: scheme.deal ?? scheme.client ?? scheme.total ?? 0n,
  }
  let usedFen = scheme.used
  for (const c of cases) {
    const own = held.find((h) => h.application === c.applicationId)
    if (own) {
      usedFen -= own.used
      byClient.set(own.client, (byClient.get(own.client) ?? 0n) - own.used)
    }
    const clientUsedFen = byClient.get(c.clientKey) ?? 0n
    const found = checkHeadroom(limits, { newFen: c.amountFen, usedFen, clientUsedFen })
    if (found) {
      const left = schemeHeadroom(limits, { usedFen, clientUsedFen }).value.headroomFen
      throw refuse(found, { scheme: scheme.number ?? '', left: formatYuan(left), asked: formatYuan(c.amountFen) })
    }
    usedFen += c.amountFen
    byClient.set(c.clientKey, clientUsedFen + c.amountFen)
  }
  return { usedFen, leftFen: limits.totalCoopLimitFen - usedFen }
}

/**
 * What approval and disbursement hold of the agreement behind a batch, where the bank keeps one (INV-GC1). A client is
 * its owner: two shops of one person are one client. An agreement that was stopped lets no undrawn case through.
 */
export async function holdForCases(
  ctx: Ctx,
  batch: { marketId: string; mode: string },
  items: readonly { applicationId: string; amountFen: Fen }[],
): Promise<void> {
  if (items.length === 0) return
  const { tx, actor } = ctx
  const kept = await tx.cooperationScheme.findMany({
    where: { bankId: actor.bankId, marketId: batch.marketId, mode: batch.mode, state: { in: ['ACTIVE', 'STOPPED'] } },
    orderBy: { state: 'asc' },
    select: { id: true },
  })
  if (!kept[0]) return
  const clients = await tx.$queryRaw<{ id: string; key: string }[]>`
    select id, coalesce(owner_id_no, uscc, merchant_id::text, id::text) as key from application
    where bank_id = ${actor.bankId}::uuid and id = any (${items.map((i) => i.applicationId)}::uuid[])`
  const keyOf = new Map(clients.map((c) => [c.id, c.key]))
  await holdHeadroom(
    ctx,
    kept[0].id,
    items.map((i) => ({ ...i, clientKey: keyOf.get(i.applicationId) ?? i.applicationId })),
  )
}

type Held = { application: string; client: string; used: Fen }

/**
 * Writes the holds and the agreement's sum under its lock, and answers what stood before: one wait for everybody else who
 * wants the row instead of two. Whether it may stand is the rule's word, said right after; a refusal takes all of it back.
 */
function writeHolds({ tx, actor }: Ctx, schemeId: string, cases: readonly Hold[], totalFen: Fen): Promise<Held[]> {
  const rows = JSON.stringify(
    cases.map((c) => ({ application: c.applicationId, client: c.clientKey, fen: c.amountFen.toString() })),
  )
  return tx.$queryRaw<Held[]>`
    ${prepared('scheme.hold')}with asked as (
      select * from jsonb_to_recordset(${rows}::jsonb) as r(application uuid, client text, fen bigint)),
    was as (
      select application_id as application, client_key as client, used_fen as used from scheme_hold
      where bank_id = ${actor.bankId}::uuid and scheme_id = ${schemeId}::uuid
        and (client_key in (select client from asked) or application_id in (select application from asked))),
    kept as (
      insert into scheme_hold (bank_id, scheme_id, application_id, client_key, amount_fen, used_fen, state)
      select ${actor.bankId}::uuid, ${schemeId}::uuid, a.application, a.client, a.fen, a.fen, 'HELD' from asked a
      on conflict (bank_id, scheme_id, application_id) do update
        set client_key = excluded.client_key, amount_fen = excluded.amount_fen, used_fen = excluded.used_fen, state = 'HELD', version = scheme_hold.version + 1),
    change as (
      select (select sum(fen) from asked) - coalesce((select sum(w.used) from was w join asked a on a.application = w.application), 0) as fen),
    used as (
      update cooperation_scheme s set used_fen = s.used_fen + c.fen::bigint from change c
      where s.bank_id = ${actor.bankId}::uuid and s.id = ${schemeId}::uuid and s.used_fen + c.fen <= ${totalFen}::bigint)
    select application, client, used from was`
}

/** Gives back what a case held of its agreements: it was refused, withdrawn, or has expired. */
export async function releaseHolds(ctx: Ctx, applicationIds: readonly string[]): Promise<void> {
  if (applicationIds.length === 0) return
  const { tx, actor } = ctx
  // the agreements first, as whoever holds of them does, and then only what they held: two who meet never block each other for good
  const schemes = await tx.$queryRaw<{ id: string }[]>`
    select id from cooperation_scheme where bank_id = ${actor.bankId}::uuid and id in (
      select scheme_id from scheme_hold where bank_id = ${actor.bankId}::uuid and application_id = any (${[...applicationIds]}::uuid[]))
    order by id for update`
  if (schemes.length === 0) return
  await tx.$executeRaw`
    with given as (
      update scheme_hold h set state = 'RELEASED', used_fen = 0, version = version + 1
      from (select scheme_id, application_id, used_fen from scheme_hold
            where bank_id = ${actor.bankId}::uuid and application_id = any (${[...applicationIds]}::uuid[])
              and scheme_id = any (${schemes.map((x) => x.id)}::uuid[]) and state <> 'RELEASED' for update) o
      where h.bank_id = ${actor.bankId}::uuid and h.scheme_id = o.scheme_id and h.application_id = o.application_id
      returning o.scheme_id, o.used_fen)
    update cooperation_scheme s set used_fen = s.used_fen - g.fen
    from (select scheme_id, sum(used_fen)::bigint as fen from given group by scheme_id) g
    where s.bank_id = ${actor.bankId}::uuid and s.id = g.scheme_id`
}

/** The morning: what is drawn counts with what is still owed; what fell through counts nothing. Two statements for all agreements. */
export async function refreshHolds(tx: Tx, bankId: string): Promise<number> {
  // nobody holds anything anew while the sums are made
  await tx.$queryRaw`select 1 from cooperation_scheme where bank_id = ${bankId}::uuid and state <> 'DRAFT' order by id for update`
  await tx.$executeRaw`
    with owed as (
      select l.application_id, sum(s.principal_fen)::bigint as fen, count(*) as loans from loan l
      join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
      where l.bank_id = ${bankId}::uuid and l.state <> 'DISBURSE_PENDING' group by l.application_id),
    stands as (
      select h.scheme_id, h.application_id,
        case when o.loans is not null then least(o.fen, h.amount_fen)
             when a.state in ('DROPPED', 'WITHDRAWN', 'EXPIRED', 'REJECTED', 'SETTLED') then 0 else h.amount_fen end as used,
        case when o.loans is not null and o.fen > 0 then 'DRAWN'
             when o.loans is not null or a.state in ('DROPPED', 'WITHDRAWN', 'EXPIRED', 'REJECTED', 'SETTLED') then 'RELEASED' else 'HELD' end as state
      from scheme_hold h join application a on a.bank_id = h.bank_id and a.id = h.application_id
      left join owed o on o.application_id = h.application_id
      where h.bank_id = ${bankId}::uuid and h.state <> 'RELEASED')
    update scheme_hold h set used_fen = s.used, state = s.state, version = h.version + 1 from stands s
    where h.bank_id = ${bankId}::uuid and h.scheme_id = s.scheme_id and h.application_id = s.application_id
      and (h.used_fen <> s.used or h.state <> s.state)`
  return tx.$executeRaw`
    update cooperation_scheme c set used_fen = coalesce(u.fen, 0)
    from (select c2.id, (select sum(h.used_fen)::bigint from scheme_hold h where h.bank_id = c2.bank_id and h.scheme_id = c2.id) as fen
          from cooperation_scheme c2 where c2.bank_id = ${bankId}::uuid and c2.state <> 'DRAFT') u
    where c.bank_id = ${bankId}::uuid and c.id = u.id and c.used_fen <> coalesce(u.fen, 0)`
}
