import { z } from 'zod'
import { fromDb, fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import type { Prisma, Tx } from '@/lib/platform/tenant'
import { bookOf } from './book/apply'
import { checkBackDated } from './book/gate'
import { readLoans } from './book/read'
import { eventViews } from './event-views'
import { behindFigure, figureFilters, marketsOf } from './figure-filters'
import { CLOSED_TO_REPAYMENTS } from './repay'
import { type Book, linesAhead, openRows, positionOf, unpaidInterest, unpaidPrincipal } from './rules/book'
import { tell } from './rules/book-events'
import { dueTrace, runningTrace } from './rules/book-trace'
import { classByDpd, type LoanClass, worseOf } from './rules/classification'
import { AFTER_EVENT } from './rules/loan-terms'
import { finish } from './rules/schedule'
import { scheduleTrace } from './rules/schedule-trace'
import { fromSerial, toSerial } from './rules/serial-day'
import { copyWalk, interestOn } from './rules/walk'

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
  ...figureFilters,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: zId.optional(),
})

/** Loans newest first, by keyset, with balance, days past due and class from the narrow state table. */
export const loanList = defineQuery({
  name: 'loans.list',
  input: LoanList,
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input }) {
    const managed = input.rm ? await marketsOf(tx, actor.bankId, input.rm) : []
    const where: Prisma.LoanWhereInput = {
      bankId: actor.bankId,
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      ...(input.state ? { state: { in: input.state.split(',') } } : {}),
      ...(input.market ? { market: { code: input.market } } : {}),
      ...(input.batchId ? { batchId: input.batchId } : {}),
      ...(input.overdue ? { loanState: { dpd: { gt: 0 } } } : {}),
      ...(input.line ? { monitoringLine: input.line } : {}),
      AND: behindFigure(input, managed),
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
        dueFen: dueOf(l.loanState),
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** Everything due of a loan as the end of day left it. */
function dueOf(
  s: Record<'principalDueFen' | 'interestDueFen' | 'penaltyFen' | 'compoundFen' | 'costsFen', bigint> | null,
) {
  return s ? s.principalDueFen + s.interestDueFen + s.penaltyFen + s.compoundFen + s.costsFen : 0n
}

async function loanAndBook(tx: Tx, bankId: string, loanId: string, on: PlainDate) {
  const [stored] = await readLoans(tx, bankId, [loanId])
  if (!stored) throw refuse('E_NOT_FOUND', { object: 'loan' })
  return { stored, book: bookOf(stored, stored.events, toSerial(on)) }
}

/** GET /loans/{id}: terms, balances to the day with their derivation, repayments, claims, group. */
export const loanDetail = defineQuery({
  name: 'loans.detail',
  input: z.strictObject({ loanId: zId }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const { stored, book } = await loanAndBook(tx, bankId, input.loanId, today)
    const loan = await tx.loan.findFirstOrThrow({ where: { bankId, id: input.loanId }, include: { loanState: true } })
    const [merchant, market, group, batch, repayments, claims, visits, signals, changes] = [
      await tx.merchant.findFirst({
        where: { bankId, id: loan.merchantId },
        select: { id: true, name: true, ownerName: true, stallNo: true, phone: true },
      }),
      await tx.market.findFirst({ where: { bankId, id: loan.marketId }, select: { id: true, code: true, name: true } }),
      await (loan.groupId
        ? tx.jointGroup.findFirst({
            where: { bankId, id: loan.groupId },
            select: { id: true, code: true, name: true, state: true },
          })
        : null),
      await tx.batch.findFirst({ where: { bankId, id: loan.batchId }, select: { id: true, code: true } }),
      await tx.repayment.findMany({ where: { bankId, loanId: loan.id }, orderBy: { at: 'desc' } }),
      await tx.claim.findMany({ where: { bankId, loanId: loan.id }, orderBy: { createdAt: 'desc' } }),
      await tx.visit.findMany({ where: { bankId, loanId: loan.id }, orderBy: { dueOn: 'asc' } }),
      await tx.warningSignal.findMany({
        where: {
          bankId,
          OR: [{ loanId: loan.id }, { objectId: { in: [loan.merchantId, ...(loan.groupId ? [loan.groupId] : [])] } }],
        },
        orderBy: { raisedOn: 'desc' },
      }),
      await tx.loanChange.findMany({
        where: { bankId, loanId: loan.id, state: 'REQUESTED' },
        orderBy: { madeAt: 'desc' },
      }),
    ]
    const p = positionOf(book)
    const reversed = new Map(stored.history.filter((e) => e.reversedBy).map((e) => [e.id, e.reversedBy]))
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
      ratePpm: p.ratePpm,
      penaltyUpliftPpm: loan.penaltyUpliftPpm,
      misuseUpliftPpm: book.terms.misuseUpliftPpm,
      method: loan.method,
      frequency: loan.frequency,
      dayCount: loan.dayCount,
      interestBasis: loan.interestBasis,
      repaymentDay: loan.repaymentDay,
      repricing: loan.repricing,
      startDate: fromDb(loan.startDate),
      maturityDate: book.terms.maturityDate,
      settledOn: fromDbOrNull(loan.settledOn),
      nonAccrualOn: fromDbOrNull(loan.nonAccrualOn),
      writtenOffOn: fromDbOrNull(loan.writtenOffOn),
      restructuredOn: fromDbOrNull(loan.restructuredOn),
      renewedFrom: loan.renewedFrom,
      settlementAccount: loan.settlementAccount,
      monitoringLine: loan.monitoringLine,
      asOf: today,
      balanceFen: p.principalFen,
      principalDueFen: p.principalDueFen,
      interestDueFen: p.interestDueFen,
      interestRunningFen: p.interestRunningFen + p.interestRipeFen,
      penaltyFen: p.penaltyFen + p.compoundFen,
      costsFen: p.costsFen,
      suspenseFen: p.suspenseFen,
      misusedFen: book.misusedFen,
      totalDueFen: p.totalDueFen,
      payoffFen: p.totalDueFen + book.walk.balanceFen + interestOn(book.walk, book.on) + ripeOf(book),
      dpd: p.dpd,
      oldestDue: p.oldestDue === null ? null : fromSerial(p.oldestDue),
      class: worseOf(classByDpd(p.dpd), (loan.loanState?.class ?? 'NORMAL') as LoanClass),
      accruing: loan.loanState?.accruing ?? true,
      provisionFen: loan.loanState?.provisionFen ?? 0n,
      trace: dueTrace(book),
      runningTrace: runningTrace(book),
      repayments: repayments.map((r) => ({
        id: r.id,
        eventId: r.eventId,
        reversed: r.eventId !== null && reversed.has(r.eventId),
        amountFen: r.amountFen,
        valueDate: fromDb(r.valueDate),
        source: r.source,
        penaltyFen: r.penaltyFen,
        interestFen: r.interestFen,
        principalFen: r.principalFen,
        prepaidFen: r.prepaidFen,
        surplusFen: r.surplusFen,
        at: r.at,
      })),
      events: await eventViews(tx, bankId, stored),
      changes: changes.map((c) => ({
        id: c.id,
        kind: c.kind,
        valueDate: fromDb(c.valueDate),
        reason: c.reason,
        state: c.state,
        version: c.version,
        makerId: c.makerId,
        madeAt: c.madeAt,
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
    const { stored, book } = await loanAndBook(tx, actor.bankId, input.loanId, today)
    const rows = [
      ...book.rows.map((r) => ({
        line: r.line,
        paidPrincipalFen: r.paidPrincipalFen,
        paidInterestFen: r.paidInterestFen,
        movedFen: r.movedFen,
        clearedOn: r.clearedOn === null ? null : fromSerial(r.clearedOn),
      })),
      ...linesAhead(book).map((line) => ({
        line,
        paidPrincipalFen: 0n,
        paidInterestFen: 0n,
        movedFen: 0n,
        clearedOn: null,
      })),
    ]
    const sum = (pick: (r: (typeof rows)[number]) => bigint) => rows.reduce((s, r) => s + pick(r), 0n)
    return {
      loanId: stored.id,
      asOf: today,
      rows: rows.map(({ line, ...r }) => ({
        no: line.no,
        kind: line.kind,
        dueDate: line.dueDate,
        interestTo: line.interestTo,
        days: line.days,
        principalFen: line.principalFen,
        interestFen: line.interestFen,
        totalFen: line.totalFen,
        balanceFen: line.balanceFen,
        ...r,
      })),
      totals: {
        principalFen: sum((r) => r.line.principalFen - r.movedFen),
        interestFen: sum((r) => r.line.interestFen),
        paidPrincipalFen: sum((r) => r.paidPrincipalFen),
        paidInterestFen: sum((r) => r.paidInterestFen),
        paidPenaltyFen: book.paid.penaltyFen + book.paid.compoundFen,
      },
      trace: scheduleTrace(book.terms, finish(copyWalk(book.walk))),
    }
  },
})

/** How a payment would be shared out, before anyone books it. A value date in the past is told anew as well. */
export const repaymentPreview = defineQuery({
  name: 'loans.repaymentPreview',
  input: z.strictObject({
    loanId: zId,
    amount: zYuan,
    valueDate: zDate.optional(),
    prepay: z.enum(AFTER_EVENT).optional(),
  }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const on = input.valueDate ?? today
    const { stored } = await loanAndBook(tx, actor.bankId, input.loanId, today)
    if (CLOSED_TO_REPAYMENTS.includes(stored.state))
      throw refuse('E_STATE', { object: 'loan', state: stored.state, event: 'repay' })
    await checkBackDated({ tx, actor, today }, stored.terms.startDate, on)
    const fact = { kind: 'PAY' as const, amountFen: input.amount, prepay: input.prepay ?? null, fromSuspense: false }
    const told = tell(stored.terms, [...stored.events, { id: 'preview', on: toSerial(on), ...fact }], toSerial(today))
    const a = told.ok ? told.shared.find((s) => s.event === 'preview') : undefined
    if (!told.ok || !a)
      throw refuse('E_DATE:valueDate', {}, { fields: [{ path: 'valueDate', code: 'E_DATE:valueDate' }] })
    const after = positionOf(told.book)
    return {
      valueDate: on,
      amount: toYuan(input.amount),
      costsFen: a.costsFen,
      penaltyFen: a.penaltyFen + a.compoundFen,
      interestFen: a.interestFen,
      principalFen: a.principalFen,
      prepaidFen: a.prepaidFen,
      prepaidInterestFen: a.prepaidInterestFen,
      surplusFen: a.surplusFen,
      stillDueFen: after.totalDueFen,
      principalBalanceFen: after.principalFen,
      nextDue: linesAhead(told.book)[0]?.dueDate ?? null,
      nextTotalFen: linesAhead(told.book)[0]?.totalFen ?? 0n,
      lines: a.lines
        .filter((l) => l.no > 0)
        .map((l) => ({
          no: l.no,
          dueDate: l.dueDate,
          interestFen: l.interestFen,
          principalFen: l.principalFen,
          cleared: l.cleared,
        })),
    }
  },
})

/** Instalments whose days are over and that wait for a working day: a payoff pays them too. */
function ripeOf(book: Book): bigint {
  return openRows(book)
    .filter((r) => r.due > book.on)
    .reduce((s, r) => s + unpaidInterest(r) + unpaidPrincipal(r), 0n)
}
