/** What the bank's people learn of guarantees outside the groups. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'

export const recordOutsideGuarantee = defineCommand({
  name: 'network.record',
  input: z.strictObject({
    fromMerchantId: zId,
    toMerchantId: zId,
    amount: zYuan,
    source: z.enum(['CREDIT_REPORT', 'DECLARED', 'COURT', 'OTHER']),
    notedOn: zDate,
  }),
  access: { roles: ['RM', 'EVALUATOR', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    if (isAfter(input.notedOn, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'notedOn', code: 'E_DATE' }] })
    if (input.amount <= 0n)
      throw refuse('E_NUMBER:amount', {}, { fields: [{ path: 'amount', code: 'E_NUMBER:amount' }] })
    const ids = [input.fromMerchantId, input.toMerchantId]
    const known = await tx.merchant.count({ where: { bankId, id: { in: ids } } })
    if (known !== 2) throw refuse('E_NOT_FOUND', { object: 'merchant' })
    const id = newId()
    await tx.outsideGuarantee.create({
      data: {
        bankId,
        id,
        fromMerchantId: ids[0]!,
        toMerchantId: ids[1]!,
        amountFen: input.amount,
        source: input.source,
        notedOn: toDb(input.notedOn),
        notedBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'merchant',
      objectId: ids[0]!,
      detail: { event: 'outside-guarantee', for: ids[1]!, amount: toYuan(input.amount), source: input.source },
    })
    return { id }
  },
})

/** It is over: repaid, or never was. */
export const endOutsideGuarantee = defineCommand({
  name: 'network.end',
  input: z.strictObject({ guaranteeId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RM', 'EVALUATOR', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const done = await tx.outsideGuarantee.updateMany({
      where: { bankId: actor.bankId, id: input.guaranteeId, endedOn: null },
      data: { endedOn: toDb(today), version: { increment: 1 } },
    })
    if (done.count === 0) throw refuse('E_NOT_FOUND', { object: 'guarantee' })
    ctx.audit({
      objectType: 'guarantee',
      objectId: input.guaranteeId,
      reason: input.reason,
      detail: { event: 'outside-guarantee-ended' },
    })
    return { id: input.guaranteeId }
  },
})
