/**
 * Versions of a group's joint-guarantee agreement (INV-JG6): the members of each, kept when the first change is made. A
 * group that never changed has no rows here: its members are those of version 1.
 */
import type { CommandContext } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'

type Reader = { tx: Tx; actor: { bankId: string } }
export type AgreementMember = { applicationId: string; amountFen: Fen }

/** Who guarantees a loan: the members of the agreement under which it was paid out, whoever came or left since. */
export async function membersUnder(
  { tx, actor }: Reader,
  groupId: string,
  version: number,
): Promise<AgreementMember[]> {
  const kept = await tx.jointAgreementMember.findMany({
    where: { bankId: actor.bankId, groupId, versionNo: version },
    orderBy: { application: { position: 'asc' } },
    select: { applicationId: true, amountFen: true },
  })
  if (kept.length > 0) return kept
  return tx.jointGroupMember.findMany({
    where: { bankId: actor.bankId, groupId, state: 'ACTIVE' },
    orderBy: { application: { position: 'asc' } },
    select: { applicationId: true, amountFen: true },
  })
}

/** Writes down who belongs to a version; what is written stays. */
export async function keepVersion(
  ctx: CommandContext<unknown>,
  version: { groupId: string; versionNo: number; reason: string | null; members: readonly AgreementMember[] },
): Promise<void> {
  const { tx, actor, now, today } = ctx
  const key = { bankId: actor.bankId, groupId: version.groupId, versionNo: version.versionNo }
  if ((await tx.jointAgreement.count({ where: key })) > 0) return
  await tx.jointAgreement.create({
    data: { ...key, reason: version.reason, madeBy: actor.userId, madeOn: toDb(today), at: now },
  })
  await tx.jointAgreementMember.createMany({ data: version.members.map((m) => ({ ...key, ...m })) })
}

/** Groups of the bank whose members have changed and have not yet signed the agreement anew. */
export async function groupsToSignAnew({ tx, actor }: Reader, batchId?: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select g.id from joint_group g
    where g.bank_id = ${actor.bankId}::uuid and (${batchId ?? null}::uuid is null or g.batch_id = ${batchId ?? null}::uuid)
      and g.agreement_version > 1 and g.state in ('SIGNED', 'ACTIVE', 'FROZEN')
      and not exists (select from contract c where c.bank_id = g.bank_id and c.group_id = g.id and c.kind = 'JOINT_GUARANTEE_AGREEMENT'
        and c.agreement_version = g.agreement_version and c.state <> 'VOID')`
  return rows.map((r) => r.id)
}
