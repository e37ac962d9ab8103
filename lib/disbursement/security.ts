/** CP-S1: what is charged for the loan is registered, freshly valued and inside its ratio (§2.6, §7.3). */
import { securityOf } from '@/lib/collateral/standing'
import type { CommandContext } from '@/lib/platform/commands'
import { type Fen, toYuan } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import type { AutomaticCheck } from './checks'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

export const SECURITY = 'CP-S1'

/** §2.3: a loan of the assist fund is secured by so much; by charges, or by guarantors, whom the register does not know. */
export const FUND_SECURITY = 'CP-A4'

export async function securityChecks(
  ctx: Ctx,
  item: { id: string; mode: string; amountFen: Fen },
): Promise<AutomaticCheck[]> {
  const { charges, requiredFen, problem } = await securityOf(ctx, item)
  const answer = {
    pass: problem === null,
    detail: { charges: charges.length, required: toYuan(requiredFen), problem: problem ?? null },
  }
  return [
    { code: SECURITY, ...answer },
    ...(item.mode === 'AF' && charges.length > 0 ? [{ code: FUND_SECURITY, ...answer }] : []),
  ]
}

/** A charge that is recorded after the checklist was opened is looked at like the rest of it. */
export async function openSecurityCondition(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  item: { id: string; state: string },
): Promise<void> {
  if (!['SIGNED', 'CP_PENDING', 'READY_TO_DRAW'].includes(item.state)) return
  const bankId = ctx.actor.bankId
  const there = await ctx.tx.cpItem.count({ where: { bankId, applicationId: item.id, code: SECURITY } })
  if (there > 0) return
  await ctx.tx.cpItem.create({
    data: { bankId, id: newId(), applicationId: item.id, code: SECURITY, state: 'OPEN', isAutomatic: true },
  })
}
