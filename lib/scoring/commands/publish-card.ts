/** From a draft to a version: handed to a second person, who publishes it or sends it back (§3.0-6, §6.3). */
import { z } from 'zod'
import { checkDuty, performDuty, renewDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { zId } from '@/lib/platform/schema'
import { transition } from '@/lib/platform/workflow'
import { cardFromJson } from '../card-json'
import { draftCard, lockDraft, nextVersion, refuseUnready, storedCard } from '../card-store'
import { CARD_ROLES, cardDraftMachine } from '../workflow'

const CHECK_TASK = 'SCORECARD_CHECK'

/**
 * Hands the draft over. Refuses with a field for everything that keeps it from being published: bins, points, grades,
 * names, scope, the day (not past) and the note that says what changes.
 */
export const submitCardDraft = defineCommand({
  name: 'scorecards.submit',
  input: z.strictObject({ draftId: zId }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const { tx, actor, now } = ctx
    const draft = await lockDraft(ctx, ctx.input.draftId)
    await performDuty(ctx, 'DEFINE_SCORECARD', { scorecard: [draft.id] })
    await refuseUnready(ctx, draft, draftCard(draft))
    const moved = await transition(ctx, cardDraftMachine, draft, {
      event: 'submit-card',
      set: { submittedBy: actor.userId, submittedAt: now, decidedBy: null, decidedAt: null, decision: null },
    })
    await tx.task.create({
      data: {
        bankId: actor.bankId,
        kind: CHECK_TASK,
        objectType: 'scorecard',
        objectId: draft.id,
        role: 'RISK_MGR',
        state: 'OPEN',
        createdBy: actor.userId,
        params: { code: draft.code },
      },
    })
    return { id: draft.id, ...moved }
  },
})

/** The second person sends it back with what is to change. */
export const returnCardDraft = defineCommand({
  name: 'scorecards.return',
  input: z.strictObject({ draftId: zId, reason: z.string().trim().min(2).max(1000) }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const { actor, input, now } = ctx
    const draft = await lockDraft(ctx, input.draftId)
    await checkDuty(ctx, 'PUBLISH_SCORECARD', { scorecard: [draft.id] })
    const moved = await transition(ctx, cardDraftMachine, draft, {
      event: 'return-card',
      reason: input.reason,
      set: { decidedBy: actor.userId, decidedAt: now, decision: input.reason },
    })
    await closeCheckTask(ctx, draft.id, 'DONE')
    return { id: draft.id, ...moved }
  },
})

/**
 * Publishes: somebody who took no part in defining it (E_SOD), with everything checked again. The version is added and
 * never changes; batches that have begun keep theirs. From now on, for 24 hours, neither they nor those who defined it
 * approve anything that it scored (§6.3).
 */
export const publishCard = defineCommand({
  name: 'scorecards.publish',
  input: z.strictObject({ draftId: zId, reason: z.string().trim().max(1000).optional() }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const draft = await lockDraft(ctx, input.draftId)
    await performDuty(ctx, 'PUBLISH_SCORECARD', { scorecard: [draft.id] })
    const versionNo = await nextVersion(tx, actor.bankId, draft.code)
    const effectiveFrom = await refuseUnready(ctx, draft, draftCard(draft))
    const moved = await transition(ctx, cardDraftMachine, draft, {
      event: 'publish-card',
      reason: input.reason,
      detail: { code: draft.code, versionNo, effectiveFrom: effectiveFrom.toString() },
      set: { decidedBy: actor.userId, decidedAt: now, decision: input.reason ?? null },
    })
    const card = cardFromJson(storedCard({ ...draftCard(draft), version: versionNo }))
    await tx.scorecard.create({
      data: {
        bankId: actor.bankId,
        id: draft.id,
        code: draft.code,
        kind: draft.kind,
        versionNo,
        titleZh: card.titleZh,
        titleEn: card.titleEn,
        definition: storedCard(card),
        effectiveFrom: toDb(effectiveFrom),
        note: draft.note!,
        draftedBy: draft.draftedBy,
        publishedBy: actor.userId,
        publishedAt: now,
      },
    })
    await renewDuty(ctx, 'DEFINE_SCORECARD', 'scorecard', draft.id)
    await closeCheckTask(ctx, draft.id, 'DONE')
    ctx.emit('scorecard.published', { code: draft.code, version: versionNo, effectiveFrom: effectiveFrom.toString() })
    return { id: draft.id, code: draft.code, versionNo, effectiveFrom, ...moved }
  },
})

export async function closeCheckTask(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>,
  draftId: string,
  state: 'DONE' | 'CANCELLED',
): Promise<void> {
  await ctx.tx.task.updateMany({
    where: { bankId: ctx.actor.bankId, kind: CHECK_TASK, objectId: draftId, state: 'OPEN' },
    data: { state, doneBy: ctx.actor.userId, doneAt: ctx.now },
  })
}
