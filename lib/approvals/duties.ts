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

/** A related person takes no step on the case: declared, or the same identity number or phone as a merchant in it. */
async function findConflict(tx: Tx, ctx: Ctx, subjects: Subjects): Promise<'DECLARED' | 'ID' | 'PHONE' | null> {
  const { actor } = ctx
  if (!actor.userId || actor.partyId) return null
  const ids = [
    ...(subjects.market ?? []),
    ...(subjects.batch ?? []),
    ...(subjects.merchant ?? []),
    ...(subjects.plan ?? []),
    ...(subjects.loan ?? []),
  ]
  if (ids.length === 0) return null
  const declared = await tx.conflictDeclaration.findFirst({
    where: { bankId: actor.bankId, personKey: actor.personKey, subjectId: { in: ids } },
    select: { id: true },
  })
  if (declared) return 'DECLARED'
  const list = Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))
  const hit = await tx.$queryRaw<{ by: 'ID' | 'PHONE' }[]>`
    select case when a.owner_id_no = u.person_key then 'ID' else 'PHONE' end as by
    from app_user u join application a on a.bank_id = u.bank_id
      and (a.batch_id in (${list}) or a.id in (${list}) or a.merchant_id in (${list}))
      and (a.owner_id_no = u.person_key or (u.phone is not null and a.phone = u.phone))
    where u.bank_id = ${actor.bankId}::uuid and u.id = ${actor.userId}::uuid limit 1`
  return hit[0]?.by ?? null
}
