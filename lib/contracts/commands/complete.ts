/** The end of a signing: the second bank person closes what holds, and what is signed goes on to its conditions. */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { moveItem } from '@/lib/batches/progress'
import { openConditions, refreshConditions } from '@/lib/disbursement/conditions'
import { moveGroups } from '@/lib/guarantees/move-groups'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDbOrNull } from '@/lib/platform/dates'
import { type AppError, Refusal, refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { transition } from '@/lib/platform/workflow'
import { effectivePlan } from '../context'
import {
  type CeilingViolation,
  type ContractKind,
  checkCeiling,
  type KeyClause,
  keyClausesOf,
  signingGuard,
} from '../rules'
import { spouseProblem } from '../spouse'
import { contractMachine } from '../workflow'

type Ctx = CommandContext<unknown>

/**
 * The second bank person closes the signing of contracts: every guard of §7.1 must hold. A contract that cannot be
 * closed is reported and the others go on. Items whose contracts are all signed move to SIGNED and get their checklist.
 */
export const completeContracts = defineCommand({
  name: 'contracts.complete',
  input: z.strictObject({
    contractIds: z.array(zId).min(1).max(1000),
    recordingRef: z.string().trim().min(2).max(200).optional(),
  }),
  access: { roles: ['CONTRACT_OFFICER'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const bankId = actor.bankId
    const contracts = await tx.contract.findMany({
      where: { bankId, id: { in: input.contractIds } },
      include: { contractSigners: true, session: true, explanationRecords: true },
    })
    if (contracts.length !== new Set(input.contractIds).size) throw refuse('E_NOT_FOUND', { object: 'contract' })
    const done: string[] = []
    const refused: { id: string; number: string; error: AppError }[] = []
    for (const contract of contracts) {
      const session = contract.session
      if (!session || session.contractOfficerId !== actor.userId) throw refuse('E_FORBIDDEN', { need: 'signing' })
      const plan = await effectivePlan(ctx, contract.batchId)
      const outcome = contract.applicationId
        ? await tx.applicationOutcome.findFirst({ where: { bankId, applicationId: contract.applicationId } })
        : null
      const item = contract.applicationId
        ? await tx.application.findFirst({ where: { bankId, id: contract.applicationId }, select: { signBy: true } })
        : null
      const ceiling: CeilingViolation[] =
        contract.kind === 'LOAN_CONTRACT' && outcome?.approvedFen
          ? checkCeiling(
              {
                amountFen: contract.amountFen ?? 0n,
                ratePpm: contract.ratePpm ?? 0,
                tenorMonths: contract.tenorMonths ?? 0,
                marginRatioPpm: plan.scheme.marginRatio,
                coveragePpm: 0,
                enhancements: ['JOINT_GUARANTEE'],
              },
              {
                amountFen: outcome.approvedFen,
                ratePpm: outcome.approvedRatePpm ?? 0,
                tenorMonths: outcome.approvedTenorMonths ?? 0,
                marginRatioPpm: plan.scheme.marginRatio,
                coveragePpm: 0,
                enhancements: ['JOINT_GUARANTEE'],
              },
            )
          : []
      const problems = signingGuard({
        kind: contract.kind as ContractKind,
        keyClauses: keyClausesOf(contract),
        textVersion: contract.sha256!,
        documentHash: contract.sha256!,
        signedHash: contract.contractSigners.every((s) => !s.signedSha256 || s.signedSha256 === contract.sha256)
          ? contract.sha256!
          : 'changed',
        fullyMerged: contract.fileId !== null,
        signers: contract.contractSigners.map((s) => ({
          id: s.id,
          naturalPerson: s.role !== 'OPERATOR' && s.role !== 'PARTNER',
          identityVerified: s.identityCheckedAt !== null,
          documentValidUntil: null,
          signed: s.signedAt !== null,
        })),
        confirmations: contract.explanationRecords
          .filter((r) => r.confirmed)
          .map((r) => ({ clause: r.clauseId as KeyClause, signerId: r.signerId, textVersion: r.contractSha256 })),
        ceiling,
        approvalValidUntil: fromDbOrNull(item?.signBy) ?? fromDbOrNull(plan.validUntil) ?? today,
        signingDate: today,
        twoBankPersons: session.rmId !== session.contractOfficerId,
        recorded: Boolean(input.recordingRef ?? session.recordingRef),
        recordingRequired: true,
      })
      const alone =
        contract.kind === 'LOAN_CONTRACT' && contract.applicationId
          ? await spouseProblem(ctx, contract.applicationId)
          : null
      if (alone) {
        refused.push({
          id: contract.id,
          number: contract.number,
          error: new Refusal({ code: alone, status: 422, params: { contract: contract.number }, fields: [] }).error,
        })
        continue
      }
      if (problems.length > 0) {
        refused.push({
          id: contract.id,
          number: contract.number,
          error: new Refusal({
            code: problems[0]!.code,
            status: 422,
            params: { contract: contract.number, problems: problems.map((p) => p.code) },
            fields: [],
          }).error,
        })
        continue
      }
      await transition({ ...ctx, ifMatch: undefined }, contractMachine, contract, {
        event: 'complete',
        set: { signedAt: now, signedRmId: session.rmId, signedOfficerId: actor.userId },
      })
      await performDuty(ctx, 'SIGN_CONTRACT', {
        batch: [contract.batchId],
        merchant: contract.applicationId ? [contract.applicationId] : [],
      })
      if (input.recordingRef)
        await tx.signingSession.update({
          where: { bankId_id: { bankId, id: session.id } },
          data: { recordingRef: input.recordingRef, version: { increment: 1 } },
        })
      done.push(contract.id)
    }
    if (done.length === 0 && refused.length === 1) throw new Refusal(refused[0]!.error)
    // A signing is held when nothing of it is left to sign; until then its people come back to the table.
    await tx.signingSession.updateMany({
      where: {
        bankId,
        id: { in: contracts.map((c) => c.sessionId).filter((id) => id !== null) },
        state: 'APPOINTED',
        contracts: { none: { state: { in: ['DRAFT', 'ISSUED'] } } },
      },
      data: { state: 'HELD', version: { increment: 1 } },
    })
    const agreements = contracts.filter((c) => c.kind === 'JOINT_GUARANTEE_AGREEMENT' && done.includes(c.id))
    await tx.task.updateMany({
      where: {
        bankId,
        kind: 'SIGN_GROUP_ANEW',
        objectType: 'group',
        objectId: { in: agreements.flatMap((c) => (c.groupId ? [c.groupId] : [])) },
        state: 'OPEN',
      },
      data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
    })
    const signedItems = await settleSignedItems(ctx, [...new Set(contracts.map((c) => c.batchId))])
    ctx.audit({
      objectType: 'contract',
      objectId: done.length === 1 ? done[0]! : `${done.length} contracts`,
      detail: { event: 'complete', done, refused: refused.map((r) => r.id) },
    })
    return {
      done,
      refused: refused.map((r) => ({ id: r.id, number: r.number, code: r.error.code, params: r.error.params })),
      signedItems,
    }
  },
})

/** Items in CONTRACTING whose own, group and scheme contracts are all signed become SIGNED and get their conditions precedent. */
async function settleSignedItems(ctx: Ctx, batchIds: string[]): Promise<string[]> {
  const { tx, actor } = ctx
  const ready = await tx.$queryRaw<{ id: string; group_id: string | null }[]>`
    select a.id, g.group_id from application a
    left join joint_group_member g on g.bank_id = a.bank_id and g.application_id = a.id and g.state = 'ACTIVE'
    where a.bank_id = ${actor.bankId}::uuid and a.batch_id = any(${batchIds}::uuid[]) and a.state = 'CONTRACTING'
      and exists (select 1 from contract c where c.bank_id = a.bank_id and c.application_id = a.id
        and c.kind = case when c.mode = 'DF' then 'CONSENTS' else 'LOAN_CONTRACT' end and c.state = 'SIGNED')
      and not exists (
        select 1 from contract c where c.bank_id = a.bank_id and c.state = 'ISSUED' and c.batch_id = a.batch_id
          and (c.application_id = a.id or (c.application_id is null and (c.group_id = g.group_id or c.group_id is null))))`
  for (const item of ready) {
    await moveItem(ctx, item.id, 'sign')
    await openConditions(ctx, item.id)
  }
  const groups = [...new Set(ready.map((r) => r.group_id).filter((id) => id !== null))]
  await moveGroups(ctx, groups, 'sign')
  // What the system can see is looked at once now, so that the checklist opens with only what people have to bring.
  for (const item of ready) await refreshConditions(ctx, item.id)
  return ready.map((r) => r.id)
}
