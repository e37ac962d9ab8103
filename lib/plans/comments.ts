/** Comments on a plan or one of its sections: asked, answered, closed. They change nothing of the plan (§6.2: others may still comment). */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { SECTION_KEYS } from './basis'

const SPEAKERS = BANK_ROLES.filter((r) => r !== 'TENANT_ADMIN' && r !== 'AUDITOR')

/** Writes a comment, or a reply to an open one. In every state of the plan: a decided plan may still be spoken about. */
export const commentPlan = defineCommand({
  name: 'plans.comment',
  input: z.strictObject({
    planId: zId,
    section: z.enum(SECTION_KEYS).nullish(),
    replyTo: zId.nullish(),
    text: z.string().trim().min(1, 'E_REQUIRED').max(2000),
  }),
  access: { roles: SPEAKERS },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({ where: { bankId, id: input.planId }, select: { id: true } })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const first = input.replyTo
      ? await tx.planComment.findFirst({ where: { bankId, planId: plan.id, id: input.replyTo, replyTo: null } })
      : null
    if (input.replyTo && !first) throw refuse('E_NOT_FOUND', { object: 'comment' })
    if (first && first.state !== 'OPEN') throw refuse('E_COMMENT_CLOSED')
    const id = newId()
    await tx.planComment.create({
      data: {
        bankId,
        id,
        planId: plan.id,
        sectionKey: first ? first.sectionKey : (input.section ?? null),
        replyTo: first?.id ?? null,
        text: input.text,
        userId: actor.userId,
        userName: actor.name,
        role: actor.roles[0] ?? '',
        at: now,
        state: 'OPEN',
      },
    })
    ctx.audit({
      objectType: 'plan',
      objectId: plan.id,
      detail: { event: 'comment', comment: id, section: input.section ?? null },
    })
    return { id }
  },
})

/** Closes a comment with its replies: its writer, or an author of plans who has answered it. */
export const resolveComment = defineCommand({
  name: 'plans.resolveComment',
  input: z.strictObject({ commentId: zId }),
  access: { roles: SPEAKERS },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const comment = await tx.planComment.findFirst({ where: { bankId, id: input.commentId, replyTo: null } })
    if (!comment) throw refuse('E_NOT_FOUND', { object: 'comment' })
    const mine = comment.userId === actor.userId
    const answered = await tx.planComment.count({ where: { bankId, replyTo: comment.id } })
    if (!mine && (answered === 0 || !actor.roles.some((r) => r === 'EVALUATOR' || r === 'RM')))
      throw refuse('E_FORBIDDEN', { roles: ['EVALUATOR', 'RM'] })
    const done = await tx.planComment.updateMany({
      where: { bankId, id: comment.id, state: 'OPEN' },
      data: { state: 'RESOLVED', resolvedBy: actor.userId, resolvedAt: now, version: { increment: 1 } },
    })
    if (done.count !== 1) throw refuse('E_COMMENT_CLOSED')
    ctx.audit({
      objectType: 'plan',
      objectId: comment.planId,
      detail: { event: 'comment-closed', comment: comment.id },
    })
    return { id: comment.id }
  },
})

/** Comments with their replies, open ones first. */
export const planComments = defineQuery({
  name: 'plans.comments',
  input: z.strictObject({ planId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const rows = await tx.planComment.findMany({
      where: { bankId: actor.bankId, planId: input.planId },
      orderBy: { at: 'asc' },
      take: 2000,
    })
    const shown = (c: (typeof rows)[number]) => ({ id: c.id, text: c.text, by: c.userName, role: c.role, at: c.at })
    return rows
      .filter((c) => c.replyTo === null)
      .sort((a, b) => (a.state === b.state ? 0 : a.state === 'OPEN' ? -1 : 1))
      .map((c) => ({
        ...shown(c),
        section: c.sectionKey,
        state: c.state as 'OPEN' | 'RESOLVED',
        mine: c.userId === actor.userId,
        replies: rows.filter((r) => r.replyTo === c.id).map(shown),
      }))
  },
})
