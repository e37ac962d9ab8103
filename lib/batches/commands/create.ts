import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { newId } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { batchMachine } from '../workflow'

export const MODES = ['JG', 'AF', 'GC', 'LI', 'PK', 'DF'] as const
export type Mode = (typeof MODES)[number]

export const CreateBatch = z.strictObject({
  market: z.string().trim().min(1).max(40).meta({ description: "the market's code", example: 'M6' }),
  mode: z.enum(MODES),
})

/**
 * Starts a batch (B1): the market is admitted and not expired, its grade allows the mode, and neither it nor its
 * operator is stopped. Callable inside another command's transaction (a packet upload starts its own batch).
 */
export async function openBatch(ctx: CommandContext<unknown>, input: z.output<typeof CreateBatch>) {
  const { tx, actor, today } = ctx
  const market = await tx.market.findFirst({ where: { bankId: actor.bankId, code: input.market } })
  if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
  if (!['ADMITTED', 'CONDITIONAL'].includes(market.state)) {
    throw refuse('E_MARKET_NOT_ADMITTED', { market: market.code, state: market.state })
  }
  if (market.expiresOn && isBefore(fromDb(market.expiresOn), today)) {
    throw refuse('E_MARKET_EXPIRED', { market: market.code, expiredOn: fromDb(market.expiresOn).toString() })
  }
  if (market.frozen) throw refuse('E_STOP_NEW', { market: market.code })
  const allowed = (market.allowedModes as string[] | null) ?? []
  if (!allowed.includes(input.mode)) throw refuse('E_MODE_NOT_ALLOWED', { mode: input.mode, allowed })
  const { intake } = await loadParameters(tx, actor.bankId, today)
  const id = newId()
  const code = await nextCode(tx, actor.bankId, 'B', today.year)
  const batch = await tx.batch.create({
    data: {
      bankId: actor.bankId,
      id,
      code,
      marketId: market.id,
      partyId: market.operatorPartyId,
      mode: input.mode,
      state: 'DRAFT',
      rankedCount: market.merchantCount,
      requiredSlots: [...intake.requiredSlots],
      rmId: market.rmId,
      evaluatorId: market.evaluatorId,
      riskMgrId: market.riskMgrId,
      createdBy: actor.userId,
    },
  })
  await recordCreation(
    ctx,
    batchMachine,
    { id, partyId: batch.partyId },
    { code, market: market.code, mode: input.mode },
  )
  return { batch, market }
}

/** B1 as a command of its own: an operator or an RM starts an empty batch. */
export const createBatch = defineCommand({
  name: 'batches.create',
  input: CreateBatch,
  access: { roles: ['OPERATOR_CLERK', 'OPERATOR_ADMIN', 'RM'] },
  async run(ctx) {
    const { batch } = await openBatch(ctx, ctx.input)
    return { id: batch.id, code: batch.code, state: batch.state, version: batch.version }
  },
})
