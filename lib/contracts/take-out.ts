/** Merchants that leave between approval and signature: what was merged for them is void, and their group's papers are merged anew. */
import type { CommandContext } from '@/lib/platform/commands'
import { transitionMany } from '@/lib/platform/workflow'
import { contractMachine } from './workflow'

type Ctx = CommandContext<unknown>

/**
 * Voids the unsigned documents of the merchants, takes them off their appointments, and merges what names them beside
 * others again. Call it after they have left plan and group; nothing of theirs may be signed.
 */
export async function takeOutOfSigning(
  ctx: Ctx,
  batchId: string,
  applicationIds: readonly string[],
  reason: string,
): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const sessions = await tx.signingSession.findMany({
    where: { bankId, batchId, state: 'APPOINTED' },
    orderBy: { id: 'asc' },
    select: { id: true, groupId: true, applicationIds: true },
  })
  const touched = sessions
    .map((s) => ({ ...s, members: (s.applicationIds as string[] | null) ?? [] }))
    .filter((s) => s.members.some((id) => applicationIds.includes(id)))
  const shared = touched.filter((s) => s.groupId !== null).map((s) => s.id)
  const open = await tx.contract.findMany({
    where: {
      bankId,
      batchId,
      state: { in: ['DRAFT', 'ISSUED'] },
      OR: [{ applicationId: { in: [...applicationIds] } }, { sessionId: { in: shared } }],
    },
    select: { id: true },
  })
  await transitionMany(
    ctx,
    contractMachine,
    open.map((c) => c.id),
    { event: 'void', bySystem: true, reason },
  )
  const again: string[] = []
  for (const s of touched) {
    const left = s.members.filter((id) => !applicationIds.includes(id))
    await tx.signingSession.update({
      where: { bankId_id: { bankId, id: s.id } },
      data: {
        applicationIds: left,
        ...(left.length === 0 ? { state: 'CANCELLED', note: reason } : {}),
        version: { increment: 1 },
      },
    })
    if (left.length > 0 && s.groupId !== null) again.push(s.id)
  }
  if (again.length > 0) await ctx.enqueue('contracts.issue', { sessionIds: again })
}
