/** One claim whole: its waterfall, who is asked, letters, money, what payers may reclaim, what has come back. */
import { z } from 'zod'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import { type Json, thaw } from '@/lib/platform/wire'
import { allowedEvents } from '@/lib/platform/workflow'
import { claimMachine } from './claim-workflow'
import { MARGIN_READERS } from './readers'
import { PAPER_KINDS, type PaperKind, type PaperState } from './rules/claim-papers'
import type { WaterfallSource } from './rules/waterfall/lines'

/** GET /claims/{id}: the waterfall with its derivation, who paid what and why, who has to replenish by when. */
export const claimDetail = defineQuery({
  name: 'claims.detail',
  input: z.strictObject({ claimId: zId }),
  access: { roles: MARGIN_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const c = await tx.claim.findFirst({
      where: { bankId, id: input.claimId },
      include: {
        loan: { select: { id: true, number: true } },
        application: { select: { name: true } },
        group: {
          include: {
            jointGroupMembers: {
              where: { state: 'ACTIVE' },
              include: { application: { select: { id: true, name: true } } },
            },
          },
        },
        claimPayments: { orderBy: [{ step: 'asc' }, { id: 'asc' }], include: { recourseCase: true } },
        claimLines: {
          orderBy: { no: 'asc' },
          include: {
            party: { select: { name: true } },
            subLedger: { select: { subNo: true, account: { select: { accountNo: true } } } },
          },
        },
        claimNotices: { orderBy: { number: 'asc' } },
        claimReceipts: { orderBy: { madeAt: 'asc' } },
        claimPapers: { include: { file: { select: { id: true, name: true } } } },
        replenishments: true,
      },
    })
    if (!c) throw refuse('E_NOT_FOUND', { object: 'claim' })
    const people = await tx.appUser.findMany({
      where: {
        bankId,
        id: {
          in: [c.createdBy, c.reviewedBy, c.makerId, c.checkerId, ...c.claimReceipts.map((r) => r.makerId)].filter(
            (x) => x !== null,
          ),
        },
      },
      select: { id: true, name: true },
    })
    const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    const members =
      c.group?.jointGroupMembers.map((m) => ({
        id: m.application.id,
        name: m.application.name,
        loanFen: m.amountFen,
      })) ?? []
    const subs = await tx.marginSubLedger.findMany({
      where: { bankId, id: { in: c.replenishments.map((r) => r.subLedgerId) } },
      select: { id: true, applicationId: true },
    })
    const applicants = await tx.application.findMany({
      where: { bankId, id: { in: c.claimLines.map((l) => l.applicationId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const payerOf = (l: (typeof c.claimLines)[number] | undefined) =>
      l ? (l.party?.name ?? applicants.find((a) => a.id === l.applicationId)?.name ?? null) : null
    const repaid = await repaymentsOf(tx, bankId, c.id)
    return {
      today,
      id: c.id,
      number: c.number,
      type: c.type,
      mode: c.mode,
      state: c.state,
      version: c.version,
      loan: c.loan,
      merchant: c.application.name,
      applicationId: c.applicationId,
      group: c.group && { id: c.group.id, code: c.group.code, name: c.group.name, state: c.group.state },
      members,
      amountFen: c.amountFen,
      parts: {
        principalFen: c.principalFen,
        interestFen: c.interestFen,
        penaltyFen: c.penaltyFen,
        costsFen: c.costsFen,
      },
      waterfallVersion: c.waterfallVersion,
      paidFen: c.paidFen,
      shortfallFen: c.shortfallFen,
      asOf: fromDb(c.asOf),
      waterfall: thaw(c.waterfall as Json),
      trace: thaw(c.trace as Json) as Trace,
      allowedEvents: allowedEvents(claimMachine, c.state, actor),
      createdBy: nameOf(c.createdBy),
      reviewedBy: nameOf(c.reviewedBy),
      maker: nameOf(c.makerId),
      checker: nameOf(c.checkerId),
      lines: c.claimLines.map((l) => ({
        id: l.id,
        no: l.no,
        source: l.source as WaterfallSource,
        payer: payerOf(l),
        account: l.subLedger ? `${l.subLedger.account.accountNo}-${l.subLedger.subNo}` : null,
        demandedFen: l.demandedFen,
        paidFen: l.paidFen,
        state: l.state,
        periodEnd: fromDbOrNull(l.periodEnd),
        payBy: fromDbOrNull(l.payBy),
      })),
      notices: c.claimNotices.map((n) => ({
        id: n.id,
        number: n.number,
        payer: payerOf(c.claimLines.find((l) => l.id === n.lineId)),
        amountFen: n.amountFen,
        channel: n.channel,
        sentOn: fromDb(n.sentOn),
        deliveredOn: fromDbOrNull(n.deliveredOn),
        proofNo: n.proofNo,
        answerBy: fromDb(n.answerBy),
        state: n.state,
        answerNote: n.answerNote,
        answeredOn: fromDbOrNull(n.answeredOn),
        taken: ['ACCEPTED', 'DISPUTED', 'PAID_PARTIAL', 'PAID'].includes(
          c.claimLines.find((l) => l.id === n.lineId)?.state ?? '',
        ),
      })),
      papers: PAPER_KINDS.flatMap((kind) => c.claimPapers.filter((p) => p.kind === kind)).map((p) => ({
        id: p.id,
        kind: p.kind as PaperKind,
        state: p.state as PaperState,
        reference: p.reference,
        origin: p.origin,
        file: p.file,
        dueOn: fromDbOrNull(p.dueOn),
        receivedOn: fromDbOrNull(p.receivedOn),
        queryNote: p.state === 'QUERIED' ? p.queryNote : null,
        handed: p.partyId !== null,
      })),
      receipts: c.claimReceipts.map((r) => ({
        id: r.id,
        payer: payerOf(c.claimLines.find((l) => l.id === r.lineId)),
        amountFen: r.amountFen,
        valueDate: fromDb(r.valueDate),
        reference: r.reference,
        state: r.state,
        maker: nameOf(r.makerId),
        mine: r.makerId === actor.userId,
      })),
      payments: c.claimPayments.map((p) => ({
        id: p.id,
        step: p.step,
        source: p.sourceType,
        payer:
          members.find((m) => m.id === p.applicationId)?.name ?? payerOf(c.claimLines.find((l) => l.id === p.lineId)),
        amountFen: p.amountFen,
        at: p.at,
        movementId: p.movementId,
        receiptId: p.receiptId,
        recoveredFen: p.recourseCase?.recoveredFen ?? 0n,
        recourseFen: p.recourseCase ? p.recourseCase.amountFen - p.recourseCase.recoveredFen : 0n,
      })),
      repaid,
      recoveries: await recoveriesOf(tx, bankId, c.loanId),
      replenishments: c.replenishments.map((r) => ({
        id: r.id,
        member: members.find((m) => m.id === subs.find((s) => s.id === r.subLedgerId)?.applicationId)?.name ?? null,
        amountFen: r.amountFen,
        paidFen: r.paidFen,
        dueOn: fromDb(r.dueOn),
        state: r.state,
      })),
    }
  },
})
export type ClaimDetail = Awaited<ReturnType<typeof claimDetail>>

/** What the claim's money paid of the loan: the end of the trace of each yuan. */
async function repaymentsOf(tx: Tx, bankId: string, claimId: string) {
  const rows = await tx.repayment.findMany({ where: { bankId, claimId }, orderBy: { at: 'asc' } })
  return rows.map((r) => ({
    id: r.id,
    valueDate: fromDb(r.valueDate),
    amountFen: r.amountFen,
    costsFen: r.costsFen,
    penaltyFen: r.penaltyFen,
    interestFen: r.interestFen,
    principalFen: r.principalFen,
    surplusFen: r.surplusFen,
  }))
}

/** What came back on the loan, and how it was shared. */
async function recoveriesOf(tx: Tx, bankId: string, loanId: string) {
  const rows = await tx.recovery.findMany({
    where: { bankId, loanId },
    orderBy: { number: 'asc' },
    include: {
      recoveryShares: {
        orderBy: { no: 'asc' },
        include: { recourse: { select: { source: true, applicationId: true, partyId: true } } },
      },
    },
  })
  const of = rows.flatMap((r) => r.recoveryShares.map((s) => s.recourse))
  const names = new Map(
    [
      ...(await tx.application.findMany({
        where: { bankId, id: { in: of.map((x) => x?.applicationId).filter((x) => x != null) } },
        select: { id: true, name: true },
      })),
      ...(await tx.party.findMany({
        where: { bankId, id: { in: of.map((x) => x?.partyId).filter((x) => x != null) } },
        select: { id: true, name: true },
      })),
    ].map((x) => [x.id, x.name]),
  )
  return rows.map((r) => ({
    id: r.id,
    number: r.number,
    amountFen: r.amountFen,
    costsFen: r.costsFen,
    valueDate: fromDb(r.valueDate),
    origin: r.origin,
    state: r.state,
    makerId: r.makerId,
    trace: r.trace ? (thaw(r.trace as Json) as Trace) : null,
    shares: r.recoveryShares.map((s) => ({
      id: s.id,
      payee: s.payee,
      payer: names.get(s.recourse?.applicationId ?? '') ?? names.get(s.recourse?.partyId ?? '') ?? null,
      amountFen: s.amountFen,
    })),
  }))
}
