/**
 * Separation of duties, enforced in one place (§6.3): every command that is an act of the matrix calls `performDuty`,
 * which refuses E_SOD by the person's earlier acts on the same objects, by a declared conflict or by a detected one,
 * and then records the act for those who come after.
 */
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { type Act, mayAct, type Subject, type Subjects } from './rules/separation-of-duties'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>

/** Checks the act and records it. `subjects`: what it touches, e.g. { batch: [id], plan: [id] }. Throws E_SOD. */
export async function performDuty(ctx: Ctx, act: Act, subjects: Subjects): Promise<void> {
  await checkDuty(ctx, act, subjects)
  const { tx, actor, now } = ctx
  await tx.actRecord.createMany({
    data: flat(subjects).map(([subjectType, subjectId]) => ({
      bankId: actor.bankId,
      partyId: actor.partyId,
      subjectType,
      subjectId,
      act,
      personKey: actor.personKey,
      userId: actor.userId,
      role: actor.roles.join(','),
      at: now,
    })),
  })
}

/**
 * Counts an act as done now by everybody who did it before: what a person defined is taken into use at its publication,
 * and the 24 hours of §6.3 run from there.
 */
export async function renewDuty(ctx: Ctx, act: Act, subjectType: Subject, subjectId: string): Promise<void> {
  const { tx, actor, now } = ctx
  const done = await tx.actRecord.findMany({
    where: { bankId: actor.bankId, act, subjectType, subjectId },
    distinct: ['personKey'],
    select: { partyId: true, personKey: true, userId: true, role: true },
  })
  await tx.actRecord.createMany({
    data: done.map((d) => ({ ...d, bankId: actor.bankId, act, subjectType, subjectId, at: now })),
  })
}

/** The check alone: screens use it to say whose turn it is before anyone clicks. */
export async function checkDuty(ctx: Ctx, act: Act, subjects: Subjects): Promise<void> {
  const { tx, actor, now } = ctx
  const pairs = flat(subjects)
  const past = pairs.length
    ? await tx.actRecord.findMany({
        where: {
          bankId: actor.bankId,
          personKey: actor.personKey,
          OR: pairs.map(([subjectType, subjectId]) => ({ subjectType, subjectId })),
        },
      })
    : []
  const person = { personId: actor.personKey, idNumber: null }
  const verdict = mayAct(
    { act, person, roles: actor.roles, at: now, on: subjects },
    past.map((p) => ({ act: p.act as Act, person, at: p.at, on: { [p.subjectType]: [p.subjectId] } })),
  )
  if (!verdict.ok) {
    const { earlierAct, earlierAt, turn } = verdict.params
    throw refuse('E_SOD', { act, earlierAct: earlierAct ?? 'ROLE', earlierAt: earlierAt ?? '', turn })
  }
  const conflict = await findConflict(tx, ctx, subjects)
  if (conflict) throw refuse('E_SOD', { act, earlierAct: `RELATED_${conflict}`, earlierAt: '', turn: [] })
}

function flat(subjects: Subjects): [Subject, string][] {
  return (Object.entries(subjects) as [Subject, readonly string[] | undefined][]).flatMap(([type, ids]) =>
    [...new Set(ids ?? [])].map((id): [Subject, string] => [type, id]),
  )
}

type Related = 'DECLARED' | 'ID' | 'PHONE' | 'ADDRESS'

/** Spaces and separators do not make another address or number. */
const plain = (column: string) => Prisma.raw(`regexp_replace(${column}, '[\\s,，.。·#-]', '', 'g')`)

/**
 * A related person takes no step on the case (§6.3): declared for the market, its operator, a merchant or the plan, or
 * found by identity number, phone or address, of the person or of a relative the person named, among the merchants of
 * the case, their spouses, and the people of the market's operator.
 */
async function findConflict(tx: Tx, ctx: Ctx, subjects: Subjects): Promise<Related | null> {
  const { actor } = ctx
  const { bankId } = actor
  if (!actor.userId || actor.partyId) return null
  const ids = (['market', 'batch', 'merchant', 'plan', 'loan'] as const).flatMap((k) => subjects[k] ?? [])
  if (ids.length === 0) return null
  const list = Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))
  const hit = await tx.$queryRaw<{ by: Related }[]>`
    with me as materialized (
      select u.person_key as id_no, ${plain('u.phone')} as phone, ${plain('u.address')} as address, null::text as id_hash
      from app_user u where u.bank_id = ${bankId}::uuid and u.id = ${actor.userId}::uuid
      union all
      select null, ${plain('d.phone')}, ${plain('d.address')}, d.id_no_hash from conflict_declaration d
      where d.bank_id = ${bankId}::uuid and d.person_key = ${actor.personKey} and d.subject_type = 'PERSON'
    ), cases as materialized (
      select b.id, b.market_id, b.party_id from batch b where b.bank_id = ${bankId}::uuid and (b.id in (${list})
        or b.id in (select p.batch_id from credit_plan p where p.bank_id = ${bankId}::uuid and p.id in (${list})))
    ), item as materialized (
      select a.owner_id_no, a.phone, a.merchant_id from application a where a.bank_id = ${bankId}::uuid
        and (a.batch_id in (select id from cases) or a.id in (${list}) or a.merchant_id in (${list})
          or a.id in (select l.application_id from loan l where l.bank_id = ${bankId}::uuid and l.id in (${list})))
    ), parties as materialized (
      select party_id, market_id from cases
      union select k.operator_party_id, k.id from market k where k.bank_id = ${bankId}::uuid and k.id in (${list})
    ), contact as (
      select owner_id_no as id_no, ${plain('phone')} as phone, null::text as address from item
      union all select m.owner_id_no, ${plain('m.phone')}, ${plain('m.address')} from merchant m
        where m.bank_id = ${bankId}::uuid and (m.id in (select merchant_id from item) or m.id in (${list}))
      union all select m.spouse_id_no, null, null from merchant m
        where m.bank_id = ${bankId}::uuid and m.spouse_id_no is not null and (m.id in (select merchant_id from item) or m.id in (${list}))
      union all select v.person_key, ${plain('v.phone')}, ${plain('v.address')} from app_user v
        where v.bank_id = ${bankId}::uuid and v.party_id in (select party_id from parties)
    )
    select * from (
      select 'DECLARED' as by, 0 as rank from conflict_declaration d
      where d.bank_id = ${bankId}::uuid and d.person_key = ${actor.personKey} and (d.subject_id in (${list})
        or d.subject_id in (select party_id from parties) or d.subject_id in (select market_id from parties)
        or d.subject_id in (select merchant_id from item))
      union all
      select case when c.id_no = me.id_no or ${Prisma.raw(ID_HASH)} = me.id_hash then 'ID' when c.phone = me.phone then 'PHONE' else 'ADDRESS' end, 1
      from contact c join me on c.id_no = me.id_no or ${Prisma.raw(ID_HASH)} = me.id_hash
        or (c.phone = me.phone and length(me.phone) > 5) or (c.address = me.address and length(me.address) > 5)
    ) r order by rank limit 1`
  return hit[0]?.by ?? null
}

/** How a relative's identity number rests in a declaration: as a hash, compared with the merchants' numbers. */
const ID_HASH = "encode(sha256(convert_to(upper(c.id_no), 'UTF8')), 'hex')"
