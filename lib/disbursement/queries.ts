import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { allowedEvents } from '@/lib/platform/workflow'
import { maxAgeDays } from './rules'
import { drawdownMachine } from './workflow'

const READERS = [
  'RM',
  'CONTRACT_OFFICER',
  'EVALUATOR',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'OPS_MAKER',
  'OPS_CHECKER',
  'RISK_MGR',
  'SB_HEAD',
  'CR_HEAD',
  'AUDITOR',
  'POST_MKT',
] as const

/** Applications whose conditions are being closed, or that are ready: one line each with what is open. */
export const conditionQueue = defineQuery({
  name: 'conditions.queue',
  input: z.strictObject({
    batchId: zId.optional(),
    state: z.enum(['CP_PENDING', 'READY_TO_DRAW']).optional(),
    search: z.string().trim().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const rows = await tx.application.findMany({
      where: {
        bankId: actor.bankId,
        state: input.state ?? { in: ['CP_PENDING', 'READY_TO_DRAW'] },
        ...(input.batchId ? { batchId: input.batchId } : {}),
        ...(input.cursor ? { id: { gt: input.cursor } } : {}),
        ...(input.search
          ? {
              OR: [
                { name: { contains: input.search } },
                { pyInitials: { contains: input.search.toLowerCase() } },
                { stallNo: { contains: input.search } },
              ],
            }
          : {}),
      },
      orderBy: { id: 'asc' },
      take: input.limit + 1,
      include: {
        cpItems: true,
        batch: { select: { code: true } },
        applicationOutcome: { select: { approvedFen: true } },
        drawdowns: {
          where: { state: { notIn: ['CANCELLED', 'REFUSED'] } },
          select: { id: true, number: true, state: true, amountFen: true },
        },
        marginSubLedger: { select: { ledgerFen: true, requiredFen: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    return {
      today,
      items: page.map((a) => {
        const open = a.cpItems.filter((c) => !['CLOSED', 'WAIVED'].includes(c.state))
        return {
          id: a.id,
          row: a.rowNo,
          name: a.name,
          stallNo: a.stallNo,
          batchId: a.batchId,
          batch: a.batch.code,
          state: a.state,
          approvedFen: a.applicationOutcome?.approvedFen ?? null,
          conditions: a.cpItems.length,
          open: open.map((c) => c.code),
          submitted: open.filter((c) => c.state === 'SUBMITTED').map((c) => c.code),
          toBring: open.filter((c) => !c.isAutomatic && c.state !== 'SUBMITTED').map((c) => c.code),
          marginPaidFen: a.marginSubLedger?.ledgerFen ?? 0n,
          marginRequiredFen: a.marginSubLedger?.requiredFen ?? 0n,
          drawdown: a.drawdowns[0] ?? null,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** The checklist of one application with evidence, and its drawdowns: GET /applications/{id}/conditions. */
export const conditionList = defineQuery({
  name: 'conditions.list',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const a = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      include: {
        cpItems: { orderBy: { code: 'asc' }, include: { condition: { select: { text: true } } } },
        batch: { select: { id: true, code: true, market: { select: { name: true } } } },
        applicationOutcome: true,
        drawdowns: { orderBy: { createdAt: 'desc' }, include: { paymentOrders: true } },
        marginSubLedger: { include: { account: { select: { accountNo: true } } } },
        contracts: {
          where: { state: { not: 'VOID' } },
          select: { id: true, kind: true, number: true, state: true, fileId: true },
        },
      },
    })
    if (!a) throw refuse('E_NOT_FOUND', { object: 'application' })
    const { publicCheckDays } = (await loadParameters(tx, bankId, today)).approvals.validity
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: a.cpItems.flatMap((c) => [c.submittedBy, c.closedBy]).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      today,
      id: a.id,
      name: a.name,
      /** whose name the borrower's account bears: a firm's own, a sole trader's personally */
      accountName: (['ENTERPRISE', 'FARM_COOP'].includes(a.borrowerType) ? a.name : (a.ownerName ?? a.name)) ?? '',
      row: a.rowNo,
      stallNo: a.stallNo,
      purpose: a.purpose,
      state: a.state,
      version: a.version,
      batch: a.batch,
      approvedFen: a.applicationOutcome?.approvedFen ?? null,
      approvedRatePpm: a.applicationOutcome?.approvedRatePpm ?? null,
      drawBy: fromDbOrNull(a.drawBy),
      margin: a.marginSubLedger && {
        subLedgerId: a.marginSubLedger.id,
        accountNo: a.marginSubLedger.account.accountNo,
        subNo: a.marginSubLedger.subNo,
        requiredFen: a.marginSubLedger.requiredFen,
        paidFen: a.marginSubLedger.ledgerFen,
        state: a.marginSubLedger.state,
      },
      contracts: a.contracts,
      conditions: a.cpItems.map((c) => ({
        id: c.id,
        code: c.code,
        state: c.state,
        isAutomatic: c.isAutomatic,
        maxAgeDays: maxAgeDays(c.code, publicCheckDays),
        text: c.condition?.text ?? null,
        detail: c.detail as Record<string, string | number | boolean | null> | null,
        evidence: c.evidence as { note?: string; checkedOn?: string } | null,
        fileId: c.fileId,
        submittedBy: nameOf(c.submittedBy),
        submittedAt: c.submittedAt,
        closedBy: nameOf(c.closedBy),
        closedAt: c.closedAt,
        checkedAt: c.checkedAt,
      })),
      drawdowns: a.drawdowns.map((d) => drawdownView(d, actor)),
    }
  },
})

type DrawdownRow = {
  id: string
  number: string
  state: string
  version: number
  amountFen: bigint
  repaymentMethod: string
  tenorMonths: number
  repaymentDay: number | null
  paymentMethod: string
  paymentTrace: unknown
  settlementAccount: string
  ticks: unknown
  reviewNote: string | null
  returnItems: unknown
  startDate: Date | null
  maturityDate: Date | null
  coreReference: string | null
  createdAt: Date
  reviewedAt: Date | null
  approvedAt: Date | null
  paymentOrders: {
    id: string
    payeeName: string
    payeeAccount: string
    payeeBank: string
    amountFen: bigint
    purpose: string
    state: string
    replacesId: string | null
    proposedBy: string | null
  }[]
}

function drawdownView(d: DrawdownRow, actor: Parameters<typeof allowedEvents>[2]) {
  return {
    id: d.id,
    number: d.number,
    state: d.state,
    version: d.version,
    amountFen: d.amountFen,
    repaymentMethod: d.repaymentMethod,
    tenorMonths: d.tenorMonths,
    repaymentDay: d.repaymentDay,
    paymentMethod: d.paymentMethod,
    paymentTrace: d.paymentTrace as Trace | null,
    settlementAccount: d.settlementAccount,
    ticks: (d.ticks as string[] | null) ?? [],
    reviewNote: d.reviewNote,
    returnItems: (d.returnItems as string[] | null) ?? [],
    startDate: fromDbOrNull(d.startDate),
    maturityDate: fromDbOrNull(d.maturityDate),
    coreReference: d.coreReference,
    createdAt: d.createdAt,
    reviewedAt: d.reviewedAt,
    approvedAt: d.approvedAt,
    payments: d.paymentOrders.map((p) => ({
      id: p.id,
      payeeName: p.payeeName,
      payeeAccount: p.payeeAccount,
      payeeBank: p.payeeBank,
      amountFen: p.amountFen,
      purpose: p.purpose,
      state: p.state,
      /** the payment that came back, in whose place this one is or is to be made */
      replacesId: p.replacesId,
      iProposed: p.proposedBy !== null && p.proposedBy === actor.userId,
    })),
    allowedEvents: allowedEvents(drawdownMachine, d.state, actor),
  }
}

/** Drawdowns waiting for review or approval, oldest first. */
export const drawdownQueue = defineQuery({
  name: 'drawdowns.queue',
  input: z.strictObject({
    state: z.string().max(120).default('IN_REVIEW,REVIEWED'),
    batchId: zId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.drawdown.findMany({
      where: {
        bankId: actor.bankId,
        state: { in: input.state.split(',') },
        ...(input.batchId ? { batchId: input.batchId } : {}),
        ...(input.cursor ? { id: { gt: input.cursor } } : {}),
      },
      orderBy: { id: 'asc' },
      take: input.limit + 1,
      include: {
        paymentOrders: true,
        application: { select: { id: true, name: true, stallNo: true, rowNo: true } },
        batch: { select: { code: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    const clocks = await tx.slaClock.findMany({
      where: {
        bankId: actor.bankId,
        objectType: 'drawdown',
        objectId: { in: page.map((d) => d.id) },
        state: 'RUNNING',
      },
    })
    return {
      items: page.map((d) => ({
        ...drawdownView(d, actor),
        applicationId: d.application.id,
        merchant: d.application.name,
        stallNo: d.application.stallNo,
        batch: d.batch.code,
        dueAt: clocks.find((c) => c.objectId === d.id)?.dueAt ?? null,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

export const drawdownDetail = defineQuery({
  name: 'drawdowns.detail',
  input: z.strictObject({ drawdownId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const d = await tx.drawdown.findFirst({
      where: { bankId: actor.bankId, id: input.drawdownId },
      include: {
        paymentOrders: { orderBy: { id: 'asc' } },
        application: { select: { id: true, name: true } },
      },
    })
    if (!d) throw refuse('E_NOT_FOUND', { object: 'drawdown' })
    const loan = await tx.loan.findFirst({
      where: { bankId: actor.bankId, drawdownId: d.id },
      select: { id: true, number: true },
    })
    return { ...drawdownView(d, actor), applicationId: d.applicationId, merchant: d.application.name, loan }
  },
})
