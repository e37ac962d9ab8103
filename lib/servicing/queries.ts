import { z } from 'zod'
import { fromDb, fromDbOrNull, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { dueTrace } from './due-trace'
import { duesOn, owedOn, pastDueOn, runningPenalty } from './dues'
import { allocate, orderFor } from './rules/allocation'

export const LOAN_READERS = [
  'RM',
  'EVALUATOR',
  'RISK_MGR',
  'SB_REVIEWER',
  'SB_HEAD',
  'CR_REVIEWER',
  'CR_APPROVER',
  'CR_HEAD',
  'LEGAL',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'OPS_MAKER',
  'OPS_CHECKER',
  'POST_MKT',
  'POST_PARTNER',
  'COLLECTOR',
  'AUDITOR',
] as const

export const LoanList = z.strictObject({
  search: z.string().trim().max(60).optional(),
  state: z.string().max(200).optional(),
  market: z.string().max(40).optional(),
  batchId: zId.optional(),
  overdue: z.coerce.boolean().optional(),
  line: z.enum(['LIGHT', 'FULL']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: zId.optional(),
})

/** Loans newest first, by keyset, with balance, days past due and class from the narrow state table. */
export const loanList = defineQuery({
  name: 'loans.list',
  input: LoanList,
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input }) {
    const where: Prisma.LoanWhereInput = {
      bankId: actor.bankId,
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      ...(input.state ? { state: { in: input.state.split(',') } } : {}),
      ...(input.market ? { market: { code: input.market } } : {}),
      ...(input.batchId ? { batchId: input.batchId } : {}),
      ...(input.overdue ? { loanState: { dpd: { gt: 0 } } } : {}),
      ...(input.line ? { monitoringLine: input.line } : {}),
      ...(input.search
        ? {
            OR: [
              { number: { contains: input.search } },
              { merchant: { name: { contains: input.search } } },
              { merchant: { pyInitials: { contains: input.search.toLowerCase() } } },
              { merchant: { stallNo: { contains: input.search } } },
            ],
          }
        : {}),
    }
    const rows = await tx.loan.findMany({
      where,
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        loanState: true,
        merchant: { select: { id: true, name: true, stallNo: true } },
        market: { select: { code: true, name: true } },
        group: { select: { code: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((l) => ({
        id: l.id,
        number: l.number,
        merchant: l.merchant,
        market: l.market,
        group: l.group?.code ?? null,
        principalFen: l.principalFen,
        balanceFen: l.loanState?.principalFen ?? l.principalFen,
        ratePpm: l.ratePpm,
        method: l.method,
        startDate: fromDb(l.startDate),
        maturityDate: fromDb(l.maturityDate),
        state: l.state,
        dpd: l.loanState?.dpd ?? 0,
        class: l.loanState?.class ?? 'NORMAL',
        monitoringLine: l.monitoringLine,
        dueFen:
          (l.loanState?.principalDueFen ?? 0n) + (l.loanState?.interestDueFen ?? 0n) + (l.loanState?.penaltyFen ?? 0n),
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

async function loanWithRows(tx: Prisma.TransactionClient, bankId: string, loanId: string) {
  const loan = await tx.loan.findFirst({
    where: { bankId, id: loanId },
    include: { scheduleRows: { orderBy: { no: 'asc' } }, loanState: true },
  })
  if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
  return loan
}

/** GET /loans/{id}: terms, balances to the day with their derivation, repayments, claims, group. */
export const loanDetail = defineQuery({
  name: 'loans.detail',
  input: z.strictObject({ loanId: zId }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const loan = await loanWithRows(tx, bankId, input.loanId)
    const [merchant, market, group, batch, repayments, claims, visits, signals] = await Promise.all([
      tx.merchant.findFirst({
        where: { bankId, id: loan.merchantId },
        select: { id: true, name: true, ownerName: true, stallNo: true, phone: true },
      }),
      tx.market.findFirst({ where: { bankId, id: loan.marketId }, select: { id: true, code: true, name: true } }),
      loan.groupId
        ? tx.jointGroup.findFirst({
            where: { bankId, id: loan.groupId },
            select: { id: true, code: true, name: true, state: true },
          })
        : null,
      tx.batch.findFirst({ where: { bankId, id: loan.batchId }, select: { id: true, code: true } }),
      tx.repayment.findMany({ where: { bankId, loanId: loan.id }, orderBy: { at: 'desc' } }),
      tx.claim.findMany({ where: { bankId, loanId: loan.id }, orderBy: { createdAt: 'desc' } }),
      tx.visit.findMany({ where: { bankId, loanId: loan.id }, orderBy: { dueOn: 'asc' } }),
      tx.warningSignal.findMany({ where: { bankId, loanId: loan.id }, orderBy: { raisedOn: 'desc' } }),
    ])
    const owed = owedOn(loan, loan.scheduleRows, today)
    const { dpd, oldestUnpaidDueDate } = pastDueOn(loan.scheduleRows, today)
    return {
      id: loan.id,
      number: loan.number,
      state: loan.state,
      version: loan.version,
      merchant: merchant && { ...merchant, phone: undefined },
      market,
      group,
      batch,
      applicationId: loan.applicationId,
      drawdownId: loan.drawdownId,
      principalFen: loan.principalFen,
      ratePpm: loan.ratePpm,
      penaltyUpliftPpm: loan.penaltyUpliftPpm,
      method: loan.method,
      dayCount: loan.dayCount,
      interestBasis: loan.interestBasis,
      repaymentDay: loan.repaymentDay,
      startDate: fromDb(loan.startDate),
      maturityDate: fromDb(loan.maturityDate),
      settledOn: fromDbOrNull(loan.settledOn),
      settlementAccount: loan.settlementAccount,
      monitoringLine: loan.monitoringLine,
      asOf: today,
      balanceFen: owed.principalFen,
      principalDueFen: owed.principalDueFen,
      interestDueFen: owed.interestDueFen,
      penaltyFen: owed.penaltyFen,
      totalDueFen: owed.totalDueFen,
      dpd,
      oldestDue: oldestUnpaidDueDate,
      class: loan.loanState?.class ?? 'NORMAL',
      trace: dueTrace(loan, loan.scheduleRows, today),
      repayments: repayments.map((r) => ({
        id: r.id,
        amountFen: r.amountFen,
        valueDate: fromDb(r.valueDate),
        source: r.source,
        penaltyFen: r.penaltyFen,
        interestFen: r.interestFen,
        principalFen: r.principalFen,
        surplusFen: r.surplusFen,
        at: r.at,
      })),
      claims: claims.map((c) => ({
        id: c.id,
        number: c.number,
        state: c.state,
        amountFen: c.amountFen,
        paidFen: c.paidFen,
        shortfallFen: c.shortfallFen,
        asOf: fromDb(c.asOf),
      })),
      visits: visits.map((v) => ({
        id: v.id,
        kind: v.kind,
        state: v.state,
        plannedOn: fromDb(v.plannedOn),
        dueOn: fromDb(v.dueOn),
        isOnsite: v.isOnsite,
        doneAt: v.doneAt,
      })),
      warnings: signals.map((s) => ({
        id: s.id,
        code: s.code,
        level: s.level,
        state: s.state,
        value: s.value,
        raisedOn: fromDb(s.raisedOn),
      })),
    }
  },
})

/** GET /loans/{id}/schedule: the plan against what was paid. */
export const loanSchedule = defineQuery({
  name: 'loans.schedule',
  input: z.strictObject({ loanId: zId }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const loan = await loanWithRows(tx, actor.bankId, input.loanId)
    return {
      loanId: loan.id,
      asOf: today,
      rows: loan.scheduleRows.map((r) => ({
        no: r.no,
        dueDate: fromDb(r.dueDate),
        days: r.days,
        principalFen: r.principalFen,
        interestFen: r.interestFen,
        totalFen: r.principalFen + r.interestFen,
        balanceFen: r.balanceFen,
        paidPrincipalFen: r.paidPrincipalFen,
        paidInterestFen: r.paidInterestFen,
        penaltyFen: r.penaltyFen + runningPenalty(loan, r, today),
        paidPenaltyFen: r.paidPenaltyFen,
        clearedOn: fromDbOrNull(r.clearedOn),
      })),
      totals: {
        principalFen: loan.scheduleRows.reduce((s, r) => s + r.principalFen, 0n),
        interestFen: loan.scheduleRows.reduce((s, r) => s + r.interestFen, 0n),
        paidPrincipalFen: loan.scheduleRows.reduce((s, r) => s + r.paidPrincipalFen, 0n),
        paidInterestFen: loan.scheduleRows.reduce((s, r) => s + r.paidInterestFen, 0n),
      },
    }
  },
})

/** How a payment would be shared out, before anyone books it. */
export const repaymentPreview = defineQuery({
  name: 'loans.repaymentPreview',
  input: z.strictObject({ loanId: zId, amount: zYuan, valueDate: zDate.optional() }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const loan = await loanWithRows(tx, actor.bankId, input.loanId)
    const on = input.valueDate ?? today
    const a = allocate(
      input.amount,
      { costsFen: 0n, dues: duesOn(loan, loan.scheduleRows, on) },
      orderFor({ principalFirstAfter90: false }, loan.loanState?.dpd ?? 0),
    )
    return {
      valueDate: on,
      amount: toYuan(input.amount),
      penaltyFen: a.penaltyFen + a.compoundFen,
      interestFen: a.interestFen,
      principalFen: a.principalFen,
      surplusFen: a.surplusFen,
      lines: a.lines.map((l) => ({
        no: l.no,
        dueDate: l.dueDate,
        penaltyFen: l.penaltyFen + l.compoundFen,
        interestFen: l.interestFen,
        principalFen: l.principalFen,
        cleared: l.cleared,
      })),
    }
  },
})

/** The bank's closed days, newest first, and the day that is open. */
export const businessDays = defineQuery({
  name: 'endOfDay.days',
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(60), cursor: zDate.optional() }),
  access: { roles: [...LOAN_READERS, 'TENANT_ADMIN'] },
  async run({ tx, actor, input, today }) {
    const rows = await tx.businessDayRun.findMany({
      where: { bankId: actor.bankId, ...(input.cursor ? { day: { lt: toDb(input.cursor) } } : {}) },
      orderBy: { day: 'desc' },
      take: input.limit + 1,
    })
    const jobs = await tx.job.findMany({
      where: { bankId: actor.bankId, name: 'endOfDay.run' },
      orderBy: { createdAt: 'desc' },
      take: 5,
      select: { id: true, state: true, progress: true, payload: true, createdAt: true, errorCode: true },
    })
    const page = rows.slice(0, input.limit)
    return {
      businessDate: today,
      nextCursor: rows.length > input.limit ? fromDb(page.at(-1)!.day).toString() : null,
      items: page.map((r) => ({
        day: fromDb(r.day),
        state: r.state,
        counts: r.counts as Record<string, number> | null,
        startedAt: r.startedAt,
        finishedAt: r.finishedAt,
      })),
      jobs,
    }
  },
})
