/** What other stages do to groups, inside their own command: the machine decides, groups elsewhere are left alone. */
import type { CommandContext } from '@/lib/platform/commands'
import { transitionMany } from '@/lib/platform/workflow'
import { jointGroupMachine } from './workflow'

type GroupEvent = (typeof jointGroupMachine)['transitions'][number]['event']

export async function moveGroups(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'audit'>,
  groupIds: string[],
  event: GroupEvent,
  reason?: string,
): Promise<void> {
  await transitionMany(ctx, jointGroupMachine, groupIds, { event, reason, bySystem: true })
}
