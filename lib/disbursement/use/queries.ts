import { z } from 'zod'
import { hasRole } from '@/lib/platform/actor'
import { fromDb, isAfter } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'

/** Reports of use, the earliest due first, with their vouchers. */
export const reportsOfUse = defineQuery({
  name: 'useReports.list',
  input: z.strictObject({
    state: z.string().max(80).optional(),
    loanId: zId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: ['RM', 'POST_MKT', 'RISK_MGR', 'DISB_REVIEWER', 'SB_HEAD', 'AUDITOR'] },
  async run({ tx, actor, input, today }) {
    const rows = await tx.useReport.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.loanId ? { loanId: input.loanId } : {}),
        ...(input.cursor ? { id: { gt: input.cursor } } : {}),
      },
      orderBy: { id: 'asc' },
      take: input.limit + 1,
      include: {
        vouchers: { orderBy: { at: 'asc' } },
        loan: { select: { number: true, merchant: { select: { name: true } } } },
      },
    })
    const page = rows.slice(0, input.limit)
    return {
      today,
      items: page.map((r) => {
        const dueOn = fromDb(r.dueOn)
        const open = r.state === 'DUE' || r.state === 'NOT_PROVEN'
        return {
          id: r.id,
          loanId: r.loanId,
          loan: r.loan.number,
          merchant: r.loan.merchant.name,
          amountFen: r.amountFen,
          reportedFen: r.reportedFen,
          dueOn,
          late: open && isAfter(today, dueOn),
          sample: r.sampleReason as 'LARGE' | 'RANDOM' | null,
          state: r.state,
          reviewNote: r.reviewNote,
          vouchers: r.vouchers.map((v) => ({
            id: v.id,
            payee: v.payee,
            amountFen: v.amountFen,
            paidOn: fromDb(v.paidOn),
            purpose: v.purpose,
            fileId: v.fileId,
          })),
          mayReport: open && hasRole(actor, 'RM', 'POST_MKT'),
          mayReview: r.state === 'REPORTED' && hasRole(actor, 'POST_MKT', 'RISK_MGR') && r.reportedBy !== actor.userId,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})
