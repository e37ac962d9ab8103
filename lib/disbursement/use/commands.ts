/** Vouchers of what a loan paid for, and the judgement of those in the sample. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { raiseFromReadings } from '@/lib/monitoring/raise'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, sumFen } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId, Prisma } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { voucherProblem } from './rules'
import { useReportMachine } from './workflow'

type Ctx = CommandContext<unknown>

/** Vouchers that prove nothing weigh as much as none a month after they were due (W-C09). */
const UNPROVEN_DAYS = 30n

async function reportOf(ctx: Ctx, id: string) {
  const { tx, actor } = ctx
  await tx.$queryRaw`select 1 from use_report where bank_id = ${actor.bankId}::uuid and id = ${id}::uuid for update`
  const report = await tx.useReport.findFirst({
    where: { bankId: actor.bankId, id },
    include: { loan: { select: { id: true, number: true, startDate: true, marketId: true, merchantId: true } } },
  })
  if (!report) throw refuse('E_NOT_FOUND', { object: 'useReport' })
  return report
}

const Voucher = z.strictObject({
  payee: z.string().trim().min(2).max(100),
  amount: zYuan,
  paidOn: zDate,
  purpose: z.string().trim().min(2).max(200),
  fileId: zId,
})

/** The borrower's vouchers, as they come; with the last of them the report is whole and, outside the sample, accepted. */
export const reportUse = defineCommand({
  name: 'useReports.report',
  input: z.strictObject({ reportId: zId, vouchers: z.array(Voucher).min(1).max(50) }),
  access: { roles: ['RM', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const bankId = actor.bankId
    const report = await reportOf(ctx, input.reportId)
    if (!['DUE', 'NOT_PROVEN'].includes(report.state))
      throw refuse('E_STATE', { object: 'useReport', state: report.state, event: 'report' })
    const startsOn = fromDb(report.loan.startDate)
    const added = input.vouchers.map((v) => ({ amountFen: v.amount, paidOn: v.paidOn }))
    if (added.some((v) => isAfter(v.paidOn, today)))
      throw refuse('E_DATE:paidOn', {}, { fields: [{ path: 'vouchers', code: 'E_DATE:paidOn' }] })
    const problem = voucherProblem({ amountFen: report.amountFen, startsOn }, report.reportedFen, added)
    if (problem)
      throw refuse(problem, { loan: report.loan.number, left: formatYuan(report.amountFen - report.reportedFen) })
    const files = await tx.fileObject.count({ where: { bankId, id: { in: input.vouchers.map((v) => v.fileId) } } })
    if (files < new Set(input.vouchers.map((v) => v.fileId)).size) throw refuse('E_NOT_FOUND', { object: 'file' })
    await tx.useVoucher.createMany({
      data: input.vouchers.map(({ amount, paidOn, ...v }) => ({
        bankId,
        id: newId(),
        reportId: report.id,
        ...v,
        amountFen: amount,
        paidOn: toDb(paidOn),
        addedBy: actor.userId,
        at: now,
      })),
    })
    const reportedFen = report.reportedFen + sumFen(added.map((v) => v.amountFen))
    const whole = reportedFen === report.amountFen
    ctx.audit({
      objectType: 'useReport',
      objectId: report.id,
      detail: { event: 'vouchers', count: added.length, whole },
    })
    const set = { reportedFen, reportedBy: actor.userId, reportedAt: now }
    if (!whole) {
      await tx.useReport.update({
        where: { bankId_id: { bankId, id: report.id } },
        data: { ...set, version: { increment: 1 } },
      })
      return { id: report.id, state: report.state, leftFen: report.amountFen - reportedFen }
    }
    const clean = { ...ctx, ifMatch: undefined }
    const moved = await transition(clean, useReportMachine, report, { event: 'report', set })
    if (report.sampled) return { id: report.id, state: moved.state, leftFen: 0n }
    const accepted = await transition(
      clean,
      useReportMachine,
      { id: report.id, ...moved },
      { event: 'accept', bySystem: true },
    )
    return { id: report.id, state: accepted.state, leftFen: 0n }
  },
})

/** Somebody who did not collect the vouchers judges a sampled report; misuse raises the merchant's signal at once. */
export const reviewUse = defineCommand({
  name: 'useReports.review',
  input: z.strictObject({
    reportId: zId,
    outcome: z.enum(['PROVEN', 'NOT_PROVEN', 'MISUSED']),
    note: z.string().trim().min(2).max(1000),
  }),
  access: { roles: ['POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const { actor, input, now } = ctx
    const report = await reportOf(ctx, input.reportId)
    if (report.reportedBy === actor.userId)
      throw refuse('E_SOD', {
        act: 'MANAGE_LOAN',
        earlierAct: 'CP_SUBMIT',
        earlierAt: '',
        turn: ['POST_MKT', 'RISK_MGR'],
      })
    const early = report.state !== 'REPORTED' && input.outcome === 'MISUSED'
    const moved = await transition({ ...ctx, ifMatch: undefined }, useReportMachine, report, {
      event: early ? 'misused' : 'review',
      to: input.outcome,
      reason: input.note,
      set: {
        reviewedBy: actor.userId,
        reviewedAt: now,
        reviewNote: input.note,
        // what was not proven is brought again from the beginning
        ...(input.outcome === 'NOT_PROVEN' ? { reportedFen: 0n } : {}),
      },
    })
    if (input.outcome !== 'PROVEN') {
      const misused = input.outcome === 'MISUSED'
      const { monitoring } = await loadParameters(ctx.tx, actor.bankId, ctx.today)
      await raiseFromReadings(
        ctx,
        {
          events: Prisma.sql`select 'W-C09'::text as code, 'MERCHANT'::text as object_type, ${report.loan.merchantId}::uuid as object_id,
          ${report.loan.marketId}::uuid as market_id, ${misused ? null : 'useProofLate'}::text as reading,
          ${misused ? 'MISUSE_PROVEN' : null}::text as event, ${misused ? null : UNPROVEN_DAYS}::bigint as value`,
        },
        ctx.today,
        monitoring,
      )
    }
    return { id: report.id, state: moved.state }
  },
})
