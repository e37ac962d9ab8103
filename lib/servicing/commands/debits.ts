/** What came of the orders to debit borrowers' accounts: the core's answer, booked as repayments in bulk. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { minFen, sumFen } from '@/lib/platform/money'
import { zYuan } from '@/lib/platform/schema'
import { bookRepayments } from '../repay'

/** Loans are told anew in portions of this size, so that memory stays flat. */
const PORTION = 500

/**
 * One answer an instruction: what was paid, or why not. An instruction that has its answer already is passed over, so that
 * a file sent twice books once. More than was ordered is refused as a fault of the file.
 */
export const recordDebits = defineCommand({
  name: 'debits.record',
  input: z.strictObject({
    items: z
      .array(
        z.strictObject({
          number: z.string().trim().min(1).max(40),
          paid: zYuan,
          reference: z.string().trim().max(80).optional(),
          failure: z.string().trim().max(200).optional(),
        }),
      )
      .min(1)
      .max(20_000)
      .refine((items) => new Set(items.map((i) => i.number)).size === items.length, 'E_DUPLICATE'),
  }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER', 'SYSTEM'] },
  timeoutMs: 600_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    const rows = await tx.$queryRaw<
      { number: string; loan_id: string; day: Date; amount_fen: bigint; state: string }[]
    >`select number, loan_id, day, amount_fen, state from debit_instruction
      where bank_id = ${bankId}::uuid and number = any(${input.items.map((i) => i.number)}::text[]) order by loan_id for update`
    const byNumber = new Map(rows.map((r) => [r.number, r]))
    const unknown = input.items.filter((i) => !byNumber.has(i.number)).map((i) => i.number)
    if (unknown.length > 0) throw refuse('E_DEBIT_UNKNOWN', { numbers: unknown.slice(0, 10) })
    const over = input.items.filter((i) => i.paid > byNumber.get(i.number)!.amount_fen).map((i) => i.number)
    if (over.length > 0) throw refuse('E_DEBIT_OVER', { numbers: over.slice(0, 10) })
    const fresh = input.items.filter((i) => byNumber.get(i.number)!.state === 'ORDERED')
    const paid = fresh.filter((i) => i.paid > 0n)
    for (let i = 0; i < paid.length; i += PORTION) {
      await bookRepayments(
        ctx,
        paid.slice(i, i + PORTION).map((item) => {
          const order = byNumber.get(item.number)!
          return { loanId: order.loan_id, amountFen: item.paid, valueDate: fromDb(order.day), source: 'AUTO_DEBIT' }
        }),
        // paid at the counter meanwhile: the core took it all the same, and it waits in suspense for its refund
        true,
      )
    }
    const answers = fresh.map((item) => {
      const order = byNumber.get(item.number)!
      const state = item.paid === 0n ? 'FAILED' : item.paid < order.amount_fen ? 'PARTIAL' : 'PAID'
      return {
        number: item.number,
        state,
        paid: String(item.paid),
        reference: item.reference ?? null,
        failure: item.failure ?? null,
      }
    })
    await tx.$executeRaw`
      update debit_instruction d set state = j.state, paid_fen = j.paid, core_reference = j.reference, failure = j.failure, settled_at = ${now}
      from json_to_recordset(${JSON.stringify(answers)}::json) as j(number text, state text, paid bigint, reference text, failure text)
      where d.bank_id = ${bankId}::uuid and d.number = j.number`
    const counts = {
      answered: fresh.length,
      again: input.items.length - fresh.length,
      paid: answers.filter((a) => a.state === 'PAID').length,
      partial: answers.filter((a) => a.state === 'PARTIAL').length,
      failed: answers.filter((a) => a.state === 'FAILED').length,
      receivedFen: sumFen(fresh.map((i) => minFen(i.paid, byNumber.get(i.number)!.amount_fen))),
    }
    ctx.audit({ objectType: 'debits', objectId: ctx.today.toString(), detail: counts })
    return counts
  },
})
