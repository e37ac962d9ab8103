/** A guarantor that did not pay in time: its margin at the bank answers for its claim (§2.4 Default, INV-A1). */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { minFen, toYuan } from '@/lib/platform/money'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { readCase } from '../claims/case'
import { computeClaim } from '../claims/compute'
import { payFromAccounts } from '../claims/pay'
import type { ClaimType } from '../rules/claim-parts'
import { lockClaim } from './claims'

/**
 * The second of the two who confirmed the claim takes what is still open from the guarantor's margin of this market. The
 * guarantor's own line is cut by as much: each yuan stays with the line that paid it.
 */
export const debitGuarantorMargin = defineCommand({
  name: 'claims.debitMargin',
  input: z.strictObject({ claimId: zId }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, today } = ctx
    const bankId = actor.bankId
    const claim = await lockClaim(ctx, ctx.input.claimId)
    if (claim.type !== 'GUARANTOR') throw refuse('E_CLAIM_TYPE', { mode: claim.mode, type: claim.type })
    if (claim.checkerId !== actor.userId)
      await performDuty(ctx, 'CONFIRM_COMPENSATION', { loan: [claim.loanId], merchant: [claim.applicationId] })
    if (!claim.makerId || claim.makerId === actor.userId)
      throw refuse('E_SOD', { act: 'OPS_CHECK', earlierAct: 'OPS_MAKE', earlierAt: '', turn: ['OPS_CHECKER'] })
    const line = await tx.claimLine.findFirst({
      where: {
        bankId,
        claimId: claim.id,
        source: 'guarantor',
        state: { in: ['NOTICE_SENT', 'ACCEPTED', 'PAID_PARTIAL'] },
      },
    })
    if (!line?.partyId) throw refuse('E_CLAIM_NOBODY', { claim: claim.number })
    if (!line.payBy || !isBefore(fromDb(line.payBy), today))
      throw refuse('E_CLAIM_NOT_OVERDUE', { until: line.payBy ? fromDb(line.payBy).toString() : '—' })
    const c = await readCase(ctx, claim.loanId)
    const account = await tx.marginSubLedger.findFirst({
      where: {
        bankId,
        account: { marketId: c.loan.marketId, type: 'GUARANTOR_MARGIN', partyId: line.partyId, state: 'OPEN' },
      },
      orderBy: { subNo: 'asc' },
    })
    const free = account ? account.ledgerFen - account.frozenFen : 0n
    const taken = minFen(line.demandedFen - line.paidFen, free)
    if (!account || taken <= 0n) throw refuse('E_MARGIN_UNAVAILABLE', { available: toYuan(free) })
    const rest = line.demandedFen - taken
    await tx.claimLine.update({
      where: { bankId_id: { bankId, id: line.id } },
      data: {
        demandedFen: rest,
        ...(rest === line.paidFen ? { state: 'PAID' } : {}),
        version: { increment: 1 },
      },
    })
    const last = await tx.claimLine.aggregate({ where: { bankId, claimId: claim.id }, _max: { no: true } })
    await tx.claimLine.create({
      data: {
        bankId,
        id: newId(),
        claimId: claim.id,
        no: (last._max.no ?? 0) + 1,
        source: 'guarantorMargin',
        subLedgerId: account.id,
        partyId: line.partyId,
        demandedFen: taken,
        state: 'OPEN',
        periodEnd: line.periodEnd,
      },
    })
    const computed = await computeClaim(ctx, c, claim.type as ClaimType, 0n)
    const paid = await payFromAccounts(ctx, { ...claim, checkerId: actor.userId! }, c, computed)
    return { id: claim.id, takenFen: taken, ...paid }
  },
})
