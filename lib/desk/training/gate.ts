/** No exam, no permission (§9 row 9), where the bank has switched it on. */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { holdsPermission, type Permission } from '../rules/training'

export async function requireExam(
  { tx, actor, today }: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>,
  permission: Permission,
): Promise<void> {
  if (!actor.userId) return
  const { training } = (await loadParameters(tx, actor.bankId, today)).manager
  if (!training.examRequired) return
  const last = await tx.examResult.findFirst({
    where: { bankId: actor.bankId, userId: actor.userId, permission, passed: true },
    orderBy: { takenOn: 'desc' },
    select: { takenOn: true },
  })
  if (!holdsPermission(fromDbOrNull(last?.takenOn), training.validMonths, today))
    throw refuse('E_EXAM', { permission, months: training.validMonths })
}
