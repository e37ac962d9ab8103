/**
 * A later list under a plan in force (§6.1): it lives inside what is left of that plan's limit, on its terms and until its
 * end. The plan's row is locked while a list is approved, so that several lists never take more than is left.
 */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDbOrNull, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Fen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { cny, type Traced } from '@/lib/platform/trace'

type Ctx = { tx: Tx; actor: { bankId: string }; today: PlainDate }

export type BasePlan = {
  id: string
  code: string
  versionNo: number
  aggregateFen: Fen
  approvedFen: Fen
  headroomFen: Fen
  validUntil: PlainDate | null
  params: unknown
  survey: unknown
}

const shown = (p: {
  id: string
  code: string
  versionNo: number
  aggregateLimitFen: bigint | null
  approvedSumFen: bigint
  validUntil: Date | null
  params: unknown
  survey: unknown
}): BasePlan => ({
  id: p.id,
  code: p.code,
  versionNo: p.versionNo,
  aggregateFen: p.aggregateLimitFen ?? 0n,
  approvedFen: p.approvedSumFen,
  headroomFen: (p.aggregateLimitFen ?? 0n) - p.approvedSumFen,
  validUntil: fromDbOrNull(p.validUntil),
  params: p.params,
  survey: p.survey,
})

/** The plan in force of the batch's market and mode under which a later list may come: the one that lasts longest. */
export async function basePlanFor(
  { tx, actor, today }: Ctx,
  batch: { id: string; marketId: string; mode: string },
): Promise<BasePlan | null> {
  const plan = await tx.creditPlan.findFirst({
    where: {
      bankId: actor.bankId,
      marketId: batch.marketId,
      mode: batch.mode,
      kind: 'PLAN',
      state: 'EFFECTIVE',
      batchId: { not: batch.id },
      validUntil: { gte: toDb(today) },
    },
    orderBy: [{ validUntil: 'desc' }, { id: 'desc' }],
  })
  return plan && shown(plan)
}

/** The plan that a later list names, locked; null when it is no longer in force. */
export async function lockBase(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>,
  basePlanId: string,
): Promise<BasePlan | null> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  await tx.$queryRaw`select 1 from credit_plan where bank_id = ${bankId}::uuid and id = ${basePlanId}::uuid for update`
  const plan = await tx.creditPlan.findFirst({
    where: { bankId, id: basePlanId, state: 'EFFECTIVE', validUntil: { gte: toDb(today) } },
  })
  return plan && shown(plan)
}

/** What is left of the plan's limit, with its derivation: the limit of a later list. */
export function headroom(base: Pick<BasePlan, 'aggregateFen' | 'approvedFen' | 'headroomFen'>): Traced<Fen> {
  const result = cny('headroom', base.headroomFen)
  const step = {
    ...result,
    rule: '§6.1',
    formula: 'planLimit − approvedSum',
    inputs: [cny('planLimit', base.aggregateFen), cny('approvedSum', base.approvedFen)],
    binding: true,
  }
  return { value: base.headroomFen, trace: { rule: 'plans.headroom', version: 1, result, steps: [step] } }
}

/** Whether a batch may come as a later list, and under which plan. */
export const addOnBase = defineQuery({
  name: 'plans.addOnBase',
  input: z.strictObject({ batchId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, today, input }) {
    const batch = await tx.batch.findFirst({
      where: { bankId: actor.bankId, id: input.batchId },
      select: { id: true, marketId: true, mode: true },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const base = await basePlanFor({ tx, actor, today }, batch)
    if (!base) return { base: null }
    const { params: _, survey: __, ...plan } = base
    return { base: plan }
  },
})
