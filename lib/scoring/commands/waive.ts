import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { customerCardOf } from '../card-in-force'
import { knownFiles, refuseScorer } from '../decided-item'
import type { StoredWaiver } from '../investigation'
import { reopenItems } from '../reopen'
import { WAIVER_ROLES, waiverProblems } from '../rules/override'
import { readSheets } from '../sheets'

/**
 * The written waiver of a veto by CR_HEAD, only for rules marked (w) (§3.0-7). The item is scored again without it, by
 * those who scored it: the waiver decides nothing by itself, and the plan goes one level up (§6.1).
 */
export const waiveVeto = defineCommand({
  name: 'applications.waiveVeto',
  input: z.strictObject({
    applicationId: zId,
    veto: z.string().max(40).meta({ example: 'CV6' }),
    reason: z.string().trim().min(10, 'E_OVERRIDE_REASON').max(1000),
    fileIds: z.array(zId).min(1, 'E_OVERRIDE_ATTACHMENT').max(20),
  }),
  access: { roles: [...WAIVER_ROLES] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const item = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      include: { applicationOutcome: { include: { scoreResult: true } } },
    })
    const sheet = item ? (await readSheets(tx, actor.bankId, [item.id], true)).get(item.id) : undefined
    if (!item || !sheet) throw refuse('E_NOT_FOUND', { object: 'application' })
    await performDuty(ctx, 'OVERRIDE_SCORE', { merchant: [item.id] })
    await knownFiles(ctx, input.fileIds)
    const card = await customerCardOf(tx, actor.bankId, item.batchId, ctx.today)
    const result = item.applicationOutcome?.scoreResult
    const scorers = [result?.scoredBy, result?.secondBy, sheet.rmId, sheet.evaluatorId]
    const problem = waiverProblems(card, input.veto, {
      actorId: actor.userId ?? '',
      roles: actor.roles,
      scorerIds: scorers.filter((id) => typeof id === 'string'),
      reason: input.reason,
      attachments: input.fileIds,
    })[0]
    if (problem === 'E_SOD') refuseScorer()
    if (problem) throw refuse(problem, { veto: input.veto, card: card.code })
    const waiver: StoredWaiver = {
      code: input.veto,
      reason: input.reason,
      by: actor.userId ?? '',
      at: now.toISOString(),
      fileIds: input.fileIds,
    }
    const reopened = item.state !== 'SCORING'
    if (reopened) await reopenItems(ctx, item.batchId, [item.id])
    // the investigators' signatures stand: what they found is the same
    await tx.$executeRaw`
      update investigation set checks = jsonb_set(checks, '{waivers}', ${JSON.stringify([
        ...sheet.waivers.filter((w) => w.code !== input.veto),
        waiver,
      ])}::jsonb), version = version + 1
      where bank_id = ${actor.bankId}::uuid and id = ${sheet.id}::uuid`
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      reason: input.reason,
      detail: { event: 'waive-veto', veto: input.veto, fileIds: input.fileIds },
    })
    return { applicationId: item.id, veto: input.veto, reopened }
  },
})
