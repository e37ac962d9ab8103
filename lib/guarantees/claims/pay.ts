/** Money of a claim: taken from accounts, or received from whoever was asked; each yuan with its payer, its movement and its repayment. */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, sumFen, toYuan } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { postJournal } from '@/lib/servicing/ledger/post'
import { bookRepayment } from '@/lib/servicing/repay'
import { loanMachine } from '@/lib/servicing/workflow'
import { bookMovement } from '../accounts'
import { claimMachine } from '../claim-workflow'
import { moveGroups } from '../move-groups'
import { checkCompensation } from '../rules/movements'
import type { ClaimCase } from './case'
import type { ComputedClaim } from './lines'

type Ctx = CommandContext<unknown>
export type ClaimRow = {
  id: string
  number: string
  state: string
  version: number
  loanId: string
  applicationId: string
  groupId: string | null
  type: string
  mode: string
  amountFen: Fen
  paidFen: Fen
  shortfallFen: Fen
  makerId: string | null
  checkerId: string
}
type Line = {
  id: string
  no: number
  source: string
  subLedgerId: string | null
  applicationId: string | null
  partyId: string | null
  demandedFen: Fen
  paidFen: Fen
}

const STEP: Record<string, number> = { ownMargin: 2, mutualMargin: 3 }
const SOURCE: Record<string, string> = {
  ownMargin: 'OWN_MARGIN',
  mutualMargin: 'MUTUAL_MARGIN',
  enterpriseFund: 'ENTERPRISE_FUND',
  govFund: 'GOV_FUND',
  govExcessFund: 'GOV_EXCESS_FUND',
  guarantor: 'GUARANTOR',
  guarantorMargin: 'GUARANTOR_MARGIN',
  insurer: 'INSURER',
  developerMargin: 'DEVELOPER_MARGIN',
  developerGuarantee: 'DEVELOPER',
  jointLiability: 'JOINT_LIABILITY',
}

/** One payment on one line: who paid, why, by which movement or receipt; and what the payer may reclaim from the borrower (CC-700). */
export async function recordPayment(
  ctx: Ctx,
  claim: ClaimRow,
  line: Line,
  paid: { amountFen: Fen; movementId?: string; receiptId?: string },
): Promise<void> {
  const { tx, actor, now, today } = ctx
  const bankId = actor.bankId
  const id = newId()
  await tx.claimPayment.create({
    data: {
      bankId,
      id,
      claimId: claim.id,
      step: STEP[line.source] ?? line.no,
      sourceType: SOURCE[line.source] ?? line.source,
      subLedgerId: line.subLedgerId,
      applicationId: line.applicationId,
      amountFen: paid.amountFen,
      movementId: paid.movementId ?? null,
      lineId: line.id,
      receiptId: paid.receiptId ?? null,
      at: now,
    },
  })
  const total = line.paidFen + paid.amountFen
  const done = await tx.claimLine.updateMany({
    where: { bankId, id: line.id, paidFen: line.paidFen },
    data: { paidFen: total, state: total === line.demandedFen ? 'PAID' : 'PAID_PARTIAL', version: { increment: 1 } },
  })
  if (done.count !== 1) throw refuse('E_VERSION_CONFLICT', { seen: claim.version })
  if (line.source === 'ownMargin') return
  await tx.recourseCase.create({
    data: {
      bankId,
      id: newId(),
      loanId: claim.loanId,
      claimId: claim.id,
      paymentId: id,
      payerKind: line.subLedgerId ? 'ACCOUNT' : line.applicationId ? 'MEMBER' : 'PARTNER',
      source: line.source,
      subLedgerId: line.subLedgerId,
      applicationId: line.applicationId,
      partyId: line.partyId,
      amountFen: paid.amountFen,
      state: 'OPEN',
      openedOn: toDb(today),
    },
  })
  await postJournal(ctx, {
    event: 'RECOURSE_TAKEN',
    amounts: { amount: paid.amountFen },
    businessDate: today,
    objectType: 'claim',
    objectId: claim.id,
    loanId: claim.loanId,
  })
}

/** Takes one line from its account: the claim confirmed by two, never above it, into the loan's own account (INV-A1). */
async function takeFromAccount(ctx: Ctx, claim: ClaimRow, c: ClaimCase, line: Line, left: Fen): Promise<void> {
  const sub = await ctx.tx.marginSubLedger.findFirstOrThrow({
    where: { bankId: ctx.actor.bankId, id: line.subLedgerId! },
  })
  const refusals = checkCompensation({
    amountFen: line.demandedFen,
    claimState: 'BANK_CONFIRMED',
    claimUnpaidFen: left,
    makerId: claim.makerId!,
    checkerId: claim.checkerId,
    loanManagerId: c.loan.batch.rmId ?? '',
    beneficiaryAccountNo: c.loan.settlementAccount,
    loanRepaymentAccountNo: c.loan.settlementAccount,
    account: sub,
  })
  if (refusals.length > 0)
    throw refuse(refusals[0]!, { claim: claim.number, available: toYuan(sub.ledgerFen - sub.frozenFen) })
  const booked = await bookMovement(ctx, {
    subLedgerId: sub.id,
    kind: 'COMPENSATION_OUT',
    amountFen: line.demandedFen,
    valueDate: ctx.today,
    beneficiaryAccount: c.loan.settlementAccount,
    makerId: claim.makerId!,
    checkerId: claim.checkerId,
    idempotencyKey: `claim:${claim.id}:${sub.id}`,
    claimId: claim.id,
    loanId: c.loan.id,
  })
  await recordPayment(ctx, claim, line, { amountFen: line.demandedFen, movementId: booked.movementId })
}

/** Takes every line that lies in an account, applies the money to the loan, and sets in motion what follows from it. */
export async function payFromAccounts(ctx: Ctx, claim: ClaimRow, c: ClaimCase, computed: ComputedClaim) {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const lines = await tx.claimLine.findMany({
    where: { bankId, claimId: claim.id, subLedgerId: { not: null }, state: { not: 'PAID' } },
    orderBy: { no: 'asc' },
  })
  let left = claim.amountFen - claim.paidFen
  for (const line of lines) {
    await takeFromAccount(ctx, claim, c, line, left)
    left -= line.demandedFen
  }
  const paidFen = sumFen(lines.map((l) => l.demandedFen))
  const shortfallFen = claim.amountFen - claim.paidFen - paidFen
  const to = shortfallFen > 0n ? 'SHORTFALL' : 'PAID'
  await transition({ ...ctx, ifMatch: undefined }, claimMachine, claim, {
    event: claim.state === 'BANK_CONFIRMED' ? 'pay' : 'receive',
    to: claim.state === 'BANK_CONFIRMED' ? to : shortfallFen > 0n ? 'PAID_PARTIAL' : 'PAID',
    bySystem: true,
    detail: { paid: toYuan(paidFen), shortfall: toYuan(shortfallFen) },
    set: { paidFen: claim.paidFen + paidFen, shortfallFen },
  })
  if (paidFen > 0n) await applyToLoan(ctx, claim, paidFen, 'MARGIN')
  const dueOn = addWorkingDays(
    today,
    c.plan?.replenishWorkingDays ?? c.p.jg.replenishWorkingDays,
    await loadCalendar(tx, bankId),
  )
  if (claim.type === 'GUARANTOR') await callGuarantor(ctx, claim, lines, dueOn)
  if (claim.type === 'MARGIN') await callMargins(ctx, claim, computed, dueOn)
  if (claim.groupId) await moveGroups(ctx, [claim.groupId], 'freeze', claim.number)
  ctx.emit('claim.paid', { claimId: claim.id, paid: toYuan(paidFen), shortfall: toYuan(shortfallFen) })
  return { state: to as string, paidFen, shortfallFen, replenishDueOn: dueOn }
}

/** The loan's note moves with the first money, and the money pays its dues in the order of LEG-10. Returns the repayment's id. */
export async function applyToLoan(
  ctx: Ctx,
  claim: ClaimRow,
  amountFen: Fen,
  source: 'MARGIN' | 'GUARANTOR',
  valueDate: PlainDate = ctx.today,
): Promise<string> {
  const { tx, actor } = ctx
  const loan = await tx.loan.findFirstOrThrow({ where: { bankId: actor.bankId, id: claim.loanId } })
  if (['CLAIMING', 'COMPENSATED_PARTIAL'].includes(loan.state)) {
    // guarantors, insurers and funds cover a part only; the others were asked for everything
    const whole =
      !['GUARANTOR', 'INSURER', 'GOV_FUND'].includes(claim.type) && claim.paidFen + amountFen >= claim.amountFen
    await transition({ ...ctx, ifMatch: undefined }, loanMachine, loan, {
      event: 'compensate',
      to: whole ? 'COMPENSATED' : 'COMPENSATED_PARTIAL',
      bySystem: true,
    })
  }
  const repaid = await bookRepayment(ctx, { loanId: loan.id, amountFen, valueDate, source, claimId: claim.id })
  return repaid.repaymentId
}

/** What was taken from a guarantor's margin it fills again, and until then its new business stands still (§2.4). */
async function callGuarantor(ctx: Ctx, claim: ClaimRow, lines: readonly Line[], dueOn: PlainDate): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  for (const l of lines) {
    await tx.replenishment.create({
      data: {
        bankId,
        id: newId(),
        claimId: claim.id,
        subLedgerId: l.subLedgerId!,
        amountFen: l.demandedFen,
        dueOn: toDb(dueOn),
        state: 'DUE',
      },
    })
    await tx.marginSubLedger.update({
      where: { bankId_id: { bankId, id: l.subLedgerId! } },
      data: {
        state: 'REPLENISH_DUE',
        replenishDueFen: { increment: l.demandedFen },
        replenishDueOn: toDb(dueOn),
        version: { increment: 1 },
      },
    })
    await tx.task.create({
      data: {
        bankId,
        kind: 'REPLENISH_MARGIN',
        objectType: 'party',
        objectId: l.partyId!,
        role: 'POST_PARTNER',
        dueOn: toDb(dueOn),
        state: 'OPEN',
        params: { amount: toYuan(l.demandedFen), claim: claim.number },
        createdBy: actor.userId,
      },
    })
  }
}

/** The others fill their margins again within ten working days; what the margins left open is theirs jointly (§2.2). */
async function callMargins(ctx: Ctx, claim: ClaimRow, computed: ComputedClaim, dueOn: PlainDate): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const task = (kind: string, role: string, r: { id: string; amountFen: Fen }, due: PlainDate | null) => ({
    bankId,
    kind,
    objectType: 'application',
    objectId: r.id,
    role,
    dueOn: due ? toDb(due) : null,
    state: 'OPEN',
    params: { amount: toYuan(r.amountFen), claim: claim.number },
    createdBy: actor.userId,
  })
  const replenishments = computed.waterfall.replenishments ?? []
  for (const r of replenishments) {
    const subLedgerId = computed.lines.find((l) => l.applicationId === r.id)!.subLedgerId!
    await tx.replenishment.create({
      data: {
        bankId,
        id: newId(),
        claimId: claim.id,
        subLedgerId,
        amountFen: r.amountFen,
        dueOn: toDb(dueOn),
        state: 'DUE',
      },
    })
    await tx.marginSubLedger.update({
      where: { bankId_id: { bankId, id: subLedgerId } },
      data: {
        state: 'REPLENISH_DUE',
        replenishDueFen: { increment: r.amountFen },
        replenishDueOn: toDb(dueOn),
        version: { increment: 1 },
      },
    })
  }
  await tx.task.createMany({
    data: [
      ...replenishments.map((r) => task('REPLENISH_MARGIN', 'POST_MKT', r, dueOn)),
      ...(computed.waterfall.jointLiability ?? []).map((l) => task('DEMAND_JOINT_LIABILITY', 'COLLECTOR', l, null)),
    ],
  })
}
