import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { fromDb, toDb } from '@/lib/platform/dates'
import { toYuan } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zDate } from '@/lib/platform/schema'

const DEBIT_READERS = ['OPS_MAKER', 'OPS_CHECKER', 'AUDITOR', 'COLLECTOR', 'RM'] as const

/** GET /auto-debits: the orders of a day, by number. */
export const debitList = defineQuery({
  name: 'debits.list',
  input: z.strictObject({
    date: zDate.optional(),
    state: z.enum(['ORDERED', 'PAID', 'PARTIAL', 'FAILED']).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: z.string().max(40).optional(),
  }),
  access: { roles: DEBIT_READERS },
  async run({ tx, actor, input, today }) {
    const day = input.date ?? today
    const where = { bankId: actor.bankId, day: toDb(day) }
    const rows = await tx.debitInstruction.findMany({
      where: {
        ...where,
        ...(input.state ? { state: input.state } : {}),
        ...(input.cursor ? { number: { gt: input.cursor } } : {}),
      },
      orderBy: { number: 'asc' },
      take: input.limit + 1,
      include: { loan: { select: { number: true, merchant: { select: { name: true } } } } },
    })
    const sums = await tx.debitInstruction.groupBy({
      by: ['state'],
      where,
      _count: true,
      _sum: { amountFen: true, paidFen: true },
    })
    const page = rows.slice(0, input.limit)
    return {
      date: day,
      sums: sums.map((s) => ({
        state: s.state,
        count: s._count,
        amountFen: s._sum.amountFen ?? 0n,
        paidFen: s._sum.paidFen ?? 0n,
      })),
      items: page.map((r) => ({
        number: r.number,
        loanId: r.loanId,
        loanNumber: r.loan.number,
        merchant: r.loan.merchant.name,
        account: r.account,
        day: fromDb(r.day),
        amountFen: r.amountFen,
        paidFen: r.paidFen,
        state: r.state,
        reference: r.coreReference,
        failure: r.failure,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.number : null,
    }
  },
})

/** The day's orders as the file that the core takes. */
export const debitFile = defineQuery({
  name: 'debits.file',
  input: z.strictObject({ date: zDate.optional() }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER'] },
  async run({ tx, actor, input, today }) {
    const day = input.date ?? today
    const rows = await tx.debitInstruction.findMany({
      where: { bankId: actor.bankId, day: toDb(day), state: 'ORDERED' },
      orderBy: { number: 'asc' },
      include: { loan: { select: { number: true } } },
    })
    const csv = stringify(
      rows.map((r) => [r.number, r.loan.number, r.account, toYuan(r.amountFen), 'CNY']),
      { header: true, columns: ['number', 'loan', 'account', 'amount', 'currency'], escape_formulas: true, bom: true },
    )
    return { date: day, count: rows.length, csv }
  },
})
