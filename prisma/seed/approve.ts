/** Approval and contracting of a demo batch: groups, plan, opinions, signatures. */
import { giveOpinion } from '@/lib/approvals/commands/opinion'
import { acceptReduced, appointSigning, openContracting } from '@/lib/contracts/commands/appoint'
import { completeContracts } from '@/lib/contracts/commands/complete'
import { checkIdentity, explainClauses, signContract } from '@/lib/contracts/commands/sign'
import { keyClausesOf } from '@/lib/contracts/rules'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { draftPlan, dropLine, setPlanParameters } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { must } from './must'
import type { Cast } from './people'
import { type DemoBatch, reached, type Stage } from './walk'

/** Draft, groups, submission, and as many opinions as the stage calls for. `demandWan`: a larger survey, a higher level. */
export async function approval(
  cast: Cast,
  batch: DemoBatch,
  until: Stage,
  options: { demandWan?: number } = {},
): Promise<string> {
  const evaluator = cast.as('evaluator')
  const plan = must(await draftPlan(evaluator, { batchId: batch.id }))
  must(
    await setPlanParameters(evaluator, {
      planId: plan.id,
      basis: {
        surveyedDemand: `${options.demandWan ?? batch.merchants.reduce((sum, m) => sum + m.amountWan, 0) * 2}0000.00`,
      },
    }),
  )
  const joint = batch.mode === 'JG'
  if (joint) must(await proposeBatchGroups(evaluator, { batchId: batch.id }))
  const loose = await withTenant(evaluator, (tx) =>
    tx.planLine.findMany({ where: { bankId: cast.bank.id, planId: plan.id, groupId: null, state: 'PROPOSED' } }),
  )
  for (const line of joint ? loose : [])
    must(await dropLine(evaluator, { planId: plan.id, lineId: line.id, reason: '未能组成符合条件的联保体，下批再报' }))
  if (!reached(until, 'IN_REVIEW')) return plan.id
  must(await submitPlan(evaluator, { planId: plan.id, confirmSmall: true }))
  if (!reached(until, 'COUNTERSIGNING')) return plan.id
  must(
    await giveOpinion(cast.as('sb-reviewer'), {
      planId: plan.id,
      opinion: 'AGREE',
      text: '市场与客群分析充分，额度测算有据，初审同意，提交会签。',
    }),
  )
  if (!reached(until, 'APPROVED')) return plan.id
  for (let n = 0; n < 8; n++) {
    const seats = await withTenant(evaluator, (tx) =>
      tx.countersignSeat.findMany({
        where: { bankId: cast.bank.id, state: 'WAITING', round: { planId: plan.id, state: 'OPEN' } },
        orderBy: { id: 'asc' },
      }),
    )
    const seat = seats[0]
    if (!seat) break
    const who = {
      SB_HEAD: 'sb-head',
      CR_APPROVER: 'cr-approver',
      CR_HEAD: 'cr-head',
      CR_REVIEWER: 'cr-reviewer',
      SB_REVIEWER: 'sb-reviewer',
    }[seat.role]
    if (!who) throw new Error(`nobody in the demo sits for ${seat.role}`)
    must(
      await giveOpinion(cast.as(who), {
        planId: plan.id,
        seatId: seat.id,
        text:
          seat.department === 'SB' ? '同意整体方案，请落实贷后专人。' : '风险可控，同意；首检须在放款后三十日内完成。',
        otherLines: 'APPROVE',
        opinion: seat.department === 'CR' ? 'AGREE_WITH_CONDITIONS' : 'AGREE',
        ...(seat.department === 'CR'
          ? {
              conditions: [
                { text: '市场管理方出具摊位冻结承诺原件', type: 'CP' as const, ownerRole: 'RM' },
                { text: '每月报送市场月报', type: 'COVENANT' as const, ownerRole: 'POST_MKT' },
              ],
            }
          : {}),
      }),
    )
  }
  return plan.id
}

/** Signing: every group at the market office, RM and contract officer at the table. */
export async function contracting(cast: Cast, batch: DemoBatch, options: { signGroups?: number } = {}): Promise<void> {
  const rm = cast.as('rm')
  const officer = cast.as('contract-officer')
  const bankId = cast.bank.id
  must(await openContracting(rm, { batchId: batch.id }))
  const reduced = await withTenant(rm, (tx) =>
    tx.application.findMany({ where: { bankId, batchId: batch.id, state: 'APPROVED_REDUCED' }, select: { id: true } }),
  )
  for (const r of reduced) must(await acceptReduced(rm, { applicationId: r.id }))
  const groups = await withTenant(rm, (tx) =>
    tx.jointGroup.findMany({ where: { bankId, batchId: batch.id, state: 'LOCKED' }, orderBy: { code: 'asc' } }),
  )
  must(
    await appointSigning(rm, {
      batchId: batch.id,
      groupIds: groups.map((g) => g.id),
      allWithoutGroup: batch.mode !== 'JG',
      place: `${batch.market.code} 市场办公室会议室`,
      startsAt: '2026-03-23T09:30:00+08:00',
      contractOfficerId: officer.userId!,
    }),
  )
  await drainJobs(bankId)
  const signGroups = groups.slice(0, options.signGroups ?? groups.length)
  const contracts = await withTenant(rm, (tx) =>
    tx.contract.findMany({
      where: {
        bankId,
        batchId: batch.id,
        state: 'ISSUED',
        OR: [{ groupId: null }, { groupId: { in: signGroups.map((g) => g.id) } }],
      },
      include: { contractSigners: true },
    }),
  )
  const signers = contracts.flatMap((c) => c.contractSigners.map((s) => ({ ...s, contract: c })))
  for (const [, own] of Map.groupBy(signers, (s) => s.contract.sessionId)) {
    must(await checkIdentity(rm, { signerIds: own.map((s) => s.id), originalSeen: true, faceMatched: true }))
    must(
      await explainClauses(rm, {
        explanations: own.map((s) => ({
          signerId: s.id,
          clauses: [...keyClausesOf(s.contract)],
          readAloud: true,
        })),
      }),
    )
    must(
      await signContract(rm, {
        signatures: own.map((s) => ({ signerId: s.id, sha256: s.contract.sha256! })),
        method: 'PAPER',
      }),
    )
  }
  const done = must(
    await completeContracts(officer, {
      contractIds: contracts.map((c) => c.id),
      recordingRef: `双录-${batch.market.code}-001`,
    }),
  )
  if (done.refused.length > 0) throw new Error(`contracts not closed: ${JSON.stringify(done.refused[0])}`)
}
